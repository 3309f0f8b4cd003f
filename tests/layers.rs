//! Who may import whom: every `crate::` path in `src` is held against this table, and reading and writing
//! files stays where it belongs. When the table gets in the way, change the table on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Module, and the modules that it may name.
const TABLE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("diagnostic", &["text"]),
    ("messages", &["diagnostic"]),
    ("config", &["text", "diagnostic"]),
    ("history", &["text"]),
    ("source", &["text", "diagnostic", "config", "history"]),
    ("document", &["text", "diagnostic"]),
    ("postmortem", &["text", "diagnostic", "document"]),
    ("search", &["text"]),
    ("knowledge", &["text", "postmortem", "document", "history", "search"]),
    ("template", &["text", "document", "postmortem"]),
    ("rules", &["text", "diagnostic", "config", "document", "postmortem", "knowledge", "history", "template"]),
    ("report", &["text", "diagnostic", "document", "messages"]),
    ("survey", &["text", "diagnostic", "messages", "postmortem", "knowledge", "report"]),
    ("agenda", &["text", "document", "postmortem", "knowledge", "report"]),
    (
        "site",
        &[
            "text",
            "agenda",
            "diagnostic",
            "messages",
            "config",
            "document",
            "postmortem",
            "search",
            "knowledge",
            "history",
            "rules",
            "output",
        ],
    ),
    ("serve", &["text", "output"]),
    ("diff", &[]),
    ("fix", &["text", "diagnostic", "document", "postmortem", "knowledge", "rules"]),
    ("new", &["text", "config", "document", "postmortem", "rules", "template"]),
    ("init", &["text", "diagnostic", "config", "postmortem", "rules", "template"]),
    ("baseline", &["text", "diagnostic"]),
    ("import", &["document", "postmortem"]),
    ("output", &["text"]),
    ("repository", &["text", "diagnostic", "config", "source", "document", "postmortem", "knowledge", "history"]),
    (
        "cli",
        &[
            "text",
            "diagnostic",
            "messages",
            "config",
            "history",
            "source",
            "document",
            "postmortem",
            "search",
            "knowledge",
            "rules",
            "report",
            "survey",
            "site",
            "output",
            "baseline",
            "repository",
            "diff",
            "fix",
            "import",
            "new",
            "init",
            "template",
            "agenda",
            "serve",
        ],
    ),
];

/// Files of one top-level module.
fn files_of(module: &str) -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from(format!("src/{module}.rs"))];
    let mut folders = vec![PathBuf::from(format!("src/{module}"))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The top-level modules that a source text names: `crate::a::b`, and `crate::{a, b::c}`.
fn named(text: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            for part in group.split_inclusive([',', '{', '}']) {
                if depth == 0 {
                    found.insert(word(part.trim()));
                }
                depth += part.matches('{').count();
                if part.contains('}') && depth == 0 {
                    break;
                }
                depth = depth.saturating_sub(part.matches('}').count());
            }
        } else {
            found.insert(word(rest));
        }
    }
    found.remove("");
    found
}

/// The part of a file before its inline tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (module, allowed) in TABLE {
        for file in files_of(module) {
            for name in named(&code(&file)).iter().filter(|name| name != module && !allowed.contains(&name.as_str())) {
                wrong.push(format!("{}: {module} may not import {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_lists_every_module_and_has_no_circles() {
    let library = fs::read_to_string("src/lib.rs").expect("the library");
    let modules: BTreeSet<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let listed: BTreeSet<&str> = TABLE.iter().map(|(module, _)| *module).collect();
    assert_eq!(modules, listed);
    // An order exists in which each module names only earlier ones.
    let mut placed: BTreeMap<&str, usize> = BTreeMap::new();
    while placed.len() < TABLE.len() {
        let ready = TABLE.iter().find(|(module, allowed)| {
            !placed.contains_key(module) && allowed.iter().all(|name| placed.contains_key(name))
        });
        let (module, _) = ready.expect("a circle in the table");
        placed.insert(module, placed.len());
    }
}

#[test]
fn only_source_reads_files_and_only_output_writes_them() {
    let readers = ["fs::read", "File::open", "read_dir", "read_to_string("];
    let writers = ["fs::write", "File::create", "create_dir", "remove_file", "remove_dir", "fs::rename", "hard_link"];
    for (module, _) in TABLE {
        for file in files_of(module) {
            let text = code(&file);
            let reads = readers.iter().find(|word| text.contains(**word));
            let writes = writers.iter().find(|word| text.contains(**word));
            let may_read = matches!(*module, "source" | "output");
            assert!(may_read || reads.is_none(), "{} reads files: {reads:?}", file.display());
            assert!(*module == "output" || writes.is_none(), "{} writes files: {writes:?}", file.display());
        }
    }
}

#[test]
fn only_the_command_line_watches_files() {
    for (module, _) in TABLE.iter().filter(|(module, _)| *module != "cli") {
        let watching: Vec<PathBuf> = files_of(module)
            .into_iter()
            .filter(|file| ["notify::", "notify_debouncer"].iter().any(|name| code(file).contains(name)))
            .collect();
        assert!(watching.is_empty(), "{watching:?}");
    }
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = TABLE
        .iter()
        .flat_map(|(module, _)| files_of(module))
        .filter(|file| fs::read_to_string(file).expect("a source file").lines().count() > 500)
        .map(|file| file.display().to_string())
        .collect();
    assert!(long.is_empty(), "over 500 lines, split by concept: {long:?}");
}
