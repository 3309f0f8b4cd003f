//! Other incidents that a reader of this one should see, each with the reason.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::Day;
use crate::knowledge::{KnowledgeBase, Reason, RecordIndex, Similar, Similarity};
use crate::postmortem::Kind;
use crate::rules::conceal_reasons;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// A document that is related, and why.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Relation {
    id: String,
    title: String,
    language: &'static str,
    href: String,
    date: Option<Day>,
    /// What it is, where it is not about a day.
    kind: Option<String>,
    reasons: String,
}

const MOST: usize = 8;

/// For each record, the incidents that are likely to be like it, best first.
pub(in crate::site) fn similar(base: &KnowledgeBase, today: Date) -> Vec<Vec<Similar>> {
    let mut all = Similarity::new(base).all(MOST);
    for (similar, record) in all.iter_mut().zip(&base.records) {
        similar.retain(|_| record.postmortem.kind.is_postmortem());
        conceal_reasons(similar, record, today);
    }
    all
}

/// Why a document is related.
#[derive(Default)]
struct Why {
    reasons: Vec<String>,
    /// How many of the reasons are what documents say themselves.
    declared: usize,
    /// How like an incident is that nobody says has to do with this one: the bits of a number that is not negative,
    /// which are in its order.
    likeness: u32,
}

/// The related documents. First what documents say themselves, most reasons first, then the newest; then what is only
/// like this one, the likest first.
pub(in crate::site) fn related(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Vec<Relation> {
    let mut found: Vec<(RecordIndex, Why)> = reasons(site, index, words).into_iter().collect();
    let day = |index: RecordIndex| site.base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    found.sort_by_key(|(other, why)| (Reverse((why.declared, why.likeness, day(*other))), *other));
    let relations = found.into_iter().filter_map(|(other, why)| relation(site, from, other, &why.reasons, words));
    relations.take(MOST).collect()
}

fn reasons(site: &Site<'_>, index: RecordIndex, words: &Words) -> BTreeMap<RecordIndex, Why> {
    let mut found: BTreeMap<RecordIndex, Why> = BTreeMap::new();
    let mut declare = |other: RecordIndex, reason: String| {
        let why = found.entry(other).or_default();
        why.reasons.push(reason);
        why.declared += 1;
    };
    for id in &site.base.causes_of[index] {
        let Some(cause) = site.base.causes.get(id) else { continue };
        let reason = words.fill("related.cause", &[("cause", cause.title(&words.tag))]);
        for &other in site.records_of.get(id.as_str()).into_iter().flatten() {
            declare(other, reason.clone());
        }
    }
    for (others, key) in [(&site.base.names[index], "related.names"), (&site.base.named_by[index], "related.named_by")]
    {
        others.iter().for_each(|&other| declare(other, words.text(key).to_owned()));
    }
    for similar in &site.similar[index] {
        let why = found.entry(similar.record).or_default();
        why.reasons.extend(similar.reasons.iter().filter_map(|reason| shared(reason, words)));
        why.likeness = if why.declared == 0 { similar.score.to_bits() } else { 0 };
    }
    found.remove(&index);
    found.retain(|_, why| !why.reasons.is_empty());
    found
}

/// What two texts share, in words; nothing for what documents say themselves.
fn shared(reason: &Reason, words: &Words) -> Option<String> {
    let told = match reason {
        Reason::SameCause(_) | Reason::Names | Reason::NamedBy => return None,
        Reason::SameAlert(alert) => words.fill("related.alert", &[("alert", alert)]),
        Reason::SameError(error) => words.fill("related.error", &[("error", error)]),
        Reason::SameService { service, .. } => words.fill("related.service", &[("service", service)]),
        Reason::SharedTerms(terms) => words.fill("related.terms", &[("terms", &terms.join(", "))]),
    };
    Some(told)
}

fn relation(
    site: &Site<'_>,
    from: &Address,
    index: RecordIndex,
    reasons: &[String],
    words: &Words,
) -> Option<Relation> {
    let postmortem = &site.base.records[index].postmortem;
    if postmortem.kind == Kind::Cause {
        return None;
    }
    Some(Relation {
        id: if postmortem.kind.is_postmortem() { postmortem.id.value.clone() } else { String::new() },
        title: postmortem.title.value.clone(),
        language: postmortem.language.tag(),
        href: from.link_to(site.directory.record(index)?),
        date: postmortem.date.as_ref().map(|fact| Day::new(fact.value, words)),
        kind: (!postmortem.kind.is_postmortem())
            .then(|| words.text(&format!("kind.{}", postmortem.kind.name())).to_owned()),
        reasons: reasons.join(" · "),
    })
}
