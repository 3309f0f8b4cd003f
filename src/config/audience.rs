//! Who a site is for, from the narrowest choice of documents to everything.

/// The readers of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Audience {
    /// Anybody: only what is finished and may be read outside.
    Public,
    /// Everybody in the company: drafts too, and nothing restricted or unlisted.
    #[default]
    Internal,
    /// Those who may read everything.
    All,
}

impl Audience {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::All];

    /// The name used in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::All => "all",
        }
    }

    /// The audience of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.name() == name)
    }

    /// The widest audience of a document whose `visibility` is this word.
    pub fn of_visibility(name: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "internal" => Some(Self::Internal),
            "restricted" => Some(Self::All),
            _ => None,
        }
    }

    /// The `visibility` of what this audience is the widest for.
    pub fn visibility(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::All => "restricted",
        }
    }
}
