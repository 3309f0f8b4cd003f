//! A query into the documents that answer it, best first, and into how many of them each value of a facet has.

use rustc_hash::FxHashSet;

use super::analysis::{Wanted, is_ideograph, is_of_word, plain};
use super::entry::FACETS;
use super::matching::{Matched, half_typed};
use super::query::{Check, Clue, Filter, meant};
use super::tiers::Extent;
use super::weight::{rarity, score};
use super::{Catalogue, DocumentNumber, Entry, Facet, Query};

/// A document that answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The document.
    pub document: DocumentNumber,
    /// How well; only to be compared with others of the same query. 0 where only facets were asked for.
    pub score: u64,
}

/// What a query comes to.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Every document that answers it, best first; among equals in the order of the documents. Among very many documents
    /// those come first that the first tiers of lists tell of.
    pub answers: Vec<Answer>,
    /// For each facet and value, how many documents would be left with it: what is chosen of the facet itself is not
    /// held against its other values.
    pub counts: [Vec<usize>; FACETS],
    /// Whether no document has everything, and these have a part of it.
    pub partly: bool,
    /// Words that nothing has, each with what was taken for it.
    pub instead: Vec<(String, String)>,
}

/// Answers for which nothing more is read.
const PAGE: usize = 10;

/// What the clues of a query come to at a stage.
#[derive(Default)]
struct Ranked {
    /// Documents that have all clues or, where none can have them, some of them; best first.
    answers: Vec<Answer>,
    partly: bool,
    instead: Vec<(String, String)>,
    /// Whether there may be more.
    is_left: bool,
    /// The ranges that matter to those that follow.
    within: Option<Vec<bool>>,
}

impl Catalogue {
    /// Answers a query: the first stage that finds a page of answers tells the first ones, and all others follow.
    pub fn find(&self, query: &Query) -> Found {
        let Ranked { mut answers, partly, instead, is_left, .. } = self.first_ranked(query);
        if is_left {
            let known: FxHashSet<DocumentNumber> = answers.iter().map(|answer| answer.document).collect();
            let all = self.ranked(query, &self.all()).answers;
            let others = all.into_iter().filter(|answer| !known.contains(&answer.document));
            // What follows is told as no better than what stands before it.
            let least = answers.last().map_or(u64::MAX, |answer| answer.score);
            answers.extend(others.map(|answer| Answer { score: answer.score.min(least), ..answer }));
        }
        let mut found = Found { partly, instead, ..Found::default() };
        let without: Vec<FxHashSet<DocumentNumber>> = query.without.iter().map(|clues| self.having(clues)).collect();
        answers.retain(|answer| without.iter().all(|documents| !documents.contains(&answer.document)));
        let (not, choices): (Vec<Choice>, Vec<Choice>) =
            self.choices(&query.filters).into_iter().partition(|choice| choice.not);
        answers.retain(|answer| !not.iter().any(|choice| self.has(choice, answer.document)));
        let checks = checks(query, &found);
        answers.retain(|answer| checks.iter().all(|check| self.passes(check, answer.document)));
        found.counts = Facet::ALL.map(|facet| self.count(facet, &choices, &answers));
        answers.retain(|answer| choices.iter().all(|choice| self.has(choice, answer.document)));
        found.answers = answers;
        found
    }

    fn first_ranked(&self, query: &Query) -> Ranked {
        if !query.clues.is_empty() {
            let is_enough = |ranked: &Ranked| !ranked.is_left || ranked.answers.len() >= PAGE;
            let first = self.ranked(query, &Extent::default());
            if is_enough(&first) {
                return first;
            }
            let stages = (1..=self.last_stage()).map(|stage| Extent { stage, within: first.within.clone() });
            // Where all ranges that matter were read in vain, all are read.
            let stages = stages.chain([self.all()]);
            return stages.map(|extent| self.ranked(query, &extent)).find(is_enough).unwrap_or_default();
        }
        let documents = if query.is_empty() { 0 } else { self.entries.len() };
        let all = 0..u32::try_from(documents).unwrap_or(u32::MAX);
        Ranked { answers: all.map(|document| Answer { document, score: 0 }).collect(), ..Ranked::default() }
    }

    /// The documents that have all clues, or else those that have some, best first.
    fn ranked(&self, query: &Query, extent: &Extent) -> Ranked {
        let documents = self.entries.len();
        let matched: Vec<Matched> = query.clues.iter().map(|clue| self.matched(clue, extent)).collect();
        let mut sums = std::collections::BTreeMap::<DocumentNumber, (usize, u64)>::new();
        for Matched { units, .. } in &matched {
            let rarity = rarity(documents, units.reach().min(documents));
            for (&document, &units) in &units.of {
                let (clues, sum) = sums.entry(document).or_default();
                *clues += 1;
                *sum += score(units, rarity);
            }
        }
        let everything = sums.values().any(|(clues, _)| *clues == matched.len());
        // To somebody who knows words to the letter, others are no answer.
        let may_be_partly = !sums.is_empty() && !query.clues.iter().any(|clue| clue.exact);
        let partly = !everything && may_be_partly && nothing_can_have_all(&matched);
        let enough = if partly { 1 } else { matched.len() };
        let is_left = matched.iter().any(|matched| matched.units.left > 0);
        let is_left = is_left && !(everything && self.is_through(extent));
        let whole = matched.iter().map(|matched| &matched.units).filter(|units| units.left == 0);
        let within = self.within(&whole.map(|units| &units.of).collect::<Vec<_>>());
        let mut answers: Vec<Answer> = sums
            .into_iter()
            .filter(|(_, (clues, _))| *clues >= enough)
            .map(|(document, (clues, sum))| Answer { document, score: sum * clues as u64 })
            .collect();
        answers.sort_by(|a, b| b.score.cmp(&a.score).then(a.document.cmp(&b.document)));
        Ranked { answers, partly, instead: instead(&query.clues, matched), is_left, within }
    }

