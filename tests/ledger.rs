//! Causes, the ledger and the metrics, worked out by hand on small repositories; and what holds for every repository.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use pmdoc::document::Document;
use pmdoc::history::{Commit, ObjectId, Person};
use pmdoc::knowledge::{
    Change, Event, Granularity, Grouping, KnowledgeBase, Ledger, LedgerFilter, LifeCycle, LifeCycles, Metrics, Origin,
    Outcome, Question, RelationReason, Relations, Standing, Stretch, Verdict,
};
use pmdoc::postmortem::{ActionState, Hint, Reader, ReaderOptions, Record, SectionName};
use pmdoc::text::RelPath;
use proptest::prelude::{Strategy, proptest};

const TODAY: Date = date(2026, 11, 21);

fn base(files: &[(String, String)]) -> KnowledgeBase {
    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(ReaderOptions::default()));
    let record = |(path, text): &(String, String)| -> Record {
        let hint = if path.starts_with("causes/") { Hint::Cause } else { Hint::Postmortem };
        let path = RelPath::new(Path::new(path)).expect("a path");
        READER.read(path, String::new(), Document::parse(text.clone()), hint)
    };
    KnowledgeBase::new(files.iter().map(record).collect())
}

fn cause(id: &str, front_matter: &str) -> (String, String) {
    (format!("causes/{id}.md"), format!("---\nid: {id}\n{front_matter}---\nText.\n"))
}

/// A postmortem with more front matter and a body.
fn incident(id: &str, date: &str, front_matter: &str, body: &str) -> (String, String) {
    (format!("postmortems/{id}.md"), format!("---\nid: {id}\ntitle: {id}\ndate: {date}\n{front_matter}---\n{body}\n"))
}

/// A table of actions that says where each stands.
fn actions(rows: &[&str]) -> String {
    format!("## Action items\n| Action | Type | Owner | Due | Status |\n|---|---|---|---|---|\n{}\n", rows.join("\n"))
}

fn ledger(base: &KnowledgeBase) -> Ledger<'_> {
    Ledger::of(base, TODAY, &TimeZone::UTC)
}

fn metrics(base: &KnowledgeBase, since: Option<Date>) -> Metrics<'_> {
    let required = [SectionName::Summary, SectionName::Actions];
    let question =
        Question { since, today: TODAY, zone: TimeZone::UTC, granularity: Granularity::Quarter, required: &required };
    Metrics::of(base, &question)
}

fn verdicts(base: &KnowledgeBase, cause: &str) -> Vec<Verdict> {
    base.causes[cause].all_occurrences().iter().map(|occurrence| occurrence.verdict).collect()
}

#[test]
fn a_case_that_comes_back_is_seen_at_the_more_general_cause() {
    let base = base(&[
        cause("limit", "title: Limit\n"),
        cause("pool", "title: Pool\nparent: Limit\n"),
        cause("disk", "title: Disk\nparent: limit\n"),
        incident("PM-1", "2026-01-10", "root_causes: [pool]\n", "## Action items\n- [x] Detect: alert\n"),
        incident("PM-2", "2026-02-10", "root_causes: [disk]\n", ""),
        incident("PM-3", "2026-02-20", "root_causes: [pool, limit]\n", ""),
    ]);
    let limit = &base.causes["limit"];
    assert_eq!(limit.cases, ["disk", "pool"]);
    assert_eq!(limit.occurrences.len(), 1, "one incident names it itself");
    let apart: Vec<Option<i32>> = limit.all_occurrences().iter().map(|occurrence| occurrence.days_since).collect();
    assert_eq!(apart, [None, Some(31), Some(10)], "an incident that names two of the family counts once");
    assert_eq!(verdicts(&base, "pool"), [Verdict::First, Verdict::Unpromised]);
    let about = LedgerFilter { cause: Some(limit), ..LedgerFilter::default() };
    assert_eq!(ledger(&base).filtered(&about).entries.len(), 1, "an action about a case is about the whole");
}

