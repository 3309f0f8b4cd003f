//! JUnit through an XML parser of another make.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use crate::runs::{Texts, run};
use crate::support::{COMPLETE, Repository};
use crate::written;

/// Attributes that readers of JUnit know: those of Jenkins' schema, and the file by which GitLab links.
fn assert_attributes(document: &Document<'_>) {
    for node in document.descendants().filter(Node::is_element) {
        let known: &[&str] = match node.tag_name().name() {
            "testsuites" | "testsuite" => &["name", "tests", "failures", "errors", "skipped"],
            "testcase" => &["name", "classname", "file"],
            _ => &["type", "message"],
        };
        assert!(node.attributes().all(|attribute| known.contains(&attribute.name())), "{node:?}");
    }
}

/// Counts of an element must be those of what it holds.
fn assert_counts(element: Node<'_, '_>) {
    let count = |name: &str| element.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
    let pairs = [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")];
    for (attribute, name) in pairs {
        assert_eq!(element.attribute(attribute), Some(count(name).as_str()), "{attribute}");
    }
}

fn assert_shape(document: &Document<'_>) {
    assert_attributes(document);
    let root = document.root_element();
    assert!(root.has_tag_name("testsuites"));
    assert_counts(root);
    for suite in root.children().filter(Node::is_element) {
        assert!(suite.has_tag_name("testsuite") && suite.attribute("name").is_some());
        assert_counts(suite);
        let cases: Vec<Node<'_, '_>> = suite.children().filter(Node::is_element).collect();
        assert!(!cases.is_empty());
        let names: BTreeSet<Option<&str>> = cases.iter().map(|case| case.attribute("name")).collect();
        assert_eq!(names.len(), cases.len(), "each case has a name of its own");
        for case in cases {
            assert!(case.has_tag_name("testcase"));
            let allowed = ["failure", "error", "skipped"];
            assert!(case.children().filter(Node::is_element).all(|node| allowed.contains(&node.tag_name().name())));
        }
    }
}

#[test]
fn each_document_is_a_suite_and_each_finding_a_case() {
    let repository = Repository::with(&[
        ("postmortems/a.md", COMPLETE),
        (
            "postmortems/b.md",
            &COMPLETE.replace("Owner: @amelia, Due: 2026-04-01", "Due: 2099-04-01").replace("[x]", "[ ]"),
        ),
        (
            "postmortems/d.md",
            "---\ntitle: 결제 지연\ndate: 2026-03-04\nstatus: draft\n---\n## 요약\n가나\n## 조치\n- [ ] a <b> (Due: 2099-04-01)\n- [ ] a <b> (Due: 2099-04-01)\n",
        ),
    ]);
    repository.write("postmortems/c.md", b"caf\xe9");
    let text = repository.pmdoc(&["check", "--format", "junit"]).stdout;
    let document = Document::parse(&text).expect("XML");
    assert_shape(&document);
    let suite = |name: &str| {
        let name = format!("postmortems/{name}.md");
        let mut suites = document.root_element().children().filter(Node::is_element);
        suites.find(|suite| suite.attribute("name") == Some(name.as_str())).expect("a suite")
    };
    let counts = |name: &str| {
        let suite = suite(name);
        ["tests", "failures", "errors", "skipped"].map(|count| suite.attribute(count).unwrap_or_default().to_owned())
    };
    assert_eq!(counts("a"), ["1", "0", "0", "0"], "a clean document passes");
    assert_eq!(counts("b"), ["1", "1", "0", "0"]);
    assert_eq!(counts("c"), ["1", "0", "1", "0"], "a file that cannot be read is an error");
    let failure = suite("b").descendants().find(|node| node.has_tag_name("failure")).expect("a failure");
    assert_eq!(failure.attribute("type"), Some("unowned-action"));
    assert!(failure.text().is_some_and(|text| text.starts_with("postmortems/b.md:12:7: ")), "{:?}", failure.text());
    let skipped = suite("d").descendants().filter(|node| node.has_tag_name("skipped")).count();
    assert!(skipped > 0, "what a draft is only told does not fail");
}

#[test]
fn what_xml_cannot_say_is_shown_in_other_words() {
    let text = written(&run(&[Texts::all("a\u{0}\u{b}\u{fffe}\u{ffff}]]><b>&\"'")]), "junit");
    let document = Document::parse(&text).expect("XML");
    assert_shape(&document);
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("a failure");
    let message = failure.attribute("message").expect("a message");
    assert!(message.contains("a\\u{0}\\u{b}\\u{fffe}\\u{ffff}]]><b>&\"'"), "{message}");
}

#[test]
fn a_run_without_documents_has_a_case() {
    let text = written(&pmdoc::report::Run::default(), "junit");
    assert_shape(&Document::parse(&text).expect("XML"));
}
