//! `check --fix` and `--diff`: what is changed, what never is, and what happens to files on disk.

#[path = "../support/mod.rs"]
mod support;

mod disk;
mod killed;
mod properties;
