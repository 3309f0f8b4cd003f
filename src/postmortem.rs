//! A [`Document`](crate::document::Document) into a [`Postmortem`]: metadata, sections, timeline, actions,
//! causes. Pure; every fact keeps the place it came from.
//!
//! 1. `outline`: blocks become parts with labels.
//! 2. `sections`: parts become canonical sections.
//! 3. `metadata`, `timeline`, `actions`, `identity`: facts from front matter, sections and the file's name.

mod action_text;
mod actions;
mod checklist;
mod commit_name;
mod content;
mod field;
mod fishbone;
mod identity;
mod language;
mod length;
mod lexicon;
mod metadata;
mod model;
mod moment;
mod moments;
mod objective;
mod outline;
mod prose;
mod reader;
mod said;
mod section_name;
mod sections;
mod severity;
mod small_words;
mod tense;
mod timeline;
mod whys;

pub use checklist::Checklist;
pub use commit_name::{CommitName, commit_names};
pub use content::is_placeholder;
pub use field::Field;
pub use fishbone::{Bone, FencedBone, FencedFishbone};
pub use identity::{Hint, document_name, id_in, kind_by_name};
pub use language::Language;
pub use length::length_in;
pub use lexicon::{Blame, Lexicon};
pub use metadata::entries;
pub use model::{
    Action, ActionKind, ActionState, Carrier, Fact, Kind, Moments, Postmortem, Record, Section, Severity, Status,
    TemplateLine, TimelineEntry, Visibility,
};
pub use moment::{Moment, date_in, moment_in, whole_day};
pub use objective::Objective;
pub use reader::{Reader, ReaderOptions};
pub use said::said;
pub use section_name::SectionName;
pub use severity::severity_rank;
