//! What benchmarks make to measure on: always the same bytes.

pub mod history;
