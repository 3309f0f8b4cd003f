//! Every postmortem, newest first, divided by year, in pages of two hundred.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::output::OutputFile;
use crate::site::view::IncidentRow;
use crate::site::{Address, Site, SiteError};

const PER_PAGE: usize = 200;

#[derive(Serialize)]
struct Incidents {
    years: Vec<Year>,
    sum: String,
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct Year {
    name: String,
    sum: String,
    rows: Vec<IncidentRow>,
}

#[derive(Serialize)]
struct PageLink {
    number: usize,
    href: String,
    current: bool,
}

/// How many pages a list of postmortems has; an empty one has one.
pub(super) fn count(postmortems: usize) -> usize {
    postmortems.div_ceil(PER_PAGE).max(1)
}

/// The address of a page of the list. A slug never holds a dot, so no incident has this name.
fn address(number: usize) -> Address {
    match number {
        1 => Address::folder("incidents"),
        _ => Address::folder(&format!("incidents/page.{number}")),
    }
}

pub(super) fn render(site: &Site<'_>, number: usize) -> Result<OutputFile, SiteError> {
    let words = site.words();
    let here = address(number);
    let postmortems = site.base.incidents();
    let pages = count(postmortems.len());
    let rows = postmortems
        .iter()
        .skip((number - 1) * PER_PAGE)
        .take(PER_PAGE)
        .filter_map(|&index| IncidentRow::new(site, &here, index, words));
    let mut years: Vec<Year> = Vec::new();
    for row in rows {
        let name = row.year().unwrap_or_default();
        match years.last_mut() {
            Some(year) if year.name == name => year.rows.push(row),
            _ => years.push(Year { name: name.to_owned(), sum: String::new(), rows: vec![row] }),
        }
    }
    for year in &mut years {
        year.sum = words.count("incidents.count", year.rows.len(), &[]);
    }
    let link = |number: usize| here.link_to(&address(number));
    let page = Incidents {
        years,
        sum: words.count("incidents.sum", postmortems.len(), &[]),
        pages: (1..=pages).map(|page| PageLink { number: page, href: link(page), current: page == number }).collect(),
        previous: (number > 1).then(|| link(number - 1)),
        next: (number < pages).then(|| link(number + 1)),
    };
    let frame = Frame::new(site, here.clone(), Part::Incidents, words.text("incidents.title"), words);
    finish(site, "incidents.html", &frame, &page, words)
}
