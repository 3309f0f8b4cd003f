//! What somebody typed into a query: words that must be there, `"phrases"`, `-without`, and `facet:value`. Everything is
//! a query; what looks like a field and is none is words.

use super::analysis::{Wanted, folded, is_space, plain, wanted};
use super::entry::TITLE_NAMES;
use super::{Facet, FacetValue};

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) clues: Vec<Clue>,
    pub(super) without: Vec<Vec<Clue>>,
    pub(super) checks: Vec<Check>,
    pub(super) filters: Vec<Filter>,
}

/// One thing that a document must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clue {
    pub(super) wanted: Wanted,
    /// Whether only titles count.
    pub(super) title: bool,
    /// Whether it may be the beginning of a word: it was typed last.
    pub(super) open: bool,
    /// Whether it must be there to the letter.
    pub(super) exact: bool,
}

/// What the text of a candidate must hold, or must not: terms alone do not tell that words follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one way to read the same text")]
pub(super) struct Check {
    pub(super) text: String,
    pub(super) title: bool,
    pub(super) not: bool,
    /// Whether words must not go on at its ends.
    pub(super) whole: bool,
    /// Whether its last letter may be half typed.
    pub(super) open: bool,
}

/// A facet that must have a value, or must not. Several values of one facet: any of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) facet: Facet,
    pub(super) value: String,
    pub(super) not: bool,
}

/// Letters of a query that are read.
const MOST: usize = 400;

/// A part of what was typed.
struct Part {
    text: String,
    field: Option<String>,
    not: bool,
    quoted: bool,
}

impl Query {
    /// Reads what was typed.
    pub fn new(typed: &str) -> Self {
        let text: String = folded(typed).chars().take(MOST).collect();
        let open = !text.ends_with(is_space);
        let parts = parts(&text);
        let last = parts.len().saturating_sub(1);
        let mut query = Self::default();
        for (at, part) in parts.into_iter().enumerate() {
            query.add(&part, open && at == last);
        }
        query
    }

    /// The same, of those documents only that have one of the values that are named for each facet.
    pub fn narrow(&mut self, facet: Facet, value: &str) {
        self.filters.push(Filter { facet, value: plain(value), not: false });
    }

    /// The facets that must have a value, as they were typed or chosen.
    pub fn chosen(&self) -> impl Iterator<Item = (Facet, &str)> {
        self.filters.iter().filter(|filter| !filter.not).map(|filter| (filter.facet, filter.value.as_str()))
    }

    /// The same words, of all documents.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self { filters: Vec::new(), ..self.clone() }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.clues.is_empty() && self.without.is_empty() && self.filters.is_empty() && self.checks.is_empty()
    }

    fn add(&mut self, part: &Part, open: bool) {
        let field = part.field.as_deref();
        if let Some(facet) = field.and_then(Facet::named) {
            let value = plain(&part.text);
            self.filters.push(Filter { facet, value, not: part.not });
            return;
        }
        let title = field.is_some();
        let found = wanted(&part.text);
        let many = found.len() > 1;
        let end = found.len();
        let clue = |(at, wanted): (usize, Wanted)| Clue {
            open: open && !part.quoted && !part.not && at + 1 == end,
            exact: part.quoted,
            wanted,
            title,
        };
        let clues: Vec<Clue> = found.into_iter().enumerate().map(clue).collect();
        self.check(part, &clues, title);
        if !part.not {
            self.clues.extend(clues);
        } else if !(clues.is_empty() || part.quoted && many) {
            // Words of a phrase may each stand elsewhere: its check alone leaves documents out.
            self.without.push(clues);
        }
    }

    fn check(&mut self, part: &Part, clues: &[Clue], title: bool) {
        let check = |text: String, whole, open| Check { text, title, not: part.not, whole, open };
        if part.quoted && !clues.is_empty() {
            self.checks.push(check(plain(&part.text), true, false));
        } else if !part.not {
            self.checks.extend(clues.iter().filter_map(|clue| match &clue.wanted {
                Wanted::Run(run) if run.chars().count() > super::analysis::GRAM => {
                    Some(check(run.clone(), false, clue.open))
                }
                _ => None,
            }));
        }
    }
}

