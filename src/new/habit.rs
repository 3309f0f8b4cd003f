//! The names of the postmortems that are there into the name of the next one.

mod name;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::postmortem::{Record, document_name};
use crate::text::Slug;
use name::{Name, Numbering, read};

/// So many of the newest postmortems show what the habit is now.
const NEWEST: usize = 30;

/// How a repository names its postmortems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Habit {
    /// The folder, with `{year}`, `{month}` and `{year}-{month}` where its names go with time.
    folder: String,
    name: Name,
    /// Whether each is a folder with an `index.md`.
    bundle: bool,
    ending: String,
}

/// The path and id of a new postmortem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) path: String,
    pub(super) id: String,
}

impl Habit {
    /// The commonest way among the newest postmortems; where there are none, `PM-2026-001-slug.md` in a folder for
    /// each year.
    pub(super) fn of(records: &[Arc<Record>], home: &str) -> Self {
        let mut newest: Vec<&Record> =
            records.iter().map(Arc::as_ref).filter(|record| record.postmortem.kind.is_postmortem()).collect();
        newest.sort_by_key(|record| {
            (std::cmp::Reverse(record.postmortem.date.as_ref().map(|date| date.value)), &record.path)
        });
        newest.truncate(NEWEST);
        let mut counts: BTreeMap<Numbering, usize> = BTreeMap::new();
        let names: Vec<(Name, &Record)> =
            newest.into_iter().map(|record| (read(document_name(&record.path)), record)).collect();
        names.iter().for_each(|(name, _)| *counts.entry(name.numbering.clone()).or_default() += 1);
        let most = counts.values().max().copied().unwrap_or_default();
        let model = names.into_iter().find(|(name, _)| counts.get(&name.numbering) == Some(&most));
        model.map_or_else(|| Self::usual(home), |(name, record)| Self::from(name, record))
    }

    fn usual(home: &str) -> Self {
        let home = home.trim_matches('/');
        let folder = if home.is_empty() { "{year}".to_owned() } else { format!("{home}/{{year}}") };
        Self { folder, name: Name::usual(), bundle: false, ending: ".md".to_owned() }
    }

    fn from(name: Name, record: &Record) -> Self {
        let path = &record.path;
        let bundle = document_name(path) != path.stem();
        let parent = path.parent();
        let parent = if bundle { parent.rsplit_once('/').map_or("", |(parent, _)| parent) } else { parent };
        let ending = path.file_name().strip_prefix(path.stem()).unwrap_or_default();
        let ending = if matches!(ending, ".md" | ".markdown" | ".qmd") { ending } else { ".md" };
        let date = record.postmortem.date.as_ref().map(|date| date.value);
        Self { folder: over_time(parent, name.year(date), date), name, bundle, ending: ending.to_owned() }
    }

    /// The next name: a number that is free, or a day, and the title.
    pub(super) fn name(&self, title: &str, date: Date, records: &[Arc<Record>]) -> Named {
        let number = self.name.numbering.next(
            date,
            records.iter().flat_map(|record| [document_name(&record.path), record.postmortem.id.value.as_str()]),
        );
        let id = self.name.numbering.id(date, number);
        let slug = slug(title, date).filter(|_| self.name.slugged || id.is_empty());
        let joiner = self.name.joiner;
        let slug = slug.map(|slug| if joiner == '_' { slug.replace('-', "_") } else { slug });
        let name = match (id.as_str(), slug) {
            ("", slug) => slug.unwrap_or_else(|| date.to_string()),
            (id, Some(slug)) => format!("{id}{joiner}{slug}"),
            (id, None) => id.to_owned(),
        };
        let folder = self.folder.replace("{year}", &format!("{:04}", date.year()));
        let folder = folder.replace("{month}", &format!("{:02}", date.month()));
        let file = if self.bundle { format!("{name}/index.md") } else { format!("{name}{}", self.ending) };
        let path = if folder.is_empty() { file } else { format!("{folder}/{file}") };
        let id = if self.name.numbering.is_numbered() { id } else { name };
        Named { path, id }
    }
}

/// A folder with the year and month of one of its documents left open.
fn over_time(folder: &str, year: Option<i16>, date: Option<Date>) -> String {
    let year = year.map(|year| format!("{year:04}"));
    let month = date.map(|date| format!("{:02}", date.month()));
    let mut after_year = false;
    let part = |part: &str| {
        let is = |word: Option<&String>| word.is_some_and(|word| part == word);
        let both = year.as_ref().zip(month.as_ref()).map(|(year, month)| format!("{year}-{month}"));
        let open = match part {
            _ if is(year.as_ref()) => "{year}",
            _ if is(both.as_ref()) => "{year}-{month}",
            _ if after_year && is(month.as_ref()) => "{month}",
            part => part,
        };
        after_year = open == "{year}";
        open.to_owned()
    };
    folder.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The title as a part of a name, without the day that the name has anyway; `None` where it has no letter.
fn slug(title: &str, date: Date) -> Option<String> {
    let title = title.trim().trim_start_matches(date.to_string().as_str());
    title.contains(char::is_alphanumeric).then(|| Slug::path(title).as_str().to_owned())
}
