//! The life of actions as the real `git` tells it, and the rules that ask Git, end to end.

mod git_support;
mod support;

use git_support::GitRepository;
use serde_json::Value;
use support::pmdoc_in;

const PATH: &str = "postmortems/2026-03-04-checkout.md";

/// A postmortem with these actions, and more front matter.
fn postmortem(front_matter: &str, actions: &str) -> String {
    format!(
        "---\ntitle: 결제 승인 지연\ndate: 2025-12-04\n{front_matter}---\n## 요약\n결제 승인이 39분 동안 늦어졌다.\n\n\
         ## 근본 원인\n커넥션 풀에 상한이 없었다.\n\n## 재발 방지 대책\n{actions}\n## 교훈\n상한은 부하 시험에 넣는다.\n"
    )
}

/// What `pmdoc inspect` says of the document.
fn inspect(repository: &GitRepository) -> Value {
    let ran = pmdoc_in(repository.root(), &["inspect", "postmortems"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    serde_json::from_str(&ran.stdout).expect("one document")
}

/// Who `git blame` says made the line that holds a text what it is.
fn blamed(repository: &GitRepository, text: &str) -> String {
    let blame = repository.git(&["blame", "--line-porcelain", "--", PATH]);
    let line = blame.find(text).unwrap_or_else(|| panic!("{text} in {blame}"));
    let is_id = |line: &&str| line.split(' ').next().is_some_and(|id| id.len() == 40);
    let header = blame[..line].lines().rev().find(is_id).expect("the line's commit");
    header[..40].to_owned()
}

fn commit<'v>(action: &'v Value, moment: &str) -> &'v str {
    action[moment]["commit"].as_str().unwrap_or_default()
}

#[test]
fn an_action_is_closed_by_the_commit_that_git_blames_for_its_line() {
    let repository = GitRepository::new();
    let actions = "- [ ] 커넥션 풀 상한 설정 (담당: @minseo)\n- [ ] 대기열 도입 (담당: @jiwoo)\n";
    let written = repository.put(PATH, &postmortem("", actions));
    repository.put(PATH, &postmortem("", &actions.replace("[ ] 커넥션", "[x] 커넥션")));
    repository.put(PATH, &postmortem("status: final\n", &actions.replace("[ ] 커넥션", "[x] 커넥션")));
    let inspected = inspect(&repository);
    let (pool, queue) = (&inspected["actions"][0], &inspected["actions"][1]);
    assert_eq!(commit(pool, "closed"), blamed(&repository, "커넥션 풀 상한"));
    assert_eq!(commit(pool, "opened"), written);
    assert_eq!(commit(queue, "opened"), blamed(&repository, "대기열"));
    assert!(queue.get("closed").is_none(), "{queue}");
    assert_eq!(pool["closed"]["by"], "Amelia Park");
}

#[test]
fn a_life_survives_rewording_moving_and_a_new_name_of_the_file() {
    let repository = GitRepository::new();
    let written = repository.put(PATH, &postmortem("", "- [ ] 커넥션 풀 상한 설정\n- [ ] 대기열 도입\n"));
    repository.put(PATH, &postmortem("", "- [ ] 대기열 도입\n- [ ] 커넥션 풀의 상한을 설정\n"));
    repository.rename(PATH, "postmortems/checkout.md");
    repository.commit("Rename");
    let done = repository
        .put("postmortems/checkout.md", &postmortem("", "- [ ] 대기열 도입\n- [x] 커넥션 풀의 상한을 설정\n"));
    let pool = &inspect(&repository)["actions"][1];
    assert_eq!((commit(pool, "opened"), commit(pool, "closed")), (written.as_str(), done.as_str()));
}

#[test]
fn what_is_not_committed_yet_has_no_commit() {
    let repository = GitRepository::new();
    repository.put(PATH, &postmortem("", "- [ ] 커넥션 풀 상한 설정\n"));
    repository.write(PATH, &postmortem("", "- [x] 커넥션 풀 상한 설정\n- [ ] 대기열 도입\n"));
    let inspected = inspect(&repository);
    assert_eq!(inspected["git"]["edited"], true);
    assert_eq!(inspected["actions"][0]["closed"]["commit"], Value::Null);
    assert_eq!(inspected["actions"][1]["opened"]["commit"], Value::Null);
}

