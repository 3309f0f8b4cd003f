//! How the runner of GitHub Actions reads a log: `ActionCommand.cs` of actions/runner, in Rust. Every line is
//! tried as `::command properties::data`, then as `##[command properties]data`.

use std::collections::BTreeMap;

/// A command that the runner would carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub data: String,
}

const REGISTERED: [&str; 16] = [
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "notice",
    "remove-matcher",
    "save-state",
    "set-env",
    "set-output",
    "set-secret",
    "stop-commands",
    "warning",
];

/// The commands of a log, line by line: the runner ends a line at `\n`, `\r\n` and a lone `\r`.
pub(crate) fn commands(log: &str) -> Vec<Command> {
    log.split(['\n', '\r']).filter_map(|line| second(line).or_else(|| first(line))).collect()
}

/// `TryParseV2`
fn second(line: &str) -> Option<Command> {
    let line = line.trim_start();
    let rest = line.strip_prefix("::")?;
    let (info, data) = rest.split_once("::")?;
    parsed(info, ',', data, &DATA, &PROPERTY)
}

/// `TryParse`
fn first(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##[")?;
    let (info, data) = rest.split_once(']')?;
    parsed(info, ';', data, &LEGACY, &LEGACY)
}

type Escapes = [(&'static str, &'static str)];

const DATA: [(&str, &str); 3] = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
const PROPERTY: [(&str, &str); 5] = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
const LEGACY: [(&str, &str); 5] = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];

fn parsed(info: &str, between: char, data: &str, of_data: &Escapes, of_properties: &Escapes) -> Option<Command> {
    let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
    // A set that ignores case.
    let name = REGISTERED.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let pairs = properties.trim().split(between).filter_map(|pair| pair.split_once('='));
    let pairs = pairs.filter(|(key, value)| !key.is_empty() && !value.is_empty());
    Some(Command {
        name: (*name).to_owned(),
        properties: pairs.map(|(key, value)| (key.to_owned(), unescaped(value, of_properties))).collect(),
        data: unescaped(data, of_data),
    })
}

fn unescaped(text: &str, escapes: &Escapes) -> String {
    escapes.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

#[test]
fn both_forms_are_known() {
    let found = commands("x\n  ::error file=a%2Cb.md,line=3::no%0Acause\ra ##[Stop-Commands]x\n::nothing::\n##[x");
    let names: Vec<(&str, &str)> = found.iter().map(|command| (&*command.name, &*command.data)).collect();
    assert_eq!(names, [("error", "no\ncause"), ("stop-commands", "x")]);
    assert_eq!(found[0].properties["file"], "a,b.md");
}
