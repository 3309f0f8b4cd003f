//! What Git knows of documents, on their pages: dates, people, revisions, links into the repository, and
//! what became of actions. Nothing that is not known, and no address of anybody.

mod site_support;

use std::sync::Arc;

use jiff::civil::date;
use pmdoc::config::Settings;
use pmdoc::history::{Commit, DocumentHistory, ObjectId, Person, Revision};
use pmdoc::knowledge::{Change, Event, KnowledgeBase, LifeCycle, LifeCycles};
use pmdoc::postmortem::ActionState;
use scraper::Html;
use site_support::{Built, all, assert_safe, base, one, path, settings, text};

const DOCUMENT: &str = "---\nid: PM-1\ntitle: Checkout slow\ndate: 2026-01-02\nlanguage: en\nroot_causes: [pool]\n---\n\
    ## Summary\nText.\n\n## Action items\n- [ ] Split the pool\n- [x] Alert on waits\n- [x] Retry less\n";
const CAUSE: &str = "---\nid: pool\ntitle: Pool exhaustion\n---\nWhat it is.\n";
const GUIDE: &str = "---\ntitle: On call\nlanguage: en\n---\nText.\n";
const FILES: [(&str, &str); 3] =
    [("postmortems/PM-1.md", DOCUMENT), ("causes/pool.md", CAUSE), ("guides/on-call.md", GUIDE)];
const PAGES: [&str; 3] = ["incidents/pm-1/index.html", "causes/pool/index.html", "guides/on-call/index.html"];

/// A commit; the number makes its id, so that `7` is `0707…`.
fn commit(number: u8, time: &str, name: &str, subject: &str) -> Arc<Commit> {
    let email = format!("{}@mail.example.com", name.replace(' ', "."));
    let author = Person { name: name.to_owned(), email };
    Arc::new(Commit { id: ObjectId([number; 20]), time: time.parse().ok(), author, subject: subject.to_owned() })
}

fn revision(commit: &Arc<Commit>, path: &str) -> Revision {
    Revision { commit: Arc::clone(commit), path: path.to_owned(), blob: ObjectId([0; 20]) }
}

/// A whole history of the postmortem, the newest commit first.
fn history(commits: &[Arc<Commit>]) -> DocumentHistory {
    let revisions = commits.iter().map(|commit| revision(commit, "postmortems/PM-1.md")).collect();
    DocumentHistory { revisions, complete: true, edited: false }
}

/// Three commits by two people. The first is of the next day in Seoul.
fn three() -> DocumentHistory {
    history(&[
        commit(3, "2026-03-12T09:00:00Z", "Amelia Park", "Name the root cause"),
        commit(2, "2026-01-06T09:00:00Z", "Kim Jiho", "Give actions owners"),
        commit(1, "2026-01-04T20:00:00Z", "Amelia Park", "Add the postmortem"),
    ])
}

/// The base with this history of all its documents.
fn with(history: &DocumentHistory) -> KnowledgeBase {
    let mut base = base(&FILES);
    for (name, _) in FILES {
        base.history.documents.insert(path(name), history.clone());
    }
    base
}

fn at(repository: &str) -> Settings {
    Settings { repository_url: Some(repository.to_owned()), ..settings() }
}

fn incident(base: &KnowledgeBase, settings: &Settings) -> Html {
    Built::from(base, settings, &[]).page(PAGES[0])
}

/// The values of a fact.
fn fact(page: &Html, name: &str) -> Vec<String> {
    let facts = all(page, ".facts dl > div");
    let lines = facts.into_iter().map(|fact| fact.child_elements().map(text).collect::<Vec<_>>());
    lines.filter(|line| line[0] == name).flat_map(|line| line[1..].to_vec()).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).into_iter().map(text).collect()
}

