//! Many short postmortems: causes that come back, promises kept and broken, services, alerts, errors and mentions.

use std::fmt::Write as _;

use super::numbers::Numbers;

/// One in so many documents has a cause of its own: registries grow with the company.
const DOCUMENTS_PER_CAUSE: usize = 40;
const PEOPLE: &[&str] = &["minseo", "jiwoo", "amelia", "kenji", "lin", "sofia", "daniel", "hyun"];
const STATES: &[&str] = &["open", "done", "done", "done", "dropped: no longer needed"];
const TYPES: &[&str] = &["prevent", "prevent", "detect", "mitigate", "process"];

/// The pages of the registry and the postmortems: path and text.
pub fn files(documents: usize) -> Vec<(String, String)> {
    let causes = (documents / DOCUMENTS_PER_CAUSE).max(1);
    let pages = (0..causes).map(|number| (format!("causes/cause-{number}.md"), cause(number)));
    pages
        .chain((0..documents).map(|number| (format!("postmortems/PM-{number:06}.md"), document(number, causes))))
        .collect()
}

fn cause(number: usize) -> String {
    let parent = if number.is_multiple_of(5) { String::new() } else { format!("parent: cause-{}\n", number / 5 * 5) };
    format!("---\nid: cause-{number}\ntitle: {{en: Cause {number}, ko: 원인 {number}}}\n{parent}---\nWhat it is.\n")
}

fn document(number: usize, causes: usize) -> String {
    let mut numbers = Numbers::new(number as u64 + 7);
    let (year, month, day) = (2012 + number % 14, 1 + numbers.below(12), 1 + numbers.below(28));
    let mut out = format!(
        "---\nid: PM-{number:06}\ntitle: Incident {number}\ndate: {year}-{month:02}-{day:02}\nstatus: final\n\
         started: {year}-{month:02}-{day:02}T10:00:00+09:00\nmitigated: {year}-{month:02}-{day:02}T1{}:30:00+09:00\n\
         services: [service-{}]\nteams: [team-{}]\nalerts: [Alert{}]\nroot_causes: [cause-{}]\n---\n",
        numbers.below(9),
        numbers.below(40),
        numbers.below(20),
        numbers.below(causes * 8),
        numbers.below(causes),
    );
    let _ = write!(
        out,
        "## Summary\nRequests failed with `error {}: connection timed out`, as in PM-{:06}.\n\n\
         ## Action items\n| Action | Type | Owner | Due | Status |\n|---|---|---|---|---|\n",
        numbers.below(causes * 8),
        numbers.below(number + 1),
    );
    for action in 0..4 {
        let (kind, owner, state) = (numbers.one(TYPES), numbers.one(PEOPLE), numbers.one(STATES));
        let month = 1 + numbers.below(12);
        let _ = writeln!(out, "| Mend part {action} | {kind} | @{owner} | {}-{month:02}-20 | {state} |", year + 1);
    }
    out
}
