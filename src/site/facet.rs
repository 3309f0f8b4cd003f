//! What incidents have in common (year, severity, status, service, team, tag) into lists of them, each with a place of its
//! own in the site.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashMap;

use super::directory::Taken;
use super::view::SeverityMark;
use super::{Address, paging};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Postmortem, Status};
use crate::text::{Slug, fold_label};

/// What incidents are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::site) enum FacetKind {
    Year,
    Severity,
    Status,
    Service,
    Team,
    Tag,
}

impl FacetKind {
    /// All of them.
    pub(in crate::site) const ALL: [Self; 6] =
        [Self::Year, Self::Severity, Self::Status, Self::Service, Self::Team, Self::Tag];
    /// Those that have a folder and an index of their own; the others are found below the incidents.
    pub(in crate::site) const NAMED: [Self; 3] = [Self::Service, Self::Team, Self::Tag];

    /// The name used in catalogues.
    pub(in crate::site) fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Service => "service",
            Self::Team => "team",
            Self::Tag => "tag",
        }
    }

    /// The folder of its index.
    pub(in crate::site) fn folder(self) -> &'static str {
        match self {
            Self::Year | Self::Severity | Self::Status => "incidents",
            Self::Service => "services",
            Self::Team => "teams",
            Self::Tag => "tags",
        }
    }

    /// The field that it is read from, where that holds a list.
    pub(in crate::site) fn field(self) -> Option<Field> {
        match self {
            Self::Service => Some(Field::Services),
            Self::Team => Some(Field::Teams),
            Self::Tag => Some(Field::Tags),
            Self::Year | Self::Severity | Self::Status => None,
        }
    }

    /// What a postmortem has of it, where that is one: what it is compared by, and how it is written.
    fn value(self, postmortem: &Postmortem) -> Option<(String, String)> {
        match self {
            Self::Year => {
                postmortem.date.as_ref().map(|date| (date.value.year().to_string(), date.value.year().to_string()))
            }
            Self::Severity => {
                SeverityMark::of(postmortem).map(|mark| (mark.rank().to_string(), mark.label().to_owned()))
            }
            _ => postmortem
                .status
                .as_ref()
                .map(|status| (order(status.value).to_string(), status.value.name().to_owned())),
        }
    }
}

/// The place of a status in the life of a document.
fn order(status: Status) -> usize {
    Status::ALL.iter().position(|one| *one == status).unwrap_or_default()
}

/// The incidents that have one thing in common.
#[derive(Debug, Clone)]
pub(in crate::site) struct Facet {
    pub(in crate::site) kind: FacetKind,
    /// As most documents write it; the name of a status.
    pub(in crate::site) label: String,
    /// The incidents, newest first.
    pub(in crate::site) records: Vec<RecordIndex>,
    /// The folder of its pages.
    pub(in crate::site) folder: String,
}

impl Facet {
    /// Its first page.
    pub(in crate::site) fn address(&self) -> Address {
        paging::address(&self.folder, 1)
    }
}

/// All facets.
#[derive(Debug, Default)]
pub(in crate::site) struct Facets {
    /// By kind; years from the last on, severities from the worst on, the rest with the most incidents first.
    all: BTreeMap<FacetKind, Vec<Facet>>,
    places: HashMap<(FacetKind, String), usize>,
}

impl Facets {
    /// The facets of the incidents of a knowledge base, which come newest first.
    pub(in crate::site) fn new(base: &KnowledgeBase, incidents: &[RecordIndex]) -> Self {
        let mut facets = Self::default();
        let mut taken = Taken::default();
        for kind in FacetKind::ALL {
            let found = gather(kind, base, incidents);
            let list = found.into_iter().enumerate().map(|(at, (key, group))| {
                let folder = folder(kind, &key, &group.label(), &mut taken);
                facets.places.insert((kind, key), at);
                Facet { kind, label: group.label(), records: group.records, folder }
            });
            let list = list.collect();
            facets.all.insert(kind, list);
        }
        facets
    }

    /// Those of a kind.
    pub(in crate::site) fn of(&self, kind: FacetKind) -> &[Facet] {
        self.all.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The one that a postmortem means by a word.
    pub(in crate::site) fn named(&self, kind: FacetKind, written: &str) -> Option<&Facet> {
        let place = self.places.get(&(kind, fold_label(written.trim())))?;
        self.of(kind).get(*place)
    }
}

#[derive(Default)]
struct Group {
    records: Vec<RecordIndex>,
    written: BTreeMap<String, usize>,
}

impl Group {
    /// Adds a record to the group of a key.
    fn add(groups: &mut BTreeMap<String, Self>, key: &str, written: &str, index: RecordIndex) {
        if !groups.contains_key(key) {
            groups.insert(key.to_owned(), Self::default());
        }
        let Some(group) = groups.get_mut(key) else { return };
        if group.records.last() != Some(&index) {
            group.records.push(index);
        }
        match group.written.get_mut(written) {
            Some(times) => *times += 1,
            None => drop(group.written.insert(written.to_owned(), 1)),
        }
    }

    /// As most write it; of equals, the last by letters: that is the one in lower case.
    fn label(&self) -> String {
        let most = self.written.iter().max_by_key(|(text, count)| (**count, *text));
        most.map(|(text, _)| text.clone()).unwrap_or_default()
    }
}

fn gather(kind: FacetKind, base: &KnowledgeBase, incidents: &[RecordIndex]) -> Vec<(String, Group)> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    // A text that many write is folded once.
    let mut keys: FxHashMap<&str, String> = FxHashMap::default();
    for &index in incidents {
        let postmortem = &base.records[index].postmortem;
        match kind.field() {
            Some(field) => {
                for text in postmortem.values(field).map(str::trim) {
                    let key = keys.entry(text).or_insert_with(|| fold_label(text));
                    if !key.is_empty() {
                        Group::add(&mut groups, key, text, index);
                    }
                }
            }
            None => kind
                .value(postmortem)
                .into_iter()
                .for_each(|(key, written)| Group::add(&mut groups, &key, &written, index)),
        }
    }
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    match kind {
        FacetKind::Year => groups.reverse(),
        FacetKind::Severity | FacetKind::Status => {}
        _ => groups.sort_by(|(a, one), (b, other)| other.records.len().cmp(&one.records.len()).then_with(|| a.cmp(b))),
    }
    groups
}

/// `services/checkout`, `incidents/year.2026`: no incident has a name with a dot.
fn folder(kind: FacetKind, key: &str, label: &str, taken: &mut Taken) -> String {
    match kind {
        FacetKind::Year | FacetKind::Severity => format!("incidents/{}.{key}", kind.name()),
        FacetKind::Status => format!("incidents/{}.{label}", kind.name()),
        _ => taken.folder(&format!("{}/", kind.folder()), &Slug::path(label)),
    }
}
