//! Other incidents that a reader of this one should see, each with the reason.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Day;
use crate::knowledge::{self, Reason, RecordIndex, RelationReason, Similar};
use crate::postmortem::{Field, Kind};
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
const MOST_BACK: usize = 20;

/// The incidents that are likely to be like one, best first.
fn similar(site: &Site<'_>, index: RecordIndex) -> Vec<Similar> {
    let record = &site.base.records[index];
    if !record.postmortem.kind.is_postmortem() {
        return Vec::new();
    }
    let mut similar = site.kin.similar(index, MOST);
    if !similar.is_empty() {
        conceal_reasons(&mut similar, record, site.today);
    }
    similar
}

/// The related documents. First what their authors say and what they share, the strongest reason first, then the most
/// reasons, then the newest; after them what is only like this one, the likest first. And the documents that name this one
/// and are not among them, the newest first; and how many of these are left out.
pub(in crate::site) fn related(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Related {
    let (to, said_back) = site.relations(index);
    let mut found: Vec<(RecordIndex, Why)> = reasons(site, index, &to, words).into_iter().collect();
    let day = |index: RecordIndex| site.base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    found.sort_by_key(|(other, why)| (why.strength, Reverse((why.reasons.len(), day(*other))), *other));
    found.truncate(MOST);
    let mut back: Vec<RecordIndex> = said_back.iter().map(|relation| relation.to).collect();
    back.sort_by_key(|other| (Reverse(day(*other)), *other));
    for (other, why) in &mut found {
        if back.contains(other) {
            why.reasons.push(words.text("related.names_this").to_owned());
        }
    }
    back.retain(|other| found.iter().all(|(shown, _)| shown != other));
    let reason = |other: RecordIndex| said_back.iter().find(|relation| relation.to == other);
    let link = |&other: &RecordIndex| relation(site, from, other, &[said(&reason(other)?.reason, words)?], words);
    let links: Vec<Relation> = back.iter().filter_map(link).collect();
    let more = links.len().saturating_sub(MOST_BACK);
    Related {
        related: found.iter().filter_map(|(other, why)| relation(site, from, *other, &why.reasons, words)).collect(),
        backlinks_more: (more > 0).then(|| words.count("home.more", more, &[])),
        backlinks: links.into_iter().take(MOST_BACK).collect(),
    }
}

/// What has to do with a document.
pub(in crate::site) struct Related {
    pub(in crate::site) related: Vec<Relation>,
    pub(in crate::site) backlinks: Vec<Relation>,
    /// That there are more.
    pub(in crate::site) backlinks_more: Option<String>,
}

/// Why a document is related.
struct Why {
    /// Of its strongest reason: what authors say is before what documents share, and that before what is alike, the
    /// likest first.
    strength: (usize, Reverse<u32>),
    reasons: Vec<String>,
}

fn reasons(
    site: &Site<'_>,
    index: RecordIndex,
    to: &[knowledge::Relation],
    words: &Words,
) -> BTreeMap<RecordIndex, Why> {
    let mut found: BTreeMap<RecordIndex, Why> = BTreeMap::new();
    for relation in to {
        let Some(reason) = said(&relation.reason, words).or_else(|| held(site, &relation.reason, words)) else {
            continue;
        };
        let strength = (usize::from(!relation.reason.is_said()), Reverse(0));
        let why = found.entry(relation.to).or_insert(Why { strength, reasons: Vec::new() });
        if !why.reasons.contains(&reason) {
            why.reasons.push(reason);
        }
    }
    for similar in similar(site, index) {
        // The bits of a number that is not negative are in its order.
        let strength = (2, Reverse(similar.score.to_bits()));
        let why = found.entry(similar.record).or_insert(Why { strength, reasons: Vec::new() });
        for reason in similar.reasons.iter().filter_map(|reason| shared(reason, words)) {
            let known = why.reasons.iter().any(|known| known.starts_with(&reason));
            if !known {
                why.reasons.push(reason);
            }
        }
    }
    found.remove(&index);
    found.retain(|_, why| !why.reasons.is_empty());
    found
}

/// What an author says, in words.
fn said(reason: &RelationReason, words: &Words) -> Option<String> {
    let key = match reason {
        RelationReason::Declared(Field::Supersedes) => "related.supersedes",
        RelationReason::Declared(Field::SupersededBy) => "related.superseded_by",
        RelationReason::Declared(Field::TranslationOf) => "related.translation_of",
        RelationReason::Declared(_) => "related.declared",
        RelationReason::Linked => "related.linked",
        RelationReason::Mentioned => "related.mentioned",
        _ => return None,
    };
    Some(words.text(key).to_owned())
}

/// What two documents both have, in words.
fn held(site: &Site<'_>, reason: &RelationReason, words: &Words) -> Option<String> {
    let told = match reason {
        RelationReason::SameCause(id) => {
            let title = site.base.causes.get(id).map_or(id.as_str(), |cause| cause.title(&words.tag));
            words.fill("related.cause", &[("cause", title)])
        }
        RelationReason::SameError(error) => words.fill("related.error", &[("error", error)]),
        RelationReason::SameAlert(alert) => words.fill("related.alert", &[("alert", alert)]),
        RelationReason::SameService { service, days } => {
            words.fill("related.service_near", &[("service", service), ("days", &words.days(*days))])
        }
        RelationReason::Declared(_) | RelationReason::Linked | RelationReason::Mentioned => return None,
    };
    Some(told)
}

/// What two texts share, in words; nothing for what documents say themselves.
fn shared(reason: &Reason, words: &Words) -> Option<String> {
    let told = match reason {
        Reason::SameCause(_) | Reason::Names | Reason::NamedBy => return None,
        Reason::SameAlert(alert) => words.fill("related.alert", &[("alert", alert)]),
        Reason::SameError(error) => words.fill("related.error", &[("error", error)]),
        Reason::SameService { service, .. } => words.fill("related.service", &[("service", service)]),
        Reason::SharedTerms(terms) => {
            words.fill("related.terms", &[("terms", &terms.join(words.text("frame.listed")))])
        }
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
