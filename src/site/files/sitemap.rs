//! The pages into a sitemap (sitemaps.org, 0.9): where everything is, and of documents, when they changed last.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::file;
use crate::output::OutputFile;
use crate::site::{Address, Site};

/// As many addresses as one map may hold.
const MOST: usize = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The map; of a very large site, several and a list of them. Nothing where nobody said where the site will be.
pub(super) fn files(site: &Site<'_>, pages: &[OutputFile]) -> Vec<OutputFile> {
    if site.root().is_none() {
        return Vec::new();
    }
    let changed = changed(site);
    let listed: Vec<&str> = pages.iter().map(|page| page.path.as_str()).filter(|path| *path != "404.html").collect();
    let maps: Vec<String> = listed.chunks(MOST).map(|paths| map(site, paths, &changed)).collect();
    if let [only] = maps.as_slice() {
        return file(&Address::new("sitemap.xml"), only.clone().into_bytes()).into_iter().collect();
    }
    let addresses: Vec<Address> =
        (1..=maps.len()).map(|number| Address::new(format!("sitemap.{number}.xml"))).collect();
    let mut list = format!("{HEAD}<sitemapindex {SPACE}>\n");
    for address in &addresses {
        let _ = writeln!(list, "<sitemap><loc>{}</loc></sitemap>", escaped(&site.web(address)));
    }
    list.push_str("</sitemapindex>\n");
    let maps = addresses.iter().zip(maps).filter_map(|(address, map)| file(address, map.into_bytes()));
    file(&Address::new("sitemap.xml"), list.into_bytes()).into_iter().chain(maps).collect()
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

fn map(site: &Site<'_>, paths: &[&str], changed: &HashMap<&str, String>) -> String {
    let mut map = format!("{HEAD}<urlset {SPACE}>\n");
    for path in paths {
        let url = escaped(&site.web(&Address::new(*path)));
        match changed.get(path) {
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
