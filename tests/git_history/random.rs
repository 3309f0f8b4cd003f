//! Histories that nobody thought of, held against what git says of them.

use std::collections::{BTreeMap, BTreeSet};

use pmdoc::source::{Histories, Limits};
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::git_support::{GitRepository, NO_LIMITS, Script, Tree, document, histories, ids, keep, lines};

/// The same cases on every machine.
fn check<T: std::fmt::Debug>(cases: u32, strategy: impl Strategy<Value = T>, test: impl Fn(&T)) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&strategy, |case| {
        test(&case);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// What happens to one document.
#[derive(Debug, Clone)]
enum Act {
    Edit,
    /// To a new name, in one of three folders, with edits.
    Rename(usize, usize),
    Delete,
    /// Where it was.
    Restore,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => Just(Act::Edit),
        3 => (0..3_usize, 0..14_usize).prop_map(|(folder, edits)| Act::Rename(folder, edits)),
        1 => Just(Act::Delete),
        2 => Just(Act::Restore),
    ]
}

/// A document of the line of commits that is made up.
#[derive(Debug, Clone)]
struct Made {
    path: String,
    lines: Vec<String>,
    exists: bool,
}

impl Made {
    fn edit(&mut self, number: usize, count: usize) {
        let length = self.lines.len();
        for (index, line) in self.lines.iter_mut().take(count).enumerate() {
            *line = format!("Edit {number}.{index} of {}.\n", self.path);
        }
        self.lines.rotate_left(count.min(length));
    }
}

/// Commits in a line; each does something to some of four documents.
fn line_of(commits: &[Vec<(usize, Act)>]) -> (Script, Vec<String>) {
    let made = |name: usize| {
        let text = document(&format!("number {name}"), 0);
        let lines = text.split_inclusive('\n').map(str::to_owned).collect();
        Made { path: format!("docs/{name}.md"), lines, exists: name < 2 }
    };
    let mut documents: Vec<Made> = (0..4).map(made).collect();
    let mut script = Script::default();
    let mut add = |documents: &[Made], parents: &[usize]| {
        let held = documents.iter().filter(|made| made.exists);
        let mut tree: Tree = held.map(|made| (made.path.clone(), made.lines.concat())).collect();
        tree.insert("docs/always.md".to_owned(), document("always", 0));
        script.commit(parents, &tree)
    };
    let mut last = add(&documents, &[]);
    for (number, acts) in commits.iter().enumerate() {
        for (name, act) in acts {
            let made = &mut documents[*name];
            match act {
                Act::Edit if made.exists => made.edit(number, 1),
                Act::Rename(folder, edits) if made.exists => {
                    let folder = ["docs", "docs/deep", "wiki"][*folder];
                    made.edit(number, *edits);
                    made.path = format!("{folder}/{name}-{number}-{edits}.md");
                }
                Act::Delete => made.exists = false,
                Act::Restore if !made.exists => made.exists = true,
                _ => {}
            }
        }
        last = add(&documents, &[last]);
    }
    let alive = documents.into_iter().filter(|made| made.exists).map(|made| made.path).collect();
    (script, alive)
}

#[test]
fn documents_of_a_line_of_commits_are_followed_as_git_follows_them() {
    let commits = proptest::collection::vec(proptest::collection::vec((0..4_usize, act()), 1..3), 3..16);
    check(40, commits, |commits| {
        let (script, alive) = line_of(commits);
        let repository = GitRepository::of(&script);
        let paths: Vec<&str> = alive.iter().map(String::as_str).collect();
        let whole = repository.histories("", &paths);
        let below = repository.histories("docs", &paths);
        for path in paths {
            let expected = repository.follow(path);
            assert_eq!(ids(&whole.documents[path]), expected, "{path} of the whole repository");
            if path.starts_with("docs/") {
                assert_eq!(ids(&below.documents[path]), expected, "{path} below docs");
                assert!(below.documents[path].complete);
            }
        }
    });
}

const PATHS: [&str; 4] = ["docs/a.md", "docs/b.md", "docs/deep/c.md", "docs/d.md"];

