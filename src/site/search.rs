//! Records that anybody may find into the files of the search index.

use rustc_hash::FxHashSet;

use super::view::SeverityMark;
use super::{Address, Site, audience};
use crate::knowledge::{Findable, RecordIndex};
use crate::output::OutputFile;
use crate::postmortem::Kind;
use crate::search::Card;
use crate::text::{RelPath, percent_encoded};

/// The folder of the index, below the site's.
const FOLDER: &str = "search";

/// Whether a file may be one of the index.
pub(super) fn may_be(path: &RelPath) -> bool {
    path.parent() == FOLDER
}

/// Every file of the index.
pub(super) fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let findable = Findable::of(site.base, records(site), &site.settings.language);
    let listed: FxHashSet<RecordIndex> = site.base.incidents().into_iter().collect();
    let card = |&index: &RecordIndex| Card { listed: listed.contains(&index), ..card(site, index) };
    let cards: Vec<Card> = findable.records.iter().map(card).collect();
    let file = |shard: crate::search::Shard| {
        let path = Address::new(format!("{FOLDER}/{}", shard.name)).path()?;
        Some(OutputFile { path, bytes: shard.bytes })
    };
    findable.catalogue.shards(&cards).into_iter().filter_map(file).collect()
}

/// The records that are in it.
pub(super) fn records(site: &Site<'_>) -> Vec<RecordIndex> {
    let has_page = |index: &RecordIndex| site.directory.record(*index).is_some();
    let records = Findable::all(site.base).into_iter().filter(has_page).collect();
    audience::findable(site.base, site.settings, site.today, records)
}

/// What a result shows of a record.
fn card(site: &Site<'_>, index: RecordIndex) -> Card {
    let postmortem = &site.base.records[index].postmortem;
    let is_postmortem = postmortem.kind.is_postmortem();
    let severity = SeverityMark::of(postmortem).filter(|_| is_postmortem);
    let kind = match postmortem.kind {
        Kind::Incident => "",
        kind => site.words().text(&format!("kind.{}", kind.name())),
    };
    Card {
        address: site.directory.record(index).map(|address| percent_encoded(address.as_str())).unwrap_or_default(),
        language: postmortem.language.tag().to_owned(),
        day: postmortem.date.as_ref().filter(|_| is_postmortem).map(|date| date.value.to_string()).unwrap_or_default(),
        id: if is_postmortem { postmortem.id.value.clone() } else { String::new() },
        rank: severity.as_ref().map_or(0, SeverityMark::rank),
        severity: severity.map(|mark| mark.label().to_owned()).unwrap_or_default(),
        kind: kind.to_owned(),
        listed: false,
    }
}
