//! `book.toml` into [`Settings`]: a valid mdBook file, with pmdoc's own keys under `[output.pmdoc]`.

mod file;
mod keys;
mod pattern;
mod settings;

pub use file::{ConfigError, parse};
pub use pattern::Pattern;
pub use settings::{LARGEST, Settings, SourceSettings};
