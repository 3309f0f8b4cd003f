//! Lists of telephone numbers. Each number may be invented; a list of them still says that people are to be called from
//! here.

use super::number::telephones;
use crate::text::Span;

/// Numbers farther apart than this many lines belong to no list.
const FARTHEST: usize = 6;
/// This many make a list.
const FEWEST: usize = 3;

/// A run of numbers in nearby lines.
pub(super) struct Contacts {
    /// The first of them.
    pub(super) first: Span,
    /// How many.
    pub(super) count: usize,
    /// All of them.
    pub(super) numbers: Vec<Span>,
}

/// The lists in a text in which no number is taken for a real one: those are told of one by one.
pub(super) fn contacts(runs: &[Span], text: &str) -> Vec<Contacts> {
    let mut lists: Vec<Vec<(Span, bool)>> = Vec::new();
    for (span, is_real) in telephones(runs, text) {
        let is_near = |list: &Vec<(Span, bool)>| list.last().is_some_and(|(last, _)| between(*last, span, text) <= FARTHEST);
        match lists.last_mut().filter(|list| is_near(list)) {
            Some(list) => list.push((span, is_real)),
            None => lists.push(vec![(span, is_real)]),
        }
    }
    lists.iter().filter_map(|list| listed(list, text)).collect()
}

fn between(one: Span, other: Span, text: &str) -> usize {
    text.get(one.end..other.start).map_or(usize::MAX, |between| between.matches('\n').count())
}

fn listed(list: &[(Span, bool)], text: &str) -> Option<Contacts> {
    let distinct: std::collections::BTreeSet<&str> = list.iter().map(|(span, _)| span.slice(text)).collect();
    let is_told = list.iter().any(|(_, is_real)| *is_real);
    let (first, _) = *list.first()?;
    let numbers = list.iter().map(|(span, _)| *span).collect();
    (distinct.len() >= FEWEST && !is_told).then_some(Contacts { first, count: distinct.len(), numbers })
}

#[cfg(test)]
mod tests {
    use super::{Contacts, contacts};
    use crate::rules::personal_data::number::runs;

    fn found(text: &str) -> Vec<Contacts> {
        contacts(&runs(text), text)
    }

    #[test]
    fn three_numbers_are_a_list() {
        let list = "- 팀장 +82-10-1234-5678\n- 당직 +82-10-2345-6789\n\n- CIO 010-3456-7890\n";
        assert_eq!(found(list).iter().map(|contacts| contacts.count).collect::<Vec<_>>(), [3]);
        assert!(found("010-1234-5678, 010-1234-5678, 010-1234-5678").is_empty(), "one example");
        assert!(found("- 팀장 010-1234-5678\n- 당직 010-2345-6789\n- CIO 010-2947-8163\n").is_empty(), "told one by one");
        let far = format!("010-1234-5678{0}010-2345-6789{0}010-3456-7890", "\n".repeat(9));
        assert!(found(&far).is_empty());
    }
}
