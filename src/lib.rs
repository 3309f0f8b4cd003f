//! pmdoc reads the postmortems a team keeps as Markdown in Git, says what is missing in them, and builds a
//! knowledge base from them.
//!
//! Data goes one way: `source` → `document` → `postmortem` → `knowledge` → `rules` and `site` → bytes.

pub mod agenda;
pub mod baseline;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod fix;
pub mod history;
pub mod import;
pub mod init;
pub mod knowledge;
pub mod messages;
pub mod new;
pub mod output;
pub mod postmortem;
pub mod report;
pub mod repository;
pub mod rules;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod survey;
pub mod template;
pub mod text;
