//! The review: what it tells a reader, as a Markdown parser understands it.

use pmdoc::report::Run;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::git_support::GitRepository;
use crate::hostile::texts;
use crate::runs::{Texts, run};
use crate::support::{COMPLETE, pmdoc, pmdoc_in};
use crate::written;

/// What a reader sees, a line for each block, cells with bars between; and every link.
fn seen(markdown: &str) -> (String, Vec<String>) {
    let (mut text, mut links) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::InlineHtml(html) if &*html == "<br>" => text.push_str(" / "),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::End(TagEnd::TableCell) => text.push_str(" | "),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableRow | TagEnd::TableHead | TagEnd::Item,
            ) => text.push('\n'),
            _ => {}
        }
    }
    (text, links)
}

const SETTINGS: &str = "[book]\nsrc = '.'\n[output.html]\nsite-url = 'https://kb.example/x/'\n\
                        git-repository-url = 'https://forge.example/kb'\n[output.pmdoc.rules]\nunowned-action = 'off'\n";

/// A postmortem of one cause.
fn postmortem(title: &str, date: &str, action: &str) -> String {
    COMPLETE
        .replace("Checkout was slow", title)
        .replace("date: 2026-03-04", &format!("date: {date}\nid: {date}\nroot_causes: [pool]"))
        .replace("- [x] Bound the queue (Owner: @amelia, Due: 2026-04-01)", action)
}

/// Three postmortems of one cause on the main branch, and a fourth without lessons on another.
fn repository() -> GitRepository {
    let open = "- [ ] Bound the pool (Owner: @minseo, Due: 2026-01-09)";
    let git = GitRepository::with(&[
        ("book.toml", SETTINGS),
        ("causes/pool.md", "---\ntitle: {en: Pool exhausted, ko: 풀 고갈}\nid: pool\n---\nA pool.\n"),
        ("postmortems/a.md", &postmortem("First", "2024-03-04", "- [x] Watch the pool (Owner: @a)")),
        ("postmortems/b.md", &postmortem("Second", "2025-06-04", open)),
        ("postmortems/c.md", &postmortem("Third", "2025-09-04", "- [ ] Alert (Owner: @b)")),
    ]);
    git.commit("three postmortems");
    git.git(&["checkout", "-q", "-b", "change"]);
    let fourth = postmortem("Fourth *time*", "2025-12-04", "- [x] Split the pool (Owner: @c)");
    git.put("postmortems/d.md", &fourth.replace("## Lessons learned\nLimits belong to load tests.\n", ""));
    git
}