#[test]
fn an_old_name_counts_for_the_new_one() {
    let base = base(&[
        cause("db-pool", "title: DB 풀 부족\nreplaced_by: pool\n"),
        cause("pool", "title: Pool\naliases: [connections]\n"),
        cause("a", "title: A\nreplaced_by: b\n"),
        cause("b", "title: B\nreplaced_by: a\n"),
        incident("PM-1", "2026-01-10", "root_causes: [DB 풀 부족]\n", ""),
        incident("PM-2", "2026-02-10", "root_causes: [Connections]\n", ""),
        incident("PM-3", "2026-03-10", "root_causes: [a]\n", ""),
    ]);
    assert_eq!(base.causes["pool"].occurrences.len(), 2);
    assert!(base.causes["db-pool"].occurrences.is_empty());
    assert_eq!(base.causes_of[base.ids["PM-3"]], ["a"], "a circle replaces nothing");
    let meaning = base.cause_names.meaning("db_pool").expect("a known name");
    assert_eq!((meaning.id.as_str(), meaning.by_way_of.as_deref()), ("pool", Some("db-pool")));
}

#[test]
fn without_a_registry_the_names_that_come_with_pmdoc_bring_languages_together() {
    let base = base(&[
        incident("PM-1", "2026-01-10", "root_causes: [retry storm]\n", ""),
        incident("PM-2", "2026-02-10", "root_causes: [재시도 폭주]\n", ""),
        incident("PM-3", "2026-03-10", "root_causes: [リトライストーム]\n", ""),
        incident("PM-4", "2026-04-10", "root_causes: [重试放大]\n", ""),
    ]);
    let storm = &base.causes["retry-storm"];
    assert_eq!((storm.occurrences.len(), storm.origin), (4, Origin::Starter));
    assert!(!base.has_registry());
}

#[test]
fn near_misses_and_drills_are_counted_apart() {
    let base = base(&[
        incident("PM-1", "2026-01-10", "root_causes: [pool]\n", ""),
        incident("PM-2", "2026-02-10", "root_causes: [pool]\nkind: near-miss\n", ""),
        incident("PM-3", "2026-03-10", "root_causes: [pool]\nkind: drill\n", ""),
        incident("PM-4", "2026-04-10", "root_causes: [pool]\nkind: error-budget\n", ""),
    ]);
    let pool = &base.causes["pool"];
    let ids =
        |records: &[usize]| records.iter().map(|&index| base.records[index].postmortem.id.value.clone()).collect();
    let near: Vec<usize> = pool.near().collect();
    assert_eq!((pool.occurrences.len(), ids(&near)), (2, vec!["PM-2".to_owned(), "PM-3".to_owned()]));
    let counted = metrics(&base, None);
    let counts: Vec<(String, [usize; 3])> = counted
        .periods
        .iter()
        .map(|count| (count.period.expect("a period").to_string(), [count.incidents, count.near_misses, count.drills]))
        .collect();
    assert_eq!(counts, [("2026-Q1".to_owned(), [1, 1, 1]), ("2026-Q2".to_owned(), [1, 0, 0])]);
}

#[test]
fn what_nobody_keeps_track_of_is_neither_done_nor_open() {
    let untracked = "## Action items\n| Action | Owner |\n|---|---|\n| Bound the pool | @a |\n";
    let base = base(&[
        incident("PM-1", "2026-01-10", "root_causes: [pool]\n", untracked),
        incident("PM-2", "2026-02-10", "root_causes: [pool]\n", "## Action items\n- Prevent: bound the pool\n"),
        incident("PM-3", "2026-03-10", "root_causes: [pool]\n", "## Action items\n- [ ] Prevent: bound the pool\n"),
        incident("PM-4", "2026-04-10", "root_causes: [pool]\n", ""),
    ]);
    assert_eq!(verdicts(&base, "pool"), [Verdict::First, Verdict::Untold, Verdict::Untold, Verdict::Unfixed]);
    assert_eq!(base.open_promises(&base.causes["pool"], usize::MAX).len(), 1);
}

/// A commit at noon of a day.
fn commit(day: Date) -> Arc<Commit> {
    let time = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp();
    let author = Person { name: "Amelia".to_owned(), email: String::new() };
    Arc::new(Commit { id: ObjectId([day.day().unsigned_abs(); 20]), time: Some(time), author, subject: String::new() })
}

