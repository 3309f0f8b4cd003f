//! A repository with a long history: documents that are written, edited, moved and deleted, by several people,
//! with branches and merges, among commits that have nothing to do with them.

use std::fmt::Write as _;
use std::path::Path;

use super::git;
use super::numbers::Numbers;

/// Makes the repository with `git fast-import`, packed as a clone would be.
pub fn make(path: &Path, commits: usize, documents: usize) {
    std::fs::create_dir_all(path).expect("a folder");
    git::run(path, &["init", "-q", "-b", "main"], None);
    git::run(path, &["fast-import", "--quiet"], Some(&stream(commits, documents)));
    git::run(path, &["repack", "-adq"], None);
    git::run(path, &["checkout", "-q", "main"], None);
    std::fs::write(path.join(".git/made"), "").expect("a mark");
}

/// What `git fast-import` reads.
fn stream(commits: usize, documents: usize) -> String {
    let mut numbers = Numbers::new(2026);
    let mut out = String::new();
    let mut alive: Vec<(String, Vec<String>)> = Vec::new();
    let mut made = 0;
    for number in 1..=commits {
        // A branch of three commits every fifty: two beside main, one that merges.
        let step = number % 50;
        let branch = if matches!(step, 40 | 41) { "side" } else { "main" };
        head(&mut out, branch, number, &mut numbers);
        if step == 40 && number > 50 {
            let _ = writeln!(out, "from :{}", number - 1);
        } else if step == 42 && number > 50 {
            let _ = writeln!(out, "from :{}\nmerge :{}", number - 3, number - 1);
        } else if number > 1 {
            let _ = writeln!(out, "from :{}", number - 1);
        }
        if number % 10 < 3 {
            git::file(&mut out, &format!("service-{}/main.txt", number % 97), &format!("build {number}\n"));
        } else if made < documents && number * documents >= made * commits {
            made += 1;
            let path = format!("content/postmortems/{}/pm-{made:05}.md", 2015 + made % 12);
            let lines = lines(made, &mut numbers);
            git::file(&mut out, &path, &lines.join(""));
            alive.push((path, lines));
        } else if !alive.is_empty() {
            edit(&mut out, &mut alive, number, &mut numbers);
        }
        out.push('\n');
    }
    out
}

fn head(out: &mut String, branch: &str, number: usize, numbers: &mut Numbers) {
    let people = ["Amelia <amelia@example.com>", "지우 <jiwoo@example.com>", "Kenji <kenji@example.com>"];
    let person = people[numbers.below(people.len())];
    let time = 1_400_000_000 + number * 36_000;
    let message = format!("Change number {number}");
    let _ = writeln!(out, "commit refs/heads/{branch}\nmark :{number}\nauthor {person} {time} +0900");
    let _ = writeln!(out, "committer {person} {time} +0900\ndata {}\n{message}", message.len());
}

fn lines(made: usize, numbers: &mut Numbers) -> Vec<String> {
    let mut lines = vec![format!("# Outage {made}\n"), "\n## Summary\n".to_owned()];
    lines.extend((0..60).map(|line| {
        format!("Line {line} of {made} says {} and 결제 지연 {}.\n", numbers.below(9_999), numbers.below(99))
    }));
    lines
}

/// Changes a line, or moves the document to another year.
fn edit(out: &mut String, alive: &mut [(String, Vec<String>)], number: usize, numbers: &mut Numbers) {
    let index = numbers.below(alive.len());
    let (path, lines) = &mut alive[index];
    let line = 2 + numbers.below(lines.len() - 2);
    lines[line] = format!("Line {line} was changed by {number}.\n");
    if number % 100 == 77 {
        let name = path.rsplit('/').next().unwrap_or_default();
        let new = format!("content/postmortems/moved-{}/{name}", number % 7);
        let _ = writeln!(out, "D {path}");
        *path = new;
    }
    git::file(out, path, &lines.join(""));
}
