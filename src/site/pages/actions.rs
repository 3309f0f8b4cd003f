//! The ledger: what is overdue and open; whose it is, which team's, about which cause, and how old it is.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::knowledge::Standing;
use crate::site::paging::{self, Pager};
use crate::site::promise_lists::{ListKind, PromiseList};
use crate::site::view::{LedgerRow, Rail, RailLink};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};

/// So many lines of each part are shown where the whole has a page of its own.
const MOST: usize = 12;

#[derive(Serialize)]
struct Actions {
    /// `12 actions are overdue …`
    sum: String,
    standings: Vec<Rail>,
    overdue: Vec<LedgerRow>,
    overdue_all: Option<More>,
    open: Vec<LedgerRow>,
    open_all: Option<More>,
    ages: Vec<GroupRow>,
    groups: Vec<Group>,
}

/// The way to everything of which a part is shown.
#[derive(Serialize)]
struct More {
    text: String,
    href: String,
}

/// The lists of one kind.
#[derive(Serialize)]
struct Group {
    title: String,
    column: String,
    rows: Vec<GroupRow>,
    all: Option<More>,
}

/// One list: how many stand how.
#[derive(Serialize)]
pub(super) struct GroupRow {
    name: String,
    href: String,
    rest: bool,
    overdue: usize,
    open: usize,
    done: usize,
    dropped: usize,
    /// The median age of what is open.
    age: Option<String>,
}

/// The overview.
pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = Address::folder("actions");
    let page = Actions {
        sum: sum(site, words),
        standings: standings(site, &here, "", words).into_iter().collect(),
        overdue: rows(site, &here, Standing::Overdue, words),
        overdue_all: all(site, &here, Standing::Overdue, words),
        open: rows(site, &here, Standing::Open, words),
        open_all: all(site, &here, Standing::Open, words),
        ages: site.promises.of(ListKind::Age).iter().map(|list| group_row(site, &here, list, words)).collect(),
        groups: ListKind::NAMED.into_iter().filter_map(|kind| group(site, &here, kind, words)).collect(),
    };
    let frame = Frame::new(site, here.clone(), Part::Actions, words.text("actions.title"), words);
    finish(site, "actions.html", &frame, &page, words)
}

/// `12 overdue and 20 open; 88 done and 3 dropped. 4 of those to be done belong to nobody.`
fn sum(site: &Site<'_>, words: &Words) -> String {
    let ledger = &site.metrics.ledger;
    if ledger.entries.is_empty() {
        return words.text("actions.empty").to_owned();
    }
    let mut sum = counted(Standing::ALL.map(|standing| ledger.count(standing)), words);
    let unowned = ledger.entries.iter().filter(|entry| entry.standing.is_open() && entry.owners.is_empty()).count();
    if unowned > 0 {
        sum.push(' ');
        sum.push_str(&words.count("actions.unowned", unowned, &[]));
    }
    sum
}

/// How many stand how, in the order of [`Standing::ALL`].
fn counted(counts: [usize; 4], words: &Words) -> String {
    let [overdue, open, done, dropped] = counts.map(|count| count.to_string());
    words.fill("actions.sum", &[("overdue", &overdue), ("open", &open), ("done", &done), ("dropped", &dropped)])
}

/// The ways to all that stand so, one of which may be where the reader is.
pub(super) fn standings(site: &Site<'_>, here: &Address, current: &str, words: &Words) -> Option<Rail> {
    let link = |list: &PromiseList| RailLink {
        current: list.folder == current,
        alert: list.of == Standing::Overdue.name(),
        ..RailLink::counted(
            name(site, list, words),
            here.link_to(&paging::address(&list.folder, 1)),
            list.entries.len(),
        )
    };
    let links = site.promises.of(ListKind::Standing).iter().map(link).collect();
    Rail::new(words.text("column.standing"), links, 0, None, words)
}

/// What a list is called.
pub(super) fn name(site: &Site<'_>, list: &PromiseList, words: &Words) -> String {
    match list.kind {
        ListKind::Standing => words.text(&format!("standing.{}", list.of)).to_owned(),
        ListKind::Age => words.text(&format!("actions.age_{}", list.of)).to_owned(),
        kind if list.is_rest() => words.text(&format!("actions.no_{}", kind.name())).to_owned(),
        ListKind::Cause => {
            site.base.causes.get(&list.of).map_or(list.of.as_str(), |cause| cause.title(&words.tag)).to_owned()
        }
        ListKind::Owner | ListKind::Team => list.of.clone(),
    }
}

fn rows(site: &Site<'_>, here: &Address, standing: Standing, words: &Words) -> Vec<LedgerRow> {
    let entries = site.metrics.ledger.entries.iter().filter(|entry| entry.standing == standing);
    entries.filter_map(|entry| LedgerRow::new(site, here, entry, words)).take(MOST).collect()
}