/// `"`, and the quotes that some keyboards and word processors make of it.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while let Some(first) = rest.chars().next() {
        let not = first == '-' && rest[1..].chars().next().is_some_and(|c| !is_space(c));
        rest = if not { &rest[1..] } else { rest };
        let mut field = None;
        if let Some((name, value)) = split_field(rest) {
            (field, rest) = (Some(name), value);
        }
        let quoted = rest.starts_with(is_quote);
        let (text, after) = if quoted {
            let inner = rest.trim_start_matches(is_quote);
            inner.split_once(is_quote).unwrap_or((inner, ""))
        } else {
            rest.split_once(is_space).unwrap_or((rest, ""))
        };
        found.push(Part { text: text.to_owned(), field, not, quoted });
        rest = after.trim_start_matches(is_space);
    }
    found
}

/// `service:checkout`: the name, if it is one, and what follows.
fn split_field(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| c == ':' || is_space(c) || is_quote(c))?;
    let value = text[end..].strip_prefix(':')?;
    let name = text[..end].to_lowercase();
    let known = Facet::named(&name).is_some() || TITLE_NAMES.contains(&name.as_str());
    (known && !value.is_empty() && !value.starts_with(is_space)).then_some((name, value))
}

/// The values of a facet that a filter means: those called exactly so, else those that begin so, else those that hold it.
pub(super) fn meant(values: &[FacetValue], asked: &str) -> Vec<usize> {
    let by = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let is = |value: &FacetValue| std::iter::once(&value.key).chain(&value.names).any(|name| test(&plain(name)));
        (0..values.len()).filter(|&at| is(&values[at])).collect()
    };
    let steps: [&dyn Fn(&str) -> bool; 3] =
        [&|name| name == asked, &|name| name.starts_with(asked), &|name| name.contains(asked)];
    steps.into_iter().map(by).find(|found| !found.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Facet, FacetValue};
    use super::{Query, Wanted, meant};

    fn words(query: &Query) -> Vec<&str> {
        let text = |clue: &'_ super::Clue| match &clue.wanted {
            Wanted::Run(text) | Wanted::Word(text, _) => text.clone(),
        };
        query.clues.iter().map(text).map(|text| &*text.leak()).collect()
    }

    #[test]
    fn words_phrases_and_what_is_not_wanted_are_told_apart() {
        let query = Query::new("pool -retry \"ran out\" -\"on call\" 커넥");
        assert_eq!(words(&query), ["pool", "ran", "out", "커넥"]);
        assert_eq!(query.without.len(), 1);
        let checks: Vec<(&str, bool)> = query.checks.iter().map(|check| (check.text.as_str(), check.not)).collect();
        assert_eq!(checks, [("ran out", false), ("on call", true)]);
        let open: Vec<bool> = query.clues.iter().map(|clue| clue.open).collect();
        assert_eq!(open, [false, false, false, true], "the last word may go on");
        assert!(!Query::new("커넥 ").clues[0].open, "a space ends it");
    }

    #[test]
    fn fields_have_names_in_every_language_and_odd_ones_are_words() {
        let query = Query::new("severity:SEV1 서비스：결제 -cause:\"Pool exhaustion\" http://x foo:bar year: ");
        let filters: Vec<_> = query.filters.iter().map(|f| (f.facet, f.value.as_str(), f.not)).collect();
        let wanted = [
            (Facet::Severity, "sev1", false),
            (Facet::Service, "결제", false),
            (Facet::Cause, "pool exhaustion", true),
        ];
        assert_eq!(filters, wanted);
        assert_eq!(words(&query), ["http", "x", "foo", "bar", "year"]);
        assert!(Query::new("title:pool").clues[0].title);
    }

    #[test]
    fn unfinished_and_empty_queries_are_queries() {
        assert_eq!(words(&Query::new("\"half open")), ["half", "open"]);
        for nothing in ["", " ", "\"\"", "-", "- -", "…"] {
            assert!(Query::new(nothing).is_empty(), "{nothing:?}");
        }
        assert_eq!(words(&Query::new("“smart quotes” a-b")), ["smart", "quotes", "a-b"]);
    }

    #[test]
    fn a_filter_means_the_exact_name_first() {
        let value = |key: &str, names: &[&str]| FacetValue {
            key: key.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let values = [value("pool", &["커넥션 풀 고갈"]), value("pool-leak", &[]), value("thread-pool", &[])];
        assert_eq!(meant(&values, "pool"), [0]);
        assert_eq!(meant(&values, "커넥션"), [0]);
        assert_eq!(meant(&values, "poo"), [0, 1]);
        assert_eq!(meant(&values, "leak"), [1]);
        assert!(meant(&values, "disk").is_empty());
    }
}
