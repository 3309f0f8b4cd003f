//! The list of guides, by folder.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::RecordIndex;
use crate::site::view::standfirst;
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct Guides {
    folders: Vec<Folder>,
}

#[derive(Serialize)]
struct Folder {
    name: String,
    rows: Vec<GuideRow>,
}

#[derive(Serialize)]
struct GuideRow {
    title: String,
    language: &'static str,
    href: String,
    description: String,
    path: String,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("guides");
    let mut folders: Vec<Folder> = Vec::new();
    for index in site.base.guides() {
        let name = site.base.records[index].path.parent();
        let Some(row) = row(site, &here, index) else { continue };
        match folders.iter_mut().find(|folder| folder.name == name) {
            Some(folder) => folder.rows.push(row),
            None => folders.push(Folder { name: name.to_owned(), rows: vec![row] }),
        }
    }
    let frame = Frame::new(site, here, Part::Guides, words.text("guides.title"), words);
    finish(site, "guides.html", &frame, &Guides { folders }, words)
}

fn row(site: &Site<'_>, from: &Address, index: RecordIndex) -> Option<GuideRow> {
    let record = &site.base.records[index];
    let postmortem = &record.postmortem;
    Some(GuideRow {
        title: postmortem.title.value.clone(),
        language: postmortem.language.tag(),
        href: from.link_to(site.directory.record(index)?),
        description: standfirst(postmortem),
        path: record.path.to_string(),
    })
}
