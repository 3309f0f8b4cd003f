//! A regular expression of the settings, compiled once. Its size is bounded, and it matches in linear time.

use regex::{Regex, RegexBuilder};

/// The most memory that a compiled pattern may take, in bytes.
const LARGEST: usize = 1024 * 1024;

/// A pattern, such as `OPS-\d+`.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in one line.
    pub fn new(text: &str) -> Result<Self, String> {
        let built = RegexBuilder::new(text).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
        built.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says why; those before repeat the pattern and point at the place.
            other => {
                let message = other.to_string();
                let reason = message.lines().last().unwrap_or_default();
                reason.trim_start_matches("error: ").to_owned()
            }
        })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is found anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_pattern_that_is_none_says_why() {
        let reason = |text: &str| Pattern::new(text).expect_err("refused");
        assert_eq!(reason("OPS-(\\d+"), "unclosed group");
        assert_eq!(reason("a{1000}{1000}{1000}"), "it is too large");
        assert!(Pattern::new(r"OPS-\d+").expect("a pattern").is_in("see OPS-12"));
    }
}
