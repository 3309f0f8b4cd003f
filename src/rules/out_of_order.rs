//! Finds sections that stand in another order than the settings list them in.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Record, Section, SectionName};

const META: Meta = Meta {
    code: "PM022",
    name: "out-of-order",
    level: Level::Warning,
    note_in_drafts: true,
    page: include_str!("out_of_order.md"),
};

pub(super) struct OutOfOrder;

impl Rule for OutOfOrder {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn is_opt_in(&self) -> bool {
        true
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        if !record.postmortem.kind.is_postmortem() {
            return;
        }
        let order = &context.demands(record).sections;
        let headed = headed(record, order);
        let places: Vec<usize> = headed.iter().filter_map(|section| place(order, section)).collect();
        let stay = longest_rise(&places);
        for (index, &section) in headed.iter().enumerate().filter(|(index, _)| !stay.contains(index)) {
            let rightly: Vec<(usize, &Section)> = stay.iter().map(|&at| (places[at], headed[at])).collect();
            let before = rightly.iter().rev().find(|(place, _)| *place < places[index]);
            let after = rightly.iter().find(|(place, _)| *place > places[index]);
            found.extend(diagnostic(record, section, before.map(|(_, s)| *s), after.map(|(_, s)| *s)));
        }
    }
}

/// The first section of each listed name that has a heading and stands in no other of them.
fn headed<'r>(record: &'r Record, order: &[SectionName]) -> Vec<&'r Section> {
    let mut headed: Vec<&Section> = Vec::new();
    for section in record.postmortem.sections.iter().filter(|section| (1..=6).contains(&section.level)) {
        let inside = headed.last().is_some_and(|last| section.span.start < last.body.end);
        if !inside && place(order, section).is_some() && !headed.iter().any(|other| other.name == section.name) {
            headed.push(section);
        }
    }
    headed
}

fn place(order: &[SectionName], section: &Section) -> Option<usize> {
    order.iter().position(|name| *name == section.name)
}

/// The indexes of the longest run of rising numbers: what is not in it must move, and nothing else.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let earlier = (0..index).filter(|&at| numbers[at] < *number).map(|at| &best[at]);
        let mut run = earlier.max_by_key(|run| run.len()).cloned().unwrap_or_default();
        run.push(index);
        best.push(run);
    }
    best.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

fn diagnostic(
    record: &Record,
    section: &Section,
    before: Option<&Section>,
    after: Option<&Section>,
) -> Option<Diagnostic> {
    let document = &record.document;
    let (variant, other) = match (before, after) {
        (Some(before), _) => ("after", before),
        (None, Some(after)) => ("before", after),
        (None, None) => return None,
    };
    let end = |section: &Section| section.span.to(section.body).trimmed(&document.text).end.saturating_sub(1);
    let line = if variant == "after" { document.lines.line(end(other)) } else { document.line(other.span) };
    let diagnostic = Diagnostic::new(META.name, super::place::first_line(section.span, &document.text))
        .variant(variant)
        .term("section", section.name.name())
        .term("other", other.name.name())
        .with("first", document.line(section.span))
        .with("last", document.lines.line(end(section)))
        .with("line", line)
        .and_at(super::place::first_line(other.span, &document.text))
        .about(section.name.name());
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::longest_rise;

    #[test]
    fn only_what_must_move_is_left_out() {
        assert_eq!(longest_rise(&[0, 1, 3, 2, 4]).len(), 4);
        assert_eq!(longest_rise(&[4, 0, 1, 2, 3]), [1, 2, 3, 4]);
        assert!(longest_rise(&[]).is_empty());
    }
}
