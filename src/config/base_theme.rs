//! The themes that come with pmdoc.

/// How a site is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BaseTheme {
    /// A page for each document, with lists, facets and charts.
    #[default]
    Default,
    /// One page with everything, to be printed or kept: no script.
    Plain,
}

impl BaseTheme {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Default, Self::Plain];

    /// The name used in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Plain => "plain",
        }
    }

    /// The theme of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}