/// A commit that has some of the earlier ones as parents, and for each document a choice.
type Woven = (Vec<Index>, [Choice; 4]);

/// What a commit holds of a document.
#[derive(Debug, Clone)]
enum Choice {
    /// What one of the parents has.
    Of(Index),
    /// One of a few states.
    State(usize),
    Nothing,
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        8 => any::<Index>().prop_map(Choice::Of),
        3 => (0..4_usize).prop_map(Choice::State),
        1 => Just(Choice::Nothing),
    ]
}

fn weave() -> impl Strategy<Value = Vec<Woven>> {
    let parents = prop_oneof![
        4 => proptest::collection::vec(any::<Index>(), 1..2),
        3 => proptest::collection::vec(any::<Index>(), 2..3),
        1 => proptest::collection::vec(any::<Index>(), 3..4),
    ];
    let choices = [choice(), choice(), choice(), choice()];
    proptest::collection::vec((parents, choices), 4..24)
}

/// The commits of a weave; parents are mostly among the last few.
fn woven(commits: &[Woven]) -> (Script, Tree) {
    let mut script = Script::default();
    let mut trees: Vec<Tree> = vec![PATHS[..2].iter().map(|path| ((*path).to_owned(), document(path, 0))).collect()];
    script.commit(&[], &trees[0]);
    for (parents, choices) in commits {
        let near = |index: &Index| trees.len() - 1 - index.index(trees.len().min(5));
        let mut seen = BTreeSet::new();
        let parents: Vec<usize> = parents.iter().map(near).filter(|parent| seen.insert(*parent)).collect();
        let mut tree = Tree::new();
        for (path, choice) in PATHS.iter().zip(choices) {
            let text = match choice {
                Choice::Of(parent) => trees[parents[parent.index(parents.len())]].get(*path).cloned(),
                Choice::State(edits) => Some(document(path, *edits)),
                Choice::Nothing => None,
            };
            tree.extend(text.map(|text| ((*path).to_owned(), text)));
        }
        script.commit(&parents, &tree);
        trees.push(tree);
    }
    (script, trees.pop().unwrap_or_default())
}

#[test]
fn revisions_of_branches_and_merges_are_those_that_git_log_keeps() {
    check(50, weave(), |commits| {
        let (script, tree) = woven(commits);
        let repository = GitRepository::of(&script);
        let found = repository.histories("docs", &PATHS);
        assert_eq!(found.documents.keys().collect::<Vec<_>>(), tree.keys().collect::<Vec<_>>());
        for (path, history) in &found.documents {
            assert_eq!(ids(history), repository.log(path), "{path}");
            assert!(history.complete, "{path}");
        }
    });
}

/// Everything that was found out, in a form to compare.
fn told(found: &Histories) -> BTreeMap<String, (Vec<String>, bool)> {
    found.documents.iter().map(|(path, history)| (path.clone(), (ids(history), history.complete))).collect()
}

#[test]
fn reading_in_small_steps_comes_to_the_same_and_is_never_wrong_on_the_way() {
    check(25, (weave(), 1..7_usize), |(commits, step)| {
        let (script, _) = woven(commits);
        let repository = GitRepository::of(&script);
        let whole = histories(repository.root(), "docs", &PATHS, NO_LIMITS);
        let limits = Limits { commits: *step, stop: &|| false };
        for _ in 0..=commits.len() / step + 1 {
            let part = histories(repository.root(), "docs", &PATHS, limits);
            for (path, history) in &part.documents {
                let all = ids(&whole.documents[path]);
                assert!(ids(history).iter().all(|id| all.contains(id)), "{path}");
                assert!(part.bounded || history == &whole.documents[path], "{path}");
            }
            keep(&part);
            if !part.bounded {
                assert_eq!(told(&part), told(&whole));
                return;
            }
        }
        panic!("the end was never reached");
    });
}

