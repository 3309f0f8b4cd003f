//! What rules are about, for people who look for one.

/// A part of the catalogue of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Whether a document can be read, and its front matter.
    Reading,
    /// What a postmortem must have.
    Sections,
    /// Why it happened.
    Causes,
    /// What was promised.
    Actions,
    /// What happened when.
    Time,
    /// That it happened before.
    Recurrence,
    /// What leads somewhere.
    Links,
    /// What should not be told.
    Safety,
    /// What is left over.
    Housekeeping,
}

/// The rules of each area, in the order in which they are listed.
const RULES: [(Area, &[&str]); 9] = [
    (
        Area::Reading,
        &[
            "unreadable-file",
            "invalid-front-matter",
            "duplicate-key",
            "unknown-key",
            "invalid-value",
            "nonstandard-value",
            "missing-field",
            "duplicate-id",
            "id-file-mismatch",
            "date-mismatch",
            "future-date",
        ],
    ),
    (
        Area::Sections,
        &[
            "missing-section",
            "empty-section",
            "unfilled-template",
            "placeholder-text",
            "thin-section",
            "lead-only-summary",
            "out-of-order",
        ],
    ),
    (
        Area::Causes,
        &[
            "missing-cause",
            "unregistered-cause",
            "deprecated-cause",
            "trigger-as-cause",
            "single-why",
            "blame-language",
        ],
    ),
    (
        Area::Actions,
        &[
            "no-action",
            "unowned-action",
            "undated-action",
            "untracked-action",
            "vague-action",
            "no-preventive-action",
            "overdue-action",
            "closed-with-open-actions",
            "dropped-without-reason",
            "unknown-owner",
        ],
    ),
    (
        Area::Time,
        &[
            "disordered-timeline",
            "timeline-outside-incident",
            "end-before-start",
            "missing-zone",
            "missing-detection",
            "missing-review-date",
            "review-overdue",
            "stale-draft",
            "missed-rto",
            "missed-rpo",
        ],
    ),
    (Area::Recurrence, &["possible-recurrence", "unfixed-recurrence", "recurrence-after-fix"]),
    (
        Area::Links,
        &[
            "broken-link",
            "broken-anchor",
            "missing-image",
            "unknown-postmortem-id",
            "unknown-commit",
            "superseded-without-link",
            "orphan-attachment",
        ],
    ),
    (Area::Safety, &["secret", "personal-data", "unsafe-html", "public-document-with-internal-content"]),
    (
        Area::Housekeeping,
        &["unused-suppression", "stale-baseline", "unknown-shortcode", "invalid-mermaid", "invalid-fishbone"],
    ),
];

impl Area {
    /// All of them, with the names of their rules.
    pub fn all() -> impl Iterator<Item = (Self, &'static [&'static str])> {
        RULES.into_iter()
    }

    /// The area of a rule.
    pub fn of(rule: &str) -> Option<Self> {
        RULES.iter().find(|(_, names)| names.contains(&rule)).map(|(area, _)| *area)
    }

    /// The name in JSON; `area-` before it makes the term of the message catalogue.
    pub fn name(self) -> &'static str {
        self.term().trim_start_matches("area-")
    }

    /// Its term in the message catalogue.
    pub fn term(self) -> &'static str {
        match self {
            Self::Reading => "area-reading",
            Self::Sections => "area-sections",
            Self::Causes => "area-causes",
            Self::Actions => "area-actions",
            Self::Time => "area-time",
            Self::Recurrence => "area-recurrence",
            Self::Links => "area-links",
            Self::Safety => "area-safety",
            Self::Housekeeping => "area-housekeeping",
        }
    }
}
