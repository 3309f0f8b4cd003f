//! The metadata that a postmortem may have.

/// A canonical metadata field, whatever its key says in whatever language or dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "each is the front matter key of the same name")]
pub enum Field {
    Title,
    Id,
    Date,
    Status,
    Kind,
    Severity,
    Started,
    Detected,
    Acknowledged,
    Mitigated,
    Resolved,
    Duration,
    Services,
    Teams,
    Tags,
    Alerts,
    Owner,
    Authors,
    Reviewers,
    Attendees,
    RootCauses,
    Trigger,
    Impact,
    Rto,
    Rpo,
    Recovery,
    DataLoss,
    ReviewDate,
    ReviewMeeting,
    Related,
    Supersedes,
    SupersededBy,
    TranslationOf,
    IntroducedBy,
    FixedBy,
    Visibility,
    Summary,
    Language,
    Aliases,
    Parent,
    Deprecated,
    ReplacedBy,
    Description,
    Published,
}

impl Field {
    /// All of them with the canonical key of each.
    pub const ALL: [(Self, &'static str); 44] = [
        (Self::Title, "title"),
        (Self::Id, "id"),
        (Self::Date, "date"),
        (Self::Status, "status"),
        (Self::Kind, "kind"),
        (Self::Severity, "severity"),
        (Self::Started, "started"),
        (Self::Detected, "detected"),
        (Self::Acknowledged, "acknowledged"),
        (Self::Mitigated, "mitigated"),
        (Self::Resolved, "resolved"),
        (Self::Duration, "duration"),
        (Self::Services, "services"),
        (Self::Teams, "teams"),
        (Self::Tags, "tags"),
        (Self::Alerts, "alerts"),
        (Self::Owner, "owner"),
        (Self::Authors, "authors"),
        (Self::Reviewers, "reviewers"),
        (Self::Attendees, "attendees"),
        (Self::RootCauses, "root-causes"),
        (Self::Trigger, "trigger"),
        (Self::Impact, "impact"),
        (Self::Rto, "rto"),
        (Self::Rpo, "rpo"),
        (Self::Recovery, "recovery"),
        (Self::DataLoss, "data-loss"),
        (Self::ReviewDate, "review-date"),
        (Self::ReviewMeeting, "review-meeting"),
        (Self::Related, "related"),
        (Self::Supersedes, "supersedes"),
        (Self::SupersededBy, "superseded-by"),
        (Self::TranslationOf, "translation-of"),
        (Self::IntroducedBy, "introduced-by"),
        (Self::FixedBy, "fixed-by"),
        (Self::Visibility, "visibility"),
        (Self::Summary, "summary"),
        (Self::Language, "language"),
        (Self::Aliases, "aliases"),
        (Self::Parent, "parent"),
        (Self::Deprecated, "deprecated"),
        (Self::ReplacedBy, "replaced-by"),
        (Self::Description, "description"),
        (Self::Published, "published-on"),
    ];

    /// The canonical key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, key)| key)
    }

    /// The field of a folded front matter key, in the dialects of Hugo, Jekyll, Zola, Docusaurus, Starlight,
    /// MkDocs, Quartz and icco/postmortems as well as our own.
    pub fn from_key(key: &str) -> Option<Self> {
        let canonical = Self::ALL.iter().find(|(_, name)| *name == key).map(|(field, _)| *field);
        canonical.or(match key {
            "uuid" | "number" | "incident-id" | "postmortem-id" => Some(Self::Id),
            "link-title" | "sidebar-label" | "name" => Some(Self::Title),
            "incident-date" => Some(Self::Date),
            "source-published-at" | "published-at" | "publish-date" | "pub-date" => Some(Self::Published),
            "sev" | "priority" => Some(Self::Severity),
            "type" | "incident-type" => Some(Self::Kind),
            "start-time" | "start" | "started-at" | "start-date" | "incident-start" => Some(Self::Started),
            "detected-at" | "detection-time" => Some(Self::Detected),
            "acknowledged-at" => Some(Self::Acknowledged),
            "mitigated-at" => Some(Self::Mitigated),
            "end-time" | "end" | "ended" | "resolved-at" | "end-date" | "incident-end" => Some(Self::Resolved),
            "service" | "systems" | "system" | "product" | "affected-services" | "components" => Some(Self::Services),
            "team" => Some(Self::Teams),
            "tag" | "keywords" | "categories" | "category" => Some(Self::Tags),
            "alert" => Some(Self::Alerts),
            "lead" | "incident-commander" | "commander" | "owners" => Some(Self::Owner),
            "author" | "reporter" => Some(Self::Authors),
            "reviewer" => Some(Self::Reviewers),
            "participants" => Some(Self::Attendees),
            "causes" | "cause" | "root-cause" | "contributing-factors" => Some(Self::RootCauses),
            "triggers" => Some(Self::Trigger),
            "review" | "follow-up" | "followup-date" => Some(Self::ReviewDate),
            "see-also" | "related-incidents" => Some(Self::Related),
            "lang" | "locale" => Some(Self::Language),
            "tldr" | "abstract" | "excerpt" => Some(Self::Summary),
            _ => None,
        })
    }

    /// Whether a single text holds several values, separated by commas.
    pub fn is_list(self) -> bool {
        matches!(
            self,
            Self::Services
                | Self::Teams
                | Self::Tags
                | Self::Alerts
                | Self::Authors
                | Self::Reviewers
                | Self::Attendees
                | Self::RootCauses
                | Self::Related
                | Self::Supersedes
                | Self::SupersededBy
                | Self::IntroducedBy
                | Self::FixedBy
                | Self::Aliases
        )
    }
}