#[test]
fn git_says_when_an_action_was_done_where_the_document_does_not() {
    let done = "- [x] Prevent: bound the pool (Owner: @a, Due: 2026-01-20)";
    let files = [
        incident("PM-1", "2026-01-10", "root_causes: [pool]\n", &format!("## Action items\n{done}\n")),
        incident("PM-2", "2026-02-10", "root_causes: [pool]\n", ""),
    ];
    let mut base = base(&files);
    assert_eq!(verdicts(&base, "pool")[1], Verdict::AfterFix, "nothing says that it was late");
    let event = |day, change| Event { commit: Some(commit(day)), change };
    let life = |changes: Vec<Event>| {
        let life = LifeCycle { text: String::new(), events: changes, whole: true };
        vec![LifeCycles { current: vec![life], removed: Vec::new() }, LifeCycles::default()]
    };
    let promised = event(date(2026, 1, 12), Change::Appeared(ActionState::Open));
    let late = event(date(2026, 3, 1), Change::Moved(ActionState::Done));
    base.learn(life(vec![promised.clone(), late]), &TimeZone::UTC);
    assert_eq!(verdicts(&base, "pool")[1], Verdict::Unfixed, "the commit came after the recurrence");
    let entry = ledger(&base).entries[0].clone();
    assert_eq!((entry.opened, entry.closed), (Some(date(2026, 1, 10)), Some(date(2026, 3, 1))));
    assert_eq!(entry.days_to_close(), Some(50), "from the day of the incident");
    let in_time = event(date(2026, 1, 30), Change::Moved(ActionState::Done));
    base.learn(life(vec![promised, in_time]), &TimeZone::UTC);
    assert_eq!(verdicts(&base, "pool")[1], Verdict::AfterFix);
}

#[test]
fn the_ledger_of_a_small_team() {
    let base = base(&[
        incident(
            "PM-1",
            "2026-01-10",
            "root_causes: [pool]\nteams: [payments]\n",
            &actions(&[
                "| Bound the pool | prevent | @minseo, @jiho | 2026-02-01 | open |",
                "| Alert on waiting | detect | @Minseo | 2026-12-01 | open |",
                "| Write the runbook | process | | 2026-02-01 | done |",
                "| Rewrite it all | mitigate | @jiho | 2026-02-01 | dropped: too large |",
            ]),
        ),
        incident(
            "PM-2",
            "2026-11-01",
            "root_causes: [disk]\nteams: [storage]\n",
            &actions(&["| Grow | prevent | @lin | 2026-11-20 | open |"]),
        ),
        incident(
            "PM-3",
            "2026-11-01",
            "superseded_by: PM-2\n",
            &actions(&["| Grow | prevent | @lin | 2026-11-20 | open |"]),
        ),
    ]);
    let ledger = ledger(&base);
    let shown: Vec<(Standing, &str, Option<i32>)> =
        ledger.entries.iter().map(|entry| (entry.standing, entry.action.text.as_str(), entry.days_overdue)).collect();
    assert_eq!(
        shown,
        [
            (Standing::Overdue, "Bound the pool", Some(293)),
            (Standing::Overdue, "Grow", Some(1)),
            (Standing::Open, "Alert on waiting", None),
            (Standing::Done, "Write the runbook", None),
            (Standing::Dropped, "Rewrite it all", None),
        ]
    );
    assert_eq!(ledger.entries[0].age(TODAY), Some(315));
    let of_owners: Vec<(Option<String>, [usize; 4])> =
        ledger.sums(Grouping::Owner, TODAY).into_iter().map(|sum| (sum.of, sum.counts)).collect();
    let owner = |name: &str| Some(name.to_owned());
    assert_eq!(
        of_owners,
        [
            (owner("@Minseo"), [1, 1, 0, 0]),
            (owner("@jiho"), [1, 0, 0, 1]),
            (owner("@lin"), [1, 0, 0, 0]),
            (None, [0, 0, 1, 0]),
        ]
    );
    let of = |filter: LedgerFilter<'_>| ledger.clone().filtered(&filter).entries.len();
    assert_eq!(of(LedgerFilter { owner: Some("minseo".to_owned()), ..LedgerFilter::default() }), 2);
    assert_eq!(of(LedgerFilter { team: Some("Storage".to_owned()), ..LedgerFilter::default() }), 1);
    assert_eq!(of(LedgerFilter { cause: Some(&base.causes["pool"]), ..LedgerFilter::default() }), 4);
}

