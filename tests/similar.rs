//! Which incidents are like which, worked out by hand on small repositories in three languages.

mod support;

use std::path::Path;
use std::sync::LazyLock;

use pmdoc::document::Document;
use pmdoc::knowledge::{KnowledgeBase, LIKELY, Reason, Similar, Similarity};
use pmdoc::postmortem::{Hint, Reader, ReaderOptions};
use pmdoc::text::RelPath;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use support::{Ran, Repository, pmdoc_with_input};

fn base(files: &[(&str, &str)]) -> KnowledgeBase {
    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(ReaderOptions::default()));
    let record = |(path, text): &(&str, &str)| {
        let hint = if path.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
        let name = RelPath::new(Path::new(path)).expect("a path");
        READER.read(name, (*path).to_owned(), Document::parse((*text).to_owned()), hint)
    };
    KnowledgeBase::new(files.iter().map(record).collect())
}

/// What is like the document of an id: the ids, best first, and what is known of each.
fn like(base: &KnowledgeBase, id: &str) -> Vec<(String, Similar)> {
    let of = base.records.iter().position(|record| record.postmortem.id.value == id).expect("a document");
    let name = |similar: &Similar| base.records[similar.record].postmortem.id.value.clone();
    Similarity::new(base).of(of, 10).into_iter().map(|similar| (name(&similar), similar)).collect()
}

fn ids(found: &[(String, Similar)]) -> Vec<&str> {
    found.iter().map(|(id, _)| id.as_str()).collect()
}

const POOL: (&str, &str) = (
    "causes/pool.md",
    "---\nid: pool\ntitle: {en: Pool exhaustion, ko: 커넥션 풀 고갈}\naliases: [풀 고갈]\n---\nText.\n",
);

/// One trouble twice in each language, and something else.
const ENGLISH: [(&str, &str); 3] = [
    (
        "PM-2026-010.md",
        "---\nid: PM-2026-010\ntitle: Checkout failed while the settlement batch ran\ndate: 2026-03-04\n---\n## Summary\nThe \
         settlement batch held every connection of the pool, and checkout waited.\n",
    ),
    (
        "PM-2025-010.md",
        "---\nid: PM-2025-010\ntitle: No connection left for checkout\ndate: 2025-06-01\n---\n## Summary\nCheckout waited for a \
         connection: the settlement batch had emptied the pool.\n",
    ),
    (
        "PM-2025-011.md",
        "---\nid: PM-2025-011\ntitle: Search results were stale\ndate: 2025-07-01\n---\n## Summary\nThe nightly reindex stopped \
         halfway, and nobody was told.\n",
    ),
];
const KOREAN: [(&str, &str); 3] = [
    (
        "PM-2026-020.md",
        "---\nid: PM-2026-020\ntitle: 정산 배치와 겹쳐 결제 승인 지연\ndate: 2026-05-02\n---\n## 요약\n정산 배치가 커넥션 풀을 모두 점유하여 \
         결제 승인이 대기했다.\n",
    ),
    (
        "PM-2025-020.md",
        "---\nid: PM-2025-020\ntitle: 결제 승인 실패\ndate: 2025-09-12\n---\n## 요약\n커넥션 풀이 고갈되어 결제 승인이 실패했다. 정산 배치가 \
         원인이었다.\n",
    ),
    (
        "PM-2025-021.md",
        "---\nid: PM-2025-021\ntitle: 인증서 만료\ndate: 2025-10-12\n---\n## 요약\n사내 포털의 TLS 인증서가 갱신되지 않아 접속할 수 없었다.\n",
    ),
];
const JAPANESE: [(&str, &str); 3] = [
    (
        "PM-2026-030.md",
        "---\nid: PM-2026-030\ntitle: 精算バッチによる決済の遅延\ndate: 2026-05-02\n---\n## 概要\n精算バッチが接続プールを占有し、決済の承認が待たさ\
         れた。\n",
    ),
    (
        "PM-2025-030.md",
        "---\nid: PM-2025-030\ntitle: 決済の承認に失敗\ndate: 2025-09-12\n---\n## 概要\n接続プールが枯渇し決済の承認に失敗した。精算バッチが原因で\
         あった。\n",
    ),
    (
        "PM-2025-031.md",
        "---\nid: PM-2025-031\ntitle: 証明書の失効\ndate: 2025-10-12\n---\n## 概要\n社内ポータルの証明書が更新されず、閲覧できなかった。\n",
    ),
];

