//! The ledger into the lists that it is read in: by how actions stand, whose they are, which team's, about which cause, and
//! how old they are.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::directory::Taken;
use crate::knowledge::{Distribution, Ledger, LedgerEntry, Standing, owner_key};
use crate::text::{Slug, fold_label};

/// What the actions of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::site) enum ListKind {
    Standing,
    Owner,
    Team,
    Cause,
    Age,
}

impl ListKind {
    /// Those with as many lists as people write names.
    pub(in crate::site) const NAMED: [Self; 3] = [Self::Owner, Self::Team, Self::Cause];

    /// The name used in catalogues.
    pub(in crate::site) fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Cause => "cause",
            Self::Age => "age",
        }
    }

    /// The folder of the list of its lists. No list of actions has this name: theirs hold a dot.
    pub(in crate::site) fn folder(self) -> String {
        format!("actions/by-{}", self.name())
    }
}

/// From how many days on an open action belongs to each band of age, the oldest first.
pub(in crate::site) const BANDS: [i32; 4] = [365, 90, 30, 0];

/// Actions that have one thing in common.
#[derive(Debug, Clone)]
pub(in crate::site) struct PromiseList {
    pub(in crate::site) kind: ListKind,
    /// The name of a standing, an owner or team as written, the id of a cause, the first day of a band; empty for nobody.
    pub(in crate::site) of: String,
    /// Places in the ledger, ascending.
    pub(in crate::site) entries: Vec<usize>,
    /// How many stand so, in the order of [`Standing::ALL`].
    pub(in crate::site) counts: [usize; 4],
    /// The days that the open ones are old.
    pub(in crate::site) ages: Distribution,
    /// The folder of its pages.
    pub(in crate::site) folder: String,
}

/// All lists, by kind; those with the most overdue first, then with the most open, then by name.
#[derive(Debug, Default)]
pub(in crate::site) struct PromiseLists {
    lists: Vec<PromiseList>,
    places: HashMap<(ListKind, String), usize>,
}

impl PromiseLists {
    /// The lists of a ledger.
    pub(in crate::site) fn new(ledger: &Ledger<'_>, today: Date) -> Self {
        let mut groups: BTreeMap<(ListKind, String), (String, Vec<usize>)> = BTreeMap::new();
        for (at, entry) in ledger.entries.iter().enumerate() {
            for (kind, key, shown) in names(entry, today) {
                let (of, entries) = groups.entry((kind, key)).or_insert_with(|| (shown.clone(), Vec::new()));
                *of = std::cmp::min(std::mem::take(of), shown);
                if entries.last() != Some(&at) {
                    entries.push(at);
                }
            }
        }
        let mut taken = Taken::default();
        let list = |((kind, _), (of, entries)): ((ListKind, String), (String, Vec<usize>))| {
            let count = |standing| entries.iter().filter(|&&at| ledger.entries[at].standing == standing).count();
            let open = entries.iter().map(|&at| &ledger.entries[at]).filter(|entry| entry.standing.is_open());
            PromiseList {
                kind,
                counts: Standing::ALL.map(count),
                ages: open.map(|entry| entry.age(today).map(i64::from)).collect(),
                folder: folder(kind, &of, &mut taken),
                of,
                entries,
            }
        };
        let mut lists: Vec<PromiseList> = groups.into_iter().map(list).collect();
        lists.sort_by_cached_key(PromiseList::order);
        let place = |(at, list): (usize, &PromiseList)| ((list.kind, key(list.kind, &list.of)), at);
        Self { places: lists.iter().enumerate().map(place).collect(), lists }
    }

    /// All of them.
    pub(in crate::site) fn all(&self) -> &[PromiseList] {
        &self.lists
    }

    /// Those of a kind.
    pub(in crate::site) fn of(&self, kind: ListKind) -> &[PromiseList] {
        let begin = self.lists.partition_point(|list| list.kind < kind);
        let end = self.lists.partition_point(|list| list.kind <= kind);
        &self.lists[begin..end]
    }

    /// One of them, by the name of a standing, an owner or team, the id of a cause.
    pub(in crate::site) fn named(&self, kind: ListKind, of: &str) -> Option<&PromiseList> {
        self.lists.get(*self.places.get(&(kind, key(kind, of)))?)
    }
}

impl PromiseList {
    /// Whether they are those of nobody, of no team, about no cause.
    pub(in crate::site) fn is_rest(&self) -> bool {
        self.of.is_empty()
    }

    fn order(&self) -> impl Ord + use<> {
        let fixed = match self.kind {
            ListKind::Standing => Standing::ALL.iter().position(|standing| standing.name() == self.of),
            ListKind::Age => self.of.parse().ok().and_then(|days: i32| BANDS.iter().position(|band| *band == days)),
            _ => None,
        };
        (self.kind, fixed, std::cmp::Reverse((self.counts[0], self.counts[1])), self.of.clone())
    }
}

/// What the names of lists are compared by.
fn key(kind: ListKind, of: &str) -> String {
    match kind {
        ListKind::Owner => owner_key(of),
        ListKind::Team => fold_label(of),
        ListKind::Standing | ListKind::Cause | ListKind::Age => of.to_owned(),
    }
}

/// Everything that an action is listed under: the kind of list, what names are compared by, and the name.
fn names(entry: &LedgerEntry<'_>, today: Date) -> Vec<(ListKind, String, String)> {
    let mut found = vec![(ListKind::Standing, entry.standing.name().to_owned(), entry.standing.name().to_owned())];
    let mut add = |kind: ListKind, names: Vec<(String, String)>| {
        let rest = names.is_empty().then(|| (kind, String::new(), String::new()));
        found.extend(rest.into_iter().chain(names.into_iter().map(|(key, name)| (kind, key, name))));
    };
    let keyed = |kind, name: &str| (key(kind, name), name.trim().to_owned());
    add(ListKind::Owner, entry.owners.iter().map(|owner| keyed(ListKind::Owner, owner)).collect());
    add(ListKind::Team, entry.teams.iter().map(|team| keyed(ListKind::Team, team)).collect());
    add(ListKind::Cause, entry.causes.iter().map(|id| keyed(ListKind::Cause, id)).collect());
    if let Some(age) = entry.age(today) {
        let band = BANDS.iter().find(|&&band| age >= band).unwrap_or(&0).to_string();
        found.push((ListKind::Age, band.clone(), band));
    }
    found
}

/// `actions/overdue`, `actions/owner.minseo`
fn folder(kind: ListKind, of: &str, taken: &mut Taken) -> String {
    match kind {
        ListKind::Standing => format!("actions/{of}"),
        // A slug neither begins with `-` nor is empty.
        _ if of.is_empty() => format!("actions/{}.-", kind.name()),
        _ => taken.folder(&format!("actions/{}.", kind.name()), &Slug::path(of.trim_start_matches('@'))),
    }
}
