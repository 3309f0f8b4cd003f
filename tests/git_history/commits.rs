//! What is told of a commit: its time, author and subject, as `git log` prints them.

use crate::git_support::{BEGIN, GitRepository, document};

/// Id, time, author's name and address, and subject of every revision.
fn told(repository: &GitRepository, path: &str) -> Vec<String> {
    let history = repository.history(path);
    let line = |revision: &pmdoc::history::Revision| {
        let commit = &revision.commit;
        let time = commit.time.map(|time| time.as_second().to_string()).unwrap_or_default();
        [&commit.id.to_string(), &time, &commit.author.name, &commit.author.email, &commit.subject]
            .map(|t| &**t)
            .join("|")
    };
    history.revisions.iter().map(line).collect()
}

fn told_by_git(repository: &GitRepository, path: &str) -> Vec<String> {
    let log = repository.git(&["log", "--format=%H|%ct|%aN|%aE|%s", "--", path]);
    log.lines().map(str::to_owned).collect()
}

#[test]
fn times_authors_and_subjects_are_those_of_git() {
    let repository = GitRepository::new();
    let subjects = [
        "Plain",
        "결제 지연: 원인을 적는다",
        "Two\nlines of a subject",
        "\n\n  After blank lines  \n\nBody",
        "Trailing   \n",
        "CR\r\nLF\r\n\r\nBody",
        "😀 | pipes",
    ];
    for (number, subject) in subjects.iter().enumerate() {
        repository.write("a.md", &document("a", number));
        repository.commit_by(subject, "김 지우", "jiwoo@example.com");
    }
    repository.git(&["commit", "-q", "--allow-empty", "--allow-empty-message", "-m", ""]);
    let mut told_by_git = told_by_git(&repository, "a.md");
    // Leading blanks of a subject are no part of what people are shown.
    told_by_git.iter_mut().for_each(|line| *line = line.replace("|  After", "|After"));
    assert_eq!(told(&repository, "a.md"), told_by_git);
}

#[test]
fn people_are_those_of_mailmap() {
    let repository = GitRepository::new();
    let mailmap = "# People\n\
        Amelia Park <amelia@example.com> <ap@old.example.com>\n\
        Kim Jiwoo <jiwoo@example.com> jw <JW@example.com>\n\
        <robot@example.com> <bot@example.com>\n\
        New Name <same@example.com>\n\
        broken line without address\n";
    repository.put(".mailmap", mailmap);
    let people = [
        ("Amelia", "ap@old.example.com"),
        ("jw", "jw@example.com"),
        ("somebody else", "JW@example.com"),
        ("Bot", "bot@example.com"),
        ("Old Name", "same@example.com"),
        ("Unmapped", "un@example.com"),
    ];
    for (number, (name, email)) in people.iter().enumerate() {
        repository.write("docs/a.md", &document("a", number));
        repository.commit_by("Edit", name, email);
    }
    assert_eq!(told(&repository, "docs/a.md"), told_by_git(&repository, "docs/a.md"));
}

#[test]
fn mailmap_is_that_of_the_commit_that_is_read() {
    let repository = GitRepository::new();
    repository.put("a.md", "a\n");
    repository.put(".mailmap", "Renamed <amelia@example.com>\n");
    repository.write(".mailmap", "On disk only <amelia@example.com>\n");
    assert_eq!(repository.history("a.md").contributors()[0].name, "Renamed");
    repository.git(&["rm", "-q", "-f", ".mailmap"]);
    repository.commit("No mailmap");
    std::os::unix::fs::symlink("/etc/passwd", repository.path(".mailmap")).expect("a link");
    repository.commit("A link");
    assert_eq!(repository.history("a.md").contributors()[0].name, "Amelia Park");
}

#[test]
fn the_author_of_another_commiters_commit_is_named_and_the_time_is_the_committers() {
    let repository = GitRepository::new();
    repository.write("a.md", "a\n");
    repository.git(&["add", "-A"]);
    let date = "--date=2001-02-03T04:05:06Z";
    repository.git(&["commit", "-q", "-m", "Old", date, "--author=Kenji <kenji@example.com>"]);
    let history = repository.history("a.md");
    let commit = history.first().expect("a commit");
    assert_eq!(commit.author.name, "Kenji");
    assert!(commit.time.expect("a time").as_second() > BEGIN);
}

/// A commit object that no git command would write, with a.md in it.
fn strange(repository: &GitRepository, author: &[u8], committer: &[u8]) -> Option<i64> {
    let tree = repository.git(&["rev-parse", "HEAD^{tree}"]);
    let parts: [&[u8]; 7] =
        [b"tree ", tree.as_bytes(), b"\nauthor ", author, b"\ncommitter ", committer, b"\n\nStrange\n"];
    repository.put_raw_commit(&parts.concat());
    let history = repository.history("a.md");
    assert_eq!(history.revisions.len(), 1);
    history.last().expect("a commit").time.map(jiff::Timestamp::as_second)
}

#[test]
fn a_time_that_no_calendar_has_is_not_known() {
    let repository = GitRepository::with(&[("a.md", "a\n")]);
    let of =
        |time: &str| strange(&repository, b"A <a@example.com> 1 +0000", format!("C <c@example.com> {time}").as_bytes());
    let by_git = || repository.git(&["log", "-1", "--format=%ct"]).parse::<i64>().ok();
    for time in [
        "1767225600 +0000",
        "1767225600 +9999",
        "1767225600 -9999",
        "1767225600+0900",
        "  1767225600  +0900",
        "-1 +0000",
        "+1 +0000",
        "1e9 +0000",
        "1767225600",
        "1767225600 nonsense",
        "nonsense +0000",
        "",
    ] {
        assert_eq!(of(time), by_git(), "{time}");
    }
    for time in ["0 +0000", "4611686018427387904 +0000", "253402300800 +0000", "99999999999999999999999 +0000"] {
        assert_eq!(of(time), None, "{time}");
    }
}

#[test]
fn a_subject_without_end_is_cut_between_two_letters() {
    let repository = GitRepository::new();
    repository.write("a.md", "a\n");
    repository.commit(&format!("x{}", "긴 제목 ".repeat(2_000)));
    let subject = repository.history("a.md").revisions[0].commit.subject.clone();
    assert!(subject.len() < 3_000 && subject.ends_with(['긴', '제', '목']), "{subject}");
}

#[test]
fn strange_people_are_read_as_git_reads_them() {
    let repository = GitRepository::with(&[("a.md", "a\n")]);
    let people: [&[u8]; 10] = [
        b"\xff\xfe <caf\xe9@example.com> 1 +0000",
        b"No address 1 +0000",
        b"No end <a@example.com 1 +0000",
        b"",
        b"<only@example.com> 1 +0000",
        b" <> 1 +0000",
        b"A > B <a@example.com> 1 +0000",
        b"A <a@example.com> trailing> 1 +0000",
        b"A <<a@example.com>> 1 +0000",
        b"\x1b[31mRed ##[error] <x@\x07example.com> 1 +0000",
    ];
    for person in people {
        strange(&repository, person, b"C <c@example.com> 1767225600 +0000");
        let history = repository.history("a.md");
        let author = &history.revisions[0].commit.author;
        let raw = repository.try_git(&["log", "-1", "--encoding=UTF-8", "--format=%an|%ae"]).stdout;
        let expected = String::from_utf8_lossy(&raw).trim_end_matches('\n').to_owned();
        let shown = String::from_utf8_lossy(person);
        assert_eq!(format!("{}|{}", author.name, author.email), expected, "{shown}");
    }
}
