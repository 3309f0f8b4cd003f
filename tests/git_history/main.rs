//! The histories of documents, held against what `git log` says of the same repositories.

#[path = "../git_support/mod.rs"]
mod git_support;

mod cache;
mod clones;
mod commits;
mod merges;
mod random;
mod renames;
