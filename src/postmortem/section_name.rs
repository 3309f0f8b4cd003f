//! The canonical names of the parts of a postmortem.

/// A part of a postmortem, whatever its heading says in whatever language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionName {
    /// What happened, in a few sentences.
    Summary,
    /// Who was hurt, how much, for how long.
    Impact,
    /// What happened when.
    Timeline,
    /// Why it could happen.
    RootCause,
    /// The questions that led to the root cause.
    FiveWhys,
    /// The causes as a diagram or nested list.
    Fishbone,
    /// What set it off.
    Trigger,
    /// How it was noticed.
    Detection,
    /// How it was ended.
    Resolution,
    /// What was promised.
    Actions,
    /// What was learned.
    Lessons,
    /// What helped.
    WentWell,
    /// What did not.
    WentWrong,
    /// What could have been worse.
    Lucky,
    /// Whether it happened before.
    Recurrence,
    /// Who was told what when.
    Communication,
    /// Who took part.
    Attendees,
    /// What is to be ticked off.
    Checklist,
    /// References and attachments.
    Supporting,
}

impl SectionName {
    /// All of them, in the order a postmortem usually has them.
    pub const ALL: [Self; 19] = [
        Self::Summary,
        Self::Impact,
        Self::Timeline,
        Self::Detection,
        Self::Trigger,
        Self::RootCause,
        Self::FiveWhys,
        Self::Fishbone,
        Self::Resolution,
        Self::Communication,
        Self::Actions,
        Self::Lessons,
        Self::WentWell,
        Self::WentWrong,
        Self::Lucky,
        Self::Recurrence,
        Self::Checklist,
        Self::Attendees,
        Self::Supporting,
    ];

    /// The name used in `book.toml`, JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Impact => "impact",
            Self::Timeline => "timeline",
            Self::RootCause => "root-cause",
            Self::FiveWhys => "five-whys",
            Self::Fishbone => "fishbone",
            Self::Trigger => "trigger",
            Self::Detection => "detection",
            Self::Resolution => "resolution",
            Self::Actions => "actions",
            Self::Lessons => "lessons",
            Self::WentWell => "went-well",
            Self::WentWrong => "went-wrong",
            Self::Lucky => "lucky",
            Self::Recurrence => "recurrence",
            Self::Communication => "communication",
            Self::Attendees => "attendees",
            Self::Checklist => "checklist",
            Self::Supporting => "supporting",
        }
    }

    /// The section of a name, as written in `book.toml`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}
