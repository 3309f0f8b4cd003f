//! An action into a [`Line`]: what of it is compared with the actions of another version.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::postmortem::{Action, ActionState};
use crate::text::fold_label;

/// An action as one version has it.
#[derive(Debug)]
pub(super) struct Line<'v> {
    /// The action.
    pub(super) action: &'v Action,
    /// What it says: folded, and without who has it and where it is tracked.
    pub(super) words: String,
    /// Who has it, folded; `@amelia` and `Amelia` are the same.
    pub(super) owner: Option<String>,
    /// Its number in the tracker, folded, where no other action of the version has it too.
    pub(super) ticket: Option<String>,
    /// How many actions with the same words stand above it.
    pub(super) repeat: usize,
}

impl Line<'_> {
    /// What changes while the words stay.
    pub(super) fn details(&self) -> (ActionState, Option<&str>, Option<Date>) {
        (self.action.state, self.owner.as_deref(), self.due())
    }

    /// By when.
    pub(super) fn due(&self) -> Option<Date> {
        self.action.due.as_ref().map(|due| due.value)
    }
}

/// The actions of one version, in its order.
pub(super) fn lines(actions: &[Action]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = actions.iter().map(line).collect();
    let mut repeats: HashMap<String, usize> = HashMap::new();
    let mut tickets: HashMap<String, usize> = HashMap::new();
    for line in &mut lines {
        let above = repeats.entry(line.words.clone()).or_default();
        line.repeat = *above;
        *above += 1;
        line.ticket.iter().for_each(|ticket| *tickets.entry(ticket.clone()).or_default() += 1);
    }
    lines.iter_mut().for_each(|line| line.ticket = line.ticket.take().filter(|ticket| tickets[ticket] == 1));
    lines
}

fn line(action: &Action) -> Line<'_> {
    let owner = action.owner.as_ref().map(|owner| fold_label(&owner.value.replace('@', " ")));
    let ticket = action.ticket.as_deref().and_then(ticket);
    Line { action, words: words(action), owner: owner.filter(|owner| !owner.is_empty()), ticket, repeat: 0 }
}

/// What names an action in every version. `3`, `A1` and `P-2` only count the rows: they are given to other
/// actions when a row is put in above.
fn ticket(ticket: &str) -> Option<String> {
    let count = |test: fn(char) -> bool| ticket.chars().filter(|&c| test(c)).count();
    let counts_rows = count(char::is_alphabetic) < 2 && count(char::is_numeric) < 3 && !ticket.contains('#');
    (!counts_rows).then(|| ticket.trim().to_lowercase())
}

fn words(action: &Action) -> String {
    let handle = action.owner.as_ref().map(|owner| owner.value.as_str()).filter(|owner| owner.starts_with('@'));
    let is_aside = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '/' | '_'));
        let is_link = bare.starts_with("http://") || bare.starts_with("https://");
        is_link || Some(bare) == handle || Some(bare) == action.ticket.as_deref()
    };
    let said: Vec<&str> = action.text.split_whitespace().filter(|word| !is_aside(word)).collect();
    let folded = Some(fold_label(&said.join(" "))).filter(|words| !words.is_empty());
    folded.unwrap_or_else(|| action.text.to_lowercase())
}
