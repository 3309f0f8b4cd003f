//! Texts into terms, the terms of many documents into an inverted index, and queries into the documents that answer
//! them.
//!
//! 1. `analysis`: a text becomes terms, by rules that a script in a browser repeats.
//! 2. `index`: the terms of all documents become postings, part by part; `rank` asks which are most like some terms.
//! 3. `catalogue`: entries become what can be searched; `weight`: how much of a word a document has becomes a level.
//! 4. `query`: what was typed is read; `matching` and `find` answer it, `tiers` by tiers; `excerpt` shows where.
//! 5. `shards`: all of it becomes files for a browser.

mod analysis;
mod catalogue;
mod entry;
mod excerpt;
mod find;
mod index;
mod matching;
mod query;
mod rank;
mod shards;
mod spelling;
mod tiers;
mod weight;

pub use analysis::{Term, TermKind, terms, tokens};
pub use catalogue::Catalogue;
pub use entry::{Entry, FACETS, Facet, FacetValue, Part};
pub use excerpt::{Piece, passage};
pub use find::{Answer, Found};
pub use index::{Collector, DocumentNumber, Index, Posting, TermNumber, Told};
pub use query::Query;
pub use rank::{Bm25f, Hit};
pub use shards::{Card, Shard};
pub use tiers::Tiers;
