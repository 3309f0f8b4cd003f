//! A pack as Markdown that can be pasted into a wiki, a document or a ticket, and ticked off there.

use super::{Agenda, Item, Point, PointKind};
use crate::report::inline_markdown;
use crate::text::Printable;

/// The whole pack; ends in a line break.
pub fn markdown(agenda: &Agenda) -> String {
    let mut out = format!("# {}\n\n{}\n", inline(&agenda.heading), agenda.length);
    let mut number = 0;
    for item in &agenda.items {
        out.push_str(&heading(item, &mut number));
        let mut before = None;
        for point in &item.points {
            let is_list = |kind: PointKind| matches!(kind, PointKind::Told | PointKind::Check | PointKind::Ask);
            if !before.is_some_and(is_list) || !is_list(point.kind) {
                out.push('\n');
            }
            out.push_str(&line(point));
            before = Some(point.kind);
        }
    }
    out
}

/// `## 2. Timeline (5 min)`; what is done before has neither.
fn heading(item: &Item, number: &mut usize) -> String {
    if item.minutes == 0 {
        return format!("\n## {}\n", item.title);
    }
    *number += 1;
    format!("\n## {number}. {} ({})\n", item.title, item.length)
}

fn line(point: &Point) -> String {
    let text = inline(&point.text);
    match point.kind {
        PointKind::Guide => format!("{text}\n"),
        PointKind::Say => format!("> {text}\n"),
        PointKind::Topic => format!("### {text}\n"),
        PointKind::Told => format!("- {text}\n"),
        PointKind::Check => format!("- [ ] {text}\n"),
        PointKind::Ask => format!("- ❓ **{text}**\n"),
    }
}

fn inline(text: &str) -> String {
    inline_markdown(&Printable::line(text))
}
