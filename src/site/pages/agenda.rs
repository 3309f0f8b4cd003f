//! The pack for the review meeting of a postmortem that is not agreed yet, to be printed or read from.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::agenda::{Agenda, Item, Point, PointKind};
use crate::config::Audience;
use crate::knowledge::RecordIndex;
use crate::postmortem::Status;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct AgendaPage {
    id: String,
    title: String,
    length: String,
    /// The way back to the postmortem.
    postmortem: String,
    items: Vec<Section>,
}

/// An item of the agenda.
#[derive(Serialize)]
struct Section {
    /// Its place in the meeting; none for what is done before.
    number: Option<usize>,
    title: String,
    length: String,
    groups: Vec<Group>,
}

/// Neighbours that are shown alike.
#[derive(Serialize)]
struct Group {
    /// `guide`, `say`, `topic` or `list`.
    kind: &'static str,
    points: Vec<Point>,
}

/// The page of a postmortem's review, where there is one: nobody outside is invited, and what is agreed needs none.
pub(super) fn address(site: &Site<'_>, index: RecordIndex) -> Option<Address> {
    let postmortem = &site.base.records[index].postmortem;
    let status = postmortem.status.as_ref().map(|fact| fact.value);
    let is_open = postmortem.kind.is_postmortem() && matches!(status, Some(Status::Draft | Status::InReview));
    let is_inside = site.settings.audience != Audience::Public && !site.theme.is_one_page();
    let folder = site.directory.record(index).filter(|_| is_open && is_inside)?.as_str();
    Some(Address::folder(&format!("{}agenda", folder.strip_suffix("index.html")?)))
}

pub(super) fn render(site: &Site<'_>, index: RecordIndex) -> Result<Vec<u8>, SiteError> {
    let record = &site.base.records[index];
    let words = site.words_for(record);
    let here = address(site, index).unwrap_or_else(|| Address::folder("agenda"));
    let agenda = Agenda::new(site.base, index, record.postmortem.language, site.lexicon(), site.today);
    let mut number = 0;
    let page = AgendaPage {
        id: agenda.id,
        title: agenda.heading,
        length: agenda.length,
        postmortem: site.directory.record(index).map(|address| here.link_to(address)).unwrap_or_default(),
        items: agenda.items.into_iter().map(|item| section(item, &mut number)).collect(),
    };
    let frame = Frame::new(site, here, Part::Incidents, &page.title, words).about(agenda.language, "");
    finish(site, "agenda.html", &frame, &page, words)
}

fn section(item: Item, number: &mut usize) -> Section {
    *number += usize::from(item.minutes > 0);
    let mut groups: Vec<Group> = Vec::new();
    for point in item.points {
        let kind = match point.kind {
            PointKind::Guide => "guide",
            PointKind::Say => "say",
            PointKind::Topic => "topic",
            PointKind::Told | PointKind::Check | PointKind::Ask => "list",
        };
        match groups.last_mut() {
            Some(group) if kind == "list" && group.kind == kind => group.points.push(point),
            _ => groups.push(Group { kind, points: vec![point] }),
        }
    }
    Section { number: (item.minutes > 0).then_some(*number), title: item.title, length: item.length, groups }
}
