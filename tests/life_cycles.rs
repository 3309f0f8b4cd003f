//! The lives of actions, told from small documents and what was committed to them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, offset};
use pmdoc::config::Settings;
use pmdoc::document::Document;
use pmdoc::history::{Commit, ObjectId, Person};
use pmdoc::knowledge::{Change, Event, LifeCycle, LifeCycles, Version, follow};
use pmdoc::postmortem::{Action, ActionState, Hint, Reader};
use pmdoc::repository::reader;
use pmdoc::text::RelPath;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;

/// Made once: the words of all languages are many.
static READER: LazyLock<Reader> = LazyLock::new(|| reader(&Settings::default()));

/// The actions of a document.
fn actions(markdown: &str) -> Vec<Action> {
    let path = RelPath::new(Path::new("postmortems/2026-03-01-outage.md")).expect("a path");
    let document = Document::parse(markdown.to_owned());
    READER.read(path, String::new(), document, Hint::Postmortem).postmortem.actions
}

/// A commit at a time; on days of an odd number by Jisoo, else by Amelia.
fn commit(time: Option<Timestamp>) -> Arc<Commit> {
    let day = time.map_or(0, |time| time.to_zoned(TimeZone::UTC).day());
    let name = if day % 2 == 1 { "Jisoo" } else { "Amelia" }.to_owned();
    let author = Person { email: format!("{name}@example.com"), name };
    Arc::new(Commit { id: ObjectId([day.unsigned_abs(); 20]), time, author, subject: String::new() })
}

/// A version at noon of a day; `now` for what is not committed.
fn version(day: &str, markdown: &str) -> Version {
    let commit = (day != "now").then(|| commit(format!("{day}T12:00:00Z").parse().ok()));
    Version { commit, actions: actions(&format!("# Outage\n\n## Action items\n\n{}", dedented(markdown))) }
}

fn versions(all: &[(&str, &str)]) -> Vec<Version> {
    all.iter().map(|(day, markdown)| version(day, markdown)).collect()
}

/// Without the indentation that all lines have.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(|line| line.get(least..).unwrap_or_default()).collect();
    lines.join("\n").trim().to_owned()
}

fn told(cycle: &LifeCycle) -> String {
    let mut story = cycle.text.clone();
    for event in &cycle.events {
        let day = event.day(&TimeZone::UTC).map_or("now".to_owned(), |day| day.to_string());
        write!(story, "\n  {day} {}", told_change(&event.change)).expect("a story");
    }
    story
}

fn told_change(change: &Change) -> String {
    match change {
        Change::Appeared(state) => format!("appeared {}", state.name()),
        Change::Moved(state) => format!("moved to {}", state.name()),
        Change::Owner(owner) => format!("owned by {}", owner.as_deref().unwrap_or("nobody")),
        Change::Due(due) => due.map_or("due never".to_owned(), |due| format!("due {due}")),
        Change::Reworded(before) => format!("reworded from: {before}"),
        Change::Removed => "removed".to_owned(),
    }
}

/// The stories of the actions that are there, then of those that are gone.
fn stories(versions: &[Version]) -> String {
    let cycles = follow(versions, true);
    cycles.current.iter().chain(&cycles.removed).map(told).collect::<Vec<_>>().join("\n")
}

/// Compares the stories of a history with what they should be.
#[track_caller]
fn check(history: &[(&str, &str)], expected: &str) {
    assert_eq!(stories(&versions(history)), dedented(expected));
}

#[test]
fn a_task_is_written_down_given_away_put_off_and_ticked() {
    check(
        &[
            ("2026-03-01", "- [ ] Add a limit to the pool (Owner: @jisoo, Due: 2026-03-10)"),
            ("2026-03-05", "- [ ] Add a limit to the pool (Owner: Amelia, Due: 2026-03-20)"),
            ("2026-03-06", "- [ ] **Add** a limit to  the Pool (Owner: @amelia, Due: 2026/03/20)"),
            ("2026-03-09", "- [x] Add a limit to the pool (Due: 2026-03-20)"),
            ("2026-03-11", "- [ ] Add a limit to the pool"),
        ],
        "
        Add a limit to the pool
          2026-03-01 appeared open
          2026-03-05 owned by Amelia
          2026-03-05 due 2026-03-20
          2026-03-09 moved to done
          2026-03-09 owned by nobody
          2026-03-11 moved to open
          2026-03-11 due never
        ",
    );
}