#[test]
fn a_page_says_when_it_was_published_and_updated_and_by_whom() {
    let page = incident(&with(&three()), &settings());
    assert_eq!(fact(&page, "Published"), ["5 January 2026"], "the day in Seoul");
    assert_eq!(fact(&page, "Updated"), ["12 March 2026"]);
    assert_eq!(fact(&page, "Contributors"), ["Amelia Park", "Kim Jiho"], "each once, most commits first");
    let days: Vec<_> = all(&page, ".facts time").iter().filter_map(|time| time.value().attr("datetime")).collect();
    assert_eq!(days, ["2026-01-05", "2026-03-12"]);
    assert_eq!(text(one(&page, ".history h2")), "History 3 revisions");
    assert_eq!(texts(&page, ".revisions .date"), ["2026-03-12", "2026-01-06", "2026-01-05"]);
    assert_eq!(texts(&page, ".revisions .what"), ["Name the root cause", "Give actions owners", "Add the postmortem"]);
    assert_eq!(texts(&page, ".revisions .who"), ["Amelia Park", "Kim Jiho", "Amelia Park"]);
    assert_eq!(texts(&page, ".revisions .commit"), ["0303030303", "0202020202", "0101010101"]);
    assert!(all(&page, ".history a, .history details, .history p").is_empty());
}

#[test]
fn without_a_zone_days_are_those_of_utc() {
    let page = incident(&with(&three()), &Settings { timezone: None, ..settings() });
    assert_eq!(fact(&page, "Published"), ["4 January 2026"]);
}

#[test]
fn guides_and_described_causes_have_a_history_too() {
    let built = Built::from(&with(&three()), &settings(), &[]);
    for (name, updated) in PAGES.iter().zip(["Updated", "마지막 수정", "Updated"]) {
        let page = built.page(name);
        assert_eq!(fact(&page, updated).len(), 1, "{name}");
        assert_eq!(all(&page, ".history li").len(), 3, "{name}");
        let anchor = all(&page, ".facts a[href='#page:history']");
        assert!(anchor.len() == 1 && all(&page, "[id='page:history']").len() == 1, "{name}");
    }
}

#[test]
fn a_day_is_not_told_twice() {
    let page = incident(&with(&history(&[commit(1, "2026-01-04T20:00:00Z", "Kim", "Add")])), &settings());
    assert_eq!(fact(&page, "Published"), ["5 January 2026"]);
    assert!(fact(&page, "Updated").is_empty());
    assert_eq!(text(one(&page, ".history h2 .quiet")), "1 revision");
}

#[test]
fn people_are_written_once_whatever_address_they_used() {
    let mut two = three();
    let mut other = (*two.revisions[1].commit).clone();
    other.author = Person { name: "Amelia Park".to_owned(), email: "amelia@home.example.com".to_owned() };
    two.revisions[1].commit = Arc::new(other);
    assert_eq!(fact(&incident(&with(&two), &settings()), "Contributors"), ["Amelia Park"]);
    let many: Vec<_> = (0..11).map(|n| commit(n, "2026-01-04T20:00:00Z", &format!("P{n:02}"), "x")).collect();
    let people = fact(&incident(&with(&history(&many)), &settings()), "Contributors");
    assert_eq!((people.len(), people[0].as_str(), people[8].as_str()), (9, "P00", "And 3 more."));
}

#[test]
fn a_history_that_is_cut_off_says_so_and_has_no_beginning() {
    let page = incident(&with(&DocumentHistory { complete: false, ..three() }), &settings());
    assert!(fact(&page, "Published").is_empty());
    assert_eq!(fact(&page, "Updated"), ["12 March 2026"]);
    assert_eq!(text(one(&page, ".history h2 .quiet")), "the latest 3 revisions");
    assert_eq!(text(one(&page, ".history > p.quiet")), "The history is not known beyond this point.");
}

#[test]
fn what_is_not_committed_is_called_work_in_progress() {
    let page = incident(&with(&DocumentHistory { edited: true, ..three() }), &settings());
    assert_eq!(fact(&page, "Updated"), ["12 March 2026", "with changes not committed yet"]);
    let told = text(one(&page, ".history > p.quiet"));
    assert_eq!(told, "Work in progress: this page shows changes that are not committed yet.");
}

#[test]
fn a_commit_without_a_time_has_no_day() {
    let page = incident(&with(&history(&[commit(1, "no time", "Kim", "Add")])), &settings());
    assert!(fact(&page, "Published").is_empty() && fact(&page, "Updated").is_empty());
    assert_eq!(texts(&page, ".revisions .date"), [""]);
    assert!(all(&page, ".history time").is_empty());
}