#[test]
fn a_reviewer_reads_what_is_missing_and_what_came_before() {
    let git = repository();
    let ran = pmdoc_in(git.root(), &["check", "--base", "HEAD~1", "--format", "markdown"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let (text, links) = seen(&ran.stdout);
    let expected = "\
pmdoc: 1 error
Checked 1 document that this change touches.
Fourth *time*
postmortems/d.md · 2025-12-04
✓ summary · ✓ root cause · ✓ actions · ✗ lessons (missing)
line | level | finding | 
2 | error / missing-section | no section of this postmortem gives the lessons / → add ## Lessons learned after line 14 | 
Pool exhausted: 3rd time in 12 months, 4th in all — It came back while what had been promised to prevent it was still open.
2025-09-04 Third
2025-06-04 Second
2024-03-04 First
Promised after earlier incidents of the same cause, and still open
action | owner | due | promised in | 
Alert | @b |  | 2025-09-04 | 
Bound the pool | @minseo | 2026-01-09 (overdue) | 2025-06-04 | 
";
    assert_eq!(text, expected, "{}", ran.stdout);
    let at = format!("https://forge.example/kb/blob/{}/postmortems/d.md?plain=1", git.head());
    let line = format!("{at}#L2");
    let pages = ["causes/pool/", "incidents/2025-09-04/", "incidents/2025-06-04/", "incidents/2024-03-04/"];
    for link in [at.as_str(), line.as_str()]
        .into_iter()
        .map(str::to_owned)
        .chain(pages.map(|page| format!("https://kb.example/x/{page}")))
    {
        assert!(links.contains(&link), "{link}: {links:#?}");
    }
}

#[test]
fn without_a_site_links_lead_to_the_files_and_without_either_nowhere() {
    let git = repository();
    let settings = SETTINGS.replace("site-url = 'https://kb.example/x/'", "site-url = '/x/'");
    git.write("book.toml", &settings);
    let arguments = ["check", "--base", "HEAD~1", "--format", "markdown"];
    let (_, links) = seen(&pmdoc_in(git.root(), &arguments).stdout);
    assert!(links.contains(&"https://forge.example/kb/blob/HEAD/postmortems/c.md".to_owned()), "{links:#?}");
    git.write("book.toml", "[book]\nsrc = '.'\n");
    let (text, links) = seen(&pmdoc_in(git.root(), &arguments).stdout);
    assert!(links.is_empty() && text.contains("2025-09-04 Third"), "{links:#?}");
}

#[test]
fn a_clean_change_is_told_in_few_words_with_what_came_before() {
    let git = repository();
    git.put("postmortems/d.md", &postmortem("Fourth", "2025-12-04", "- [x] Split the pool (Owner: @c)"));
    let ran = pmdoc_in(git.root(), &["check", "--base", "HEAD~2", "--format", "markdown"]);
    let (text, _) = seen(&ran.stdout);
    assert!(
        text.starts_with("pmdoc: nothing to mend\nChecked 1 document that this change touches.\nFourth\n"),
        "{text}"
    );
    assert!(text.contains("✓ lessons\nPool exhausted: 3rd time in 12 months"), "{text}");
    let untouched = pmdoc_in(git.root(), &["check", "--base", "HEAD", "--format", "markdown"]);
    assert_eq!(seen(&untouched.stdout).0, "pmdoc: nothing to mend\nThis change touches no document.\n");
}

#[test]
fn a_clean_repository_is_told_in_two_lines() {
    let ran = pmdoc(&["check", "--format", "markdown", "--lang", "en"]);
    let (text, _) = seen(&ran.stdout);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() == 2 && lines[0] == "pmdoc: nothing to mend" && lines[1].starts_with("Checked "), "{text}");
}

#[test]
fn a_korean_document_is_told_of_in_korean() {
    let git = GitRepository::with(&[
        ("book.toml", SETTINGS),
        (
            "postmortems/결제.md",
            "---\ntitle: 결제 승인 지연\ndate: 2025-03-04\nid: 결제\n---\n## 요약\n결제 승인 요청이 41분 동안 실패했다.\n",
        ),
    ]);
    let (text, _) = seen(&pmdoc_in(git.root(), &["check", "--format", "markdown"]).stdout);
    assert!(text.starts_with("pmdoc: 오류 3개\n문서 1개를 검사했습니다.\n결제 승인 지연\n"), "{text}");
    assert!(text.contains("✓ 요약 · ✗ 근본 원인 (없음)") && text.contains("행 | 수준 | 내용 | "), "{text}");
}

#[test]
fn a_summary_that_github_would_drop_is_cut_with_a_word_about_it() {
    let all: Vec<Texts> = (0..400).map(|number| Texts::all(&format!("{number} {}", "장애|".repeat(220)))).collect();
    let mut many = run(&all);
    many.accounts
        .iter_mut()
        .zip(0..)
        .for_each(|(account, number)| account.file = crate::runs::file(&format!("{number}.md")));
    let numbers = (0..).flat_map(|number| [number; 3]);
    many.entries
        .iter_mut()
        .zip(numbers)
        .for_each(|(entry, number)| entry.file = crate::runs::file(&format!("{number}.md")));
    let report = written(&many, "markdown");
    assert!(report.len() > 880 * 1024 && report.len() < 1000 * 1024, "{}", report.len());
    let rows = report.lines().filter(|line| line.contains("missing-section")).count();
    let cut = report.lines().last().expect("a line");
    assert_eq!(cut, format!("*This report would be too long, and is cut here: {} more findings.*", 1_200 - rows));
}

#[test]
fn many_findings_of_one_document_are_counted() {
    let one = run(&[Texts::all("a")]);
    let entries = (0..60).map(|_| one.entries[0].clone()).collect();
    let report = written(&Run { entries, ..one }, "markdown");
    assert!(report.contains("| | | …and 10 more |") && report.contains("Most similar past incidents"), "{report}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_document_adds_no_link_no_html_and_no_block(texts in texts()) {
        let report = written(&run(&[texts]), "markdown");
        let mut headings = 0;
        for event in Parser::new_ext(&report, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Html(html) => prop_assert_eq!(html.trim(), "<!-- pmdoc check -->", "{}", report),
                Event::InlineHtml(html) => prop_assert!(["<br>", "<span>", "</span>"].contains(&&*html), "{html}\n{report}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let own = ["https://kb.example/", "https://forge.example/"];
                    prop_assert!(own.iter().any(|host| dest_url.starts_with(host)), "{dest_url}\n{report}");
                }
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_)) => prop_assert!(false, "{}", report),
                _ => {}
            }
        }
        prop_assert_eq!(headings, 2, "{}", report);
    }
}