#[test]
fn a_cache_of_any_older_state_gives_what_no_cache_gives() {
    check(25, (weave(), any::<Index>()), |(commits, older)| {
        let (script, _) = woven(commits);
        let repository = GitRepository::new();
        let made = repository.import(&script);
        let whole = told(&histories(repository.root(), "docs", &PATHS, NO_LIMITS));
        repository.git(&["update-ref", "refs/heads/main", &made[older.index(made.len())]]);
        keep(&histories(repository.root(), "docs", &PATHS, NO_LIMITS));
        repository.git(&["update-ref", "refs/heads/main", made.last().expect("commits")]);
        assert_eq!(told(&histories(repository.root(), "docs", &PATHS, NO_LIMITS)), whole);
    });
}

#[test]
fn a_shallow_clone_knows_what_git_knows_of_it_and_not_what_is_beyond() {
    let edges = proptest::collection::vec(any::<Index>(), 1..4);
    check(40, (weave(), edges), |(commits, edges)| {
        let (script, _) = woven(commits);
        let repository = GitRepository::new();
        let made = repository.import(&script);
        // The file `shallow` is all there is to it; that the parents are still there must not help.
        let edges: BTreeSet<String> = edges.iter().map(|edge| made[edge.index(made.len())].clone()).collect();
        let whole = histories(repository.root(), "docs", &PATHS, NO_LIMITS);
        keep(&whole);
        std::fs::write(repository.path(".git/shallow"), edges.iter().map(|id| format!("{id}\n")).collect::<String>())
            .expect("the file");
        let found = histories(repository.root(), "docs", &PATHS, NO_LIMITS);
        for (path, history) in &found.documents {
            let expected: Vec<String> = repository.log(path).into_iter().filter(|id| !edges.contains(id)).collect();
            assert_eq!(ids(history), expected, "{path}");
            let all = &whole.documents[path];
            assert!(history.revisions.is_empty() || history.last() == all.last(), "{path}");
            if let Some(first) = history.first() {
                let before = format!("{}^:{path}", first.id);
                assert!(!repository.try_git(&["cat-file", "-e", &before]).status.success(), "{path} was there before");
            }
        }
    });
}

/// A line of a text, of any kind that matters to how Git cuts texts into pieces.
fn any_line() -> impl Strategy<Value = String> {
    let end = prop_oneof![6 => Just("\n"), 2 => Just("\r\n"), 1 => Just("")];
    let text = prop_oneof![
        4 => "[a-z ]{1,20}",
        1 => "[a-z]{60,140}",
        1 => "[가-힣 ]{1,30}",
        1 => Just(String::new()),
        1 => "[a\r]{1,4}",
    ];
    (text, end).prop_map(|(text, end)| format!("{text}{end}"))
}

#[test]
fn files_are_as_similar_as_git_finds_them() {
    const EACH: usize = 40;
    let texts = (proptest::collection::vec(any_line(), 1..12), proptest::collection::vec(any_line(), 0..12));
    let pair = (texts, 0..12_usize, any::<bool>()).prop_map(|((old, other), kept, turned)| {
        let kept = kept.min(old.len());
        let mut new: Vec<String> = old[..kept].iter().chain(&other).cloned().collect();
        if turned {
            new.rotate_left(kept);
        }
        (old.concat(), new.concat().replace("\r\n", if turned { "\n" } else { "\r\n" }))
    });
    check(4, proptest::collection::vec(pair, EACH..=EACH), |pairs| {
        let mut script = Script::default();
        let mut last: Vec<usize> = Vec::new();
        for (number, (old, new)) in pairs.iter().enumerate() {
            let tree = |name: String, text: &str| Tree::from([(name, text.to_owned())]);
            last = vec![script.commit(&last, &tree(format!("docs/old-{number}.md"), old))];
            last = vec![script.commit(&last, &tree(format!("docs/new-{number}.md"), new))];
        }
        let repository = GitRepository::new();
        let made = repository.import(&script);
        let renames = repository.git(&["log", "--diff-filter=R", "-M50%", "--name-only", "--format="]);
        let renamed: BTreeSet<String> = lines(&renames).into_iter().collect();
        for (number, pair) in pairs.iter().enumerate() {
            let path = format!("docs/new-{number}.md");
            repository.git(&["update-ref", "refs/heads/main", &made[2 * number + 1]]);
            let length = repository.history(&path).revisions.len();
            assert_eq!(length > 1, renamed.contains(&path), "{pair:?}");
        }
    });
}