#[test]
fn a_document_that_git_does_not_know_says_nothing_of_it() {
    for base in [base(&FILES), with(&DocumentHistory { edited: true, ..DocumentHistory::default() })] {
        let page = incident(&base, &settings());
        assert!(all(&page, ".history").is_empty() && fact(&page, "Published").is_empty());
        assert!(fact(&page, "Updated").is_empty() && fact(&page, "Contributors").is_empty());
        assert!(fact(&page, "Source").is_empty());
    }
}

#[test]
fn long_histories_are_folded_after_ten_and_cut_in_the_end() {
    let commits = |count: usize| -> Vec<_> {
        (0..count).map(|n| commit(1, "2026-01-04T20:00:00Z", "Kim", &format!("Change {n}"))).collect()
    };
    let page = incident(&with(&history(&commits(10))), &settings());
    assert!(all(&page, ".history details").is_empty());
    let page = incident(&with(&history(&commits(27))), &settings());
    assert_eq!(all(&page, ".history > .revisions li").len(), 10);
    assert_eq!(all(&page, ".history > details .revisions li").len(), 17);
    assert_eq!(text(one(&page, ".history summary")), "17 older revisions");
    let page = incident(&with(&history(&commits(1000))), &settings());
    assert_eq!(all(&page, ".history li").len(), 200);
    assert_eq!(text(one(&page, ".history h2 .quiet")), "1000 revisions");
    assert_eq!(text(one(&page, ".history details > p")), "And 800 more.");
}

#[test]
fn a_move_names_the_path_before() {
    let mut moved = three();
    moved.revisions[2].path = "docs/old <b>/사고.md".to_owned();
    let page = incident(&with(&moved), &settings());
    assert_eq!(texts(&page, ".revisions small"), ["moved from docs/old <b>/사고.md"]);
    assert_eq!(texts(&page, ".revisions li:nth-child(2) small").len(), 1, "the commit that moved it");
}

#[test]
fn commits_are_linked_where_the_repository_is_on_the_web() {
    let links = |url: &str| -> Vec<String> {
        let page = incident(&with(&three()), &at(url));
        all(&page, ".commit a").iter().filter_map(|a| a.value().attr("href")).map(str::to_owned).collect()
    };
    let linked = links("https://git.example.com/team/kb");
    assert_eq!(linked.len(), 3);
    assert_eq!(linked[0], format!("https://git.example.com/team/kb/commit/{}", "03".repeat(20)));
    for nowhere in ["javascript:alert(1)//", "git@git.example.com:team/kb.git", "ssh://git@host/kb", "//host/kb", ""] {
        let page = incident(&with(&three()), &at(nowhere));
        assert!(links(nowhere).is_empty() && fact(&page, "Source").is_empty(), "{nowhere}");
        assert_eq!(all(&page, ".commit code").len(), 3, "{nowhere}");
        assert_safe(nowhere, &page);
    }
}

/// The links beside `Source`, as text and destination.
fn source(base: &KnowledgeBase, settings: &Settings) -> Vec<(String, String)> {
    let page = incident(base, settings);
    let links = all(&page, ".facts dd > a[rel]").into_iter();
    links.map(|link| (text(link), link.value().attr("href").unwrap_or_default().to_owned())).collect()
}

#[test]
fn a_page_can_be_edited_where_its_source_is() {
    let files = [("postmortems/사고 1.md", DOCUMENT)];
    let here = "docs/postmortems/%EC%82%AC%EA%B3%A0%201.md";
    let set = |repository: Option<&str>, template: Option<&str>| Settings {
        src: "docs".to_owned(),
        repository_url: repository.map(str::to_owned),
        edit_url_template: template.map(str::to_owned),
        ..settings()
    };
    let (file, edit) = ("사고 1.md".to_owned(), "Edit this page".to_owned());
    let view = format!("https://host/kb/blob/HEAD/{here}");
    let own = base(&files);
    let both = set(Some("https://host/kb"), Some("https://host/ide?file={path}"));
    assert_eq!(
        source(&own, &both),
        [(file.clone(), view.clone()), (edit.clone(), format!("https://host/ide?file={here}"))]
    );
    let repository = set(Some("https://host/kb"), None);
    assert_eq!(source(&own, &repository), [(file, view), (edit.clone(), format!("https://host/kb/edit/HEAD/{here}"))]);
    let template = set(None, Some("https://host/edit/main/{path}"));
    assert_eq!(source(&own, &template), [(edit, format!("https://host/edit/main/{here}"))]);
    assert!(source(&own, &set(None, Some("javascript:alert('{path}')"))).is_empty());
}

