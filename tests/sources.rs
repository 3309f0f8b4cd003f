//! Several repositories in one knowledge base, and the copies that `pmdoc fetch` keeps.

mod git_support;
mod support;

use std::path::Path;

use git_support::GitRepository;
use support::{Ran, pmdoc_in};

/// A complete postmortem.
fn postmortem(id: &str, says: &str) -> String {
    format!(
        "---\ntitle: Outage {id}\nid: {id}\ndate: 2025-12-04\n---\n## Summary\nThe service was gone for 41 minutes. {says}\n\n\
         ## Root cause\nA limit was missing.\n\n## Action items\n- [x] Set the limit (Owner: @amelia)\n\n\
         ## Lessons learned\nLimits belong to load tests.\n"
    )
}

/// The repository of a team that keeps its incidents in `docs/incidents`.
fn payments() -> GitRepository {
    GitRepository::with(&[
        ("docs/incidents/pay-1.md", &postmortem("PAY-1", "It began with PM-2026-001.")),
        ("docs/incidents/pay-2.md", "---\nid: PAY-2\n---\n# Outage 2\n\n[before](pay-1.md)\n"),
        ("README.md", "# Payments\n"),
    ])
}

/// A knowledge base with a postmortem of its own, and a source described by these lines.
fn knowledge_base(source: &str) -> GitRepository {
    let book =
        format!("[output.html]\ngit-repository-url = \"https://git.example/kb\"\n[[output.pmdoc.source]]\n{source}\n");
    GitRepository::with(&[
        ("book.toml", &book),
        ("src/postmortems/1.md", &postmortem("PM-2026-001", "Compare [[PAY-1]].")),
    ])
}

fn by_path(payments: &Path) -> GitRepository {
    let address = "git-repository-url = \"https://git.example/pay\"";
    knowledge_base(&format!("name = \"pay\"\npath = \"{}\"\nsrc = \"docs/incidents\"\n{address}", payments.display()))
}

fn by_url(payments: &GitRepository, more: &str) -> GitRepository {
    let url = format!("file://{}", payments.root().display());
    knowledge_base(&format!("name = \"pay\"\nurl = \"{url}\"\nsrc = \"docs/incidents\"\n{more}"))
}

/// Runs pmdoc in a knowledge base, with a cache of its own.
fn pmdoc(base: &GitRepository, arguments: &[&str]) -> Ran {
    let cache = base.beside("cache");
    let cache = ["--cache", cache.to_str().expect("UTF-8")];
    pmdoc_in(base.root(), &[&cache, arguments].concat())
}

