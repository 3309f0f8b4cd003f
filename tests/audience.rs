//! Who may see what: a word that stands only in documents that an audience may not see is in no byte of its site, nor in
//! the name of a file.

#![allow(clippy::disallowed_methods, reason = "tests run the program")]

#[path = "site_support/packed.rs"]
mod packed;
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::Repository;

/// In every part of a withheld document; nothing else holds it.
const SECRET: &str = "Zirkonium";

/// What a document says that must not be seen: each part of it holds the secret.
fn secret(front_matter: &str) -> String {
    format!(
        "---\nid: PM-{SECRET}-9\ntitle: The {SECRET} outage\ndate: 2026-03-04\nseverity: SEV1\nowner: {SECRET} Park\n\
         services: [checkout, {SECRET}-service]\nteams: [{SECRET}-team]\ntags: [{SECRET}-tag]\n\
         root_causes: [pool, {SECRET}-cause]\nalerts: [{SECRET}Alert]\n{front_matter}---\n\
         ## Summary\n{SECRET} was down. See [how](open.md) and ![graph]({SECRET}-graph.png).\n\n\
         ## Timeline\n- 09:00 {SECRET} alert\n\n## Root cause\n{SECRET}, as in [[PM-2026-1]] and [[pool]].\n\n\
         ## Action items\n- [ ] Rebuild {SECRET} (Owner: @{SECRET}, Due: 2026-04-01)\n\n## Lessons learned\n{SECRET}.\n"
    )
}

const OPEN: &str = "---\nid: PM-2026-1\ntitle: Checkout was slow\ndate: 2026-03-01\nvisibility: public\n\
    root_causes: [pool]\nservices: [checkout]\n---\n## Summary\nThe pool was empty. ![graph](shown.png) \
    See [the other](hidden.md).\n\n## Action items\n- [ ] Bound it\n";
const POOL: &str = "---\nid: pool\ntitle: Pool exhaustion\nvisibility: public\n---\nA pool without a bound.\n";

/// A repository with one open postmortem and one that says this of itself.
fn repository(path: &str, text: &str) -> Repository {
    let repository = Repository::with(&[("postmortems/open.md", OPEN), ("causes/pool.md", POOL), (path, text)]);
    let folder = Path::new(path).parent().expect("a folder").to_string_lossy().into_owned();
    repository.write("book.toml", b"[book]\nsrc = '.'\n[output.html]\ngit-repository-url = 'https://git.example/kb'\nsite-url = 'https://kb.example/'\n");
    repository.write(&format!("{folder}/{SECRET}-graph.png"), SECRET.as_bytes());
    repository.write("postmortems/shown.png", b"shown");
    repository.write("postmortems/lonely.txt", SECRET.as_bytes());
    repository
}

