//! Finds postmortems that tell of what an earlier one told of, and do not say so.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Context, Meta, Rule, Wanted, conceal_reasons, place};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Level};
use crate::document::Format;
use crate::knowledge::{KnowledgeBase, Reason, RecordIndex, Similar, Similarity};
use crate::postmortem::{Field, Kind, Record, date_in, document_name};
use crate::text::{fold_key, percent_encoded};

const META: Meta = Meta {
    code: "PM051",
    name: "possible-recurrence",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("possible_recurrence.md"),
};

/// How alike the texts must be. Judged by hand in 24 real repositories: of the 21 findings from 0.3 on, about 14 were the
/// same trouble; of the 9 from 0.4 on, 7; of the 7 from here on, every one. Seven are few: where in doubt, raise it.
const ALIKE: f32 = 0.45;
/// With more postmortems than this, comparing them takes longer than all other rules: then only who asks is told.
const MANY: usize = 2_000;

pub(super) struct PossibleRecurrence;

impl Rule for PossibleRecurrence {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn reads_all(&self, settings: &Settings, documents: usize) -> bool {
        settings.turns_on(META.name) || (documents <= MANY && !settings.turns_off(META.name))
    }

    fn corpus(&self, context: &Context<'_>, found: &mut Vec<(RecordIndex, Diagnostic)>) {
        const FEW: usize = 8;
        let base = context.base;
        if !self.reads_all(context.settings, base.records.len()) {
            return;
        }
        let may_repeat = |&record: &RecordIndex| (context.wanted)(record) == Wanted::All && is_asked(base, record);
        let asked: Vec<RecordIndex> = (0..base.records.len()).filter(may_repeat).collect();
        if asked.is_empty() {
            return;
        }
        let likely = Similarity::new(base).of_each(&asked, FEW);
        for (record, mut similar) in asked.into_iter().zip(likely) {
            similar.retain(|similar| is_unsaid(base, record, similar));
            similar.truncate(1);
            conceal_reasons(&mut similar, &base.records[record], context.today);
            found.extend(similar.iter().map(|earlier| (record, diagnostic(base, record, earlier))));
        }
    }
}

/// Translations and replaced accounts leave it to the account that counts; exercises repeat on purpose.
fn is_asked(base: &KnowledgeBase, record: RecordIndex) -> bool {
    let kind = base.records[record].postmortem.kind;
    base.is_current(record) && matches!(kind, Kind::Incident | Kind::NearMiss | Kind::ErrorBudget)
}

/// Whether another is earlier, much alike, and nothing says that the author knew of it.
fn is_unsaid(base: &KnowledgeBase, record: RecordIndex, similar: &Similar) -> bool {
    let day = |record: RecordIndex| base.records[record].postmortem.date.as_ref().map(|fact| fact.value);
    let other = similar.record;
    let is_earlier = matches!((day(other), day(record)), (Some(other), Some(own)) if other < own);
    let is_tied = similar.reasons.iter().any(|reason| {
        matches!(reason, Reason::SameCause(_) | Reason::Names | Reason::NamedBy)
    });
    is_earlier
        && similar.likeness >= ALIKE
        && !is_tied
        && !is_known(base, record, other)
        && !is_told(base, record, other)
        && !day(other).is_some_and(|day| begins_with_day(&base.records[record], day))
}

/// Whether the first words of a document name a day: then it tells of the incident of that day, whatever day it bears
/// itself, or of both.
fn begins_with_day(record: &Record, day: Date) -> bool {
    let first = record.postmortem.lead.as_str();
    date_in(first).is_some_and(|(named, _)| named == day)
}

/// Whether a document leads to another through one that both are tied to: the story is told there.
fn is_known(base: &KnowledgeBase, record: RecordIndex, other: RecordIndex) -> bool {
    let tied = |record: RecordIndex| base.names[record].iter().chain(&base.named_by[record]);
    let own: BTreeSet<RecordIndex> = tied(record).copied().filter(|&between| is_postmortem(base, between)).collect();
    tied(other).any(|between| own.contains(between))
}

/// Whether a document says the title, the id or the file's name of another somewhere in its text.
fn is_told(base: &KnowledgeBase, record: RecordIndex, other: RecordIndex) -> bool {
    const LONG: usize = 6;
    let text = &base.records[record].document.text;
    let other = &base.records[other];
    let own = &base.records[record].postmortem.title.value;
    let names = [other.postmortem.title.value.as_str(), other.postmortem.id.value.as_str(), document_name(&other.path)];
    names.iter().any(|name| name.chars().count() >= LONG && *name != own && text.contains(*name))
}

fn is_postmortem(base: &KnowledgeBase, record: RecordIndex) -> bool {
    base.records[record].postmortem.kind.is_postmortem()
}

fn diagnostic(base: &KnowledgeBase, record: RecordIndex, earlier: &Similar) -> Diagnostic {
    let own = &base.records[record];
    let other = &base.records[earlier.record];
    let id = other.postmortem.id.value.as_str();
    let date = other.postmortem.date.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default();
    let terms = earlier.reasons.iter().find_map(|reason| match reason {
        Reason::SharedTerms(terms) => Some(terms.join(", ")),
        _ => None,
    });
    let related = own.document.front_matter.entries.iter().find(|entry| fold_key(&entry.key) == Field::Related.key());
    let diagnostic = Diagnostic::new(META.name, place::title(own))
        .with("title", other.postmortem.title.value.as_str())
        .with("date", date)
        .with("path", other.shown.as_str())
        .with("terms", terms.unwrap_or_default())
        .about(id);
    match (own.document.front_matter.format, related) {
        (Some(_), Some(entry)) => {
            let line = own.document.line(entry.key_span).to_string();
            diagnostic.variant("related").with("id", id).with("line", line)
        }
        (Some(format), None) => {
            let line = own.document.line(own.document.front_matter.span).to_string();
            diagnostic.variant("front-matter").with("entry", entry(format, id)).with("line", line)
        }
        (None, _) => diagnostic.variant("link").with("link", link(own, other)),
    }
}

/// The line that relates a document to another, in the notation of its front matter.
fn entry(format: Format, id: &str) -> String {
    let id = serde_json::Value::from(id);
    match format {
        Format::Yaml => format!("related: [{id}]"),
        Format::Toml => format!("related = [{id}]"),
        Format::Json => format!("\"related\": [{id}],"),
    }
}

/// A link from one document to another.
fn link(from: &Record, to: &Record) -> String {
    let folders = |record: &Record| record.path.parent().split('/').map(str::to_owned).collect::<Vec<_>>();
    let (own, theirs) = (folders(from), folders(to));
    let common = own.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let up = own[common..].iter().filter(|folder| !folder.is_empty()).map(|_| "..");
    let down = theirs[common..].iter().map(String::as_str).filter(|folder| !folder.is_empty());
    let path: Vec<&str> = up.chain(down).chain([to.path.file_name()]).collect();
    format!("[{}]({})", to.postmortem.id.value, percent_encoded(&path.join("/")))
}