    /// The documents that have all of some clues.
    fn having(&self, clues: &[Clue]) -> FxHashSet<DocumentNumber> {
        let exactly = |clue: &Clue| Clue { exact: true, ..clue.clone() };
        let mut each = clues.iter().map(|clue| self.matched(&exactly(clue), &self.all()).units.of);
        let first = each.next().unwrap_or_default();
        each.fold(first.into_keys().collect(), |mut both, units| {
            both.retain(|document| units.contains_key(document));
            both
        })
    }

    /// Whether the text of a document holds what it must, and not what it must not.
    fn passes(&self, check: &Check, document: DocumentNumber) -> bool {
        let Entry { text, .. } = &self.entries[document as usize];
        let text = if check.title { text.lines().next().unwrap_or_default() } else { text };
        let text = plain(text);
        (holds(&text, check) || (check.open && holds_half_typed(&text, &check.text))) != check.not
    }

    fn choices(&self, filters: &[Filter]) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        for filter in filters {
            let values = meant(self.values(filter.facet), &filter.value);
            match choices.iter_mut().find(|choice| !filter.not && !choice.not && choice.facet == filter.facet) {
                Some(choice) => choice.values.extend(values),
                None => choices.push(Choice { facet: filter.facet, not: filter.not, values }),
            }
        }
        choices
    }

    fn has(&self, choice: &Choice, document: DocumentNumber) -> bool {
        let own = &self.columns[choice.facet as usize][document as usize];
        own.iter().any(|value| choice.values.contains(&(*value as usize)))
    }

    fn count(&self, facet: Facet, choices: &[Choice], answers: &[Answer]) -> Vec<usize> {
        let mut counts = vec![0; self.values(facet).len()];
        let others = || choices.iter().filter(|choice| choice.facet != facet);
        for answer in answers.iter().filter(|answer| others().all(|choice| self.has(choice, answer.document))) {
            for &value in &self.columns[facet as usize][answer.document as usize] {
                counts[value as usize] += 1;
            }
        }
        counts
    }
}

/// Whether no document has all clues, those included that are not known yet, where none was found: all is read, or one
/// clue has no document; and no clue waits for what will be taken for it.
fn nothing_can_have_all(matched: &[Matched]) -> bool {
    let each = || matched.iter().map(|matched| &matched.units);
    let is_clear = each().all(|units| !units.of.is_empty() || units.left == 0);
    is_clear && (each().all(|units| units.left == 0) || each().any(|units| units.reach() == 0))
}

/// What texts must hold: words that were written together follow one another where they are written apart.
fn checks(query: &Query, found: &Found) -> Vec<Check> {
    let is_asked = |check: &&Check| !found.instead.iter().any(|(typed, _)| *typed == check.text);
    let apart = found.instead.iter().filter(|(_, taken)| taken.contains(' '));
    let following = apart.map(|(_, taken)| Check { text: taken.clone(), ..Check::default() });
    query.checks.iter().filter(is_asked).cloned().chain(following).collect()
}

/// The values of a facet of which a document must have one, or must have none.
struct Choice {
    facet: Facet,
    not: bool,
    values: Vec<usize>,
}

fn instead(clues: &[Clue], matched: Vec<Matched>) -> Vec<(String, String)> {
    let taken = |(clue, matched): (&Clue, Matched)| {
        let (Wanted::Word(word, _) | Wanted::Run(word)) = &clue.wanted;
        Some((word.clone(), matched.instead?))
    };
    clues.iter().zip(matched).filter_map(taken).collect()
}

fn holds_half_typed(text: &str, typed: &str) -> bool {
    let letters: Vec<char> = typed.chars().collect();
    let Some((letters, last)) = half_typed(&letters) else { return false };
    let Some((low, high)) = last else { return text.contains(&letters.iter().collect::<String>()) };
    let head: String = letters[..letters.len() - 1].iter().collect();
    let may_follow =
        |at: usize| text[at + head.len()..].chars().next().is_some_and(|c| (low..=high).contains(&u32::from(c)));
    text.match_indices(&head).any(|(at, _)| may_follow(at))
}

/// Whether a plain text holds a phrase. Words of it do not go on at its ends; letters of Hangul, Han and Kana may.
fn holds(text: &str, check: &Check) -> bool {
    let goes_on = |inner: Option<char>, outer: Option<char>| {
        let is_letter = |c: Option<char>| c.is_some_and(|c| is_of_word(c) && !is_ideograph(c));
        check.whole && is_letter(inner) && is_letter(outer)
    };
    let phrase = check.text.as_str();
    text.match_indices(phrase).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + phrase.len()..].chars().next());
        !goes_on(phrase.chars().next(), before) && !goes_on(phrase.chars().next_back(), after)
    })
}
