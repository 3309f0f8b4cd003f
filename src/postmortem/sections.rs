//! Parts into canonical sections.

use std::collections::BTreeSet;

use super::content::Content;
use super::lexicon::Strength;
use super::moment::moment_near;
use super::outline::{Outline, Part};
use super::{Carrier, Lexicon, Section, SectionName};
use crate::document::BlockKind;
use crate::text::Span;

/// A lead of at least so many characters says what happened (93 of 400 real documents have no other summary).
const LEAD: usize = 60;

/// For each part, the sections that what stands in it belongs to: its own, else those of the part around it.
pub(super) type Effective = Vec<Vec<SectionName>>;

/// The effective sections of every part: strong names first, weak ones where a section has no better.
pub(super) fn effective(outline: &Outline<'_>) -> Effective {
    let strong: BTreeSet<SectionName> = names(outline, Strength::Strong, |part| part.level < super::outline::BOLD);
    let labelled: BTreeSet<SectionName> = names(outline, Strength::Strong, |_| true);
    let mut effective: Effective = Vec::with_capacity(outline.parts.len());
    for part in &outline.parts {
        let own: Vec<SectionName> = match &part.naming {
            Some((names, Strength::Strong)) if part.level < super::outline::BOLD => names.clone(),
            Some((names, Strength::Strong)) => names.iter().copied().filter(|name| !strong.contains(name)).collect(),
            Some((names, Strength::Weak)) => names.iter().copied().filter(|name| !labelled.contains(name)).collect(),
            None => Vec::new(),
        };
        let around = part.parent.map_or(&[][..], |parent| effective[parent].as_slice());
        let before = effective.last().map_or(&[][..], Vec::as_slice);
        let continues = own.is_empty() && before.contains(&SectionName::Timeline) && is_moment(&part.label);
        effective.push(within(if continues { before } else { around }, own));
    }
    effective
}

/// `13:20`, `July 22`, `2026-03-04 14:05 rollback`: a heading that continues the timeline before it, whatever its
/// level.
fn is_moment(label: &str) -> bool {
    let any_year = jiff::civil::date(2000, 7, 1);
    moment_near(label, Some(any_year)).is_some()
}

/// What a part belongs to, given the sections around it and those that its own label names.
///
/// Inside a list of actions, `### Detection` groups entries; only the names of the core parts of
/// a postmortem end such a list. Inside a timeline, the phases are timeline too.
fn within(around: &[SectionName], own: Vec<SectionName>) -> Vec<SectionName> {
    use SectionName::{Actions, Lessons, Lucky, RootCause, Summary, Timeline, WentWell, WentWrong};
    if own.is_empty() {
        return around.to_vec();
    }
    let has = |name: &SectionName| around.contains(name);
    let breaks_out = own
        .iter()
        .any(|name| matches!(name, Summary | RootCause | Timeline | Actions | Lessons | WentWell | WentWrong | Lucky));
    if has(&Timeline) && !breaks_out {
        return own.into_iter().chain([Timeline]).collect();
    }
    if has(&Actions) && !breaks_out {
        return around.to_vec();
    }
    own
}

fn names(outline: &Outline<'_>, strength: Strength, wanted: impl Fn(&Part<'_>) -> bool) -> BTreeSet<SectionName> {
    outline
        .parts
        .iter()
        .filter(|part| wanted(part))
        .filter_map(|part| part.naming.as_ref())
        .filter(|(_, found)| *found == strength)
        .flat_map(|(names, _)| names.iter().copied())
        .collect()
}

/// The canonical sections in the order of the document.
pub(super) fn sections(
    outline: &Outline<'_>,
    effective: &Effective,
    lexicon: &Lexicon,
    lead_counts: bool,
) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let mut contents = Contents::new(outline, lexicon);
    for (index, part) in outline.parts.iter().enumerate() {
        let around = part.parent.map(|parent| effective[parent].as_slice()).unwrap_or_default();
        if part.naming.is_none() || (!effective[index].is_empty() && effective[index] == around) {
            continue;
        }
        for &name in effective[index].iter().filter(|name| !around.contains(name)) {
            found.push(section(outline, index, name, &mut contents));
        }
    }
    if lead_counts && !found.iter().any(|section| section.name == SectionName::Summary) {
        found.extend(lead(outline, lexicon));
    }
    lessons_from_parts(&mut found);
    found.sort_by_key(|section| section.span.start);
    found
}

/// What each part holds, for the sections that tell what happened and for the others: parts are nested, and each is
/// looked at once.
struct Contents<'o, 'd> {
    outline: &'o Outline<'d>,
    lexicon: &'o Lexicon,
    of_parts: [Vec<Option<Content>>; 2],
}

