//! The knowledge base into what a reviewer wants to know of each document that was looked at.

use jiff::civil::Date;

use super::alike;
use super::baseline::Checked;
use super::project::Project;
use super::repository_paths::RepositoryPaths;
use crate::knowledge::{Again, KnowledgeBase, RecordIndex, Similar, Similarity, Verdict};
use crate::messages::Locale;
use crate::postmortem::{Action, Record, SectionName};
use crate::report::{self, Account, Link, Part, PartState, Promise};
use crate::rules::{Context, Policy, conceal_reasons};
use crate::site::Published;
use crate::text::{Printable, SafeUrl, percent_encoded};

/// Tells of documents.
pub(super) struct Accounts<'p> {
    project: &'p Project,
    paths: &'p RepositoryPaths<'p>,
    policy: &'p Policy,
    published: Option<Published>,
    chosen: Option<Locale>,
    today: Date,
}

impl<'p> Accounts<'p> {
    pub(super) fn new(checked: &Checked<'p>, paths: &'p RepositoryPaths<'p>, chosen: Option<Locale>) -> Self {
        let project = checked.project;
        let &Context { policy, today, .. } = checked.context;
        let published = Published::new(&project.base, &project.settings, today);
        Self { project, paths, policy, published, chosen, today }
    }

    /// What is known of some documents; with the past incidents that are like them only where somebody asks.
    pub(super) fn of_each(&self, indexes: &[RecordIndex], with_similar: bool) -> Vec<Account> {
        /// More than are told, since later incidents are not.
        const FOUND: usize = 8;
        let similar = with_similar.then(|| Similarity::new(self.base()).of_each(indexes, FOUND));
        let mut similar = similar.into_iter().flatten();
        indexes.iter().map(|&index| self.of(index, similar.next().unwrap_or_default())).collect()
    }

    fn of(&self, index: RecordIndex, similar: Vec<Similar>) -> Account {
        let record = &self.base().records[index];
        let postmortem = &record.postmortem;
        let locale = self.chosen.unwrap_or_else(|| spoken(record));
        let severity = postmortem.severity.as_ref().map_or("", |severity| &severity.value.label);
        Account {
            file: self.paths.of(record),
            locale,
            title: Printable::line(&postmortem.title.value),
            url: self.as_checked(index),
            date: postmortem.date.as_ref().map(|date| date.value),
            severity: Printable::line(severity),
            parts: self.parts(index),
            again: self.base().again(index).into_iter().map(|again| self.again(&again, locale)).collect(),
            open: self.base().still_open(index).into_iter().map(|(from, action)| self.promise(from, action)).collect(),
            similar: self.similar(index, similar, locale),
        }
    }