#[test]
fn one_commit_may_change_everything_at_once() {
    check(
        &[
            (
                "2026-03-01",
                "
                | 조치 | 담당 | 기한 | 상태 |
                |---|---|---|---|
                | 결제 지연 알림 추가 | 김지수 | 2026-03-10 | 진행 중 |
                | 배포 전 체크리스트 작성 | 박서연 | 2026-03-10 | 진행 중 |
                ",
            ),
            (
                "2026-03-09",
                "
                | 조치 | 담당 | 기한 | 상태 |
                |---|---|---|---|
                | 배포 전 체크리스트 작성 | 박서연 | 2026-03-10 | 완료 |
                | 결제 지연 알림을 추가한다 | 이민호 | 2026-03-20 | 기각: 비용 대비 효과 없음 |
                ",
            ),
        ],
        "
        배포 전 체크리스트 작성
          2026-03-01 appeared open
          2026-03-09 moved to done
        결제 지연 알림을 추가한다
          2026-03-01 appeared open
          2026-03-09 moved to dropped
          2026-03-09 owned by 이민호
          2026-03-09 due 2026-03-20
          2026-03-09 reworded from: 결제 지연 알림 추가
        ",
    );
}

#[test]
fn words_may_change_in_any_script() {
    for (before, after) in [
        ("Add alert for checkout latency", "Add an alert for checkout p99 latency"),
        ("Add alert for checkout latency", "Alert on checkout latency"),
        ("Review on-call rotation with the platform team", "Platform team reviews the on-call rotation"),
        ("Rotate credentials", "Rotate all leaked credentials"),
        ("결제 지연 알림 추가", "결제 서비스 p99 지연 알림 추가"),
        ("커넥션 풀 상한 설정", "DB 커넥션 풀의 상한값 설정"),
        ("장애 대응 훈련 분기별 실시", "장애 대응 훈련을 분기 1회 실시한다"),
        ("接続プールの上限を設定する", "DB 接続プールの上限値を設定"),
        ("为支付延迟添加告警", "添加支付延迟告警"),
        ("Add a limit", "Add a limit (in the release of 2026-03-04, after the freeze; see the notes of the review)"),
        ("로그 보관 연장", "로그 보관 연장 — 3월 배포에 포함, 확인은 다음 분기 점검에서"),
    ] {
        let history =
            versions(&[("2026-03-01", &format!("- [ ] {before}")), ("2026-03-02", &format!("- [x] {after}"))]);
        let lives = follow(&history, true);
        assert_eq!((lives.current.len(), lives.removed.len()), (1, 0), "{before} → {after}");
        let changes: Vec<&Change> = lives.current[0].events.iter().map(|event| &event.change).collect();
        let (appeared, moved) = (Change::Appeared(ActionState::Open), Change::Moved(ActionState::Done));
        assert_eq!(changes, [&appeared, &moved, &Change::Reworded(before.to_owned())]);
    }
}

#[test]
fn another_action_in_the_same_place_is_another_action() {
    for (before, after) in [
        ("Add alert for checkout latency", "Page when a node is lost"),
        ("Write a runbook for failover", "Write tests"),
        ("Set memory limits", "Limit retries"),
        ("로그 추가", "알림 추가"),
        ("모니터링 강화", "로깅 강화"),
        ("결제 지연 알림 추가", "캐시 만료 시간 조정"),
        ("限制连接池大小", "编写故障手册"),
        ("Test", "Testing of the failover once a quarter"),
    ] {
        let history =
            versions(&[("2026-03-01", &format!("- [ ] {before}")), ("2026-03-02", &format!("- [ ] {after}"))]);
        let lives = follow(&history, true);
        assert_eq!((lives.current.len(), lives.removed.len()), (1, 1), "{before} → {after}");
    }
}

