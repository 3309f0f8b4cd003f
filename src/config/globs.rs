//! Globs of the settings, compiled once.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of globs; `*` stays within a folder, `**` does not.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    written: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Compiles globs. Those that are none match nothing (`is_glob` finds them).
    pub fn new(globs: &[String]) -> Self {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            if let Ok(glob) = GlobBuilder::new(glob).literal_separator(true).build() {
                set.add(glob);
            }
        }
        Self { written: globs.to_vec(), set: set.build().unwrap_or_default() }
    }

    /// Whether a text is a glob.
    pub fn is_glob(text: &str) -> bool {
        GlobBuilder::new(text).literal_separator(true).build().is_ok()
    }

    /// Whether one of them matches a `/`-separated path.
    pub fn is_match(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// The globs as written.
    pub fn written(&self) -> &[String] {
        &self.written
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}
