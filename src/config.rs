//! `book.toml` into [`Settings`]: a valid mdBook file, with pmdoc's own keys under `[output.pmdoc]`.

mod audience;
mod base_theme;
mod file;
mod globs;
mod keys;
mod overrides;
mod pattern;
mod preset;
mod settings;
mod show;
mod values;
mod word;

pub use audience::Audience;
pub use base_theme::BaseTheme;
pub use file::{ConfigError, parse};
pub use globs::Globs;
pub use overrides::Override;
pub use pattern::Pattern;
pub use preset::Preset;
pub use settings::{LARGEST, Settings, SourceSettings};
pub use show::show;
pub use word::{Word, WordKind};
