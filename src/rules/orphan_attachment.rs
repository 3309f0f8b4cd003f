//! Finds pictures beside postmortems that no document shows or names.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Context, Meta, Needs, Rule, place};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::RecordIndex;
use crate::postmortem::Record;
use crate::text::{RelPath, nfc, percent_decoded};

const META: Meta = Meta {
    code: "PM060",
    name: "orphan-attachment",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("orphan_attachment.md"),
};

const PICTURES: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tiff"];

pub(super) struct OrphanAttachment;

impl Rule for OrphanAttachment {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn needs(&self) -> Needs {
        Needs::Neighbours
    }

    fn is_opt_in(&self) -> bool {
        true
    }

    fn reads_all(&self, settings: &Settings, _documents: usize) -> bool {
        settings.turns_on(META.name)
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        let records = &context.base.records;
        let pictures: Vec<&RelPath> =
            context.attachments.iter().filter(|path| is_picture(path.as_str()) && context.is_whole).collect();
        if pictures.is_empty() {
            return;
        }
        let named: HashSet<String> = records.par_iter().flat_map_iter(|record| named(record)).collect();
        for path in pictures.into_iter().filter(|path| !named.contains(&key(path.file_name()))) {
            let Some((index, file)) = beside(path, records) else { continue };
            let diagnostic = Diagnostic::new(META.name, place::title(&records[index])).with("file", file.as_str());
            found.push((index, diagnostic.about(file).because_of([path.clone()])));
        }
    }
}

fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PICTURES.iter().any(|ending| name.ends_with(ending))
}

/// Every word of a document that may be the name of a picture, in whatever notation it stands.
fn named(record: &Record) -> Vec<String> {
    let words = record.document.text.split(is_separator).map(|word| word.split(['?', '#']).next().unwrap_or_default());
    words.filter(|word| is_picture(word)).map(|word| key(&percent_decoded(word))).collect()
}

/// What stands between names, and in names may look so.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || "\"'`()<>[]{}|=,;!*\\".contains(c)
}

/// The last word of a file's name: what a text surely holds where it names the file.
fn key(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    nfc(name.rsplit(is_separator).next().unwrap_or_default()).to_lowercase()
}

/// The postmortem that a picture lies beside, or in a folder below, and the picture's path from there: the one that its
/// path speaks of, else the first.
fn beside(picture: &RelPath, records: &[Arc<Record>]) -> Option<(RecordIndex, String)> {
    const HIGHEST: usize = 3;
    let folders = std::iter::successors(Some(picture.parent()), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
    });
    folders.take(HIGHEST).find_map(|folder| {
        let is_here = |record: &Record| record.path.parent() == folder && record.postmortem.kind.is_postmortem();
        let speaks = |record: &Record| {
            let names = [record.path.stem(), &record.postmortem.id.value];
            names.iter().any(|name| picture.as_str().to_lowercase().contains(&name.to_lowercase()))
        };
        let here: Vec<RecordIndex> = (0..records.len()).filter(|&index| is_here(&records[index])).collect();
        let index = *here.iter().find(|&&index| speaks(&records[index])).or(here.first())?;
        let below = picture.as_str().strip_prefix(folder)?.trim_start_matches('/');
        Some((index, below.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::{is_picture, key};

    #[test]
    fn a_name_is_known_by_its_last_word() {
        assert!(is_picture("Pool.PNG") && !is_picture("pool.csv"));
        assert_eq!(key("images/커넥션 풀.png"), key("풀.png"));
        assert_eq!(key("graph (1).png"), ".png");
    }
}
