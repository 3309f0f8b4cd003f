//! The terms of many documents into an inverted index. Built in parallel, a run of documents at a time; the
//! result is the same whatever the number of threads.

use std::borrow::Cow;

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
    /// Which of `terms` a word that was met stands for; `None` for none.
    met: FxHashMap<Box<str>, Option<usize>>,
    numbers: FxHashMap<Box<str>, usize>,
    terms: Vec<(Box<str>, Vec<Posting<F>>)>,
    lengths: Vec<[u32; F]>,
}

impl<const F: usize> Collector<F> {
    fn new() -> Self {
        let (met, numbers) = (FxHashMap::default(), FxHashMap::default());
        Self { document: 0, met, numbers, terms: Vec::new(), lengths: Vec::new() }
    }

    /// Adds `count` of a term to a field of the document.
    pub fn add(&mut self, field: usize, term: &str, count: u8) {
        self.add_as(field, term, count, |term| Some(Cow::Borrowed(term)));
    }

    /// The same for what stands for a word, if anything does. That is asked once for a word, not every time it occurs.
    pub fn add_as<'w>(
        &mut self,
        field: usize,
        word: &'w str,
        count: u8,
        stands_for: impl FnOnce(&'w str) -> Option<Cow<'w, str>>,
    ) {
        let number = match self.met.get(word) {
            Some(number) => *number,
            None => self.meet(word, stands_for(word)),
        };
        let Some(number) = number else { return };
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

    fn meet(&mut self, word: &str, term: Option<Cow<'_, str>>) -> Option<usize> {
        let number = term.map(|term| {
            self.numbers.get(term.as_ref()).copied().unwrap_or_else(|| {
                self.numbers.insert(term.as_ref().into(), self.terms.len());
                self.terms.push((term.into(), Vec::new()));
                self.terms.len() - 1
            })
        });
        self.met.insert(word.into(), number);
        number
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
                // Which term a word stands for is asked no more.
                (run.met, run.numbers) = (FxHashMap::default(), FxHashMap::default());
                run
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
    use super::{Index, Posting};

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
    fn counts_stop_at_their_bound() {
        let text = vec!["again"; 400].join(" ");
        assert_eq!(index(&[[&text, ""]]).postings(0)[0].counts, [255, 0]);
    }
}