#[test]
fn the_same_trouble_in_other_words_is_found_in_every_language() {
    let all = base(&[&ENGLISH[..], &KOREAN, &JAPANESE].concat());
    for (asked, alike, words) in [
        ("PM-2026-010", "PM-2025-010", ["settlement", "pool"]),
        ("PM-2026-020", "PM-2025-020", ["커넥션", "결제"]),
        ("PM-2026-030", "PM-2025-030", ["精算", "決済"]),
    ] {
        let found = like(&all, asked);
        let likely: Vec<&str> =
            found.iter().filter(|(_, similar)| similar.score >= LIKELY).map(|(id, _)| id.as_str()).collect();
        assert_eq!(likely, [alike], "{found:?}");
        let Some(Reason::SharedTerms(terms)) = found[0].1.reasons.last() else { panic!("{found:?}") };
        assert!(words.iter().all(|word| terms.iter().any(|term| term.contains(word))), "{terms:?}");
    }
}

#[test]
fn what_documents_declare_comes_before_what_their_texts_share() {
    let incident = |id: &str, rest: &str, text: &str| {
        format!("---\nid: {id}\ntitle: {text}\ndate: 2026-01-01\n{rest}---\n## Summary\n{text}\n")
    };
    let asked = incident("PM-10", "root_causes: [pool]\n", "Settlement emptied the connection pool, see PM-30");
    let texts = [
        ("a/PM-10.md", asked),
        ("a/PM-20.md", incident("PM-20", "root_causes: [풀 고갈]\n", "Invoices were late")),
        ("a/PM-30.md", incident("PM-30", "", "Certificates expired overnight")),
        ("a/PM-40.md", incident("PM-40", "", "Settlement emptied the connection pool again")),
        ("a/PM-50.md", incident("PM-50", "", "Disk full on the mail relay, as in PM-10")),
        ("a/PM-60.md", incident("PM-60", "", "Kitchen flooded")),
    ];
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(POOL);
    let found = like(&base(&files), "PM-10");
    assert_eq!(ids(&found)[0], "PM-20", "the cause is the same, by another name");
    assert_eq!(found[0].1.reasons[0], Reason::SameCause("pool".to_owned()));
    let reason = |id: &str| found.iter().find(|(other, _)| other == id).map(|(_, similar)| &similar.reasons[0]);
    assert_eq!((reason("PM-30"), reason("PM-50")), (Some(&Reason::Names), Some(&Reason::NamedBy)));
    assert_eq!(ids(&found)[3], "PM-40");
    assert!(found[2].1.score > found[3].1.score && found[3].1.score >= LIKELY, "{found:?}");
    assert_eq!(reason("PM-60"), None);
}

