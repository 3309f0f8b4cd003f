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
/// Addresses of tickets: what every tracker calls its items in them (`/issues/7`, `/browse/OPS-12`, `/pull/31`,
/// `show_bug.cgi?id=7`), or the key of a ticket somewhere behind the host.
static TICKET_ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?x)https?://[^\s/]+/\S*?(?:
        (?i:issues?|pulls?|pull-requests|merge_requests|pr|prs|tickets?|browse|work_?items|_workitems|story|stories|tasks?|cards?|boards?|projects|bugs?|incidents?|changes|t|c)/\S*\d
      | (?i:show_bug\.cgi\?id=|[?&](?:id|selectedIssue|issue|ticket|workitem)=)\S
      | \b[A-Z][A-Z0-9]{1,9}-\d{1,7}\b )";
    Regex::new(pattern).ok()
});

/// Whether an action names a ticket or leads to one.
pub(super) fn is_tracked(action: &Action, settings: &Settings, text: &str) -> bool {
    let written = Span::slice(action.span, text);
    if settings.trackers.is_empty() {
        // Not every address is marked as a link.
        return leads_to_ticket(written)
            || is_filed(written)
            || is_all_link(action, written)
            || action.ticket.as_deref().is_some_and(is_ticket);
    }
    let names = |text: &str| settings.trackers.iter().any(|pattern| pattern.is_in(text));
    let facts = [action.ticket.as_deref(), action.link.as_deref(), Some(written)];
    facts.into_iter().flatten().any(names)
}

/// Whether an address in a text looks like that of a ticket. One of a tool or an article follows no work.
fn leads_to_ticket(text: &str) -> bool {
    TICKET_ADDRESS.as_ref().is_some_and(|address| address.is_match(text))
}

/// Whether a text says that there is a ticket, without naming it.
fn is_filed(text: &str) -> bool {
    const FILED: [&str; 14] = [
        "issue created",
        "ticket created",
        "issue has been created",
        "ticket has been created",
        "issue filed",
        "ticket filed",
        "issue was filed",
        "티켓 생성",
        "티켓 등록",
        "이슈 생성",
        "이슈 등록",
        "起票済",
        "已建工单",
        "已建工單",
    ];
    let lower = text.to_lowercase();
    FILED.iter().any(|words| lower.contains(words))
}

/// Whether nothing but a link is written, or next to nothing: where it leads is where the work is kept, in whatever tracker.
fn is_all_link(action: &Action, written: &str) -> bool {
    const LETTERS: usize = 12;
    let Some(link) = action.link.as_deref() else { return false };
    let linked = written.find('[').zip(written.find("]("));
    let around = match linked {
        Some((open, close)) if open < close => {
            let end = written[close..].find(')').map_or(written.len(), |at| close + at);
            format!("{}{}", &written[..open], &written[end..])
        }
        _ => written.replace(link, ""),
    };
    around.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS
}

fn is_ticket(id: &str) -> bool {
    const COUNTERS: [&str; 3] = ["AI-", "ACTION-", "TODO-"];
    let is_counter = COUNTERS.iter().any(|counter| id.starts_with(counter));
    !is_counter && TICKET.as_ref().is_some_and(|ticket| ticket.is_match(id))
}

#[cfg(test)]
mod tests {
    use super::{is_filed, is_ticket, leads_to_ticket};

    #[test]
    fn numbers_of_rows_are_no_tickets() {
        for id in ["OPS-12", "#7", "yeoul/checkout#31"] {
            assert!(is_ticket(id), "{id}");
        }
        for id in ["1", "P-1", "AI-3", "first"] {
            assert!(!is_ticket(id), "{id}");
        }
    }

    #[test]
    fn a_ticket_need_not_be_named() {
        assert!(is_filed("Alert on lost logs (issue created)") && is_filed("알림 추가 (티켓 등록함)"));
        assert!(!is_filed("Create an issue for every outage"));
    }

    #[test]
    fn addresses_of_tickets_are_told_from_others() {
        for text in [
            "Bound the queue https://git.example.com/yeoul/checkout/issues/31",
            "[fix](https://git.example.com/yeoul/checkout/-/merge_requests/7)",
            "https://tracker.example.com/browse/OPS-12",
            "https://bugs.example.com/show_bug.cgi?id=7",
            "https://tracker.example.com/yeoul/_workitems/edit/812",
            "https://board.example.com/c/Ab3d5f7/12-bound-the-queue",
        ] {
            assert!(leads_to_ticket(text), "{text}");
        }
        for text in [
            "Use a tool (for example https://git.example.com/darkroom/aws-recon)",
            "Follow https://docs.example.com/guides/pools",
            "See the [dashboard](https://metrics.example.com/d/pool)",
            "Bound the queue",
        ] {
            assert!(!leads_to_ticket(text), "{text}");
        }
    }
}