fn all(site: &Site<'_>, here: &Address, standing: Standing, words: &Words) -> Option<More> {
    let list = site.promises.named(ListKind::Standing, standing.name())?;
    let more = list.entries.len() > MOST;
    let text = words.count(&format!("actions.all_{}", standing.name()), list.entries.len(), &[]);
    more.then(|| More { text, href: here.link_to(&paging::address(&list.folder, 1)) })
}

fn group(site: &Site<'_>, here: &Address, kind: ListKind, words: &Words) -> Option<Group> {
    let count = site.promises.of(kind).len();
    // A single list of what belongs to nobody says nothing.
    if count == 0 || site.promises.of(kind).iter().all(PromiseList::is_rest) {
        return None;
    }
    let text = words.count(&format!("actions.all_{}s", kind.name()), count, &[]);
    Some(Group {
        title: words.text(&format!("actions.by_{}", kind.name())).to_owned(),
        column: words.text(&format!("column.{}", kind.name())).to_owned(),
        rows: site.promises.of(kind).iter().take(MOST).map(|list| group_row(site, here, list, words)).collect(),
        all: (count > MOST).then(|| More { text, href: here.link_to(&Address::folder(&kind.folder())) }),
    })
}

fn group_row(site: &Site<'_>, here: &Address, list: &PromiseList, words: &Words) -> GroupRow {
    let [overdue, open, done, dropped] = list.counts;
    let days = list.ages.median().and_then(|days| i32::try_from(days).ok());
    GroupRow {
        name: name(site, list, words),
        href: here.link_to(&paging::address(&list.folder, 1)),
        rest: list.is_rest(),
        overdue,
        open,
        done,
        dropped,
        age: days.map(|days| words.days(days)),
    }
}

#[derive(Serialize)]
struct GroupPage {
    title: String,
    column: String,
    sum: String,
    rows: Vec<GroupRow>,
    pager: Pager,
}

/// A page of the list of all lists of a kind.
pub(super) fn render_groups(site: &Site<'_>, kind: ListKind, number: usize) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let folder = kind.folder();
    let here = paging::address(&folder, number);
    let lists = site.promises.of(kind);
    let title = words.text(&format!("actions.by_{}", kind.name())).to_owned();
    let page = GroupPage {
        column: words.text(&format!("column.{}", kind.name())).to_owned(),
        sum: sum(site, words),
        rows: paging::slice(lists, number).iter().map(|list| group_row(site, &here, list, words)).collect(),
        pager: Pager::new(&folder, number, lists.len()),
        title: title.clone(),
    };
    let frame = Frame::new(site, here, Part::Actions, &title, words);
    finish(site, "promise-groups.html", &frame, &page, words)
}

#[derive(Serialize)]
struct ListPage {
    /// `Owner`, `Team`, …; nothing for a standing.
    kind: String,
    title: String,
    /// The cause that they are about.
    cause: Option<String>,
    sum: String,
    rails: Vec<Rail>,
    rows: Vec<LedgerRow>,
    pager: Pager,
}

/// A page of one list.
pub(super) fn render_list(site: &Site<'_>, list: &PromiseList, number: usize) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let here = paging::address(&list.folder, number);
    let entries = paging::slice(&list.entries, number).iter().map(|&at| &site.metrics.ledger.entries[at]);
    let kind = match list.kind {
        ListKind::Standing => String::new(),
        kind => words.text(&format!("column.{}", kind.name())).to_owned(),
    };
    let page = ListPage {
        kind,
        title: name(site, list, words),
        cause: site.directory.cause(&list.of).filter(|_| list.kind == ListKind::Cause).map(|cause| here.link_to(cause)),
        sum: match list.kind {
            ListKind::Standing | ListKind::Age => words.count("actions.count", list.entries.len(), &[]),
            ListKind::Owner | ListKind::Team | ListKind::Cause => counted(list.counts, words),
        },
        rails: rails(site, &here, list, words),
        rows: entries.filter_map(|entry| LedgerRow::new(site, &here, entry, words)).collect(),
        pager: Pager::new(&list.folder, number, list.entries.len()),
    };
    let title = format!("{} · {}", page.title, words.text("actions.title"));
    let frame = Frame::new(site, here, Part::Actions, &title, words);
    finish(site, "promises.html", &frame, &page, words)
}

/// The other lists beside one of how actions stand or how old they are.
fn rails(site: &Site<'_>, here: &Address, list: &PromiseList, words: &Words) -> Vec<Rail> {
    if !matches!(list.kind, ListKind::Standing | ListKind::Age) {
        return Vec::new();
    }
    let link = |other: &PromiseList| RailLink {
        current: other.folder == list.folder,
        ..RailLink::counted(
            name(site, other, words),
            here.link_to(&paging::address(&other.folder, 1)),
            other.entries.len(),
        )
    };
    let ages = site.promises.of(ListKind::Age).iter().map(link).collect();
    let ages = Rail::new(words.text("column.age"), ages, 0, None, words);
    standings(site, here, &list.folder, words).into_iter().chain(ages).collect()
}
