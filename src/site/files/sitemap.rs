//! The pages into a sitemap (sitemaps.org, 0.9): where everything is, and of documents, when they changed last.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::site::{Address, Site, pages};

/// As many addresses as one map may hold.
const MOST: usize = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The map under number 0; of a very large site that is a list of several, which have the numbers from 1. Nothing where
/// nobody said where the site will be.
pub(super) fn addresses(site: &Site<'_>) -> Vec<(usize, Address)> {
    if site.root().is_none() {
        return Vec::new();
    }
    let maps = listed(site).len().div_ceil(MOST);
    let several = if maps == 1 { 0 } else { maps };
    std::iter::once((0, Address::new("sitemap.xml"))).chain((1..=several).map(|number| (number, of(number)))).collect()
}

fn of(number: usize) -> Address {
    Address::new(format!("sitemap.{number}.xml"))
}

/// The pages that people may look for.
fn listed(site: &Site<'_>) -> Vec<Address> {
    let pages = pages::all(site).into_iter().map(|page| page.address(site));
    pages.filter(|address| address.as_str() != "404.html").collect()
}

/// A map, or the list of all.
pub(in crate::site) fn file(site: &Site<'_>, number: usize) -> Vec<u8> {
    let pages = listed(site);
    let chunks = pages.chunks(MOST);
    if number == 0 && chunks.len() != 1 {
        let mut list = format!("{HEAD}<sitemapindex {SPACE}>\n");
        for number in 1..=chunks.len() {
            let _ = writeln!(list, "<sitemap><loc>{}</loc></sitemap>", escaped(&site.web(&of(number))));
        }
        list.push_str("</sitemapindex>\n");
        return list.into_bytes();
    }
    let pages = pages.chunks(MOST).nth(number.saturating_sub(1)).unwrap_or_default();
    map(site, pages, &changed(site)).into_bytes()
}

/// For each document's page, the day of its last change.
fn changed<'s>(site: &'s Site<'_>) -> HashMap<&'s str, String> {
    let day = |index: usize| {
        let page = site.directory.record(index)?;
        let updated = site.updated(index)?;
        Some((page.as_str(), updated.strftime("%Y-%m-%d").to_string()))
    };
    (0..site.base.records.len()).filter_map(day).collect()
}

fn map(site: &Site<'_>, pages: &[Address], changed: &HashMap<&str, String>) -> String {
    let mut map = format!("{HEAD}<urlset {SPACE}>\n");
    for page in pages {
        let url = escaped(&site.web(page));
        match changed.get(page.as_str()) {
            Some(day) => drop(writeln!(map, "<url><loc>{url}</loc><lastmod>{day}</lastmod></url>")),
            None => drop(writeln!(map, "<url><loc>{url}</loc></url>")),
        }
    }
    map.push_str("</urlset>\n");
    map
}

/// An address as text of XML.
fn escaped(url: &str) -> String {
    url.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}