#[test]
fn figures_say_what_they_stand_on() {
    let times = |mitigated: &str| format!("started: 2026-01-10T10:00:00+09:00\nmitigated: {mitigated}\n");
    let base = base(&[
        incident("PM-1", "2026-01-10", &times("2026-01-10T10:30:00+09:00"), "## Summary\nIt was slow.\n"),
        incident("PM-2", "2026-01-10", &times("2026-01-10 11:20"), "## Action items\n- [ ] Mend (Owner: @a)\n"),
        incident("PM-3", "2026-01-10", &times("unknown"), ""),
        incident("PM-4", "2026-01-10", &times("2026-01-10T09:00:00+09:00"), ""),
        incident("PM-5", "2026-02-01", "kind: drill\nrto: 15m\nrecovery: 47분\nrpo: 1m\ndata_loss: 12s\n", ""),
        incident("PM-6", "2026-02-02", "rto: 1 hour\n", ""),
        incident("PM-7", "2025-02-02", "published_at: 2025-02-12\n", ""),
    ]);
    let found = metrics(&base, None);
    let mitigate = found.durations.distribution(Stretch::Mitigate);
    assert_eq!(mitigate.values, [30, 80], "a time without a zone is in that of the other");
    assert_eq!((mitigate.unknown, mitigate.median(), mitigate.p90()), (4, Some(55), None), "the drill hurt nobody");
    let outcomes = |outcomes: &[(usize, Outcome)]| outcomes.iter().map(|(_, outcome)| *outcome).collect::<Vec<_>>();
    assert_eq!(outcomes(&found.objectives.rto), [Outcome::Missed, Outcome::Unknown]);
    assert_eq!(outcomes(&found.objectives.rpo), [Outcome::Held]);
    assert_eq!((found.publication.values.as_slice(), found.publication.unknown), ([10].as_slice(), 6));
    assert_eq!((found.completeness.of, found.completeness.complete), (7, 0));
    assert_eq!(found.completeness.sections, [(SectionName::Summary, 1), (SectionName::Actions, 1)]);
    let since = metrics(&base, Some(date(2026, 1, 1)));
    assert_eq!((since.records.len(), since.periods.len()), (6, 1));
    assert_eq!(found.periods.len(), 5, "2025-Q1 to 2026-Q1, the quiet quarters too");
}

#[test]
fn recurrence_is_counted_by_incident_and_by_cause() {
    let base = base(&[
        incident("PM-1", "2026-01-01", "root_causes: [pool]\n", ""),
        incident("PM-2", "2026-01-11", "root_causes: [pool, disk]\n", ""),
        incident("PM-3", "2026-01-31", "root_causes: [pool, disk]\n", ""),
        incident("PM-4", "2026-02-01", "", ""),
    ]);
    let found = metrics(&base, None).recurrences;
    assert_eq!((found.with_cause, found.again, found.causes), (3, 2, 2));
    assert_eq!(found.intervals.values, [10, 20, 20]);
    let late = metrics(&base, Some(date(2026, 1, 20))).recurrences;
    assert_eq!((late.with_cause, late.again), (1, 1), "what came before the day counts as before");
}

#[test]
fn documents_have_to_do_with_each_other_for_reasons() {
    let services = "services: [checkout]\nalerts: [PoolWaitHigh]\n";
    let error = "The log said `Connection is not available, request timed out` and we ran `kubectl get pods`.";
    let base = base(&[
        incident("PM-2026-001", "2026-01-01", "root_causes: [pool]\nservices: [checkout]\n", error),
        incident("PM-2026-002", "2026-01-11", &format!("root_causes: [pool]\nrelated: [PM-2026-001]\n{services}"), ""),
        incident("PM-2026-003", "2026-06-01", services, &format!("{error} See [[PM-2026-002]] and PM-2026-001.")),
        incident("PM-2026-004", "2026-06-02", "", "[the first](PM-2026-001.md)"),
    ]);
    let relations = Relations::of(&base);
    let reasons = |from: &str, to: &str| {
        let (from, to) = (base.ids[from], base.ids[to]);
        let found = relations.to[from].iter().filter(|relation| relation.to == to);
        found.map(|relation| relation.reason.name()).collect::<Vec<_>>()
    };
    assert_eq!(reasons("PM-2026-002", "PM-2026-001"), ["declared", "same-cause", "same-service"]);
    assert_eq!(reasons("PM-2026-001", "PM-2026-002"), ["same-cause", "same-service"]);
    assert_eq!(reasons("PM-2026-003", "PM-2026-001"), ["mentioned", "same-error"], "five months are not near");
    assert_eq!(reasons("PM-2026-003", "PM-2026-002"), ["mentioned", "same-alert"]);
    assert_eq!(reasons("PM-2026-004", "PM-2026-001"), ["linked"]);
    let back: Vec<&str> = relations.back[base.ids["PM-2026-001"]].iter().map(|one| one.reason.name()).collect();
    assert_eq!(back, ["declared", "linked", "mentioned"]);
    let apart = relations.to[base.ids["PM-2026-001"]].iter().find_map(|relation| match &relation.reason {
        RelationReason::SameService { service, days } => Some((service.as_str(), *days)),
        _ => None,
    });
    assert_eq!(apart, Some(("checkout", 10)));
}

