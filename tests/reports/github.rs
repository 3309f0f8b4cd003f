//! Annotations: how many, in which order, and with which columns.

use pmdoc::diagnostic::Level;
use pmdoc::report::Run;

use crate::runner::commands;
use crate::runs::{Texts, entry, run};
use crate::written;

fn many(errors: usize, warnings: usize, notes: usize) -> Run {
    let of = |level, n| (0..n).map(move |number| entry(&Texts::all(&format!("t{number}")), level));
    let entries = of(Level::Note, notes).chain(of(Level::Warning, warnings)).chain(of(Level::Error, errors)).collect();
    Run { entries, ..Run::default() }
}

fn names(run: &Run) -> Vec<String> {
    commands(&written(run, "github")).into_iter().map(|command| command.name).collect()
}

#[test]
fn the_gravest_come_first_and_what_is_left_out_is_told() {
    let report = written(&many(11, 12, 13), "github");
    let found = commands(&report);
    let names: Vec<&str> = found.iter().map(|command| &*command.name).collect();
    // The notice about the rest is the tenth notice: the runner would swallow an eleventh.
    assert_eq!(names, [vec!["error"; 10], vec!["warning"; 10], vec!["notice"; 10]].concat());
    let last = &found[29];
    assert!(last.properties.is_empty() && last.data.starts_with("7 more findings"), "{last:?}");
    assert_eq!(report.lines().count(), 30);
}

#[test]
fn ten_of_each_are_told_without_a_notice() {
    assert_eq!(names(&many(10, 0, 10)), [vec!["error"; 10], vec!["notice"; 10]].concat());
    assert_eq!(written(&Run::default(), "github"), "");
}

#[test]
fn columns_stand_only_where_begin_and_end_are_on_one_line() {
    let mut run = run(&[Texts::all("결제 승인 지연")]);
    let annotation = commands(&written(&run, "github")).remove(0);
    let properties = |names: [&str; 4]| names.map(|name| annotation.properties.get(name).cloned().unwrap_or_default());
    assert_eq!(properties(["line", "endLine", "col", "endColumn"]), ["1", "1", "1", "9"]);
    run.entries[0].end.line = 2;
    let annotation = commands(&written(&run, "github")).remove(0);
    assert_eq!(annotation.properties["endLine"], "2");
    assert!(!annotation.properties.contains_key("col") && !annotation.properties.contains_key("endColumn"));
}

#[test]
fn a_message_is_no_longer_than_the_runner_takes() {
    let mut texts = Texts::all("a");
    texts.path = format!("{}.md", "장애/".repeat(1_400));
    texts.message = "\u{1f525}".repeat(2_000);
    let annotation = commands(&written(&run(&[texts]), "github")).remove(0);
    assert_eq!(annotation.data.encode_utf16().count(), 4096);
}
