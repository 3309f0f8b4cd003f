//! The terms of many documents into an inverted index. Built in parallel, a run of documents at a time; the
//! result is the same whatever the number of threads.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Where a document stands in the list that was indexed.
pub type DocumentNumber = u32;
/// Where a term stands among all terms, sorted.
pub type TermNumber = u32;

/// Documents that one thread collects together.
const RUN: usize = 128;

/// One document that has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting<const F: usize> {
    /// The document.
    pub document: DocumentNumber,
    /// How much of the term each of its fields has, in whatever unit they were collected; at most 255.
    pub counts: [u8; F],
}

/// Which documents have which terms, in which of `F` fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index<const F: usize> {
    terms: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, TermNumber>,
    /// Where the postings of each term begin; one more than there are terms.
    starts: Vec<usize>,
    postings: Vec<Posting<F>>,
    lengths: Vec<[u32; F]>,
}

/// Takes the terms of one document after the other.
#[derive(Debug)]
pub struct Collector<const F: usize> {
    document: DocumentNumber,
    numbers: FxHashMap<Box<str>, usize>,
    /// For each text that was split before, where its terms stand in `split`.
    texts: FxHashMap<Box<str>, Range<usize>>,
    split: Vec<Part>,
    terms: Vec<(Box<str>, Vec<Posting<F>>)>,
    lengths: Vec<[u32; F]>,
}

/// What a text says of one of its words.
pub struct Told<'t> {
    /// The word.
    pub word: &'t str,
    /// The term that stands for it, if any does.
    pub term: Option<Cow<'t, str>>,
    /// How much it counts.
    pub count: u8,
    /// Whether some documents may leave it out.
    pub may_be_left_out: bool,
}

/// A term of a text that was split.
#[derive(Debug)]
struct Part {
    /// Its place among `terms`.
    number: usize,
    count: u8,
    /// The word that it stands for, where that may be left out of some documents.
    word: Option<Box<str>>,
}

impl<const F: usize> Collector<F> {
    fn new() -> Self {
        let (numbers, texts) = (FxHashMap::default(), FxHashMap::default());
        Self { document: 0, numbers, texts, split: Vec::new(), terms: Vec::new(), lengths: Vec::new() }
    }

