//! Repositories that are strange, damaged or meant to harm: `check` and `build` do their work all the same, what
//! Git cannot tell is left out, and a note says why and what to do about it.

#[path = "../git_support/mod.rs"]
mod git_support;
#[path = "../support/mod.rs"]
mod support;

mod hostile;
mod places;
mod revisions;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use git_support::GitRepository;
use scraper::{Html, Selector};
use support::{COMPLETE, Ran, pmdoc_in};

const BOOK: &str = "[book]\ntitle = \"Incidents\"\nsrc = \"docs\"\n";
const FIRST: &str = "docs/postmortems/first.md";
const SECOND: &str = "docs/postmortems/second.md";

/// Two postmortems with nothing missing, dated before the first commit.
fn files() -> [(&'static str, String); 3] {
    let first = COMPLETE.replace("2026-03-04", "2025-12-04");
    let second = first.replace("Checkout was slow", "Search was slow");
    [("book.toml", BOOK.to_owned()), (FIRST, first), (SECOND, second)]
}

/// They in a repository, each with a commit of its own; the second was edited.
fn fill(repository: &GitRepository) {
    for (path, text) in files() {
        repository.put(path, &text);
    }
    repository.put(SECOND, &files()[2].1.replace("41 minutes", "43 minutes"));
}

fn knowledge_base() -> GitRepository {
    let repository = GitRepository::new();
    fill(&repository);
    repository
}

/// What pmdoc says of a folder, and the site it makes of it.
struct Seen {
    /// Both streams of all runs.
    said: String,
    /// The notes of the build.
    notes: String,
    /// The files of the site.
    site: BTreeMap<PathBuf, Vec<u8>>,
}

/// Checks and builds a folder: both must work, and have the same to note.
fn look(root: &Path) -> Seen {
    look_with(root, &[])
}

fn look_with(root: &Path, state: &[&str]) -> Seen {
    let check = pmdoc_in(root, &[&["check"], state].concat());
    assert_eq!(check.code, 0, "check: {}{}", check.stdout, check.stderr);
    let mut seen = glance_with(root, state);
    assert_eq!(check.stderr, seen.notes, "check and build say the same");
    seen.said += &[check.stdout, check.stderr].concat();
    seen
}

/// Builds a folder: it must work.
fn glance(root: &Path) -> Seen {
    glance_with(root, &[])
}

fn glance_with(root: &Path, state: &[&str]) -> Seen {
    let target = tempfile::tempdir().expect("a temporary folder");
    let out = target.path().join("site");
    let build = pmdoc_in(root, &[&["build", "-o", out.to_str().expect("UTF-8")], state].concat());
    assert_eq!(build.code, 0, "build: {}{}", build.stdout, build.stderr);
    let mut site = BTreeMap::new();
    collect(&out, &out, &mut site);
    Seen { said: [build.stdout, build.stderr.clone()].concat(), notes: build.stderr, site }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).expect("below").to_owned(), fs::read(&path).expect("a file"));
        }
    }
}

/// What the page of a postmortem tells from Git.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    published: Option<String>,
    updated: Option<String>,
    /// The authors of the revisions, newest first.
    authors: Vec<String>,
}

impl Seen {
    /// What the page of a postmortem tells.
    fn of(&self, path: &str) -> Told {
        let name = Path::new(path).file_stem().expect("a name").to_str().expect("UTF-8");
        let bytes = self.site.get(Path::new(&format!("incidents/{name}/index.html")));
        let page = Html::parse_document(&String::from_utf8_lossy(bytes.expect("a page")));
        let select = |what: &str| Selector::parse(what).expect("a selector");
        let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
        let facts = select(".facts dl > div");
        let day = |name: &str| {
            let fact = page.select(&facts).find(|fact| fact.select(&select("dt")).any(|term| text(term) == name))?;
            fact.select(&select("time")).next()?.value().attr("datetime").map(str::to_owned)
        };
        let authors = page.select(&select(".revisions .who")).map(text).collect();
        Told { published: day("Published"), updated: day("Updated"), authors }
    }

    /// Everything is known.
    fn assert_known(&self) {
        for (path, revisions) in [(FIRST, 1), (SECOND, 2)] {
            let told = self.of(path);
            assert_eq!(told.published.as_deref(), Some("2026-01-01"), "{path}: {}", self.notes);
            assert_eq!(told.authors, vec!["Amelia Park"; revisions], "{path}: {}", self.notes);
        }
    }

    /// Nothing is known from Git, nothing is said of it, and a note names the cure.
    fn assert_unknown(&self, cure: &str) {
        for path in [FIRST, SECOND] {
            assert_eq!(self.of(path), Told::default(), "{path}");
        }
        assert!(!self.pages().contains("Published"));
        assert!(self.notes.contains(cure), "`{cure}` is not in: {}", self.notes);
        assert!(!self.everything().contains('\u{1b}'), "{}", self.everything().escape_debug());
    }

    /// The pages of the site that tell of the repository; those of the rules are pmdoc's own, and show such things.
    fn pages(&self) -> String {
        let is_page = |path: &Path| path.extension().is_some_and(|ending| ending == "html");
        let html = self.site.iter().filter(|(path, _)| is_page(path) && !path.starts_with("rules"));
        html.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
    }

    /// Everything that people are shown.
    fn everything(&self) -> String {
        [self.said.as_str(), &self.pages()].concat()
    }
}

/// A run that must fail because of what it was asked for, with a message that says so.
fn assert_impossible(root: &Path, arguments: &[&str], says: &str) -> Ran {
    let ran = pmdoc_in(root, arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
    assert!(ran.stderr.contains(says), "{arguments:?} does not say `{says}`: {}", ran.stderr);
    ran
}
