//! English sentences into what became of the work that they tell of: done, in place, refused.

use crate::text::lower;

/// `They recommended we sign tags; we took a vote, and it was rejected`: an idea, and that it was refused.
pub(super) fn is_voted_down(text: &str) -> bool {
    const IDEAS: [&str; 6] = ["recommended", "suggested", "proposed", "considered", "considering", "the idea"];
    const REFUSED: [&str; 7] = [
        "was rejected",
        "was declined",
        "voted down",
        "decided against",
        "decided not to",
        "chose not to",
        "was dropped",
    ];
    let lower = lower(text);
    let idea = IDEAS.iter().filter_map(|word| lower.find(word)).min();
    idea.is_some_and(|at| REFUSED.iter().any(|word| lower[at..].contains(word)))
}

/// `We've reset …`, `We tweaked …`, `Added …`: English that tells of work already done.
pub(super) fn is_past(text: &str) -> bool {
    const FIRST: [&str; 24] = [
        "added",
        "fixed",
        "updated",
        "removed",
        "changed",
        "increased",
        "reduced",
        "disabled",
        "enabled",
        "deployed",
        "moved",
        "implemented",
        "upgraded",
        "patched",
        "rotated",
        "created",
        "improved",
        "replaced",
        "reverted",
        "introduced",
        "documented",
        "migrated",
        "configured",
        "revoked",
    ];
    let lower = lower(text);
    let lower = if lower.contains('\u{2019}') { lower.replace('\u{2019}', "'") } else { lower };
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let third = words.next().unwrap_or_default();
    let is_done = |word: &str| word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    let determined =
        matches!(first, "the" | "all" | "our" | "this" | "these" | "a" | "an") && !lower.contains(" will ");
    let passive = [" has been ", " have been "].iter().filter_map(|auxiliary| lower.split_once(auxiliary)).any(
        |(before, after)| {
            before.split_whitespace().count() <= 8 && is_done(after.split_whitespace().next().unwrap_or_default())
        },
    );
    (determined && passive)
        || is_state(&lower)
        || is_guard(&lower)
        || was_done(&lower)
        || FIRST.contains(&first)
        || (first == "we" && is_done(second.split('/').next().unwrap_or_default()))
        || (matches!(first, "we've" | "i've") && !matches!(second, "not" | "yet"))
        || (matches!((first, second), ("we" | "i", "have")) && !matches!(third, "to" | "not" | "no" | "yet"))
}

/// `All hosts were rebuilt …`, `Access was quickly restricted …`, `The role has been documented`
fn was_done(lower: &str) -> bool {
    const WORDS: usize = 16;
    // What follows them is no statement of this sentence.
    const JOINS: [&str; 14] = [
        "when", "if", "that", "which", "what", "why", "how", "who", "because", "where", "after", "before", "until",
        "whether",
    ];
    const ASKING: [&str; 6] = ["check", "verify", "confirm", "ensure", "make", "see"];
    let begin: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let auxiliary = |at: usize| match begin[at..] {
        ["was" | "were", ..] => Some(at + 1),
        ["has" | "have", "been", ..] => Some(at + 2),
        _ => None,
    };
    let Some((at, behind)) = (1..begin.len()).find_map(|at| Some((at, auxiliary(at)?))) else { return false };
    let verb = begin[behind..].iter().find(|word| !word.ends_with("ly")).map(|word| word.trim_end_matches([',', '.']));
    let is_asked =
        ASKING.contains(&begin[0]) || begin[..at].iter().any(|word| JOINS.contains(word) || word.ends_with(':'));
    verb.is_some_and(is_done) && !is_asked
}

/// A past participle of work; what is only planned is still to do.
fn is_done(word: &str) -> bool {
    let planned = ["scheduled", "planned", "proposed", "suggested", "requested", "discussed", "created"];
    matches!(word, "rebuilt" | "made" | "put")
        || word.ends_with("ed") && !word.ends_with("eed") && !planned.contains(&word)
}

