//! Promised work and what became of it.

use jiff::civil::Date;
use serde::Serialize;

use super::Day;
use super::ledger_row::anchor;
use super::since::Since;
use crate::knowledge::{LedgerEntry, LifeCycle, RecordIndex};
use crate::postmortem::{Action, ActionKind, ActionState, Postmortem};
use crate::site::Site;
use crate::site::words::Words;
use crate::text::SafeUrl;

/// An action in a table.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ActionRow {
    text: String,
    /// `open`, `done`, `dropped` or `overdue`.
    state: &'static str,
    /// The state in words, with the days where it is overdue.
    standing: String,
    kind: Option<String>,
    ticket: Option<String>,
    link: Option<String>,
    owner: Option<String>,
    due: Option<Day>,
    closed: Option<Day>,
    /// What Git says of it, where the document does not say when it was closed.
    since: Option<Since>,
    /// How old it is, where it is open.
    age: Option<String>,
    /// Its place on the page of its postmortem.
    anchor: Option<String>,
}

impl ActionRow {
    /// An action as it stands today.
    pub(in crate::site) fn new(action: &Action, today: Date, words: &Words) -> Self {
        let late = days_overdue(action, today);
        let standing = match late {
            Some(days) => words.count("action.overdue", days, &[]),
            None => words.text(&format!("action.{}", action.state.name())).to_owned(),
        };
        Self {
            text: action.text.clone(),
            state: if late.is_some() { "overdue" } else { action.state.name() },
            standing,
            kind: action.kind.map(|kind| words.text(&format!("action.{}", kind.name())).to_owned()),
            ticket: action.ticket.clone(),
            link: action.link.as_deref().and_then(SafeUrl::new).filter(SafeUrl::is_external).map(|url| url.to_string()),
            owner: action.owner.as_ref().map(|owner| owner.value.clone()),
            due: action.due.as_ref().map(|due| Day::new(due.value, words)),
            closed: action.closed.map(|date| Day::new(date, words)),
            since: None,
            age: None,
            anchor: None,
        }
    }

    /// The same, with what Git says of it, and what the ledger does.
    fn with_life(
        self,
        site: &Site<'_>,
        action: &Action,
        life: Option<&LifeCycle>,
        entry: Option<&LedgerEntry<'_>>,
        words: &Words,
    ) -> Self {
        let life = life.filter(|_| action.closed.is_none());
        let since = life.and_then(|life| Since::of(site, life, action.state, words));
        let age = entry.and_then(|entry| entry.age(site.today)).map(|days| words.days(days));
        Self {
            age: age.filter(|_| since.is_none()),
            since,
            anchor: entry.map(|entry| anchor(entry.place.number)),
            ..self
        }
    }
}

/// How many days past its due date an open action is.
fn days_overdue(action: &Action, today: Date) -> Option<usize> {
    let due = action.due.as_ref()?.value;
    if action.state != ActionState::Open || due >= today {
        return None;
    }
    usize::try_from((today - due).get_days()).ok()
}

/// The actions of a postmortem with their sum in words.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Promises {
    rows: Vec<ActionRow>,
    sum: String,
}

impl Promises {
    /// All actions of a record, in its own order, with what became of them since they were promised.
    pub(in crate::site) fn of(site: &Site<'_>, index: RecordIndex, words: &Words) -> Self {
        let actions = &site.base.records[index].postmortem.actions;
        let life = |at: usize| site.base.life_cycles.get(index)?.current.get(at);
        let mut promises = Self::from(actions.iter(), site.today, words);
        let rows = promises.rows.into_iter().zip(actions).enumerate();
        let entries = site.entries_of(index);
        let entry = |at: usize| entries.get(at);
        promises.rows =
            rows.map(|(at, (row, action))| row.with_life(site, action, life(at), entry(at), words)).collect();
        promises
    }

    /// The same with the preventive ones first: a recurrence is judged by them.
    pub(in crate::site) fn preventive_first(postmortem: &Postmortem, today: Date, words: &Words) -> Self {
        let mut actions: Vec<&Action> = postmortem.actions.iter().collect();
        actions.sort_by_key(|action| action.kind != Some(ActionKind::Prevent));
        Self::from(actions.into_iter(), today, words)
    }

    fn from<'a>(actions: impl Iterator<Item = &'a Action> + Clone, today: Date, words: &Words) -> Self {
        let total = actions.clone().count();
        let done = actions.clone().filter(|action| action.state == ActionState::Done).count();
        let rows = actions.map(|action| ActionRow::new(action, today, words)).collect();
        Self { rows, sum: words.count("action.sum", total, &[("done", &done.to_string())]) }
    }
}
