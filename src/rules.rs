//! Documents and knowledge into findings. One `.rs` and one `.md` per rule; the registry below is the list.
//!
//! A rule says what it found and where; which level that has is decided here, in one place.

mod concealment;
mod day;
mod link;
pub mod page;
mod place;
mod raw_html;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Lexicon, Record, Status};
use crate::text::RelPath;

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
    /// What is asked of them.
    pub settings: &'a Settings,
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
    broken_anchor::BrokenAnchor,
    broken_link::BrokenLink,
    date_mismatch::DateMismatch,
    disordered_timeline::DisorderedTimeline,
    duplicate_id::DuplicateId,
    empty_section::EmptySection,
    invalid_front_matter::InvalidFrontMatter,
    missing_field::MissingField,
    missing_image::MissingImage,
    missing_section::MissingSection,
    orphan_attachment::OrphanAttachment,
    personal_data::PersonalData,
    placeholder_text::PlaceholderText,
    review_overdue::ReviewOverdue,
    secret::Secret,
    stale_draft::StaleDraft,
    unknown_commit::UnknownCommit,
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
    let active: Vec<&dyn Rule> = RULES.iter().copied().filter(|rule| is_on(*rule, context.settings)).collect();
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
            let level = level(&diagnostic, &records[record], context.settings)?;
            Some(Finding { record, level, diagnostic })
        })
        .collect();
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup();
    concealment::conceal(&mut findings, records);
    findings
}

/// Whether a rule runs: as the settings say, else unless it waits to be asked for.
fn is_on(rule: &dyn Rule, settings: &Settings) -> bool {
    settings.levels.get(rule.meta().name).map_or(!rule.is_opt_in(), Option::is_some)
}

/// What a rule finds at one place stays in the order in which it found it.
fn key(finding: &Finding) -> (RecordIndex, usize, usize, &str) {
    let diagnostic = &finding.diagnostic;
    (finding.record, diagnostic.span.start, diagnostic.span.end, diagnostic.rule)
}

/// What a finding weighs in its document; `None` where its rule is off.
fn level(diagnostic: &Diagnostic, record: &Record, settings: &Settings) -> Option<Level> {
    let rule = rule(diagnostic.rule)?;
    let own = Some(rule.level(diagnostic.variant));
    let level = settings.levels.get(rule.meta().name).copied().unwrap_or(own)?;
    let unfinished = record.postmortem.status.as_ref().is_some_and(|status| status.value < Status::Final);
    Some(if unfinished && rule.meta().note_in_drafts { Level::Note } else { level })
}

/// Names in the settings that no rule has, with the nearest that one has.
pub fn unknown_names(settings: &Settings) -> Vec<(String, Option<&'static str>)> {
    let near = |name: &str| {
        let names = RULES.iter().map(|rule| rule.meta().name);
        names
            .map(|known| (strsim::damerau_levenshtein(known, name), known))
            .filter(|(distance, _)| *distance <= 3)
            .min()
    };
    let unknown = settings.levels.keys().filter(|name| rule(name).is_none());
    unknown.map(|name| (name.clone(), near(name).map(|(_, known)| known))).collect()
}