/// `CI now rejects …`, `Retries can no longer pile up`: how things are since the work was done.
fn is_state(lower: &str) -> bool {
    const WORDS: usize = 8;
    let begin: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let asked = ["should", "must", "will", "need", "needs", "to", "if", "when", "until", "we'll", "that"];
    let says = begin.iter().skip(1).position(|word| *word == "now").map(|at| at + 1);
    let ends = begin.windows(3).position(|words| matches!(words, ["can" | "do" | "does", "no", "longer"]));
    let Some(at) = says.into_iter().chain(ends).min() else { return false };
    !begin[..at].iter().any(|word| asked.contains(word))
}

/// `Regression tests ensure …`, `The release gate rejects …`: what guards already, told as it works.
fn is_guard(lower: &str) -> bool {
    const WORDS: usize = 6;
    const GUARDS: [&str; 14] = [
        "test",
        "tests",
        "guard",
        "guards",
        "gate",
        "gates",
        "check",
        "checks",
        "ci",
        "pipeline",
        "hook",
        "linter",
        "suite",
        "assertion",
    ];
    const WORKS: [&str; 16] = [
        "ensure", "assert", "verify", "verifie", "cover", "guard", "reject", "fail", "enforce", "prevent", "validate",
        "block", "catch", "catche", "require", "protect",
    ];
    // A request begins with its verb, and so does what it asks for.
    const ASKED: [&str; 24] = [
        "add",
        "write",
        "create",
        "make",
        "ensure",
        "check",
        "verify",
        "have",
        "let",
        "extend",
        "update",
        "improve",
        "fix",
        "run",
        "use",
        "implement",
        "consider",
        "build",
        "introduce",
        "set",
        "enable",
        "test",
        "document",
        "review",
    ];
    let words: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let Some(at) = words.iter().position(|word| GUARDS.contains(word)) else { return false };
    let verb =
        words.get(at + 1..).unwrap_or_default().iter().find(|word| !matches!(**word, "now" | "also" | "already"));
    let works = |word: &&str| {
        let plural = GUARDS.contains(&words[at]) && words[at].ends_with('s');
        let stem = word.strip_suffix('s');
        stem.is_some_and(|stem| WORKS.contains(&stem)) && !plural || plural && WORKS.contains(word)
    };
    let asked = |word: &&str| ASKED.contains(word) || word.ends_with([':', ',']);
    verb.is_some_and(works) && !words[..at].iter().any(asked)
}

#[cfg(test)]
mod tests {
    use super::{is_past, is_voted_down};

    #[test]
    fn an_idea_that_was_refused_is_no_open_work() {
        assert!(is_voted_down(
            "The researcher recommended we sign tags. We took a vote and it was rejected for lack of time"
        ));
        assert!(is_voted_down("We considered a second queue and decided against it"));
        for text in ["Retry when a request was rejected", "Consider a second queue", "Alert when a card was declined"] {
            assert!(!is_voted_down(text), "{text}");
        }
    }

    #[test]
    fn work_that_was_done_is_told_from_work_to_do() {
        for text in [
            "Added a limit",
            "The pool has been resized",
            "CI now rejects unknown item references",
            "Regression tests ensure stale addresses are not part of the identity",
            "The release gate rejects a second chart of one version",
            "Tests assert that the host name is present",
            "Retries can no longer pile up",
            "All compromised hosts (24) were quickly rebuilt",
            "Service account with its role has been documented",
        ] {
            assert!(is_past(text), "{text}");
        }
        for text in [
            "Add a limit",
            "Check which alerts were fired",
            "We should now add a limit",
            "Make sure that retries do no longer pile up",
            "Alert when pods were evicted",
            "Confirm certificates have been rotated",
            "Priority classes have been scheduled",
        ] {
            assert!(!is_past(text), "{text}");
        }
    }
}