/// A month, a choice of causes, and for each action its state, owner, day and whether it prevents.
type Drawn = (u8, usize, Vec<(usize, usize, u8, bool)>);

/// Repositories of a few postmortems about a few causes.
fn repositories() -> impl Strategy<Value = Vec<(String, String)>> {
    let row = (0..4_usize, 0..3_usize, 1..28_u8, proptest::bool::ANY);
    let document = (1..13_u8, 0..4_usize, proptest::collection::vec(row, 0..4));
    proptest::collection::vec(document, 1..8).prop_map(|documents| {
        let file = |(number, (month, cause, rows)): (usize, Drawn)| {
            let row = |(state, owner, day, prevents): &(usize, usize, u8, bool)| {
                let state = ["open", "done", "dropped: no", "in progress"][*state];
                let owner = ["@a", "@a, @b", ""][*owner];
                format!(
                    "| Mend {day} | {} | {owner} | 2026-{month:02}-{day:02} | {state} |",
                    if *prevents { "prevent" } else { "detect" }
                )
            };
            let rows: Vec<String> = rows.iter().map(row).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let causes = ["[x]", "[x, y]", "[retry storm]", "[]"][cause];
            incident(
                &format!("PM-{number}"),
                &format!("2026-{month:02}-15"),
                &format!("root_causes: {causes}\n"),
                &actions(&rows),
            )
        };
        documents.into_iter().enumerate().map(file).collect()
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 32, ..Default::default() })]

    #[test]
    fn the_order_of_files_does_not_matter(files in repositories()) {
        let mut reversed = files.clone();
        reversed.reverse();
        let (one, other) = (base(&files), base(&reversed));
        assert_eq!(format!("{:?}", one.causes), format!("{:?}", other.causes));
        assert_eq!(format!("{:?}", ledger(&one)), format!("{:?}", ledger(&other)));
        assert_eq!(format!("{:?}", metrics(&one, None)), format!("{:?}", metrics(&other, None)));
        assert_eq!(Relations::of(&one), Relations::of(&other));
    }

    #[test]
    fn an_action_is_in_exactly_one_state_and_sums_agree(files in repositories()) {
        let base = base(&files);
        let ledger = ledger(&base);
        let written: usize = base.records.iter().map(|record| record.postmortem.actions.len()).sum();
        let by_standing: usize = Standing::ALL.map(|standing| ledger.count(standing)).iter().sum();
        assert_eq!((ledger.entries.len(), by_standing), (written, written));
        for grouping in [Grouping::Standing, Grouping::Kind] {
            let sum: usize = ledger.sums(grouping, TODAY).iter().map(pmdoc::knowledge::Sum::total).sum();
            assert_eq!(sum, written);
        }
        let of_owners: usize = ledger.sums(Grouping::Owner, TODAY).iter().map(pmdoc::knowledge::Sum::total).sum();
        let shares: usize = ledger.entries.iter().map(|entry| entry.owners.len().max(1)).sum();
        assert_eq!(of_owners, shares, "what two have counts for both");
        let found = metrics(&base, None);
        assert_eq!(found.days_to_close.n() + found.days_to_close.unknown + found.ages.n() + found.ages.unknown, written);
        let verdicts: usize = found.recurrences.verdicts.iter().map(|(_, n)| n).sum();
        let occurrences: usize = base.causes.values().map(|cause| cause.occurrences.len().saturating_sub(1)).sum();
        assert_eq!(verdicts, occurrences, "every occurrence after the first is a recurrence of one sort");
        let counted: usize = found.periods.iter().map(|count| count.incidents).sum();
        assert_eq!(counted, files.len());
    }
}