    fn base(&self) -> &'p KnowledgeBase {
        &self.project.base
    }

    fn parts(&self, index: RecordIndex) -> Vec<Part> {
        let record = &self.base().records[index];
        if !record.postmortem.kind.is_postmortem() {
            return Vec::new();
        }
        let demanded = self.policy.of(index).sections.iter();
        demanded.map(|&name| Part { name: name.name(), state: state(record, name) }).collect()
    }

    fn again(&self, again: &Again<'_>, locale: Locale) -> report::Again {
        const WORDS: [(Verdict, &str); 4] = [
            (Verdict::Unpromised, "review-unpromised"),
            (Verdict::Untold, "review-untold"),
            (Verdict::Unfixed, "review-unfixed"),
            (Verdict::AfterFix, "review-after-fix"),
        ];
        let url = self.published.as_ref().and_then(|site| site.cause(&again.cause.id));
        let url = url.or_else(|| self.in_repository(again.cause.record?));
        let text = Printable::line(again.cause.title(locale.tag()));
        let verdict = WORDS.iter().find(|(verdict, _)| Some(*verdict) == again.verdict);
        report::Again {
            cause: Link { text, url, date: None },
            before: again.before.iter().map(|occurrence| self.link(occurrence.record)).collect(),
            recent: again.recent,
            counts: again.verdict.is_some(),
            verdict: verdict.map(|(_, phrase)| *phrase),
        }
    }

    fn promise(&self, from: RecordIndex, action: &Action) -> Promise {
        let due = action.due.as_ref().map(|due| due.value);
        let id = &self.base().records[from].postmortem.id.value;
        Promise {
            text: Printable::line(&action.text),
            owner: Printable::line(action.owner.as_ref().map_or("", |owner| &owner.value)),
            due,
            overdue: due.is_some_and(|due| due < self.today),
            from: Link { text: Printable::line(id), ..self.link(from) },
        }
    }

    /// The past incidents that are most like a postmortem, with the reasons in words.
    fn similar(&self, index: RecordIndex, mut similar: Vec<Similar>, locale: Locale) -> Vec<report::Similar> {
        const MOST: usize = 3;
        let records = &self.base().records;
        let day = |index: RecordIndex| records[index].postmortem.date.as_ref().map(|date| date.value);
        let is_later =
            |similar: &Similar| matches!((day(similar.record), day(index)), (Some(other), Some(own)) if other > own);
        similar.retain(|similar| records[index].postmortem.kind.is_postmortem() && !is_later(similar));
        // What struck before for the same cause is told already.
        let told_before: Vec<RecordIndex> =
            self.base().again(index).iter().flat_map(|again| again.before.iter().map(|one| one.record)).collect();
        similar.retain(|similar| !told_before.contains(&similar.record));
        similar.truncate(MOST);
        conceal_reasons(&mut similar, &records[index], self.today);
        let told = |similar: &Similar| report::Similar {
            postmortem: self.link(similar.record),
            reason: Printable::line(&reasons(self.base(), similar, locale)),
        };
        similar.iter().map(told).collect()
    }

    /// A postmortem by its title.
    fn link(&self, index: RecordIndex) -> Link {
        let postmortem = &self.base().records[index].postmortem;
        Link {
            text: Printable::line(&postmortem.title.value),
            url: self.published.as_ref().and_then(|site| site.record(index)).or_else(|| self.in_repository(index)),
            date: postmortem.date.as_ref().map(|date| date.value),
        }
    }

    /// Where the file can be read as it was checked: in the commit that left it so. `plain=1` shows the text, whose
    /// lines have numbers.
    fn as_checked(&self, index: RecordIndex) -> Option<SafeUrl> {
        let history = self.base().history_of(index).filter(|history| !history.edited)?;
        let revision = history.revisions.first()?;
        let root = self.web_address(index)?;
        SafeUrl::web(&format!("{root}/blob/{}/{}?plain=1", revision.commit.id, percent_encoded(&revision.path)))
    }

    /// Where the file can be read in its newest state.
    fn in_repository(&self, index: RecordIndex) -> Option<SafeUrl> {
        let path = self.paths.of(&self.base().records[index]);
        SafeUrl::web(&format!("{}/blob/HEAD/{}", self.web_address(index)?, percent_encoded(path.as_str())))
    }

    /// Where the repository of a record is on the web.
    fn web_address(&self, index: RecordIndex) -> Option<&str> {
        let settings = &self.project.settings;
        let (mount, _) = self.project.mount_of(self.base().records[index].path.as_str());
        match settings.sources.iter().find(|source| source.name == mount.name) {
            Some(source) => source.web_address(),
            None => settings.repository_url.as_deref(),
        }
    }
}

/// The reasons why an incident is like another, in one line.
fn reasons(base: &KnowledgeBase, similar: &Similar, locale: Locale) -> String {
    let words: Vec<String> = similar.reasons.iter().map(|reason| alike::in_words(base, reason, locale)).collect();
    words.join("; ")
}

/// The language of a document, if messages exist in it.
pub(super) fn spoken(record: &Record) -> Locale {
    Locale::from_tag(record.postmortem.language.tag()).unwrap_or_default()
}

/// Whether a section says something. Actions count wherever they stand.
fn state(record: &Record, name: SectionName) -> PartState {
    let postmortem = &record.postmortem;
    let sections = || postmortem.sections.iter().filter(|section| section.name == name);
    if sections().any(|section| section.characters > 0) {
        PartState::Complete
    } else if sections().next().is_some() {
        PartState::Empty
    } else if name == SectionName::Actions && !postmortem.actions.is_empty() {
        PartState::Complete
    } else {
        PartState::Missing
    }
}
