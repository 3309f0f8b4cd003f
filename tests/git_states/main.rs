//! The state that is read: the same bytes give the same results whichever way they are read, and a change is
//! answerable for what it touched and for nothing else.

#[path = "../git_support/mod.rs"]
mod git_support;
#[path = "../support/mod.rs"]
mod support;

mod base;
mod same;
mod staged;

use std::collections::BTreeSet;
use std::path::Path;

use support::{Ran, pmdoc_in};

/// A postmortem that the rules have one thing to say of: nobody owns its action.
fn unowned(title: &str) -> String {
    support::COMPLETE.replace("Checkout was slow", title).replace("2026-03-04", "2025-12-04").replace(
        "- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)",
        &format!("- [ ] Bound the queue of {title} (Due: 2099-12-31)"),
    )
}

/// Checks with these arguments, one line a finding.
fn check(root: &Path, arguments: &[&str]) -> Ran {
    let ran = pmdoc_in(root, &[&["check", "--format", "concise"], arguments].concat());
    assert!(ran.code < 2, "{arguments:?}: {}", ran.stderr);
    ran
}

/// What was reported: file and rule of every finding.
fn reported(root: &Path, arguments: &[&str]) -> BTreeSet<(String, String)> {
    let told = |line: &str| {
        let (path, rest) = line.split_once(':').expect("a path");
        let rule = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a rule").0;
        (path.to_owned(), rule.to_owned())
    };
    check(root, arguments).stdout.lines().map(told).collect()
}

/// The files of which something was reported.
fn files(root: &Path, arguments: &[&str]) -> BTreeSet<String> {
    reported(root, arguments).into_iter().map(|(path, _)| path).collect()
}

fn set<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    values.into_iter().collect()
}