#[test]
fn an_error_an_alert_and_a_service_near_in_time_are_reasons() {
    let incident = |id: &str, date: &str, error: &str| {
        format!(
            "---\nid: {id}\ntitle: Payments {id}\ndate: {date}\nservices: [Payments API]\nalerts: [LatencyHigh]\n---\n## \
             Summary\nThe log said `{error}` for an hour.\n"
        )
    };
    let texts = [
        incident("PM-10", "2026-03-01", "dial tcp 10.0.0.7:5432: connection refused"),
        incident("PM-20", "2026-02-01", "dial tcp 10.1.2.9:5433: connection refused"),
        incident("PM-30", "2025-03-01", "context deadline exceeded"),
    ];
    let found = like(&base(&[("a.md", &texts[0]), ("b.md", &texts[1]), ("c.md", &texts[2])]), "PM-10");
    assert_eq!(ids(&found), ["PM-20", "PM-30"]);
    let error = Reason::SameError("dial tcp 10.0.0.7:5432: connection refused".to_owned());
    let service = Reason::SameService { service: "Payments API".to_owned(), days: 28 };
    let alert = Reason::SameAlert("LatencyHigh".to_owned());
    assert!(found[0].1.reasons.starts_with(&[alert.clone(), error, service]), "{found:?}");
    assert!(found[1].1.reasons.starts_with(&[alert]), "{found:?}");
    let is_service = |reason: &Reason| matches!(reason, Reason::SameService { .. });
    assert!(!found[1].1.reasons.iter().any(is_service), "a year apart says nothing");
}

#[test]
fn an_incident_is_not_like_itself_in_whatever_edition() {
    let told = |head: &str| {
        format!(
            "---\ntitle: The settlement batch emptied the pool\ndate: 2026-03-04\n{head}---\n## Summary\nCheckout waited.\n"
        )
    };
    let texts = [
        ("x/checkout.md", told("id: PM-10\n")),
        ("x/checkout.ko.md", told("language: ko\n")),
        ("x/first.md", told("id: PM-20\n")),
        ("x/second.md", told("id: PM-21\nsupersedes: PM-20\n")),
    ];
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let all = base(&files);
    assert_eq!(ids(&like(&all, "PM-10")), ["PM-21"], "the account that counts, and no translation of its own");
    assert_eq!(ids(&like(&all, "PM-21")), ["PM-10"]);
    assert_eq!(ids(&like(&all, "PM-20")), ["PM-10"], "an account that was replaced is asked like any other");
    let korean = all.records.iter().position(|record| record.path.as_str() == "x/checkout.ko.md").expect("there");
    let found = Similarity::new(&all).of(korean, 10);
    let paths: Vec<&str> = found.iter().map(|similar| all.records[similar.record].path.as_str()).collect();
    assert_eq!(paths, ["x/second.md"]);
}

/// Words of invented incidents, and words that none of these has.
const WORDS: [&str; 24] = [
    "pool",
    "batch",
    "checkout",
    "timeout",
    "queue",
    "disk",
    "leader",
    "deploy",
    "cache",
    "replica",
    "lock",
    "quota",
    "결제",
    "정산",
    "커넥션",
    "배포",
    "인증서",
    "재시도",
    "決済",
    "接続",
    "障害",
    "証明書",
    "再起動",
    "精算",
];
const FOREIGN: [&str; 6] = ["zebra", "walrus", "ocelot", "lemur", "bison", "quokka"];

fn invented(number: usize, words: &[&str]) -> (String, String) {
    let text = format!("---\nid: Q{number}x\ntitle: {}\n---\n## Summary\n{}.\n", words[0], words[1..].join(" "));
    (format!("a/{number:02}.md"), text)
}

