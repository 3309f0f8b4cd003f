//! Texts into terms, and the terms of many documents into an inverted index that ranks them.
//!
//! 1. `analysis`: a text becomes terms, by rules that a script in a browser can repeat.
//! 2. `index`: the terms of all documents become postings, field by field.
//! 3. `rank`: a query's terms become the documents that answer it best, by BM25F.

mod analysis;
mod index;
mod rank;

pub use analysis::{Term, TermKind, terms};
pub use index::{Collector, DocumentNumber, Index, Posting, TermNumber};
pub use rank::{Bm25f, Hit};