#[test]
fn links_to_files_begin_where_git_says_that_the_repository_does() {
    let mut nested = three();
    nested.revisions.iter_mut().for_each(|revision| revision.path = "team/kb/docs/postmortems/PM-1.md".to_owned());
    let settings = Settings { src: "docs".to_owned(), ..at("https://host/mono/") };
    let links = source(&with(&nested), &settings);
    assert_eq!(links[0].1, "https://host/mono/blob/HEAD/team/kb/docs/postmortems/PM-1.md");
    assert_eq!(links[1].1, "https://host/mono/edit/HEAD/team/kb/docs/postmortems/PM-1.md");
}

#[test]
fn hostile_names_and_subjects_are_only_text() {
    let evil = "\"><script>alert(1)</script>";
    let hidden = "\u{1b}[31mred\u{202e}gnp\u{2066}\u{7}\u{0}\u{200b}";
    let long = format!("{} end", "가".repeat(5000));
    let base = with(&history(&[
        commit(5, "2026-01-09T00:00:00Z", evil, evil),
        commit(4, "2026-01-08T00:00:00Z", hidden, hidden),
        commit(3, "2026-01-07T00:00:00Z", "", ""),
        commit(2, "2026-01-06T00:00:00Z", &long, &long),
        commit(1, "2026-01-05T00:00:00Z", "::add-mask::x", "{{ frame.title }} {path} {n}"),
    ]));
    let built = Built::from(&base, &at("https://host/kb"), &[]);
    // The pages of the rules are pmdoc's own, and show such things.
    for (name, page) in built.pages().into_iter().filter(|(name, _)| !name.starts_with("rules/")) {
        assert_safe(name, &page);
        let raw = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{200b}".contains(c);
        assert!(!built.text(name).contains(raw), "{name}");
    }
    let page = built.page(PAGES[0]);
    assert_eq!(texts(&page, ".revisions .what")[0], evil);
    assert_eq!(texts(&page, ".revisions .who")[1], "\\u{1b}[31mred\\u{202e}gnp\\u{2066}\\u{7}\\u{0}\\u{200b}");
    assert_eq!(texts(&page, ".revisions .what")[2], "");
    let cut = &texts(&page, ".revisions .what")[3];
    assert!(cut.chars().count() < 130 && cut.ends_with('…'), "{cut}");
    assert_eq!(texts(&page, ".revisions .what")[4], "{{ frame.title }} {path} {n}");
    assert_eq!(fact(&page, "Contributors").len(), 4, "nobody is called nothing");
}

#[test]
fn nobodys_address_is_on_any_page() {
    let mut base = with(&history(&[
        commit(3, "2026-01-07T00:00:00Z", "jiho@corp.example.com", "Merge (kim.jiho@corp.example.com)"),
        commit(2, "2026-01-06T00:00:00Z", "Amelia <amelia@corp.example.com>", "Thanks to sora+x@corp.example.com!"),
        commit(1, "2026-01-05T00:00:00Z", "Amelia Park", "Bump actions/checkout@v4.1.0"),
    ]));
    base.life_cycles = lives(&base, true);
    let built = Built::from(&base, &at("https://host/kb"), &[]);
    // The pages of the rules are pmdoc's own, with addresses of nobody.
    for file in built.0.iter().filter(|file| !file.path.as_str().starts_with("rules/")) {
        let text = String::from_utf8_lossy(&file.bytes);
        assert!(!text.contains("example.com"), "{}", file.path);
    }
    let page = built.page(PAGES[0]);
    assert_eq!(fact(&page, "Contributors")[2], "jiho");
    assert_eq!(texts(&page, ".revisions .what")[2], "Bump actions/checkout@v4.1.0");
}