/// For each document the scores of the others, by path.
fn scores(files: &[(String, String)]) -> Vec<(String, String, f32)> {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let base = base(&files);
    let similarity = Similarity::new(&base);
    let path = |record: usize| base.records[record].path.as_str().to_owned();
    let of = |record: usize| similarity.of(record, 100).into_iter().map(move |other| (record, other));
    let mut found: Vec<(String, String, f32)> = (0..base.records.len())
        .flat_map(of)
        .map(|(record, other)| (path(record), path(other.record), other.score))
        .collect();
    found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_files_does_not_matter(documents in vec(vec(select(&WORDS[..]), 4..12), 2..8), turn in any::<usize>()) {
        let files: Vec<(String, String)> =
            documents.iter().enumerate().map(|(number, words)| invented(number, words)).collect();
        let mut turned = files.clone();
        turned.rotate_left(turn % files.len());
        turned.swap(0, files.len() / 2);
        prop_assert_eq!(scores(&files), scores(&turned));
    }

    #[test]
    fn a_document_about_something_else_changes_nothing_but_rarity(
        documents in vec(vec(select(&WORDS[..]), 4..12), 2..8),
        foreign in vec(select(&FOREIGN[..]), 4..8),
    ) {
        let mut files: Vec<(String, String)> =
            documents.iter().enumerate().map(|(number, words)| invented(number, words)).collect();
        let before = scores(&files);
        #[allow(clippy::cast_precision_loss, reason = "a handful")]
        let most = (1.0 + 1.0 / (files.len() + 1) as f32).powi(2);
        files.push(invented(99, &foreign));
        let after = scores(&files);
        prop_assert_eq!(before.len(), after.len(), "nothing comes, nothing goes");
        for (old, new) in before.iter().zip(&after) {
            prop_assert_eq!((&old.0, &old.1), (&new.0, &new.1));
            let factor = new.2 / old.2;
            prop_assert!(factor < most + 1e-4 && factor > 1.0 / most - 1e-4, "{} {}", old.2, new.2);
        }
    }
}

/// The English and Korean incidents as a repository.
fn repository() -> Repository {
    let repository = Repository::with(&[("book.toml", "[book]\nsrc = \"docs\"\n")]);
    for (path, text) in ENGLISH.iter().chain(&KOREAN) {
        repository.write(&format!("docs/postmortems/{path}"), text.as_bytes());
    }
    repository
}

fn ask(repository: &Repository, arguments: &[&str], input: &str) -> Ran {
    pmdoc_with_input(&repository.path(""), &[&["similar"], arguments].concat(), input.as_bytes())
}

#[test]
fn a_document_is_answered_with_others_and_the_reasons() {
    let ran = ask(&repository(), &["docs/postmortems/PM-2026-010.md"], "");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].contains("PM-2025-010  2025-06-01  No connection left for checkout"), "{}", ran.stdout);
    assert_eq!(lines[1], "      docs/postmortems/PM-2025-010.md");
    assert!(lines[2].starts_with("      - both speak of "), "{}", ran.stdout);
    assert_eq!(lines.last(), Some(&"1 similar incident"));
    let korean = ask(&repository(), &["docs/postmortems/PM-2026-020.md"], "");
    assert!(
        korean.stdout.contains("- 함께 나오는 말: ") && korean.stdout.ends_with("비슷한 장애 1건\n"),
        "{}",
        korean.stdout
    );
}

#[test]
fn json_is_one_object_a_line_best_first() {
    let ran = ask(&repository(), &["docs/postmortems/PM-2026-010.md", "--format", "json"], "");
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let first = &lines[0];
    assert_eq!((&first["path"], &first["id"]), (&"docs/postmortems/PM-2025-010.md".into(), &"PM-2025-010".into()));
    assert_eq!(first["title"], "No connection left for checkout");
    assert_eq!(first["reasons"][0]["kind"], "shared-terms");
    assert!(first["reasons"][0]["terms"].as_array().is_some_and(|terms| terms.contains(&"settlement".into())));
    let score = |line: &serde_json::Value| line["score"].as_f64().expect("a number");
    assert!(lines.iter().map(score).is_sorted_by(|a, b| a >= b) && score(first) >= f64::from(LIKELY));
    assert_eq!(first["likely"], true);
    let one = ask(&repository(), &["docs/postmortems/PM-2026-010.md", "--format", "json", "--limit", "1"], "");
    assert_eq!(one.stdout.lines().count(), 1);
}

