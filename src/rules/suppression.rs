//! What documents ask pmdoc to be silent about: which findings that covers, and which of it covers none.

use std::collections::BTreeMap;

use super::unused_suppression::{ignorable, unused};
use super::{Context, Finding, Wanted, judges, rule, unused_suppression};
use crate::diagnostic::Diagnostic;
use crate::document::{Scope, Suppression};
use crate::knowledge::RecordIndex;
use crate::postmortem::{Kind, Record};
use crate::text::Span;

/// What every document asks; `None` for one that asks nothing.
pub(super) struct Silence<'d>(Vec<Option<Asked<'d>>>);

impl<'d> Silence<'d> {
    pub(super) fn asked(context: &Context<'d>) -> Self {
        Self(context.base.records.iter().map(|record| Asked::of(context, record)).collect())
    }

    /// Whether a finding is not to be told.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        self.0[finding.record].as_ref().is_some_and(|asked| asked.covers(&finding.diagnostic))
    }

    /// A finding for every suppression that covers none of these, which come by document.
    pub(super) fn unneeded(&self, context: &Context<'_>, findings: &[Finding]) -> Vec<Finding> {
        let groups = findings.chunk_by(|a, b| a.record == b.record).map(|group| (group[0].record, group));
        let by_record: BTreeMap<RecordIndex, &[Finding]> = groups.collect();
        let asked = self.0.iter().enumerate().filter_map(|(index, asked)| Some((index, asked.as_ref()?)));
        let asked = asked.filter(|(index, _)| (context.wanted)(*index) == Wanted::All);
        let found = |index| by_record.get(&index).copied().unwrap_or_default();
        asked.flat_map(|(index, asked)| asked.unneeded(context, index, found(index))).collect()
    }
}

/// One name of a suppression that has all it needs.
struct Wish<'d> {
    suppression: &'d Suppression,
    place: Span,
    rule: &'static str,
    /// What it covers, the end included; `None` for the whole document.
    covered: Option<Span>,
}

/// What one document asks.
struct Asked<'d> {
    wishes: Vec<Wish<'d>>,
    /// By rule, the parts where its findings are ignored: sorted, and none overlaps another.
    parts: BTreeMap<&'static str, Vec<Span>>,
}

impl<'d> Asked<'d> {
    /// `None` where it asks for nothing.
    fn of(context: &Context<'d>, record: &'d Record) -> Option<Self> {
        let suppressions = record.document.suppressions.iter();
        let has_reason = |suppression: &&Suppression| unused_suppression::has_reason(context, suppression);
        let wishes: Vec<Wish<'d>> = suppressions.filter(has_reason).flat_map(wishes).collect();
        if wishes.is_empty() {
            return None;
        }
        let mut parts: BTreeMap<&'static str, Vec<Span>> = BTreeMap::new();
        for wish in &wishes {
            parts.entry(wish.rule).or_default().push(wish.covered.unwrap_or(EVERYTHING));
        }
        parts.values_mut().for_each(merge);
        Some(Self { wishes, parts })
    }

    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let Some(parts) = self.parts.get(diagnostic.rule) else { return false };
        let at = diagnostic.span.start;
        parts[..parts.partition_point(|part| part.start <= at)].last().is_some_and(|part| part.contains(at))
    }

    /// A finding for every name that no finding answers to, of those that can be judged.
    fn unneeded(&self, context: &Context<'_>, index: RecordIndex, found: &[Finding]) -> Vec<Finding> {
        let record = &context.base.records[index];
        let level = rule(unused_suppression::NAME).and_then(|rule| context.policy.of(index).level(rule, ""));
        let Some(level) = level.filter(|_| record.postmortem.kind != Kind::Template) else { return Vec::new() };
        let mut starts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        found.iter().for_each(|finding| {
            starts.entry(finding.diagnostic.rule).or_default().push(finding.diagnostic.span.start);
        });
        let judged = self.wishes.iter().filter(|wish| judges(context, wish.rule, index));
        judged
            .filter_map(|wish| wish.unused(record, starts.get(wish.rule)))
            .map(|diagnostic| Finding { record: index, level, diagnostic })
            .collect()
    }
}

const EVERYTHING: Span = Span { start: 0, end: usize::MAX };

fn wishes(suppression: &Suppression) -> impl Iterator<Item = Wish<'_>> {
    let covered = match suppression.scope {
        Scope::Part(part) => Some(part),
        Scope::Document | Scope::Unknown => None,
    };
    let names = suppression.names.iter();
    names.filter_map(move |(name, place)| Some(Wish { suppression, place: *place, rule: ignorable(name)?, covered }))
}

impl Wish<'_> {
    /// What to say where no finding of its rule, all of which begin at `starts`, is covered.
    fn unused(&self, record: &Record, starts: Option<&Vec<usize>>) -> Option<Diagnostic> {
        let starts = starts.map_or(&[][..], Vec::as_slice);
        let covered = self.covered.unwrap_or(EVERYTHING);
        let next = starts.get(starts.partition_point(|&start| start < covered.start));
        if next.is_some_and(|&start| covered.contains(start)) {
            return None;
        }
        let document = &record.document;
        let elsewhere = starts.first().map(|&start| (document.lines.line(start), start < document.body));
        Some(unused(self.suppression, self.place, self.rule, elsewhere))
    }
}

/// Sorts spans, and makes one of those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|later, earlier| {
        let touch = later.start <= earlier.end;
        if touch {
            earlier.end = earlier.end.max(later.end);
        }
        touch
    });
}

#[cfg(test)]
mod tests {
    use super::{Span, merge};

    #[test]
    fn parts_that_overlap_are_one() {
        let mut spans = vec![Span::new(7, 9), Span::new(0, 3), Span::new(2, 5), Span::new(1, 2), Span::at(9)];
        merge(&mut spans);
        assert_eq!(spans, [Span::new(0, 5), Span::new(7, 9)]);
    }
}