/// The lives of the three actions: promised by Jiho on 12 March in Seoul; the last two done 22 days later.
fn lives(base: &KnowledgeBase, whole: bool) -> Vec<LifeCycles> {
    let event = |time: &str, name: &str, change| Event { commit: Some(commit(9, time, name, "x")), change };
    let begin = event("2026-03-11T20:00:00Z", "Kim Jiho", Change::Appeared(ActionState::Open));
    let end = event("2026-04-03T00:00:00Z", "Amelia Park", Change::Moved(ActionState::Done));
    let owner = event("2026-04-09T00:00:00Z", "Lee Sora", Change::Owner(Some("@sora".to_owned())));
    let life = |events: &[&Event]| {
        let events = events.iter().map(|&event| event.clone()).collect();
        LifeCycle { text: String::new(), events, whole }
    };
    let current = vec![life(&[&begin, &owner]), life(&[&begin, &end, &owner]), life(&[&begin, &end])];
    let of = |record: &pmdoc::postmortem::Record| match record.postmortem.actions.len() {
        0 => LifeCycles::default(),
        _ => LifeCycles { current: current.clone(), removed: Vec::new() },
    };
    base.records.iter().map(|record| of(record)).collect()
}

#[test]
fn actions_say_since_when_they_are_open_and_when_they_were_done() {
    let mut base = base(&FILES);
    base.life_cycles = lives(&base, true);
    let index = base.ids["PM-1"];
    Arc::make_mut(&mut base.records[index]).postmortem.actions[2].closed = Some(date(2026, 2, 1));
    let page = incident(&base, &settings());
    let lines = texts(&page, ".actions .standing");
    assert_eq!(
        lines,
        ["Open since 2026-03-12 (Kim Jiho)", "Done 2026-04-03 by Amelia Park, after 22 days", "Done 2026-02-01"],
        "the document's own date wins"
    );
    assert_eq!(all(&page, ".actions .standing time").len(), 3);
}

#[test]
fn actions_say_nothing_that_git_does_not_know() {
    let mut base = base(&FILES);
    base.life_cycles = lives(&base, false);
    let lines = texts(&incident(&base, &settings()), ".actions .standing");
    assert_eq!(lines[..2], ["Open 11 months", "Done 2026-04-03 by Amelia Park"], "as old as the incident");
    for lives in &mut base.life_cycles {
        for event in lives.current.iter_mut().flat_map(|life| &mut life.events) {
            event.commit = None;
        }
    }
    let lines = texts(&incident(&base, &settings()), ".actions .standing");
    assert_eq!(lines[..2], ["Open 11 months", "Done"], "what is not committed has no day of its own");
    base.life_cycles = Vec::new();
    assert_eq!(texts(&incident(&base, &settings()), ".actions .standing")[..2], ["Open 11 months", "Done"]);
}

#[test]
fn pages_in_korean_tell_it_in_korean() {
    let document = DOCUMENT.replace("language: en", "language: ko");
    let mut base = base(&[("postmortems/PM-1.md", &document)]);
    base.life_cycles = lives(&base, true);
    let mut known = DocumentHistory { complete: false, edited: true, ..three() };
    known.revisions[2].path = "옛/PM-1.md".to_owned();
    base.history.documents.insert(path("postmortems/PM-1.md"), known);
    let page = incident(&base, &at("https://host/kb"));
    assert_eq!(fact(&page, "마지막 수정"), ["2026년 3월 12일", "아직 커밋하지 않은 변경 포함"]);
    assert_eq!(fact(&page, "원본"), ["PM-1.md", "이 문서 고치기"]);
    assert_eq!(
        texts(&page, ".actions .standing")[..2],
        ["진행 중 2026-03-12부터 (Kim Jiho)", "완료 2026-04-03 Amelia Park, 22일 만에"]
    );
    assert_eq!(texts(&page, ".history small"), ["옮기기 전 경로: 옛/PM-1.md"]);
}

#[test]
fn the_same_history_gives_the_same_bytes() {
    let build = || {
        let mut base = with(&three());
        base.life_cycles = lives(&base, true);
        Built::from(&base, &at("https://host/kb"), &[]).0
    };
    assert!(build() == build());
}
