//! Other incidents that a reader of this one should see, each with the reason.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Day;
use crate::knowledge::RecordIndex;
use crate::postmortem::Kind;
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

/// The related documents: most reasons first, then the newest.
pub(in crate::site) fn related(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Vec<Relation> {
    let mut reasons: BTreeMap<RecordIndex, Vec<String>> = BTreeMap::new();
    for id in &site.base.causes_of[index] {
        let Some(cause) = site.base.causes.get(id) else { continue };
        let reason = words.fill("related.cause", &[("cause", cause.title(&words.tag))]);
        for &other in site.records_of.get(id.as_str()).into_iter().flatten() {
            reasons.entry(other).or_default().push(reason.clone());
        }
    }
    for (others, key) in [(&site.base.names[index], "related.names"), (&site.base.named_by[index], "related.named_by")]
    {
        for &other in others {
            reasons.entry(other).or_default().push(words.text(key).to_owned());
        }
    }
    reasons.remove(&index);
    let mut found: Vec<(RecordIndex, Vec<String>)> = reasons.into_iter().collect();
    let day = |index: RecordIndex| site.base.records[index].postmortem.date.as_ref().map(|fact| fact.value);
    found.sort_by_key(|(other, reasons)| (std::cmp::Reverse((reasons.len(), day(*other))), *other));
    let relations = found.into_iter().filter_map(|(other, reasons)| relation(site, from, other, &reasons, words));
    relations.take(MOST).collect()
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
