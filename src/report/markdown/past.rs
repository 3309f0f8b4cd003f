//! What came before a document: the earlier incidents of its causes, what was promised after these and is still
//! open, and the past incidents that are most like it.

use super::text::{cell, inline, link};
use crate::diagnostic::Value;
use crate::messages::{self, Locale};
use crate::report::human::counted;
use crate::report::{Account, Again, Link, Promise};

/// More of anything is only counted.
const MOST: usize = 10;

/// The blocks of a document, those without anything to say left out.
pub(super) fn blocks(account: &Account, locale: Locale) -> Vec<String> {
    let mut blocks: Vec<String> = account.again.iter().map(|again| recurrence(again, locale)).collect();
    if !account.open.is_empty() {
        blocks.push(promises(&account.open, locale));
    }
    if !account.similar.is_empty() {
        let items = account
            .similar
            .iter()
            .map(|similar| format!("- {}: {}\n", incident(&similar.postmortem), inline(&similar.reason)));
        let items: String = items.take(MOST).collect();
        blocks.push(format!("\n**{}**\n\n{items}", messages::phrase("review-similar", &[], locale)));
    }
    blocks
}

/// `**Retry storm: 3rd time in 12 months, 5th in all.** It came back …`, and the times before.
fn recurrence(again: &Again, locale: Locale) -> String {
    let cause = link(&inline(&again.cause.text), again.cause.url.as_ref());
    let total = again.before.len() + 1;
    let (name, recent) = match (again.counts, again.recent + 1) {
        (false, _) => ("review-struck", 0),
        (true, 1) => ("review-again", 1),
        (true, recent) if recent == total => ("review-again-in-year", recent),
        (true, recent) => ("review-again-in-year-and-all", recent),
    };
    let values = [
        ("cause", Value::Text(cause)),
        ("time", Value::Text(nth(recent, locale))),
        ("total", Value::Text(nth(total, locale))),
        ("incidents", Value::Text(counted("incident", again.before.len(), locale))),
    ];
    let verdict = again.verdict.filter(|_| again.counts);
    let verdict = verdict.map(|name| format!(" — {}", messages::phrase(name, &[], locale))).unwrap_or_default();
    let before = listed(&again.before, locale);
    format!("\n**{}**{verdict}\n\n{before}", messages::phrase(name, &values, locale))
}

/// `3rd`, `3번째`
fn nth(n: usize, locale: Locale) -> String {
    let form = match (n % 10, n % 100) {
        (_, 11..=13) => "nth-other",
        (1, _) => "nth-one",
        (2, _) => "nth-two",
        (3, _) => "nth-few",
        _ => "nth-other",
    };
    messages::phrase(form, &[("n", Value::from(n))], locale)
}

fn listed(links: &[Link], locale: Locale) -> String {
    let mut list: String = links.iter().take(MOST).map(|link| format!("- {}\n", incident(link))).collect();
    if links.len() > MOST {
        let n = [("n", Value::from(links.len() - MOST))];
        list.push_str(&format!("- {}\n", messages::phrase("review-more", &n, locale)));
    }
    list
}

/// `2025-08-14 [title](url)`
fn incident(postmortem: &Link) -> String {
    let date = postmortem.date.map(|date| format!("{date} ")).unwrap_or_default();
    format!("{date}{}", link(&inline(&postmortem.text), postmortem.url.as_ref()))
}

fn promises(open: &[Promise], locale: Locale) -> String {
    let words =
        ["review-action", "review-owner", "review-due", "review-from"].map(|name| messages::phrase(name, &[], locale));
    let rows: String = open.iter().take(MOST).map(|promise| row(promise, locale)).collect();
    let more = match open.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!("| {} | | | |\n", messages::phrase("review-more", &[("n", Value::from(n))], locale)),
    };
    let title = messages::phrase("review-open", &[], locale);
    format!("\n**{title}**\n\n| {} |\n|---|---|---|---|\n{rows}{more}", words.join(" | "))
}

fn row(promise: &Promise, locale: Locale) -> String {
    let owner = match promise.owner.as_str() {
        "" => messages::phrase("review-nobody", &[], locale),
        _ => inline(&promise.owner),
    };
    let due = match promise.due {
        Some(due) if promise.overdue => format!("**{due}** ({})", messages::phrase("review-overdue", &[], locale)),
        Some(due) => due.to_string(),
        None => String::new(),
    };
    let from = link(&inline(&promise.from.text), promise.from.url.as_ref());
    format!("| {} | {} | {due} | {} |\n", cell(&inline(&promise.text)), cell(&owner), cell(&from))
}
