//! One postmortem: what it says about itself, what came before it, its own text, what was promised in it,
//! and what is related to it.

use serde::Serialize;

use super::guide::{Contents, contents};
use super::{Frame, Part, agenda, finish};
use crate::knowledge::RecordIndex;
use crate::site::html::{self, Links};
use crate::site::view::{
    Day, Fact, Notice, Objective, Phases, Promises, Related, Relation, Revisions, SeverityMark, alternates, facts,
    linked, notices, objectives, related, revisions, standfirst_above,
};
use crate::site::{Address, Site, SiteError};
use crate::text::Html;

#[derive(Serialize)]
pub(super) struct Incident {
    id: String,
    title: String,
    lead: String,
    date: Option<Day>,
    severity: Option<SeverityMark>,
    kind: String,
    status: String,
    facts: Vec<Fact>,
    notices: Vec<Notice>,
    phases: Option<Phases>,
    contents: Vec<Contents>,
    body_html: Html,
    actions: Promises,
    objectives: Vec<Objective>,
    related: Vec<Relation>,
    backlinks: Vec<Relation>,
    /// That there are more.
    backlinks_more: Option<String>,
    history: Option<Revisions>,
    /// The pack for its review, while there is one to come.
    agenda: Option<String>,
}

pub(super) fn render(site: &Site<'_>, index: RecordIndex) -> Result<Vec<u8>, SiteError> {
    let record = &site.base.records[index];
    let postmortem = &record.postmortem;
    let words = site.words_for(record);
    let address = site.directory.record(index).cloned().unwrap_or_else(|| Address::folder("incidents"));
    let page = page(site, &address, index);
    let frame = Frame::new(site, address.clone(), Part::Incidents, &postmortem.title.value, words)
        .about(postmortem.language.tag(), &postmortem.lead)
        .among(alternates(site, &address, index))
        .of_document(postmortem.date.as_ref().map(|date| date.value), Some(linked(site, &address, index, words)));
    finish(site, "incident.html", &frame, &page, words)
}

/// A postmortem, as the page at an address shows it.
pub(super) fn page(site: &Site<'_>, address: &Address, index: RecordIndex) -> Incident {
    let record = &site.base.records[index];
    let postmortem = &record.postmortem;
    let words = site.words_for(record);
    let links = Links { site, from: address, record: index };
    let status = postmortem.status.as_ref().map(|fact| words.text(&format!("status.{}", fact.value.name())));
    let Related { related, backlinks, backlinks_more } = related(site, address, index, words);
    Incident {
        id: postmortem.id.value.clone(),
        title: postmortem.title.value.clone(),
        lead: standfirst_above(postmortem),
        date: postmortem.date.as_ref().map(|fact| Day::new(fact.value, words)),
        severity: SeverityMark::of(postmortem),
        kind: words.text(&format!("kind.{}", postmortem.kind.name())).to_owned(),
        status: status.unwrap_or_default().to_owned(),
        facts: facts(site, address, index, words),
        notices: notices(site, address, index, words),
        phases: Phases::of(site, postmortem, words),
        contents: contents(site.outline(index)),
        body_html: html::body(record, site.outline(index), &links, words),
        actions: Promises::of(site, index, words),
        objectives: objectives(postmortem, words),
        related,
        backlinks,
        backlinks_more,
        history: revisions(site, index, words),
        agenda: agenda::address(site, index).map(|agenda| address.link_to(&agenda)),
    }
}
