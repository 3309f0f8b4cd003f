//! Ready-made answers to what a postmortem must have. Keys beside `preset` in `book.toml` change them.

/// A named set of requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Its name in `book.toml`.
    pub name: &'static str,
    /// Sections that a postmortem must have.
    pub sections: &'static [&'static str],
    /// Fields that a postmortem must have.
    pub fields: &'static [&'static str],
}

impl Preset {
    /// All of them; the first is what applies where none is named.
    pub const ALL: [Self; 4] = [
        Self {
            name: "default",
            sections: &["summary", "root-cause", "actions", "lessons"],
            fields: &["title", "date"],
        },
        // The example in appendix D of "Site Reliability Engineering" (Beyer et al., 2016); what went well, what went
        // wrong and where we got lucky are its lessons.
        Self {
            name: "sre-book",
            sections: &[
                "summary",
                "impact",
                "timeline",
                "detection",
                "trigger",
                "root-cause",
                "resolution",
                "actions",
                "lessons",
            ],
            fields: &["title", "date", "status", "authors"],
        },
        // What happened and why: small incidents often promise nothing.
        Self { name: "light", sections: &["summary", "root-cause"], fields: &["title", "date"] },
        // The course of the incident, who did and said what, and the chain of whys that leads to the cause.
        Self {
            name: "five-whys",
            sections: &[
                "summary",
                "timeline",
                "resolution",
                "communication",
                "root-cause",
                "five-whys",
                "actions",
                "lessons",
            ],
            fields: &["title", "date"],
        },
    ];

    /// The preset of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name == name)
    }

    /// Its sections as settings hold them.
    pub fn sections(self) -> Vec<String> {
        self.sections.iter().map(|&name| name.to_owned()).collect()
    }

    /// Its fields as settings hold them.
    pub fn fields(self) -> Vec<String> {
        self.fields.iter().map(|&name| name.to_owned()).collect()
    }
}
