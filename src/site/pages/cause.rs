//! One cause, built around its time strip: what it is, when it struck, what was promised each time and
//! what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::{Cause, CauseKind, Distribution, LedgerEntry, Occurrence, Standing, Verdict, may_prevent};
use crate::site::html::{self, Links};
use crate::site::view::{
    CauseLink, Fact, IncidentRow, Matrix, Promises, Rail, RailLink, Revisions, Strip, VerdictMark, revisions,
    triggered, written,
};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};
use crate::text::Html;

#[derive(Serialize)]
pub(super) struct CausePage {
    id: String,
    title: String,
    kind: String,
    is_trigger: bool,
    registered: bool,
    owner: Option<String>,
    parent: Option<CauseLink>,
    children: Vec<CauseLink>,
    aliases: Vec<String>,
    /// How often, when last, and after what.
    summary: String,
    /// How often it came back in spite of what, where it did more than once.
    counts: String,
    verdict: Option<VerdictMark>,
    strip: Option<Strip>,
    body_language: &'static str,
    body_html: Html,
    occurrences: Vec<Strike>,
    /// `Of 12 preventive actions, 9 are done …`
    kept: Option<String>,
    matrix: Option<Matrix>,
    /// The causes that it comes together with.
    companions: Option<Rail>,
    /// Near misses and drills about it.
    near: Vec<IncidentRow>,
    /// For a trigger: the incidents that it set off.
    set_off: Vec<IncidentRow>,
    /// How its description came to be, where it has one.
    written: Vec<Fact>,
    history: Option<Revisions>,
}

/// One time that a cause struck.
#[derive(Serialize)]
struct Strike {
    number: usize,
    row: IncidentRow,
    /// The time since the one before.
    interval: Option<String>,
    /// Which of its cases it was, where it is not itself.
    cases: Vec<CauseLink>,
    verdict: Option<VerdictMark>,
    promises: Promises,
}

pub(super) fn render(site: &Site<'_>, id: &str) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = site.directory.cause(id).cloned().unwrap_or_else(|| Address::folder("causes"));
    let page = page(site, &here, id);
    let folder = here.as_str().strip_suffix("/index.html").unwrap_or_default();
    let feed = site.feed_of(folder).map(|feed| here.link_to(&feed));
    let frame = Frame::new(site, here.clone(), Part::Causes, &page.title, words).with_feed(feed);
    let frame = if site.base.causes[id].record.is_some() { frame.of_document(None, None) } else { frame };
    finish(site, "cause.html", &frame, &page, words)
}

/// A cause, as the page at an address shows it.
pub(super) fn page(site: &Site<'_>, here: &Address, id: &str) -> CausePage {
    let words = site.words();
    let cause = &site.base.causes[id];
    let (body_language, body_html) = body(site, here, cause, words);
    let set_off = set_off(site, here, cause, words);
    // A few postmortems name a trigger among their root causes; then it has a history like one.
    let is_trigger = cause.kind == CauseKind::Trigger && cause.all_occurrences().is_empty();
    let kind = if cause.kind == CauseKind::Trigger { "cause.trigger" } else { "cause.root_cause" };
    CausePage {
        id: cause.id.clone(),
        title: cause.title(&words.tag).to_owned(),
        kind: words.text(kind).to_owned(),
        is_trigger,
        registered: cause.record.is_some(),
        owner: cause.owner.clone(),
        parent: cause.parent.as_deref().and_then(|parent| CauseLink::new(site, here, parent, words)),
        children: children(site, here, cause, words),
        aliases: cause.aliases.clone(),
        summary: if is_trigger { words.count("cause.set_off_sum", set_off.len(), &[]) } else { summary(cause, words) },
        counts: counts(cause, words),
        verdict: cause.all_occurrences().last().and_then(|last| VerdictMark::new(last.verdict, words)),
        strip: Strip::of(site, cause, words),
        body_language,
        body_html,
        occurrences: strikes(site, here, cause, words),
        kept: kept(site, cause, words),
        matrix: Matrix::of(site, here, cause, words),
        companions: companions(site, here, cause, words),
        near: cause.near().filter_map(|index| IncidentRow::new(site, here, index, words)).collect(),
        set_off,
        written: cause.record.map(|index| written(site, index, words)).unwrap_or_default(),
        history: cause.record.and_then(|index| revisions(site, index, words)),
    }
}

