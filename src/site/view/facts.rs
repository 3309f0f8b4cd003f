//! What a postmortem says about itself, as pairs of a name and values for the margin.

use super::fact::{Fact, Value};
use super::targets::is_drawn;
use super::{CauseLink, SeverityMark, written};
use crate::knowledge::RecordIndex;
use crate::postmortem::{self, Field, Kind, Postmortem};
use crate::site::facet::FacetKind;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// The facts of a record, in the order in which one asks for them.
pub(in crate::site) fn facts(site: &Site<'_>, from: &Address, index: RecordIndex, words: &Words) -> Vec<Fact> {
    let postmortem = &site.base.records[index].postmortem;
    let mut facts = List { words, facts: Vec::new() };
    if let Some(mark) = SeverityMark::of(postmortem) {
        facts.add("facts.severity", vec![Value { severity: Some(mark), ..Value::default() }]);
    }
    if let Some(status) = &postmortem.status {
        facts.add("facts.status", vec![Value::text(words.text(&format!("status.{}", status.value.name())))]);
    }
    if postmortem.kind != Kind::Incident && postmortem.kind.is_postmortem() {
        facts.add("facts.kind", vec![Value::text(words.text(&format!("kind.{}", postmortem.kind.name())))]);
    }
    facts.moments(site, postmortem);
    facts.add("facts.services", listed(site, from, postmortem, FacetKind::Service));
    facts.add("facts.teams", listed(site, from, postmortem, FacetKind::Team));
    facts.texts(postmortem, Field::Impact, "facts.impact");
    let causes = CauseLink::of(site, from, index, words).into_iter();
    let linked = |cause: CauseLink| Value { text: cause.title, href: Some(cause.href), ..Value::default() };
    facts.add("facts.causes", causes.map(linked).collect());
    facts.add(
        "facts.trigger",
        postmortem.value(Field::Trigger).map(|name| trigger(site, from, name, words)).into_iter().collect(),
    );
    for (field, key) in [
        (Field::Rto, "facts.rto"),
        (Field::Recovery, "facts.recovery"),
        (Field::Rpo, "facts.rpo"),
        (Field::DataLoss, "facts.data_loss"),
        (Field::Alerts, "facts.alerts"),
        (Field::Owner, "facts.owner"),
        (Field::Authors, "facts.authors"),
        (Field::Reviewers, "facts.reviewers"),
        (Field::ReviewDate, "facts.review_date"),
    ] {
        if !is_drawn(postmortem, field) {
            facts.texts(postmortem, field, key);
        }
    }
    facts.add("facts.tags", listed(site, from, postmortem, FacetKind::Tag));
    facts.facts.extend(written(site, index, words));
    facts.facts
}

/// Services, teams or tags, each with the way to everything about it.
fn listed(site: &Site<'_>, from: &Address, postmortem: &Postmortem, kind: FacetKind) -> Vec<Value> {
    let values = kind.field().into_iter().flat_map(|field| postmortem.values(field));
    let values = values.map(str::trim).filter(|text| !text.is_empty());
    let value = |text: &str| Value {
        href: site.facets.named(kind, text).map(|facet| from.link_to(&facet.address())),
        ..Value::text(text)
    };
    values.map(value).collect()
}

struct List<'a> {
    words: &'a Words,
    facts: Vec<Fact>,
}

impl List<'_> {
    fn add(&mut self, key: &str, values: Vec<Value>) {
        self.facts.extend(Fact::new(key, values, self.words));
    }

    fn texts(&mut self, postmortem: &Postmortem, field: Field, key: &str) {
        let values = postmortem.values(field).map(str::trim).filter(|text| !text.is_empty());
        let shown = |text: &str| match (field, text.parse::<jiff::civil::Date>()) {
            (Field::ReviewDate, Ok(date)) => self.words.date(date),
            _ => text.to_owned(),
        };
        let values = values.map(|text| Value::text(shown(text))).collect();
        self.add(key, values);
    }

    /// The key moments; a day is written once for those that share it.
    fn moments(&mut self, site: &Site<'_>, postmortem: &Postmortem) {
        let moments = &postmortem.moments;
        let mut day = None;
        for (fact, key) in [
            (&moments.started, "facts.started"),
            (&moments.detected, "facts.detected"),
            (&moments.acknowledged, "facts.acknowledged"),
            (&moments.mitigated, "facts.mitigated"),
            (&moments.resolved, "facts.resolved"),
        ] {
            let Some(postmortem::Fact { value: moment, .. }) = fact else { continue };
            let same = day.is_some() && moment.date == day && moment.time.is_some();
            day = moment.date.or(day);
            let zone = site.zone.as_ref();
            let text = if same { Words::clock(moment, zone) } else { self.words.moment(moment, zone) };
            self.add(key, vec![Value::text(text)]);
        }
        if let Some(date) = postmortem.date.as_ref().filter(|_| moments.started.is_none()) {
            let text = self.words.date(date.value);
            self.add("facts.date", vec![Value::text(text)]);
        }
    }
}

/// A trigger: a registered one is a link.
fn trigger(site: &Site<'_>, from: &Address, name: &str, words: &Words) -> Value {
    match CauseLink::new(site, from, name, words) {
        Some(cause) => Value { text: cause.title, href: Some(cause.href), ..Value::default() },
        None => Value::text(name),
    }
}