#[test]
fn actions_that_share_their_boilerplate_are_told_apart() {
    check(
        &[
            (
                "2026-03-01",
                "
                - [ ] Add alert for checkout latency
                - [ ] Add alert for payment latency
                - [ ] 주문 지연 알림 추가
                - [ ] 결제 지연 알림 추가
                ",
            ),
            (
                "2026-03-02",
                "
                - [ ] Add an alert for payment p99 latency
                - [ ] Add an alert for checkout p99 latency
                - [ ] 결제 지연 알림을 추가한다
                - [ ] 주문 지연 알림을 추가한다
                ",
            ),
            (
                "2026-03-03",
                "
                - [x] Add an alert for checkout p99 latency
                - [x] 주문 지연 알림을 추가한다
                ",
            ),
        ],
        "
        Add an alert for checkout p99 latency
          2026-03-01 appeared open
          2026-03-02 reworded from: Add alert for checkout latency
          2026-03-03 moved to done
        주문 지연 알림을 추가한다
          2026-03-01 appeared open
          2026-03-02 reworded from: 주문 지연 알림 추가
          2026-03-03 moved to done
        Add an alert for payment p99 latency
          2026-03-01 appeared open
          2026-03-02 reworded from: Add alert for payment latency
          2026-03-03 removed
        결제 지연 알림을 추가한다
          2026-03-01 appeared open
          2026-03-02 reworded from: 결제 지연 알림 추가
          2026-03-03 removed
        ",
    );
}

#[test]
fn of_pairs_that_are_as_alike_the_nearest_wins() {
    check(
        &[
            ("2026-03-01", "- [ ] Test 1 of the failover\n- [x] Test 2 of the failover"),
            ("2026-03-02", "- [ ] Test 3 of the failover\n- [x] Test 4 of the failover"),
        ],
        "
        Test 3 of the failover
          2026-03-01 appeared open
          2026-03-02 reworded from: Test 1 of the failover
        Test 4 of the failover
          2026-03-01 appeared done
          2026-03-02 reworded from: Test 2 of the failover
        ",
    );
}

#[test]
fn a_ticket_is_the_name_of_an_action() {
    check(
        &[
            ("2026-03-01", "- [ ] Bound the pool OPS-101\n- [ ] Write it down"),
            ("2026-03-02", "- [ ] Write it down (OPS-102)\n- [ ] 커넥션 풀 상한 설정 (OPS-101)"),
            ("2026-03-03", "- [x] Explain the pool to those who come after us (OPS-102)"),
        ],
        "
        Explain the pool to those who come after us (OPS-102)
          2026-03-01 appeared open
          2026-03-03 moved to done
          2026-03-03 reworded from: Write it down (OPS-102)
        커넥션 풀 상한 설정 (OPS-101)
          2026-03-01 appeared open
          2026-03-02 reworded from: Bound the pool
          2026-03-03 removed
        ",
    );
}

