//! Whether work is followed in a tracker: what tickets look like is said in the settings, else guessed.

use std::sync::LazyLock;

use regex::Regex;

use crate::config::Settings;
use crate::postmortem::Action;
use crate::text::Span;

/// `OPS-12`, `#12`, `org/repo#12`: what an action's number looks like if it is one of a tracker. `AI-3` and `P-1` only
/// count the rows of a table.
static TICKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[A-Z][A-Z0-9]{1,9}-\d{1,7}|(?:[\w.-]+/[\w.-]+)?#\d{1,7})$").ok());

/// Whether an action names a ticket, or leads to something by a link.
pub(super) fn is_tracked(action: &Action, settings: &Settings, text: &str) -> bool {
    let written = Span::slice(action.span, text);
    if settings.trackers.is_empty() {
        // Not every address is marked as a link.
        return written.contains("://") || action.link.is_some() || action.ticket.as_deref().is_some_and(is_ticket);
    }
    let names = |text: &str| settings.trackers.iter().any(|pattern| pattern.is_in(text));
    let facts = [action.ticket.as_deref(), action.link.as_deref(), Some(written)];
    facts.into_iter().flatten().any(names)
}

fn is_ticket(id: &str) -> bool {
    const COUNTERS: [&str; 3] = ["AI-", "ACTION-", "TODO-"];
    let is_counter = COUNTERS.iter().any(|counter| id.starts_with(counter));
    !is_counter && TICKET.as_ref().is_some_and(|ticket| ticket.is_match(id))
}

#[cfg(test)]
mod tests {
    use super::is_ticket;

    #[test]
    fn numbers_of_rows_are_no_tickets() {
        for id in ["OPS-12", "#7", "yeoul/checkout#31"] {
            assert!(is_ticket(id), "{id}");
        }
        for id in ["1", "P-1", "AI-3", "first"] {
            assert!(!is_ticket(id), "{id}");
        }
    }
}