    /// Adds all terms of a text to a field of the document, words that are left out aside. `terms` is asked once for a
    /// text, however often it occurs.
    pub fn add_text(
        &mut self,
        field: usize,
        text: &str,
        terms: impl FnOnce(&str, &mut dyn FnMut(Told<'_>)),
        is_left_out: impl Fn(&str) -> bool,
    ) {
        // What is longer is no word that others use.
        const LONGEST: usize = 128;
        let known = self.texts.get(text).cloned();
        let range = known.unwrap_or_else(|| {
            let start = self.split.len();
            terms(text, &mut |told| {
                let Some(number) = told.term.map(|term| self.number_of(term)) else { return };
                let word = told.may_be_left_out.then(|| told.word.into());
                self.split.push(Part { number, count: told.count, word });
            });
            start..self.split.len()
        });
        for at in range.clone() {
            let Part { number, count, word } = &self.split[at];
            if !word.as_ref().is_some_and(|word| is_left_out(word)) {
                let (number, count) = (*number, *count);
                self.count(field, number, count);
            }
        }
        if text.len() > LONGEST {
            self.split.truncate(range.start);
        } else if !self.texts.contains_key(text) {
            self.texts.insert(text.into(), range);
        }
    }

    /// Adds `count` of a term to a field of the document.
    pub fn add(&mut self, field: usize, term: &str, count: u8) {
        let number = self.number_of(Cow::Borrowed(term));
        self.count(field, number, count);
    }

    fn count(&mut self, field: usize, number: usize, count: u8) {
        if let Some(length) = self.lengths.last_mut() {
            length[field] = length[field].saturating_add(u32::from(count));
        }
        let postings = &mut self.terms[number].1;
        if let Some(last) = postings.last_mut().filter(|last| last.document == self.document) {
            last.counts[field] = last.counts[field].saturating_add(count);
        } else {
            let mut counts = [0; F];
            counts[field] = count;
            postings.push(Posting { document: self.document, counts });
        }
    }

    fn number_of(&mut self, term: Cow<'_, str>) -> usize {
        self.numbers.get(term.as_ref()).copied().unwrap_or_else(|| {
            self.numbers.insert(term.as_ref().into(), self.terms.len());
            self.terms.push((term.into(), Vec::new()));
            self.terms.len() - 1
        })
    }

    /// What was collected, without what only helped to.
    fn finish(mut self) -> Collector<F> {
        self.terms.retain(|(_, postings)| !postings.is_empty());
        Self { terms: self.terms, lengths: self.lengths, ..Self::new() }
    }
}

impl<const F: usize> Index<F> {
    /// Indexes documents `0..documents`; `read` adds the terms of one.
    pub fn build(documents: usize, read: impl Fn(usize, &mut Collector<F>) + Sync) -> Self {
        let starts: Vec<usize> = (0..documents).step_by(RUN).collect();
        let runs: Vec<Collector<F>> = starts
            .into_par_iter()
            .map(|start| {
                let mut run = Collector::new();
                for document in start..documents.min(start + RUN) {
                    run.document = number(document);
                    run.lengths.push([0; F]);
                    read(document, &mut run);
                }
                run.finish()
            })
            .collect();
        Self::merge(runs)
    }

    /// Puts runs of ascending documents together.
    fn merge(runs: Vec<Collector<F>>) -> Self {
        let mut lengths = Vec::new();
        let mut parts: Vec<(Box<str>, Vec<Posting<F>>)> = Vec::new();
        for run in runs {
            lengths.extend(run.lengths);
            parts.extend(run.terms);
        }
        let first = |postings: &[Posting<F>]| postings.first().map(|posting| posting.document);
        parts.par_sort_unstable_by(|a, b| (&a.0, first(&a.1)).cmp(&(&b.0, first(&b.1))));
        let mut index = Self {
            terms: Vec::new(),
            numbers: FxHashMap::default(),
            starts: Vec::new(),
            postings: Vec::with_capacity(parts.iter().map(|(_, postings)| postings.len()).sum()),
            lengths,
        };
        for (term, postings) in parts {
            if index.terms.last() != Some(&term) {
                index.starts.push(index.postings.len());
                index.terms.push(term);
            }
            index.postings.extend(postings);
        }
        index.starts.push(index.postings.len());
        index.numbers = index.terms.iter().enumerate().map(|(at, term)| (term.clone(), number(at))).collect();
        index
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.lengths.len()
    }

    /// All terms, sorted.
    pub fn terms(&self) -> &[Box<str>] {
        &self.terms
    }

    /// The number of a term, if any document has it.
    pub fn number(&self, term: &str) -> Option<TermNumber> {
        self.numbers.get(term).copied()
    }

    /// The documents that have a term, ascending.
    pub fn postings(&self, term: TermNumber) -> &[Posting<F>] {
        let at = term as usize;
        &self.postings[self.starts[at]..self.starts[at + 1]]
    }

    /// How much each field of a document holds.
    pub fn length(&self, document: DocumentNumber) -> [u32; F] {
        self.lengths[document as usize]
    }
}

/// More documents or terms than fit into 32 bits do not fit into memory either.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Index, Posting, Told};

    fn index(documents: &[[&str; 2]]) -> Index<2> {
        Index::build(documents.len(), |document, collector| {
            for (field, text) in documents[document].iter().enumerate() {
                text.split(' ').filter(|word| !word.is_empty()).for_each(|word| collector.add(field, word, 1));
            }
        })
    }

    #[test]
    fn postings_tell_how_often_each_field_has_a_term() {
        let index = index(&[["pool", "pool is full pool"], ["disk", "disk is full"]]);
        let of = |term| index.number(term).map(|number| index.postings(number).to_vec()).unwrap_or_default();
        assert_eq!(of("pool"), [Posting { document: 0, counts: [1, 2] }]);
        let full = [Posting { document: 0, counts: [0, 1] }, Posting { document: 1, counts: [0, 1] }];
        assert_eq!(of("full"), full);
        assert!(of("queue").is_empty());
        assert_eq!(index.length(0), [1, 4]);
        assert_eq!(index.terms().iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["disk", "full", "is", "pool"]);
    }

    #[test]
    fn documents_of_one_run_and_of_many_give_one_list() {
        let many: Vec<[&str; 2]> = (0..1_000).map(|n| if n % 3 == 0 { ["pool", ""] } else { ["", "disk"] }).collect();
        let index = index(&many);
        let pool = index.postings(index.number("pool").unwrap_or_default());
        assert!(pool.iter().map(|posting| posting.document).eq((0..1_000).step_by(3)));
        assert_eq!(index.documents(), 1_000);
    }

    #[test]
    fn a_text_is_split_once_and_counts_wherever_it_occurs() {
        let texts = ["kim pool", "pool", "kim"];
        let index = Index::<1>::build(3, |document, collector| {
            for text in texts[document].split(' ').chain(["pool"]) {
                let split = |word: &str, each: &mut dyn FnMut(Told<'_>)| {
                    each(Told { word, term: Some(Cow::Borrowed(word)), count: 2, may_be_left_out: true });
                };
                collector.add_text(0, text, split, |word| word == "kim" && document == 2);
            }
        });
        let of = |term| index.number(term).map(|number| index.postings(number).to_vec()).unwrap_or_default();
        let counts: Vec<(u32, u8)> = of("pool").iter().map(|posting| (posting.document, posting.counts[0])).collect();
        assert_eq!(counts, [(0, 4), (1, 4), (2, 2)]);
        assert_eq!(of("kim").iter().map(|posting| posting.document).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn counts_stop_at_their_bound() {
        let text = vec!["again"; 400].join(" ");
        assert_eq!(index(&[[&text, ""]]).postings(0)[0].counts, [255, 0]);
    }
}