#[test]
fn a_shallow_clone_does_not_say_when_an_action_began() {
    let repository = GitRepository::new();
    repository.put(PATH, &postmortem("", "- [ ] 커넥션 풀 상한 설정\n"));
    let done = repository.put(PATH, &postmortem("", "- [x] 커넥션 풀 상한 설정\n"));
    repository.put("postmortems/other.md", "# other\n");
    let clone = repository.clone_to("clone", &["--depth", "2"]);
    let ran = pmdoc_in(&clone, &["inspect", PATH]);
    let inspected: Value = serde_json::from_str(&ran.stdout).expect("one document");
    assert_eq!(inspected["git"]["published"], Value::Null, "{inspected}");
    let action = &inspected["actions"][0];
    assert!(action.get("opened").is_none(), "{action}");
    assert!(["", done.as_str()].contains(&commit(action, "closed")), "{action}");
    assert!(ran.stderr.contains("fetch-depth: 0"), "{}", ran.stderr);
}

/// The rules that `check` reports for the document.
fn rules(repository: &GitRepository) -> Vec<String> {
    let ran = pmdoc_in(repository.root(), &["check", "postmortems", "--format", "concise"]);
    let rule = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    ran.stdout.lines().filter_map(rule).collect()
}

#[test]
fn commits_that_a_postmortem_names_are_looked_up_in_the_repository() {
    let repository = GitRepository::new();
    let merged = repository.put("main.txt", "code\n");
    repository.git(&["switch", "-q", "-c", "side"]);
    let unmerged = repository.put("side.txt", "code\n");
    repository.git(&["switch", "-q", "main"]);
    let named = |id: &str| postmortem(&format!("introduced_by: \"{id}\"\n"), "- [x] 상한 설정\n");
    let blob = repository.git(&["rev-parse", "HEAD:main.txt"]);
    let cases = [
        (merged.as_str(), vec![]),
        (&merged[..10], vec![]),
        ("yeoul/checkout@4f1c2d9a10", vec![]),
        ("4f1c2d9a10", vec!["unknown-commit"]),
        (&unmerged[..12], vec!["unknown-commit"]),
        (blob.as_str(), vec!["unknown-commit"]),
    ];
    for (id, expected) in cases {
        repository.write(PATH, &named(id));
        assert_eq!(rules(&repository), expected, "{id}");
    }
}

#[test]
fn an_incident_that_happened_after_its_postmortem_was_committed_is_a_slip() {
    let repository = GitRepository::new();
    repository.put(PATH, &postmortem("", "- [x] 상한 설정\n").replace("2025-12-04", "2026-09-04"));
    assert!(rules(&repository).contains(&"date-mismatch".to_owned()));
}

/// What `check` finds about the recurrence of a cause of which a postmortem was committed with a promise that was ticked
/// off in January 2026, and another tells of an incident on `day`.
fn recurrence_on(day: &str) -> bool {
    let repository = GitRepository::new();
    let cause = "id: PM-2025-001\nroot_causes: [connection-pool-exhaustion]\n";
    let open = postmortem(cause, "### 예방\n\n- [ ] 커넥션 풀 상한 설정\n");
    repository.put(PATH, &open);
    repository.put(PATH, &open.replace("[ ]", "[x]"));
    let again = postmortem(&cause.replace("001", "002"), "- [ ] 대기열 도입\n").replace("2025-12-04", day);
    repository.put("postmortems/again.md", &again);
    rules(&repository).contains(&"recurrence-after-fix".to_owned())
}

#[test]
fn a_promise_was_kept_in_time_if_it_was_ticked_before_the_cause_came_back() {
    assert!(recurrence_on("2026-06-04"));
    assert!(!recurrence_on("2025-12-24"), "ticked in January 2026: too late for that");
}

#[test]
fn a_draft_that_nobody_touches_is_stale_until_somebody_does() {
    let repository = GitRepository::new();
    let draft = postmortem("status: draft\n", "- [x] 상한 설정\n");
    repository.put(PATH, &draft);
    assert_eq!(rules(&repository), ["stale-draft"], "the commit is of January 2026");
    repository.write(PATH, &draft.replace("39분", "40분"));
    assert_eq!(rules(&repository), [""; 0]);
}
