//! Finds fenced fishbone diagrams that say nothing, and their bones without a cause.

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Block, BlockKind};
use crate::postmortem::{FencedFishbone, Kind, Record};

const META: Meta = Meta {
    code: "PM071",
    name: "invalid-fishbone",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("invalid_fishbone.md"),
};

pub(super) struct InvalidFishbone;

impl Rule for InvalidFishbone {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if record.postmortem.kind == Kind::Template {
            return;
        }
        let text = &record.document.text;
        for block in &record.document.blocks {
            block.walk(&mut |block| judge(block, text, found));
        }
    }
}

fn judge(block: &Block, text: &str, found: &mut Vec<Diagnostic>) {
    let BlockKind::Code { info, text: code } = &block.kind else { return };
    if !FencedFishbone::is_one(info) {
        return;
    }
    let fish = FencedFishbone::parse(code);
    if fish.bones.is_empty() {
        let about = if fish.head.is_empty() { META.name } else { &fish.head };
        let line = place::first_line(block.span, text);
        found.push(Diagnostic::new(META.name, line).variant("empty").about(about));
    }
    for bone in fish.bones.iter().filter(|bone| bone.causes.is_empty()) {
        let line = place::line_of_code(block.span, bone.line, text);
        found.push(Diagnostic::new(META.name, line).with("bone", bone.name.clone()).about(&bone.name));
    }
}
