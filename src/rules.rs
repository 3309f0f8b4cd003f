//! Documents and knowledge into findings. One `.rs` and one `.md` per rule; the registry below is the list.
//!
//! A rule says what it found and where; which level that has is decided here, in one place.

mod area;
mod cause;
mod concealment;
mod dated;
mod day;
mod heading;
mod hollow;
mod incident_days;
mod key_moment;
mod length;
mod link;
pub mod page;
mod people;
mod place;
mod policy;
mod promises;
mod raw_html;
mod recovery;
mod reference;
mod said;
mod suppression;
mod tracking;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Level};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Lexicon, Record};
use crate::text::RelPath;
pub use area::Area;
pub use broken_anchor::places_linked;
pub use concealment::conceal_reasons;
pub use missing_image::pictures;
pub use policy::{Demands, Policy, kind};
use suppression::Silence;

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

    /// What it must know besides the document to say that there is nothing to find. A rule that must know more has to find
    /// something in an abridged document ([`Document::abridged`](crate::document::Document::abridged)) wherever what it must
    /// know makes it find something that it did not find in the document before.
    fn needs(&self) -> Needs {
        Needs::Document
    }

    /// Whether it must have the text of every document, of that many, to judge one of them.
    fn reads_all(&self, _settings: &Settings, _documents: usize) -> bool {
        false
    }

    /// Whether only the text of this document tells what others can make wrong with it: then it is read every time.
    fn needs_text(&self, _record: &Record) -> bool {
        false
    }

    /// Whether what it finds among a part of the documents need not be so among all of them. Among a part
    /// ([`KnowledgeBase::is_partial`]) it finds whatever it would find among all, and perhaps more.
    fn weighs_all(&self) -> bool {
        false
    }

    /// Looks at one document, whatever the others say.
    fn document(&self, _context: &Context<'_>, _record: &Record, _found: &mut Vec<Diagnostic>) {}

    /// Looks at all documents together.
    fn corpus(&self, _context: &Context<'_>, _found: &mut Vec<(RecordIndex, Diagnostic)>) {}
}

/// What the silence of a rule depends on, besides the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Document,
    /// The other documents and the files beside them.
    Neighbours,
    /// What Git knows.
    History,
    /// The day: what it finds comes back.
    Day,
}

/// Which findings about a document somebody wants to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those that come from other files.
    FromElsewhere,
    /// None: it is there for the sake of the others.
    Nothing,
}

impl Wanted {
    /// Whether a rule with these needs can find something that is asked for by looking at the document alone.
    fn includes(self, needs: Needs) -> bool {
        match self {
            Self::All => true,
            Self::FromElsewhere => needs == Needs::Neighbours,
            Self::Nothing => false,
        }
    }
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
    /// What is asked of each document: only that is looked for.
    pub wanted: &'a (dyn Fn(RecordIndex) -> Wanted + Sync),
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
    closed_with_open_actions::ClosedWithOpenActions,
    date_mismatch::DateMismatch,
    deprecated_cause::DeprecatedCause,
    disordered_timeline::DisorderedTimeline,
    dropped_without_reason::DroppedWithoutReason,
    duplicate_id::DuplicateId,
    duplicate_key::DuplicateKey,
    empty_section::EmptySection,
    end_before_start::EndBeforeStart,
    future_date::FutureDate,
    id_file_mismatch::IdFileMismatch,
    invalid_fishbone::InvalidFishbone,
    invalid_front_matter::InvalidFrontMatter,
    invalid_mermaid::InvalidMermaid,
    invalid_value::InvalidValue,
    lead_only_summary::LeadOnlySummary,
    missed_rpo::MissedRpo,
    missed_rto::MissedRto,
    missing_cause::MissingCause,
    missing_detection::MissingDetection,
    missing_field::MissingField,
    missing_image::MissingImage,
    missing_review_date::MissingReviewDate,
    missing_section::MissingSection,
    missing_zone::MissingZone,
    no_action::NoAction,
    no_preventive_action::NoPreventiveAction,
    nonstandard_value::NonstandardValue,
    orphan_attachment::OrphanAttachment,
    out_of_order::OutOfOrder,
    overdue_action::OverdueAction,
    personal_data::PersonalData,
    placeholder_text::PlaceholderText,
    possible_recurrence::PossibleRecurrence,
    public_document_with_internal_content::PublicDocumentWithInternalContent,
    recurrence_after_fix::RecurrenceAfterFix,
    review_overdue::ReviewOverdue,
    secret::Secret,
    single_why::SingleWhy,
    stale_baseline::StaleBaseline,
    stale_draft::StaleDraft,
    superseded_without_link::SupersededWithoutLink,
    thin_section::ThinSection,
    timeline_outside_incident::TimelineOutsideIncident,
    trigger_as_cause::TriggerAsCause,
    undated_action::UndatedAction,
    unfilled_template::UnfilledTemplate,
    unfixed_recurrence::UnfixedRecurrence,
    unknown_commit::UnknownCommit,
    unknown_key::UnknownKey,
    unknown_owner::UnknownOwner,
    unknown_postmortem_id::UnknownPostmortemId,
    unknown_shortcode::UnknownShortcode,
    unowned_action::UnownedAction,
    unreadable_file::UnreadableFile,
    unregistered_cause::UnregisteredCause,
    unsafe_html::UnsafeHtml,
    untracked_action::UntrackedAction,
    unused_suppression::UnusedSuppression,
    vague_action::VagueAction,
}