impl<'o, 'd> Contents<'o, 'd> {
    fn new(outline: &'o Outline<'d>, lexicon: &'o Lexicon) -> Self {
        Self { outline, lexicon, of_parts: [vec![None; outline.parts.len()], vec![None; outline.parts.len()]] }
    }

    /// What stands in a part and in the parts inside of it.
    fn within(&mut self, index: usize, tells: bool) -> Content {
        let end = self.outline.parts[index].end;
        let mut whole = self.of(index, tells).clone();
        for inside in index + 1..self.outline.parts.len() {
            if self.outline.parts[inside].span.start >= end {
                break;
            }
            whole.add(self.of(inside, tells));
        }
        whole
    }

    fn of(&mut self, index: usize, tells: bool) -> &Content {
        let (part, lexicon) = (&self.outline.parts[index], self.lexicon);
        self.of_parts[usize::from(tells)][index].get_or_insert_with(|| {
            let mut content = Content::telling(tells);
            if let Some(rest) = &part.rest {
                content.text(rest, lexicon);
            }
            part.blocks.iter().for_each(|block| content.block(block, lexicon));
            content
        })
    }
}

fn section(outline: &Outline<'_>, index: usize, name: SectionName, contents: &mut Contents<'_, '_>) -> Section {
    let part = &outline.parts[index];
    let content = contents.within(index, tells(name));
    Section {
        name,
        heading: part.label.clone(),
        span: part.span,
        carrier: part.carrier,
        level: part.level.min(7),
        body: Span::new(part.span.end, part.end),
        characters: content.characters,
        words: content.words(),
        placeholders: content.placeholders,
        left: content.left,
    }
}

/// Whether a section tells what happened. Where things are promised or advised, `Describe …` is one of them.
fn tells(name: SectionName) -> bool {
    use SectionName::{Detection, FiveWhys, Impact, Resolution, RootCause, Summary, Trigger};
    matches!(name, Summary | Impact | RootCause | FiveWhys | Trigger | Detection | Resolution)
}

/// The prose before the first section as the summary, if there is enough of it. Where a part that is no
/// section comes first (`## Incident on …`), its prose counts.
fn lead(outline: &Outline<'_>, lexicon: &Lexicon) -> Option<Section> {
    let before_first =
        outline.parts.iter().take_while(|part| part.naming.is_none()).flat_map(|part| part.blocks.iter());
    let mut content = Content::default();
    let mut span: Option<Span> = None;
    for block in outline.lead.iter().chain(before_first) {
        let prose = match &block.kind {
            BlockKind::Paragraph(text) if !super::metadata::is_metadata(text, lexicon) => true,
            BlockKind::Quote(_) | BlockKind::Admonition { .. } => !super::metadata::holds_metadata(block, lexicon),
            _ => false,
        };
        if prose {
            content.block(block, lexicon);
            span = Some(span.map_or(block.span, |span| span.to(block.span)));
        }
    }
    let span = span.filter(|_| content.characters >= LEAD)?;
    Some(Section {
        name: SectionName::Summary,
        heading: String::new(),
        span,
        carrier: Carrier::LeadProse,
        level: 0,
        body: span,
        characters: content.characters,
        words: content.words(),
        placeholders: content.placeholders,
        left: content.left,
    })
}

/// What went well, wrong and where we got lucky together are lessons, also below a heading for them that says no more.
fn lessons_from_parts(found: &mut Vec<Section>) {
    let is_lessons = |section: &Section| section.name == SectionName::Lessons;
    if found.iter().any(|section| is_lessons(section) && section.characters > 0) {
        return;
    }
    let is_part = |name| matches!(name, SectionName::WentWell | SectionName::WentWrong | SectionName::Lucky);
    let parts: Vec<&Section> = found.iter().filter(|section| is_part(section.name)).collect();
    let (Some(&first), Some(last)) = (parts.first(), parts.last()) else { return };
    let headed = found.iter().find(|section| is_lessons(section));
    let head = headed.unwrap_or(first);
    let lessons = Section {
        name: SectionName::Lessons,
        body: head.body.to(last.body),
        characters: parts.iter().map(|section| section.characters).sum(),
        words: parts.iter().map(|section| section.words).sum(),
        placeholders: parts.iter().flat_map(|section| section.placeholders.clone()).collect(),
        left: parts.iter().flat_map(|section| section.left.clone()).collect(),
        ..head.clone()
    };
    found.retain(|section| !is_lessons(section));
    found.push(lessons);
}