/// The files of the built site that hold the secret, in their name or their bytes; and how many files there are.
fn leaks(repository: &Repository, audience: &str) -> (Vec<String>, usize) {
    let ran = repository.pmdoc(&["build", "--audience", audience, "--out", "site"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (mut leaks, mut files) = (Vec::new(), 0);
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(&SECRET.to_lowercase());
    let mut scripts: Vec<(String, String)> = Vec::new();
    let mut folders = vec![repository.path("site")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the site").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).expect("a file");
            if holds(path.to_string_lossy().as_bytes()) || holds(&bytes) {
                leaks.push(path.display().to_string());
            }
            if path.extension().is_some_and(|ending| ending == "js") {
                scripts.push((path.display().to_string(), String::from_utf8(bytes).expect("UTF-8")));
            }
        }
    }
    let texts = packed::texts(scripts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    assert!(!texts.is_empty(), "what is packed is read too");
    leaks.extend(texts.into_iter().filter(|text| holds(text.as_bytes())));
    leaks.sort();
    (leaks, files)
}

fn assert_sealed(repository: &Repository, audience: &str) {
    let (leaks, files) = leaks(repository, audience);
    assert!(leaks.is_empty(), "{audience}: {leaks:#?}");
    assert!(files > 10);
    assert!(repository.path("site/incidents/pm-2026-1/index.html").exists());
    assert!(repository.path("site/postmortems/shown.png").exists());
}

/// How many incidents there are whose id holds the secret.
fn seen(repository: &Repository, audience: &str) -> usize {
    let (leaks, _) = leaks(repository, audience);
    assert!(leaks.iter().any(|name| name.ends_with("graph.png")), "{leaks:#?}");
    // Drafts have an agenda beside their page.
    let is_page = |name: &&String| name.contains("/incidents/pm-zirkonium") && name.ends_with("index.html");
    leaks.iter().filter(is_page).filter(|name| !name.contains("/agenda")).count()
}

#[test]
fn what_only_some_may_see_is_nowhere_in_the_sites_of_others() {
    let restricted = [
        "visibility: restricted\n",
        "공개 범위: 대외비\n",
        "visibility: only-the-board\n",
        "visibility: { level: restricted }\n",
        "visibility: [public, restricted]\n",
        "unlisted: true\n",
    ];
    let internal = [
        "visibility: internal\n",
        "status: draft\n",
        "status: in-review\n",
        "draft: true\n",
        "published: false\n",
        "publish: false\n",
        "publishDate: 2098-01-01\n",
    ];
    let with = |said: &[&str]| {
        let repository = repository("postmortems/hidden.md", &secret(said[0]));
        for (number, said) in said.iter().enumerate().skip(1) {
            let text = secret(said).replace(&format!("PM-{SECRET}-9"), &format!("PM-{SECRET}-{number}"));
            repository.write(&format!("postmortems/hidden-{number}.md"), text.as_bytes());
        }
        repository
    };
    let repository = with(&restricted);
    assert_sealed(&repository, "public");
    assert_sealed(&repository, "internal");
    assert_eq!(seen(&repository, "all"), restricted.len());
    let repository = with(&internal);
    assert_sealed(&repository, "public");
    assert_eq!(seen(&repository, "internal"), internal.len());
}

#[test]
fn guides_causes_and_folders_of_drafts_are_kept_back_alike() {
    for path in ["guides/hidden.md", "causes/hidden.md", "postmortems/hidden.md"] {
        let repository = repository(path, &secret("visibility: restricted\n"));
        assert_sealed(&repository, "public");
        assert_sealed(&repository, "internal");
    }
    assert_sealed(&repository("postmortems/_drafts/hidden.md", &secret("")), "public");
}

#[test]
fn front_matter_that_cannot_be_read_opens_nothing() {
    let broken = secret("visibility: restricted\nbad: [1, 2\n");
    let repository = repository("postmortems/hidden.md", &broken);
    assert_sealed(&repository, "public");
    assert_sealed(&repository, "internal");
}

#[test]
fn a_table_beside_the_text_says_it_too() {
    let text = format!(
        "# {SECRET} outage\n\n| Field | Value |\n|---|---|\n| Severity | SEV1 |\n| Confidentiality | Secret |\n\n## Summary\n{SECRET}\n\n![g]({SECRET}-graph.png)\n"
    );
    let repository = repository("postmortems/hidden.md", &text);
    assert_sealed(&repository, "public");
    assert_sealed(&repository, "internal");
}

#[test]
fn a_commit_that_also_changed_a_hidden_document_keeps_its_words_to_itself() {
    let repository = repository("postmortems/hidden.md", &secret("visibility: restricted\n"));
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(repository.path(".")).args(["-c", "user.name=Kim", "-c", "user.email=kim@example.com"]);
        assert!(git.args(arguments).output().expect("git").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", &format!("Tell of {SECRET}")]);
    repository.write("postmortems/open.md", format!("{OPEN}\nMore.\n").as_bytes());
    git(&["commit", "-q", "-am", "Say more about the pool"]);
    assert_sealed(&repository, "public");
    let page = repository.read("site/incidents/pm-2026-1/index.html");
    assert!(page.contains("Say more about the pool"), "{page}");
}

#[test]
fn the_run_says_what_it_left_out_and_what_never_said_who_may_read_it() {
    let repository = repository("postmortems/hidden.md", &secret(""));
    let ran = repository.pmdoc(&["build", "--audience", "public", "--out", "site"]);
    assert!(ran.stderr.contains("1 document in the public site without saying who may read them"), "{}", ran.stderr);
    repository.write("book.toml", b"[book]\nsrc = '.'\n[output.pmdoc]\naudience = 'public'\nvisibility = 'internal'\n");
    let ran = repository.pmdoc(&["build", "--out", "site"]);
    assert!(ran.stderr.contains("1 document left out: not for this audience (public)"), "{}", ran.stderr);
    assert!(ran.stdout.contains("built 2 documents"), "{}", ran.stdout);
    assert_sealed(&repository, "public");
    repository.write("book.toml", b"[output.pmdoc]\naudience = 'everybody'\n");
    let ran = repository.pmdoc(&["build"]);
    assert!(ran.code == 2 && ran.stderr.contains("one of \"public\", \"internal\", \"all\""), "{}", ran.stderr);
}