fn page(base: &GitRepository, path: &str) -> String {
    let ran = pmdoc(base, &["build"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    std::fs::read_to_string(base.path(&format!("book/{path}"))).expect("a page")
}

#[test]
fn documents_of_all_repositories_name_each_other_by_id() {
    let payments = payments();
    let base = by_path(payments.root());
    let own = page(&base, "incidents/pm-2026-001/index.html");
    assert!(own.contains("../pay-1/"), "{own}");
    let other = page(&base, "incidents/pay-1/index.html");
    assert!(other.contains("../pm-2026-001/"), "{other}");
}

#[test]
fn a_link_inside_a_source_stays_in_it() {
    let payments = payments();
    let other = page(&by_path(payments.root()), "incidents/pay-2/index.html");
    assert!(other.contains("../pay-1/"), "{}", &other[other.find("class=\"prose").unwrap_or(0)..]);
}

#[test]
fn files_and_commits_are_linked_where_their_own_repository_is_seen() {
    let payments = payments();
    let base = by_path(payments.root());
    let other = page(&base, "incidents/pay-1/index.html");
    assert!(other.contains("https://git.example/pay/blob/HEAD/docs/incidents/pay-1.md"), "{other}");
    assert!(other.contains(&format!("https://git.example/pay/commit/{}", payments.head())), "{other}");
    assert!(!other.contains("https://git.example/kb/"), "{other}");
}

#[test]
fn a_bare_mirror_is_read_as_the_work_tree_is() {
    let payments = payments();
    let mirror = payments.clone_to("mirror.git", &["--mirror"]);
    let tree = page(&by_path(payments.root()), "incidents/pay-1/index.html");
    let bare = page(&by_path(&mirror), "incidents/pay-1/index.html");
    assert_eq!(tree, bare);
}

#[test]
fn only_the_repository_of_book_toml_is_reported() {
    let payments = payments();
    let ran = pmdoc(&by_path(payments.root()), &["check"]);
    assert_eq!((ran.code, ran.stdout.trim()), (0, "checked 1 document: nothing to mend"), "{ran:?}");
}

#[test]
fn an_id_is_taken_whichever_repository_has_it() {
    let payments = GitRepository::with(&[("docs/incidents/x.md", &postmortem("PM-2026-001", ""))]);
    let ran = pmdoc(&by_path(payments.root()), &["check", "--format", "concise"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.starts_with("src/postmortems/1.md:3:5: error[duplicate-id]"), "{}", ran.stdout);
}

#[test]
fn a_pinned_revision_stays_where_it_is() {
    let payments = payments();
    payments.git(&["tag", "v1"]);
    payments.put("docs/incidents/pay-3.md", &postmortem("PAY-3", ""));
    let base = by_path(payments.root());
    base.write("book.toml", &(std::fs::read_to_string(base.path("book.toml")).expect("it") + "rev = \"v1\"\n"));
    page(&base, "incidents/pay-1/index.html");
    assert!(!base.path("book/incidents/pay-3").exists());
}

#[test]
fn what_was_not_fetched_is_an_error_that_names_the_cure() {
    let payments = payments();
    let ran = pmdoc(&by_url(&payments, ""), &["check"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("the source `pay`") && ran.stderr.contains("run `pmdoc fetch`"), "{}", ran.stderr);
}

#[test]
fn a_fetched_copy_is_used_until_the_next_fetch_and_its_age_is_told() {
    let payments = payments();
    let base = by_url(&payments, "");
    let first = payments.head()[..10].to_owned();
    let ran = pmdoc(&base, &["fetch"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains(&format!("at {first}")), "{}", ran.stdout);
    payments.put("docs/incidents/pay-3.md", &postmortem("PAY-3", ""));
    let ran = pmdoc(&base, &["build"]);
    assert!(ran.stderr.contains(&format!("copy fetched less than an hour ago, at {first}")), "{}", ran.stderr);
    assert!(!base.path("book/incidents/pay-3").exists());
    assert_eq!(pmdoc(&base, &["fetch"]).code, 0);
    page(&base, "incidents/pay-3/index.html");
}

#[test]
fn check_and_build_need_the_copy_alone() {
    let payments = payments();
    let base = by_url(&payments, "");
    assert_eq!(pmdoc(&base, &["fetch"]).code, 0);
    std::fs::remove_dir_all(payments.root()).expect("the origin is gone");
    assert_eq!(pmdoc(&base, &["check"]).code, 0);
    page(&base, "incidents/pay-1/index.html");
    let ran = pmdoc(&base, &["fetch"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("source `pay`") && ran.stderr.contains("as they were"), "{}", ran.stderr);
    assert_eq!(pmdoc(&base, &["check"]).code, 0, "a fetch that failed leaves the copy as it was");
}

#[test]
fn a_branch_that_is_gone_at_the_origin_is_gone_here() {
    let payments = payments();
    payments.git(&["branch", "old"]);
    let base = by_url(&payments, "rev = \"old\"\n");
    assert_eq!(pmdoc(&base, &["fetch"]).code, 0);
    assert_eq!(pmdoc(&base, &["check"]).code, 0);
    payments.git(&["branch", "-D", "old"]);
    assert_eq!(pmdoc(&base, &["fetch"]).code, 0);
    let ran = pmdoc(&base, &["check"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("`old` names no commit"), "{}", ran.stderr);
}

#[cfg(not(feature = "fetch"))]
#[test]
fn the_ordinary_program_opens_no_connection() {
    let base = knowledge_base("name = \"pay\"\nurl = \"https://127.0.0.1:1/pay\"");
    let ran = pmdoc(&base, &["fetch"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("--features fetch") && ran.stderr.contains("git clone --mirror"), "{}", ran.stderr);
}

#[test]
fn a_source_that_cannot_be_one_is_refused_with_the_cure() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = format!("name = \"pay\"\npath = \"{}\"", folder.path().display());
    let cases = [
        (plain.as_str(), "is no Git repository"),
        ("name = \"pay\"\npath = \"../nowhere\"", "../nowhere is not there"),
        ("name = \"postmortems\"\npath = \".\"", "give it another name"),
        ("name = \"pay\"", "a name, and either a path or a url"),
        ("path = \".\"", "a name, and either a path or a url"),
        ("name = \"../x\"\npath = \".\"", "letters, digits"),
        ("name = \"pay\"\nurl = \"git://host/x\"", "https:// or file://"),
        ("name = \"pay\"\nurl = \"--upload-pack=x\"", "https:// or file://"),
        ("name = \"pay\"\npth = \".\"", "did you mean `path`?"),
        (
            "name = \"pay\"\npath = \".\"\n[[output.pmdoc.source]]\nname = \"pay\"\npath = \".\"",
            "two sources are called `pay`",
        ),
    ];
    for (source, says) in cases {
        let ran = pmdoc(&knowledge_base(source), &["check"]);
        assert_eq!(ran.code, 2, "{source}: {ran:?}");
        assert!(ran.stderr.contains(says), "{source}: {}", ran.stderr);
    }
}
