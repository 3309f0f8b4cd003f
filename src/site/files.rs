//! A knowledge base into everything of its site that is no page: feeds, a calendar, data, the map of the site, and what
//! programs read instead of pages.
//!
//! What must name the site's own address on the web (`feed`, `sitemap`) is only made where the settings say it.

mod calendar;
mod data;
mod feed;
mod headers;
mod llms;
mod sitemap;
mod twin;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::facet::FacetKind;
use super::{Address, Site};
use crate::knowledge::RecordIndex;
use crate::output::OutputFile;

pub(in crate::site) use twin::address as twin;

/// Every file that is no page. `pages` are those that are, for the map of the site.
pub(in crate::site) fn all(site: &Site<'_>, pages: &[OutputFile]) -> Vec<OutputFile> {
    let mut files = data::all(site);
    files.extend(
        [calendar::calendar(site), headers::headers(), headers::robots(site), llms::map(site)].into_iter().flatten(),
    );
    files.extend(feeds(site));
    files.extend(sitemap::files(site, pages));
    let records: Vec<RecordIndex> = (0..site.base.records.len()).collect();
    let twins: Vec<OutputFile> = records.into_par_iter().filter_map(|index| twin::file_of(site, index)).collect();
    files.extend(twins);
    files
}

/// The feed of the site, and one for each list of incidents and each cause.
fn feeds(site: &Site<'_>) -> Vec<OutputFile> {
    let words = site.words();
    let incidents = site.base.incidents();
    let mut lists: Vec<(String, String, Vec<RecordIndex>)> = vec![(String::new(), String::new(), incidents)];
    for kind in FacetKind::ALL {
        for facet in site.facets.of(kind) {
            let title = super::pages::facet_title(facet, words);
            lists.push((facet.folder.clone(), title, facet.records.clone()));
        }
    }
    for (id, cause) in &site.base.causes {
        let folder = site.directory.cause(id).and_then(|address| address.as_str().strip_suffix("/index.html"));
        let records = cause.all_occurrences().iter().rev().map(|occurrence| occurrence.record).collect();
        lists.extend(folder.map(|folder| (folder.to_owned(), cause.title(&words.tag).to_owned(), records)));
    }
    lists
        .into_par_iter()
        .filter_map(|(folder, title, records)| feed::file_of(site, &folder, &title, &records))
        .collect()
}

/// A file of bytes at an address.
fn file(address: &Address, bytes: Vec<u8>) -> Option<OutputFile> {
    Some(OutputFile { path: address.path()?, bytes })
}