#[test]
fn any_text_may_be_asked_about() {
    let repository = repository();
    let ran = ask(&repository, &["-"], "checkout waits for a connection while the settlement batch runs\n");
    assert!(ran.stdout.contains("PM-2026-010") && ran.stdout.contains("PM-2025-010"), "{}{}", ran.stdout, ran.stderr);
    let korean = ask(&repository, &["-"], "정산 배치 중 커넥션 풀 고갈로 결제 승인 실패\n");
    assert!(korean.stdout.contains("PM-2025-020") && !korean.stdout.contains("PM-2025-010"), "{}", korean.stdout);
    let nothing = ask(&repository, &["-"], "The kitchen was flooded.\n");
    assert_eq!((nothing.code, nothing.stdout.as_str()), (0, "no past incident is like this one\n"));
    let nothing = ask(&repository, &["-", "--lang", "ko"], "The kitchen was flooded.\n");
    assert_eq!(nothing.stdout, "비슷한 과거 장애가 없습니다\n");
    for (argument, input, message) in [("-", " \n", "the text is empty"), ("gone.md", "", "gone.md: no such file")] {
        let ran = ask(&repository, &[argument], input);
        assert_eq!((ran.code, ran.stderr.contains(message)), (2, true), "{}", ran.stderr);
    }
}

#[test]
fn secrets_are_no_reasons() {
    // Put together here, so that no scanner takes this file for a leak.
    let token = ["glpat-", "x9Kq-2mVbT_4wRz8NcJd"].concat();
    let incident = |title: &str| {
        format!(
            "---\ntitle: {title}\ndate: 2026-03-04\n---\n## Summary\nThe mirror job said `fatal: authentication failed for \
             {token}` and stopped.\n\n## Root cause\nThe mirror job used {token} after it was revoked.\n"
        )
    };
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = \"docs\"\n"),
        ("docs/postmortems/a.md", &incident("Mirror job stopped")),
        ("docs/postmortems/b.md", &incident("Mirror job stopped once more")),
    ]);
    for arguments in [
        &["similar", "docs/postmortems/a.md"][..],
        &["similar", "docs/postmortems/a.md", "--format", "json"],
        &["check", "--format", "markdown"],
    ] {
        let said = repository.pmdoc(arguments).stdout;
        assert!(said.contains("fatal: authentication failed for glpa…"), "{said}");
        let lower = said.to_lowercase();
        assert!(!["x9kq", "2mvbt", "4wrz8ncjd"].iter().any(|part| lower.contains(part)), "{said}");
    }
}

#[test]
fn a_new_postmortem_reminds_of_past_ones() {
    let repository = repository();
    let new = |arguments: &[&str]| repository.pmdoc(&[&["new", "--date", "2026-06-01"], arguments].concat());
    let ran = new(&["Settlement batch holds every connection, checkout fails"]);
    let (wrote, similar) = ran.stdout.split_once("\nsimilar past incidents:\n\n").expect("a hint");
    assert!(wrote.starts_with("wrote docs/"), "{wrote}");
    assert!(similar.contains("PM-2026-010") && similar.contains("- both speak of "), "{similar}");
    let korean = new(&["--lang", "ko", "커넥션 풀 고갈로 결제 승인 실패"]);
    assert!(korean.stdout.contains("비슷한 과거 장애:") && korean.stdout.contains("PM-2025-020"), "{}", korean.stdout);
    let other = new(&["Kitchen flooded"]);
    assert_eq!(other.stdout.lines().count(), 2, "{}", other.stdout);
}

#[test]
fn a_reviewer_and_a_reader_see_what_is_alike() {
    let repository = repository();
    let report = repository.pmdoc(&["check", "--format", "markdown"]).stdout;
    let (_, after) = report.split_once("Most similar past incidents").expect("a list");
    assert!(after.contains("No connection left for checkout: both speak of "), "{report}");
    assert_eq!(report.matches("Checkout failed while the settlement batch ran: both").count(), 0, "later is not past");
    assert_eq!(repository.pmdoc(&["build"]).code, 0);
    let page = repository.read("book/incidents/pm-2026-020/index.html");
    let (_, related) = page.split_once("관련 사고").expect("a part of the page");
    assert!(related.contains("결제 승인 실패") && related.contains("함께 나오는 말"), "{related}");
    assert!(!related.contains("인증서 만료"), "{related}");
}
