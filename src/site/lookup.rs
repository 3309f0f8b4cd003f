//! What pages ask a site for again and again: the actions of a document, the figures of an incident, the page of an owner,
//! the feed of a list.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::promise_lists::ListKind;
use super::{Address, Site, paging};
use crate::knowledge::{Ledger, LedgerEntry, Measured, Metrics, RecordIndex, Standing, owner_key};
use crate::text::percent_encoded;

/// Places in what is sorted otherwise.
#[derive(Debug, Default)]
pub(in crate::site) struct Lookup {
    /// For each record with actions, how many stand so.
    standings: HashMap<RecordIndex, [usize; Standing::ALL.len()]>,
    /// For each record, its place among the measured incidents.
    measured: HashMap<RecordIndex, usize>,
    /// The folder of the actions of an owner.
    owners: HashMap<String, String>,
}

impl Lookup {
    /// The places of a knowledge base.
    pub(in crate::site) fn new(metrics: &Metrics<'_>, promises: &super::PromiseLists) -> Self {
        let mut standings: HashMap<RecordIndex, [usize; Standing::ALL.len()]> = HashMap::new();
        for entry in &metrics.ledger.entries {
            standings.entry(entry.place.record).or_default()[entry.standing as usize] += 1;
        }
        let measured = metrics.durations.incidents.iter().enumerate().map(|(at, one)| (one.record, at)).collect();
        let owners =
            promises.of(ListKind::Owner).iter().map(|list| (owner_key(&list.of), list.folder.clone())).collect();
        Self { standings, measured, owners }
    }
}

impl<'a> Site<'a> {
    /// The actions of a record in its own order; none of one that others replace.
    pub(in crate::site) fn entries_of(&self, index: RecordIndex) -> Vec<LedgerEntry<'a>> {
        Ledger::of_record(self.base, index, self.today, &self.zone.clone().unwrap_or(TimeZone::UTC))
    }

    /// How many actions of a record stand so; none of one that others replace.
    pub(in crate::site) fn count_of(&self, index: RecordIndex, standing: Standing) -> usize {
        self.lookup.standings.get(&index).map_or(0, |counts| counts[standing as usize])
    }

    /// How long an incident took.
    pub(in crate::site) fn measured(&self, index: RecordIndex) -> Option<&Measured> {
        self.metrics.durations.incidents.get(*self.lookup.measured.get(&index)?)
    }

    /// The actions of an owner.
    pub(in crate::site) fn owner_page(&self, owner: &str) -> Option<Address> {
        Some(paging::address(self.lookup.owners.get(&owner_key(owner))?, 1))
    }

    /// The feed of a list, where there are feeds: they need to know where the site will be.
    pub(in crate::site) fn feed_of(&self, folder: &str) -> Option<Address> {
        self.root()?;
        Some(Address::new(if folder.is_empty() { "feed.xml".to_owned() } else { format!("{folder}/feed.xml") }))
    }

    /// The address of the site on the web, without a slash at the end.
    pub(in crate::site) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// An address on the web, encoded; a page is its folder. Only where [`Self::root`] is known it leads anywhere.
    pub(in crate::site) fn web(&self, address: &Address) -> String {
        let path = address.as_str();
        let path = if path == "index.html" { "" } else { path };
        let folder = path.strip_suffix("/index.html").map_or_else(|| path.to_owned(), |folder| format!("{folder}/"));
        format!("{}/{}", self.root.as_deref().unwrap_or_default(), percent_encoded(&folder))
    }

    /// When a document was changed last, as Git says, else the day of what it is about.
    pub(in crate::site) fn updated(&self, index: RecordIndex) -> Option<Timestamp> {
        self.history_of(index).and_then(|history| history.last()?.time).or_else(|| self.day_in_utc(index))
    }

    /// When a document was written down first, as Git says.
    pub(in crate::site) fn published(&self, index: RecordIndex) -> Option<Timestamp> {
        self.history_of(index).and_then(|history| history.first()?.time)
    }

    fn day_in_utc(&self, index: RecordIndex) -> Option<Timestamp> {
        let day = self.base.records[index].postmortem.date.as_ref()?.value;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }
}
