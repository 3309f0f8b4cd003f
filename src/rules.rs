//! Documents and knowledge into findings. One `.rs` and one `.md` per rule; the registry below is the list.
//!
//! A rule says what it found and where; which level that has is decided here, in one place.

mod concealment;
mod dated;
mod day;
mod heading;
mod hollow;
mod link;
pub mod page;
mod place;
mod policy;
mod raw_html;
mod said;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Lexicon, Record};
use crate::text::RelPath;
pub use policy::{Demands, Policy, kind};

/// What is known of a rule without running it.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Stable code: `PM005`.
    pub code: &'static str,
    /// Kebab-case name of the bad thing: `missing-section`.
    pub name: &'static str,
    /// The level without configuration.
    pub level: Level,
    /// Whether an unfinished document (draft, in review) is only told about it.
    pub note_in_drafts: bool,
    /// Its page: documentation and test in one.
    pub page: &'static str,
}

/// A check. It overrides the scope it needs; it has no state.
pub trait Rule: Sync {
    /// What is known of it.
    fn meta(&self) -> &'static Meta;

    /// The level of one of its messages without configuration: the rule's own, unless that message is less certain.
    fn level(&self, _variant: &str) -> Level {
        self.meta().level
    }

    /// Whether it runs only where the settings give it a level.
    fn is_opt_in(&self) -> bool {
        false
    }

    /// Looks at one document, whatever the others say.
    fn document(&self, _context: &Context<'_>, _record: &Record, _found: &mut Vec<Diagnostic>) {}

    /// Looks at all documents together.
    fn corpus(&self, _context: &Context<'_>, _found: &mut Vec<(RecordIndex, Diagnostic)>) {}
}

/// What rules look at.
pub struct Context<'a> {
    /// Every document.
    pub base: &'a KnowledgeBase,
    /// The settings of the whole repository; what they come to for one document, `demands` tells.
    pub settings: &'a Settings,
    /// What is asked of each document.
    pub policy: &'a Policy,
    /// The words of all languages.
    pub lexicon: &'a Lexicon,
    /// The day on which they are checked.
    pub today: Date,
    /// Whether a path below the root of the sources is there.
    pub exists: &'a (dyn Fn(&RelPath) -> bool + Sync),
    /// Files beside the documents that they may show or link to, by path.
    pub attachments: &'a [RelPath],
    /// Whether `base` holds every document that these may name: not where single files were picked.
    pub is_whole: bool,
}

impl Context<'_> {
    /// What is asked of a document of the knowledge base.
    pub fn demands(&self, record: &Record) -> &Demands {
        let place = self.base.records.binary_search_by(|other| other.path.cmp(&record.path));
        self.policy.of(place.unwrap_or_else(|near| near.saturating_sub(1)))
    }
}

/// A diagnostic with its document and its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The document.
    pub record: RecordIndex,
    /// How much it weighs here.
    pub level: Level,
    /// What was found.
    pub diagnostic: Diagnostic,
}

macro_rules! registry {
    ($($module:ident :: $rule:ident),+ $(,)?) => {
        $(mod $module;)+
        /// Every rule, by name.
        pub const RULES: &[&dyn Rule] = &[$(&$module::$rule),+];
    };
}

registry! {
    blame_language::BlameLanguage,
    broken_anchor::BrokenAnchor,
    broken_link::BrokenLink,
    date_mismatch::DateMismatch,
    disordered_timeline::DisorderedTimeline,
    duplicate_id::DuplicateId,
    duplicate_key::DuplicateKey,
    empty_section::EmptySection,
    future_date::FutureDate,
    id_file_mismatch::IdFileMismatch,
    invalid_front_matter::InvalidFrontMatter,
    invalid_value::InvalidValue,
    lead_only_summary::LeadOnlySummary,
    missing_cause::MissingCause,
    missing_field::MissingField,
    missing_image::MissingImage,
    missing_section::MissingSection,
    orphan_attachment::OrphanAttachment,
    out_of_order::OutOfOrder,
    personal_data::PersonalData,
    placeholder_text::PlaceholderText,
    review_overdue::ReviewOverdue,
    secret::Secret,
    single_why::SingleWhy,
    stale_draft::StaleDraft,
    thin_section::ThinSection,
    trigger_as_cause::TriggerAsCause,
    unfilled_template::UnfilledTemplate,
    unknown_commit::UnknownCommit,
    unknown_key::UnknownKey,
    unknown_postmortem_id::UnknownPostmortemId,
    unowned_action::UnownedAction,
    unreadable_file::UnreadableFile,
}

/// The rule of a name or code.
pub fn rule(name: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.meta().name == name || rule.meta().code.eq_ignore_ascii_case(name))
}

/// Runs every rule that is not off over every document; sorted by path, place and rule.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let active: Vec<&dyn Rule> = RULES.iter().copied().filter(|rule| context.policy.is_on(*rule)).collect();
    let records = &context.base.records;
    let mut found: Vec<(RecordIndex, Diagnostic)> = (0..records.len())
        .into_par_iter()
        .flat_map_iter(|index| {
            let mut diagnostics = Vec::new();
            active.iter().for_each(|rule| rule.document(context, &records[index], &mut diagnostics));
            diagnostics.into_iter().map(move |diagnostic| (index, diagnostic))
        })
        .collect();
    active.iter().for_each(|rule| rule.corpus(context, &mut found));
    let mut findings: Vec<Finding> = found
        .into_iter()
        .filter_map(|(record, diagnostic)| {
            let level = context.policy.of(record).level(rule(diagnostic.rule)?, diagnostic.variant)?;
            Some(Finding { record, level, diagnostic })
        })
        .collect();
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup();
    concealment::conceal(&mut findings, records);
    findings
}

/// What a rule finds at one place stays in the order in which it found it.
fn key(finding: &Finding) -> (RecordIndex, usize, usize, &str) {
    let diagnostic = &finding.diagnostic;
    (finding.record, diagnostic.span.start, diagnostic.span.end, diagnostic.rule)
}
