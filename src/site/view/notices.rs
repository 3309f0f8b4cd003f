//! What a reader must know before reading a postmortem: it happened before, it is superseded, it is not
//! finished, nobody was hurt.

use serde::Serialize;

use super::VerdictMark;
use super::languages::{family, own_name};
use crate::knowledge::{Cause, Edition, Occurrence, RecordIndex};
use crate::postmortem::{Kind, Status};
use crate::site::words::Words;
use crate::site::{Address, Site};

/// One notice above the text.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct Notice {
    alert: bool,
    head: String,
    text: String,
    links: Vec<NoticeLink>,
}

/// A postmortem that a notice names.
#[derive(Debug, Clone, Serialize)]
struct NoticeLink {
    label: String,
    href: String,
    title: String,
    note: String,
    /// The language that the link leads to, where that is what it is for.
    language: Option<&'static str>,
}

/// The notices of a postmortem, the gravest first.
pub(in crate::site) fn notices(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Vec<Notice> {
    let view = View { site, from, words };
    let causes = site.base.causes_of[index].iter().filter_map(|id| site.base.causes.get(id));
    let mut notices: Vec<Notice> = causes.clone().filter_map(|cause| view.recurrence(cause, index)).collect();
    notices.extend(view.editions(index));
    notices.extend(causes.filter_map(|cause| view.later(cause, index)));
    notices.extend(view.state(index));
    notices
}

struct View<'a> {
    site: &'a Site<'a>,
    from: &'a Address,
    words: &'a Words,
}

impl View<'_> {
    /// `Retry storm, 4th time: …`, with the times before, the last first.
    fn recurrence(&self, cause: &Cause, index: RecordIndex) -> Option<Notice> {
        let place = cause.occurrences.iter().position(|occurrence| occurrence.record == index)?;
        let verdict = VerdictMark::new(cause.occurrences[place].verdict, self.words)?;
        let time = self.words.ordinal("recurrence.time", place + 1);
        let head = self.words.fill("notice.again", &[("cause", cause.title(&self.words.tag)), ("time", &time)]);
        let since = |at: usize| cause.occurrences[at + 1].days_since.filter(|_| at + 1 == place);
        let earlier = (0..place).rev().filter_map(|at| {
            let note = since(at).map_or(String::new(), |days| self.before(days));
            self.link(cause.occurrences[at].record, note)
        });
        let links = self.few(cause, place, earlier);
        Some(Notice { alert: verdict.alert, head, text: verdict.long, links })
    }

    /// The first of so many links, and one to the page of the cause that has them all.
    fn few(&self, cause: &Cause, all: usize, links: impl Iterator<Item = NoticeLink>) -> Vec<NoticeLink> {
        const FEW: usize = 5;
        let mut links: Vec<NoticeLink> = links.take(FEW).collect();
        let page = self.site.directory.cause(&cause.id).filter(|_| all > FEW);
        links.extend(page.map(|page| NoticeLink {
            label: self.words.count("rail.more", all - FEW, &[]),
            href: self.from.link_to(page),
            title: cause.title(&self.words.tag).to_owned(),
            note: String::new(),
            language: None,
        }));
        links
    }

    fn before(&self, days: i32) -> String {
        self.words.fill("notice.before", &[("interval", &self.words.days(days))])
    }

    /// That the cause struck again after this postmortem.
    fn later(&self, cause: &Cause, index: RecordIndex) -> Option<Notice> {
        let place = cause.occurrences.iter().position(|occurrence| occurrence.record == index)?;
        let later: &[Occurrence] = &cause.occurrences[place + 1..];
        let shown = later.iter().filter_map(|occurrence| self.link(occurrence.record, String::new()));
        let links = self.few(cause, later.len(), shown);
        let head = self.words.count("notice.later", later.len(), &[("cause", cause.title(&self.words.tag))]);
        (!links.is_empty()).then(|| Notice { head, links, ..Notice::default() })
    }

    /// What replaces this document and what it replaces; its original and its translations.
    fn editions(&self, index: RecordIndex) -> Vec<Notice> {
        let base = self.site.base;
        let superseded = |edition| if let Edition::Superseded(by) = edition { by } else { None };
        let translated = |edition| if let Edition::Translation(of) = edition { of } else { None };
        let own = base.editions[index];
        let original = translated(own);
        let elsewhere = family(self.site, index).into_iter().filter(|&other| other != index && Some(other) != original);
        let others = |pick: &dyn Fn(Edition) -> Option<RecordIndex>| {
            let editions = base.other_editions[index].iter().copied();
            editions.filter(|&other| pick(base.editions[other]).is_some()).collect::<Vec<_>>()
        };
        let named = [
            ("notice.superseded", superseded(own).into_iter().collect()),
            ("notice.supersedes", others(&superseded)),
            ("notice.translation", original.into_iter().collect()),
            ("notice.translations", elsewhere.collect()),
        ];
        named.into_iter().filter_map(|(key, records)| self.named(key, records)).collect()
    }

    /// A notice that names documents.
    fn named(&self, key: &str, records: Vec<RecordIndex>) -> Option<Notice> {
        let into = matches!(key, "notice.translation" | "notice.translations");
        let link = |record| if into { self.language(record) } else { self.link(record, String::new()) };
        let links: Vec<NoticeLink> = records.into_iter().filter_map(link).collect();
        let alert = key == "notice.superseded";
        (!links.is_empty()).then(|| Notice { alert, head: self.words.text(key).to_owned(), links, ..Notice::default() })
    }

    /// Kinds and states that change how the text is to be read.
    fn state(&self, index: RecordIndex) -> Vec<Notice> {
        let postmortem = &self.site.base.records[index].postmortem;
        let status = match postmortem.status.as_ref().map(|fact| fact.value) {
            Some(Status::Draft) => Some("notice.draft"),
            Some(Status::InReview) => Some("notice.in_review"),
            _ => None,
        };
        let kind = match postmortem.kind {
            Kind::NearMiss => Some("notice.near_miss"),
            Kind::Drill => Some("notice.drill"),
            Kind::ErrorBudget => Some("notice.error_budget"),
            _ => None,
        };
        let notice = |key| Notice { text: self.words.text(key).to_owned(), ..Notice::default() };
        status.into_iter().chain(kind).map(notice).collect()
    }

    fn link(&self, index: RecordIndex, note: String) -> Option<NoticeLink> {
        let postmortem = &self.site.base.records[index].postmortem;
        let href = self.from.link_to(self.site.directory.record(index)?);
        let (label, title) = (postmortem.id.value.clone(), postmortem.title.value.clone());
        Some(NoticeLink { label, href, title, note, language: None })
    }

    /// A link that is called by the language it leads to.
    fn language(&self, index: RecordIndex) -> Option<NoticeLink> {
        let language = self.site.base.records[index].postmortem.language;
        let link = self.link(index, String::new())?;
        Some(NoticeLink { label: own_name(language).to_owned(), language: Some(language.tag()), ..link })
    }
}
