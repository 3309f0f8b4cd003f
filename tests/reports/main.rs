//! Every report format, held against a schema or a parser of its own kind: what goes in comes out, and nothing
//! that a document says becomes a command to a terminal, a CI runner, an XML parser or a forge.

#[path = "../git_support/mod.rs"]
mod git_support;
#[path = "../support/mod.rs"]
mod support;

mod files;
mod github;
mod hostile;
mod json;
mod junit;
mod markdown;
mod paths;
mod runner;
mod runs;
mod sarif;

/// A run in a format, as text.
fn written(run: &pmdoc::report::Run, format: &str) -> String {
    let style = pmdoc::report::Style { colour: false, width: 100 };
    let mut bytes = Vec::new();
    let report = pmdoc::report::format(format).expect("a format");
    report.write(run, style, &mut bytes).expect("a vector takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The names of all formats.
fn formats() -> Vec<&'static str> {
    pmdoc::report::FORMATS.iter().map(|(name, _)| *name).collect()
}