/// The rule of a name or code.
pub fn rule(name: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.meta().name == name || rule.meta().code.eq_ignore_ascii_case(name))
}

/// Whether a document in which nothing was found may be known from its digest as long as it is as it was.
pub fn may_be_abridged(record: &Record) -> bool {
    record.document.suppressions.is_empty() && !RULES.iter().any(|rule| rule.needs_text(record))
}

/// Whether some rule must have the text of every document, of that many, to judge one of them.
pub fn read_all(settings: &Settings, documents: usize) -> bool {
    RULES.iter().any(|rule| rule.reads_all(settings, documents))
}

/// What all rules found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is to be told, sorted by path, place and rule.
    pub findings: Vec<Finding>,
    /// What documents ask to be silent about.
    pub ignored: Vec<Finding>,
}

impl Judged {
    /// The documents that something was found in.
    pub fn found_in(&self) -> BTreeSet<RecordIndex> {
        self.findings.iter().chain(&self.ignored).map(|finding| finding.record).collect()
    }

    /// Whether something was found of which only all documents tell whether it is so.
    pub fn is_open(&self) -> bool {
        let mut rules = self.findings.iter().chain(&self.ignored).filter_map(|finding| rule(finding.diagnostic.rule));
        rules.any(Rule::weighs_all)
    }

    /// The abridged documents that something was found in: what that is, and where, only their text tells.
    pub fn suspects(&self, base: &KnowledgeBase) -> BTreeSet<RecordIndex> {
        let mut found = self.found_in();
        found.retain(|&index| base.records[index].document.is_abridged);
        found
    }
}

/// What is to be told of every document.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    judge(context).findings
}

/// Whether the silence of a rule about a document means that there is nothing to find: not where the rule is off, nor
/// where it was not told all that it needs.
pub fn judges(context: &Context<'_>, name: &str, record: RecordIndex) -> bool {
    let Some(rule) = rule(name) else { return true };
    let knows = match rule.needs() {
        Needs::Document => true,
        Needs::Neighbours => context.is_whole,
        Needs::History => context.base.history_of(record).is_some_and(|history| history.complete),
        Needs::Day => false,
    };
    knows && context.policy.of(record).level(rule, "").is_some()
}

/// Runs every rule that is not off over every document that it is asked about, and sets aside what documents ask to be silent about.
pub fn judge(context: &Context<'_>) -> Judged {
    let mut findings = find(context);
    let silence = Silence::asked(context);
    findings.extend(silence.unneeded(context, &findings));
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    // A secret that nobody wants to hear of is hidden all the same.
    concealment::conceal(&mut findings, &context.base.records);
    let (ignored, findings) = findings.into_iter().partition(|finding| silence.covers(finding));
    Judged { findings, ignored }
}

/// Everything that is found; sorted by path, place and rule.
fn find(context: &Context<'_>) -> Vec<Finding> {
    let active: Vec<&dyn Rule> = RULES.iter().copied().filter(|rule| context.policy.is_on(*rule)).collect();
    let mut found: Vec<(RecordIndex, Diagnostic)> = (0..context.base.records.len())
        .into_par_iter()
        .flat_map_iter(|index| in_document(context, index, &active, |needs| (context.wanted)(index).includes(needs)))
        .collect();
    found.par_extend(active.par_iter().flat_map_iter(|rule| {
        let mut found = Vec::new();
        rule.corpus(context, &mut found);
        found
    }));
    found.retain(|(index, _)| (context.wanted)(*index) != Wanted::Nothing);
    // What is told of a document after all is told with its secrets hidden: they must be known.
    let told: BTreeSet<RecordIndex> = found.iter().map(|(index, _)| *index).collect();
    for index in told.into_iter().filter(|&index| (context.wanted)(index) == Wanted::FromElsewhere) {
        found.extend(in_document(context, index, &active, |needs| !Wanted::FromElsewhere.includes(needs)));
    }
    let mut findings: Vec<Finding> = found
        .into_iter()
        .filter_map(|(record, diagnostic)| {
            let level = context.policy.of(record).level(rule(diagnostic.rule)?, diagnostic.variant)?;
            Some(Finding { record, level, diagnostic })
        })
        .collect();
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup();
    findings
}

/// What the rules of some needs find in a document. In one that is abridged, rules that need nothing else have found nothing.
fn in_document(
    context: &Context<'_>,
    index: RecordIndex,
    active: &[&dyn Rule],
    has: impl Fn(Needs) -> bool,
) -> Vec<(RecordIndex, Diagnostic)> {
    const MOST_AT_ONCE: usize = 8;
    let record = &context.base.records[index];
    let has = |needs| has(needs) && !(record.document.is_abridged && needs == Needs::Document);
    let rules: Vec<&&dyn Rule> = active.iter().filter(|rule| has(rule.needs())).collect();
    let of = |rule: &&&dyn Rule| {
        let mut found = Vec::new();
        rule.document(context, record, &mut found);
        found
    };
    // Of one document rules look at beside each other: what each needs for its first document takes most of the time.
    let diagnostics = rules.par_iter().with_min_len(MOST_AT_ONCE).flat_map_iter(of);
    diagnostics.map(|diagnostic| (index, diagnostic)).collect()
}

/// What a rule finds at one place stays in the order in which it found it.
fn key(finding: &Finding) -> (RecordIndex, usize, usize, &str) {
    let diagnostic = &finding.diagnostic;
    (finding.record, diagnostic.span.start, diagnostic.span.end, diagnostic.rule)
}