#[test]
fn a_ticket_counts_more_than_words_that_another_has_now() {
    check(
        &[
            ("2026-03-01", "- [ ] Add alert for checkout latency (#101)"),
            (
                "2026-03-02",
                "- [ ] Add alert for checkout latency (#109)\n- [x] Add alert for checkout p99 latency (#101)",
            ),
        ],
        "
        Add alert for checkout latency (#109)
          2026-03-02 appeared open
        Add alert for checkout p99 latency (#101)
          2026-03-01 appeared open
          2026-03-02 moved to done
          2026-03-02 reworded from: Add alert for checkout latency (#101)
        ",
    );
}

#[test]
fn alike_actions_with_two_tickets_are_two_actions() {
    check(
        &[
            ("2026-03-01", "- [x] Add alert for checkout latency (#101)"),
            ("2026-03-02", "- [ ] Add alert for payment latency (#102)"),
        ],
        "
        Add alert for payment latency (#102)
          2026-03-02 appeared open
        Add alert for checkout latency (#101)
          2026-03-01 appeared done
          2026-03-02 removed
        ",
    );
}

#[test]
fn a_ticket_that_several_have_is_the_name_of_none() {
    check(
        &[
            ("2026-03-01", "- [ ] Bound the pool (OPS-101)\n- [ ] 문서 갱신 (OPS-101)"),
            ("2026-03-02", "- [x] 문서 갱신 (OPS-101)\n- [ ] Bound the pool (OPS-101)"),
        ],
        "
        문서 갱신 (OPS-101)
          2026-03-01 appeared open
          2026-03-02 moved to done
        Bound the pool (OPS-101)
          2026-03-01 appeared open
        ",
    );
}

#[test]
fn numbers_of_rows_are_no_tickets() {
    for (one, two, three) in [("1", "2", "3"), ("A1", "A2", "A3"), ("AI-1", "AI-2", "AI-3"), ("#1", "#2", "#3")] {
        let first = format!("| ID | Action |\n|---|---|\n| {one} | Bound the pool |\n| {two} | Write a runbook |");
        let then = format!(
            "| ID | Action |\n|---|---|\n| {one} | Rotate the keys |\n| {two} | Bound the pool |\n| {three} | Write a runbook |"
        );
        check(
            &[("2026-03-01", &first), ("2026-03-02", &then)],
            "
            Rotate the keys
              2026-03-02 appeared open
            Bound the pool
              2026-03-01 appeared open
            Write a runbook
              2026-03-01 appeared open
            ",
        );
    }
}

#[test]
fn the_number_of_a_row_does_not_make_one_action_of_two() {
    for (one, two) in [("1", "2"), ("A1", "A2"), ("P-1", "P-2")] {
        let first = format!("| ID | Action |\n|---|---|\n| {one} | Bound the pool |");
        let then = format!("| ID | Action |\n|---|---|\n| {one} | 키 교체 |\n| {two} | Bound every pool |");
        check(
            &[("2026-03-01", &first), ("2026-03-02", &then)],
            "
            키 교체
              2026-03-02 appeared open
            Bound every pool
              2026-03-01 appeared open
              2026-03-02 reworded from: Bound the pool
            ",
        );
    }
}

#[test]
fn who_has_it_and_where_it_is_tracked_are_not_what_it_says() {
    check(
        &[
            ("2026-03-01", "- [ ] Bound the pool @jisoo"),
            ("2026-03-02", "- [ ] Bound the pool @amelia"),
            ("2026-03-03", "- [ ] Bound the pool @amelia https://example.com/tracker/7"),
            ("2026-03-04", "- [ ] OPS-107: Bound the pool @amelia"),
        ],
        "
        OPS-107: Bound the pool @amelia
          2026-03-01 appeared open
          2026-03-02 owned by @amelia
        ",
    );
}

#[test]
fn what_comes_back_was_never_away() {
    let list = "- [ ] 결제 지연 알림 추가\n- [ ] Bound the pool (OPS-101)";
    check(
        &[
            ("2026-03-01", list),
            ("2026-03-02", "Being rewritten."),
            ("2026-03-03", "- [x] 결제 지연 알림 추가\n- [ ] Give every pool a limit (OPS-101)"),
        ],
        "
        결제 지연 알림 추가
          2026-03-01 appeared open
          2026-03-03 moved to done
        Give every pool a limit (OPS-101)
          2026-03-01 appeared open
          2026-03-03 reworded from: Bound the pool (OPS-101)
        ",
    );
    check(
        &[
            ("2026-03-01", list),
            ("2026-03-02", "- [ ] Write it down"),
            ("2026-03-03", list),
            ("2026-03-04", "Nothing."),
        ],
        "
        Write it down
          2026-03-02 appeared open
          2026-03-03 removed
        결제 지연 알림 추가
          2026-03-01 appeared open
          2026-03-04 removed
        Bound the pool (OPS-101)
          2026-03-01 appeared open
          2026-03-04 removed
        ",
    );
}

#[test]
fn what_comes_back_is_not_made_of_what_goes() {
    check(
        &[
            ("2026-03-01", "- [ ] Add alert for checkout latency\n- [ ] Add alert for payment latency"),
            ("2026-03-02", "- [ ] Add alert for payment latency"),
            ("2026-03-03", "- [ ] Add alert for checkout latency"),
        ],
        "
        Add alert for checkout latency
          2026-03-01 appeared open
        Add alert for payment latency
          2026-03-01 appeared open
          2026-03-03 removed
        ",
    );
}

#[test]
fn equal_lines_are_not_mixed_up() {
    check(
        &[
            ("2026-03-01", "- [ ] 문서 갱신"),
            ("2026-03-02", "- [ ] 문서 갱신\n- [ ] 문서 갱신"),
            ("2026-03-03", "- [x] 문서 갱신\n- [ ] 문서 갱신"),
            ("2026-03-04", "- [x] 문서 갱신\n- [x] 문서 갱신"),
        ],
        "
        문서 갱신
          2026-03-01 appeared open
          2026-03-03 moved to done
        문서 갱신
          2026-03-02 appeared open
          2026-03-04 moved to done
        ",
    );
    check(
        &[("2026-03-01", "- [x] Update docs\n- [ ] Update docs"), ("2026-03-02", "- [ ] Update docs")],
        "
        Update docs
          2026-03-01 appeared open
        Update docs
          2026-03-01 appeared done
          2026-03-02 removed
        ",
    );
}

#[test]
fn a_list_may_become_a_table_and_what_is_not_committed_counts() {
    check(
        &[
            ("2026-03-01", "- [ ] Bound the pool (Owner: @jisoo)\n- [ ] 문서 갱신"),
            (
                "now",
                "
                | Action | Owner | Status |
                |---|---|---|
                | 문서 갱신 | | Done |
                | Rotate the keys | @amelia | Open |
                | Bound the pool | Jisoo | Open |
                ",
            ),
        ],
        "
        문서 갱신
          2026-03-01 appeared open
          now moved to done
        Rotate the keys
          now appeared open
        Bound the pool
          2026-03-01 appeared open
        ",
    );
}

#[test]
fn nothing_makes_no_lives() {
    assert_eq!(follow(&[], true), LifeCycles::default());
    check(&[("2026-03-01", "None.")], "");
}

/// The life of the only action of a history.
fn only(history: &[(&str, &str)], whole: bool) -> LifeCycle {
    let cycles = follow(&versions(history), whole);
    cycles.current.into_iter().chain(cycles.removed).next().expect("an action")
}

fn day_of(event: Option<&Event>) -> Option<Date> {
    event.and_then(|event| event.day(&TimeZone::UTC))
}

const REOPENED: &[(&str, &str)] = &[
    ("2026-03-01", "- [ ] Bound the pool"),
    ("2026-03-05", "- [x] Bound the pool"),
    ("2026-03-08", "- [ ] Bound the pool"),
    ("2026-04-01", "- [x] Bound the pool"),
];

#[test]
fn opened_and_closed_say_when_and_by_whom() {
    let closed = only(REOPENED, true);
    assert_eq!(closed.state(), ActionState::Done);
    assert_eq!(day_of(closed.opened()), Some(date(2026, 3, 1)));
    assert_eq!(day_of(closed.closed()), Some(date(2026, 4, 1)));
    let author = |event: Option<&Event>| event.and_then(Event::author).map(|person| person.name.clone());
    assert_eq!(author(closed.opened()).as_deref(), Some("Jisoo"));
    assert_eq!(closed.time_to_close(&TimeZone::UTC), Some(31));
    assert_eq!(closed.days_open(date(2026, 5, 1), &TimeZone::UTC), None, "it is not open");

    let open = only(&REOPENED[..3], true);
    assert_eq!(open.state(), ActionState::Open);
    assert_eq!((open.closed(), open.time_to_close(&TimeZone::UTC)), (None, None));
    assert_eq!(open.days_open(date(2026, 3, 31), &TimeZone::UTC), Some(30));
    assert_eq!(open.days_open(date(2026, 2, 1), &TimeZone::UTC), None, "today is before its opening");
}

#[test]
fn an_action_that_appeared_done_was_closed_at_an_unknown_time() {
    let done = only(&[("2026-03-01", "- [x] Bound the pool")], true);
    assert_eq!((day_of(done.opened()), done.closed()), (Some(date(2026, 3, 1)), None));
    let dropped = only(&[("2026-03-01", "- [x] Bound the pool"), ("2026-03-02", "- [x] ~~Bound the pool~~")], true);
    assert_eq!((dropped.state(), day_of(dropped.closed())), (ActionState::Dropped, Some(date(2026, 3, 2))));
}

#[test]
fn what_was_there_before_the_known_history_has_no_opening() {
    let history = [
        ("2026-03-01", "- [ ] Bound the pool"),
        ("2026-03-02", "- [x] Bound the pool\n- [ ] 문서 갱신"),
        ("2026-03-03", "- [x] Bound the pool\n- [x] 문서 갱신"),
    ];
    let lives = follow(&versions(&history), false).current;
    assert_eq!(lives.iter().map(|life| life.whole).collect::<Vec<_>>(), [false, true]);
    assert_eq!((lives[0].opened(), day_of(lives[0].closed())), (None, Some(date(2026, 3, 2))));
    assert_eq!(lives[0].time_to_close(&TimeZone::UTC), None);
    assert_eq!(lives[1].time_to_close(&TimeZone::UTC), Some(1));
}

#[test]
fn what_was_taken_out_is_not_open_any_more() {
    let gone = only(&[("2026-03-01", "- [ ] Bound the pool"), ("2026-03-02", "None.")], true);
    assert!(gone.is_removed());
    assert_eq!((gone.state(), gone.closed()), (ActionState::Open, None));
    assert_eq!(gone.days_open(date(2026, 3, 9), &TimeZone::UTC), None);
}

#[test]
fn days_are_those_of_a_calendar() {
    let at = |time: Option<&str>, markdown: &str| Version {
        commit: Some(commit(time.map(|time| time.parse().expect("a time")))),
        actions: version("now", markdown).actions,
    };
    let life = |opened: Option<&str>, closed: Option<&str>| {
        let history = [at(opened, "- [ ] Bound the pool"), at(closed, "- [x] Bound the pool")];
        follow(&history, true).current.remove(0)
    };
    let (seoul, utc) = (TimeZone::fixed(offset(9)), TimeZone::UTC);
    let night = life(Some("2026-03-01T14:59:00Z"), Some("2026-03-01T15:01:00Z"));
    assert_eq!((night.time_to_close(&seoul), night.time_to_close(&utc)), (Some(1), Some(0)));
    let noon = Some("2026-03-01T12:00:00Z");
    assert_eq!(life(None, noon).time_to_close(&utc), None, "a commit without a time");
    assert_eq!(life(noon, None).time_to_close(&utc), None);
    assert_eq!(life(noon, Some("2026-02-01T12:00:00Z")).time_to_close(&utc), None, "clocks that were wrong");
}

#[test]
fn too_much_to_compare_is_followed_by_words_alone() {
    let list =
        |verb: &str| (0..1000).map(|n| format!("- [ ] {verb} limit number {n} of the pool\n")).collect::<String>();
    let kept = "- [ ] 결제 지연 알림 추가\n";
    let history = [("2026-03-01", list("Add") + kept), ("2026-03-02", list("Raise") + kept)];
    let history: Vec<Version> = history.iter().map(|(day, markdown)| version(day, markdown)).collect();
    let lives = follow(&history, true);
    assert_eq!((lives.current.len(), lives.removed.len()), (1001, 1000));
    assert_eq!(told(&lives.current[1000]), "결제 지연 알림 추가\n  2026-03-01 appeared open");
}

/// Actions that have nothing to do with each other.
const TEXTS: [&str; 6] = [
    "Bound the connection pool of the order service",
    "Write a runbook for the failover",
    "Rotate all leaked credentials",
    "결제 지연 알림 추가",
    "배포 전 점검 체크리스트 작성",
    "编写故障手册并在每个季度演练",
];
/// Actions that are like one of those.
const LIKE: [&str; 3] =
    ["Bound the connection pool of the user service", "결제 지연 알림을 추가한다", "Rotate leaked credentials"];

/// The lines of a task list.
fn line() -> impl Strategy<Value = String> {
    let text = select([TEXTS.as_slice(), LIKE.as_slice()].concat());
    let owner = select(vec!["", " (Owner: @jisoo)", " (Owner: Amelia, Due: 2026-03-20)", " (OPS-101)", " (#102)"]);
    (any::<bool>(), text, owner).prop_map(|(done, text, owner)| task(done, &format!("{text}{owner}")))
}

fn task(done: bool, text: &str) -> String {
    format!("- [{}] {text}\n", if done { 'x' } else { ' ' })
}

/// A version on the nth day of March.
fn nth(day: usize, lines: &[String]) -> Version {
    version(&format!("2026-03-{:02}", day + 1), &lines.concat())
}

/// How often each life occurs, told without removals and without what happened after a day.
fn until(lives: &LifeCycles, last: Date) -> BTreeMap<Vec<String>, usize> {
    let mut counts = BTreeMap::new();
    for life in lives.current.iter().chain(&lives.removed) {
        let then = |event: &&Event| event.change != Change::Removed && day_of(Some(event)) <= Some(last);
        let told: Vec<String> = life.events.iter().filter(then).map(|event| format!("{event:?}")).collect();
        if !told.is_empty() {
            *counts.entry(told).or_default() += 1;
        }
    }
    counts
}

/// The only events of a step, by the place of the action in the last version.
fn last_events(history: &[Version]) -> Vec<(usize, Change)> {
    let lives = follow(history, true);
    assert!(lives.removed.is_empty(), "{:?}", lives.removed);
    let events = |(index, life): (usize, LifeCycle)| life.events.into_iter().skip(1).map(move |e| (index, e.change));
    lives.current.into_iter().enumerate().flat_map(events).collect()
}

proptest! {
    /// What is there corresponds to the document, and a life begins once and ends at most once.
    #[test]
    fn lives_are_those_of_the_document(history in vec(vec(line(), 0..8), 1..6)) {
        let history: Vec<Version> = history.iter().enumerate().map(|(day, lines)| nth(day, lines)).collect();
        let lives = follow(&history, true);
        let told: Vec<_> = lives.current.iter().map(|life| (life.text.clone(), life.state())).collect();
        let last = history.last().expect("a version");
        let there: Vec<_> = last.actions.iter().map(|action| (action.text.clone(), action.state)).collect();
        prop_assert_eq!(told, there);
        prop_assert!(lives.current.iter().all(|life| !life.is_removed()));
        prop_assert!(lives.removed.iter().all(LifeCycle::is_removed));
        for life in lives.current.iter().chain(&lives.removed) {
            let appeared = |event: &Event| matches!(event.change, Change::Appeared(_));
            let gone = life.events.iter().filter(|event| event.change == Change::Removed).count();
            prop_assert!(appeared(&life.events[0]) && !life.events[1..].iter().any(appeared));
            prop_assert_eq!(gone, usize::from(life.is_removed()));
        }
    }

    /// A version adds to the lives so far and changes none of them, so every action of every version is in
    /// exactly one life.
    #[test]
    fn the_past_stays_as_it_was(history in vec(vec(line(), 0..8), 2..6)) {
        let history: Vec<Version> = history.iter().enumerate().map(|(day, lines)| nth(day, lines)).collect();
        for count in 1..history.len() {
            let last = date(2026, 3, i8::try_from(count).expect("few versions"));
            let (before, after) = (follow(&history[..count], true), follow(&history[..=count], true));
            prop_assert_eq!(until(&before, last), until(&after, last));
        }
    }

    #[test]
    fn order_is_no_event(
        (lines, shuffled) in vec(line(), 0..10).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        prop_assert_eq!(last_events(&[nth(0, &lines), nth(1, &shuffled)]), []);
    }

    #[test]
    fn a_tick_is_one_event(texts in vec(select(TEXTS.as_slice()), 1..10), at in any::<proptest::sample::Index>()) {
        let ticked = at.index(texts.len());
        let open: Vec<String> = texts.iter().map(|text| task(false, text)).collect();
        let done: Vec<String> = texts.iter().enumerate().map(|(index, text)| task(index == ticked, text)).collect();
        let expected = [(ticked, Change::Moved(ActionState::Done))];
        prop_assert_eq!(last_events(&[nth(0, &open), nth(1, &done)]), expected);
    }

    /// New words in front, at the end or both, and another order: the same lives.
    #[test]
    fn new_words_are_no_new_life(order in Just(TEXTS.to_vec()).prop_shuffle(), how in vec(0..3_usize, TEXTS.len())) {
        let dress = |text: &str, how: usize| [format!("[P1] {text}"), format!("{text} v2"), format!("팀: {text}!")][how].clone();
        let plain: Vec<String> = TEXTS.iter().map(|text| task(false, text)).collect();
        let dressed: Vec<String> = order.iter().zip(&how).map(|(text, how)| task(false, &dress(text, *how))).collect();
        let expected: Vec<(usize, Change)> =
            order.iter().enumerate().map(|(index, text)| (index, Change::Reworded((*text).to_owned()))).collect();
        prop_assert_eq!(last_events(&[nth(0, &plain), nth(1, &dressed)]), expected);
    }
}