/// The definition, in the language that it is written in.
fn body(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> (&'static str, Html) {
    let Some(index) = cause.record else { return ("", Html::default()) };
    let record = &site.base.records[index];
    let links = Links { site, from: here, record: index };
    (record.postmortem.language.tag(), html::body(record, site.outline(index), &links, words))
}

fn children(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<CauseLink> {
    let causes = site.base.causes.values().filter(|child| child.parent.as_deref() == Some(cause.id.as_str()));
    causes.filter_map(|child| CauseLink::new(site, here, &child.id, words)).collect()
}

/// `It struck 5 times; the last was on 28 July 2026. The median interval is 8 months.`
fn summary(cause: &Cause, words: &Words) -> String {
    let occurrences = cause.all_occurrences();
    let Some(last) = occurrences.last() else { return words.text("cause.never").to_owned() };
    let day = last.date.map_or_else(|| words.text("date.unknown").to_owned(), |date| words.date(date));
    let intervals: Distribution = occurrences.iter().filter_map(|one| one.days_since).map(|n| Some(n.into())).collect();
    let mut parts = vec![words.count("cause.struck", occurrences.len(), &[("day", &day)])];
    if let Some(median) = intervals.median().filter(|_| intervals.n() > 1).and_then(|days| i32::try_from(days).ok()) {
        parts.push(words.fill("cause.interval", &[("interval", &words.days(median))]));
    }
    parts.join(words.text("frame.between"))
}

/// `2 times it came back while the fix was still open. Once it came back in spite of the fix.`
fn counts(cause: &Cause, words: &Words) -> String {
    let occurrences = cause.all_occurrences();
    let times = |verdict: Verdict| occurrences.iter().filter(|occurrence| occurrence.verdict == verdict).count();
    let told = [(Verdict::Unfixed, "cause.times_unfixed"), (Verdict::AfterFix, "cause.times_after_fix")];
    let told = told.into_iter().map(|(verdict, key)| (times(verdict), key)).filter(|(times, _)| *times > 0);
    if occurrences.len() < 3 {
        return String::new();
    }
    told.map(|(times, key)| words.count(key, times, &[])).collect::<Vec<_>>().join(words.text("frame.between"))
}

/// The occurrences, newest first: what matters is whether the last promises hold. Of very many, the latest.
fn strikes(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<Strike> {
    const MOST: usize = 100;
    let strike = |(at, occurrence): (usize, &Occurrence)| {
        let cases = site.base.causes_of[occurrence.record].iter().filter(|id| cause.cases.contains(id));
        Some(Strike {
            number: at + 1,
            row: IncidentRow::new(site, here, occurrence.record, words)?,
            interval: occurrence.days_since.map(|days| words.days(days)),
            cases: cases.filter_map(|id| CauseLink::new(site, here, id, words)).collect(),
            verdict: VerdictMark::new(occurrence.verdict, words),
            promises: Promises::preventive_first(&site.base.records[occurrence.record].postmortem, site.today, words),
        })
    };
    cause.all_occurrences().iter().enumerate().rev().take(MOST).filter_map(strike).collect()
}

/// What became of everything that was promised to prevent it.
fn kept(site: &Site<'_>, cause: &Cause, words: &Words) -> Option<String> {
    let records = cause.all_occurrences().iter().map(|occurrence| occurrence.record);
    let entries: Vec<LedgerEntry<'_>> =
        records.flat_map(|index| site.entries_of(index)).filter(|entry| may_prevent(entry.action)).collect();
    let count = |standing: Standing| entries.iter().filter(|entry| entry.standing == standing).count();
    let counts = Standing::ALL.map(|standing| (standing.name(), count(standing).to_string()));
    let values = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    (!entries.is_empty()).then(|| words.count("cause.kept", entries.len(), &values))
}

/// The causes that its incidents have beside it, the most frequent first.
fn companions(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Option<Rail> {
    const MOST: usize = 12;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let records = cause.all_occurrences().iter().map(|occurrence| occurrence.record);
    let others = records.flat_map(|index| &site.base.causes_of[index]);
    others
        .filter(|id| **id != cause.id && !cause.cases.contains(id))
        .for_each(|id| *counts.entry(id).or_default() += 1);
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    let links = counts.iter().take(MOST).filter_map(|&(id, count)| {
        let cause = CauseLink::new(site, here, id, words)?;
        Some(RailLink::counted(cause.title, cause.href, count))
    });
    Rail::new(words.text("cause.companions"), links.collect(), counts.len().saturating_sub(MOST), None, words)
}

/// The incidents whose trigger is this cause, newest first.
fn set_off(site: &Site<'_>, here: &Address, cause: &Cause, words: &Words) -> Vec<IncidentRow> {
    triggered(site, cause).into_iter().filter_map(|index| IncidentRow::new(site, here, index, words)).collect()
}
