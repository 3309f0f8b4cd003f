//! Entries of the baseline for findings that are no more. No document shows them: whoever settles the baseline does,
//! and this is the rule that their level and their page belong to.

use super::{Meta, Rule};
use crate::diagnostic::Level;

const META: Meta = Meta {
    code: "PM067",
    name: "stale-baseline",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("stale_baseline.md"),
};

pub(super) struct StaleBaseline;

impl Rule for StaleBaseline {
    fn meta(&self) -> &'static Meta {
        &META
    }
}
