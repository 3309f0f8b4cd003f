//! What benchmarks make to measure on: always the same bytes.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

pub mod asked;
pub mod corpus;
pub mod git;
pub mod history;
pub mod knowledge;
mod numbers;
pub mod peers;
mod phrases;
