//! One incident told in two languages, or told again, is one incident: on the site as in the counts.

mod support;

use scraper::{Html, Selector};
use support::{COMPLETE, Repository};

fn texts(html: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let text = |element: scraper::ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Html::parse_document(html).select(&selector).map(text).collect()
}

#[test]
fn translations_and_older_accounts_are_listed_once_and_linked() {
    let korean = COMPLETE.replace("Checkout was slow", "결제가 느렸다").replace("title:", "language: ko\ntitle:");
    let first = COMPLETE.replace("Checkout was slow", "First report").replace("title:", "id: PM-2026-001\ntitle:");
    let second =
        COMPLETE.replace("Checkout was slow", "Second report").replace("title:", "supersedes: PM-2026-001\ntitle:");
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = 'docs'\n"),
        ("docs/postmortems/checkout.md", COMPLETE),
        ("docs/postmortems/checkout.ko.md", &korean),
        ("docs/postmortems/first.md", &first),
        ("docs/postmortems/second.md", &second),
    ]);
    assert_eq!(repository.pmdoc(&["check"]).code, 0);
    let ran = repository.pmdoc(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let list = repository.read("book/incidents/index.html");
    let body = texts(&list, "main").join(" ");
    assert!(body.contains("Checkout was slow") && !body.contains("결제가 느렸다"), "{body}");
    let notices = |page: &str| texts(&repository.read(&format!("book/incidents/{page}/index.html")), "main").join(" ");
    assert!(notices("checkout").contains("Also in"), "the original names its translation");
    assert!(notices("checkout-ko").contains("원문"), "the translation names its original");
    assert!(notices("pm-2026-001").contains("Superseded by"), "although only the newer one says so");
    assert!(notices("second").contains("Takes the place of"));
}

#[test]
fn headings_of_its_own_are_a_repositorys_to_name() {
    let own = COMPLETE.replace("## Action items", "## Our homework");
    let repository = Repository::with(&[("book.toml", "[book]\nsrc = 'docs'\n"), ("docs/postmortems/a.md", &own)]);
    assert_eq!(repository.pmdoc(&["check"]).code, 1);
    repository
        .write("book.toml", b"[book]\nsrc = 'docs'\n[output.pmdoc.sections.aliases]\nactions = ['Our homework']\n");
    let ran = repository.pmdoc(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
}
