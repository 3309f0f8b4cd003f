//! Repositories of every make: formats, links to elsewhere, damage, other people's.

use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::git_support::{GitRepository, git_in};
use crate::support::pmdoc_in;
use crate::{FIRST, SECOND, Told, assert_impossible, files, fill, glance, knowledge_base, look, look_with};

#[test]
fn an_ordinary_repository_is_known_whole() {
    let seen = look(knowledge_base().root());
    seen.assert_known();
    assert_eq!(seen.notes, "");
}

#[test]
fn a_configured_work_tree_elsewhere_changes_nothing() {
    let repository = knowledge_base();
    let before = look(repository.root());
    repository.git(&["config", "core.worktree", "/etc"]);
    let after = look(repository.root());
    after.assert_known();
    assert_eq!((after.site, after.notes), (before.site, before.notes));
    for arguments in [&["check", "--staged"][..], &["check", "--base", "HEAD~1"]] {
        let ran = pmdoc_in(repository.root(), arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!format!("{ran:?}").contains("passwd"), "{ran:?}");
    }
}

#[test]
fn settings_that_name_programs_run_none() {
    let repository = knowledge_base();
    let trace = repository.beside("trace");
    let program = format!("sh -c 'echo run >> {}'", trace.display());
    let settings = [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "diff.external",
        "merge.x.driver",
        "credential.helper",
        "gpg.program",
        "alias.log",
    ];
    for setting in settings {
        repository.git(&["config", setting, &program]);
    }
    repository.write(".git/info/attributes", "* filter=x merge=x diff=x\n");
    for hook in ["post-index-change", "reference-transaction", "post-checkout"] {
        repository.write(&format!(".git/hooks/{hook}"), &format!("#!/bin/sh\necho run >> {}\n", trace.display()));
    }
    let _ = fs::remove_file(&trace);
    look(repository.root()).assert_known();
    for arguments in [&["check", "--staged"][..], &["check", "--base", "HEAD~1"]] {
        assert_eq!(pmdoc_in(repository.root(), arguments).code, 0);
    }
    assert!(!trace.exists(), "something was run");
}

#[test]
fn another_work_tree_of_the_repository_is_read_and_shares_the_cache() {
    let repository = knowledge_base();
    let other = repository.beside("other");
    repository.git(&["worktree", "add", "-q", "-b", "topic", other.to_str().expect("UTF-8")]);
    assert!(other.join(".git").is_file());
    look(&other).assert_known();
    assert!(repository.path(".git/pmdoc").is_dir() && !other.join(".git/pmdoc").exists());
    let cache = || fs::metadata(repository.path(".git/pmdoc")).expect("a cache").mtime_nsec();
    let before = cache();
    glance(repository.root()).assert_known();
    assert_eq!(cache(), before, "nothing had to be read again");
    look_with(&other, &["--staged"]).assert_known();
}

#[test]
fn a_redirect_that_leads_nowhere_or_to_something_else_is_told() {
    let repository = knowledge_base();
    fs::rename(repository.path(".git"), repository.beside("aside")).expect("moved");
    for target in ["gitdir: /nonexistent\n", "gitdir: /etc\n", "gitdir: ../kb\n", "", "nonsense \u{1b}[31m\n"] {
        repository.write(".git", target);
        glance(repository.root()).assert_unknown("cannot be read");
        assert_impossible(repository.root(), &["check", "--rev", "HEAD"], "cannot be read");
    }
    repository.write(".git", &format!("gitdir: {}\n", repository.beside("aside").display()));
    look(repository.root()).assert_known();
}

#[test]
fn a_folder_pipe_or_link_in_place_of_git_does_not_stop_it() {
    let repository = knowledge_base();
    let git = repository.path(".git");
    fs::rename(&git, repository.beside("aside")).expect("moved");
    fs::create_dir(&git).expect("a folder");
    glance(repository.root()).assert_unknown("cannot be read");
    fs::remove_dir(&git).expect("removed");
    rustix::fs::mknodat(rustix::fs::CWD, &git, rustix::fs::FileType::Fifo, 0o600.into(), 0).expect("a pipe");
    glance(repository.root()).assert_unknown("cannot be read");
    fs::remove_file(&git).expect("removed");
    std::os::unix::fs::symlink(repository.beside("aside"), &git).expect("a link");
    glance(repository.root()).assert_known();
}

#[test]
fn an_included_file_is_not_shown() {
    let repository = knowledge_base();
    let secret = repository.beside("secret");
    repository.git(&["config", "include.path", secret.to_str().expect("UTF-8")]);
    for content in ["TOP-SECRET-7\n", "[user]\nname = TOP-SECRET-7\n", "[TOP-SECRET-7]\nx = \"\n"] {
        fs::write(&secret, content).expect("written");
        let seen = look(repository.root());
        assert!(!seen.everything().contains("TOP-SECRET-7"), "{}", seen.everything());
    }
}

#[test]
fn a_damaged_configuration_is_told() {
    let repository = knowledge_base();
    repository.write(".git/config", "[core\nbare = \u{1b}[31m what\n");
    look(repository.root()).assert_unknown("cannot be read");
}

#[test]
fn formats_that_are_not_known_are_told_with_the_cure() {
    let unknown = knowledge_base();
    unknown.git(&["config", "core.repositoryFormatVersion", "1"]);
    unknown.git(&["config", "extensions.frobnicate", "true"]);
    let newer = knowledge_base();
    newer.write(".git/config", "[core]\nrepositoryformatversion = 9\n");
    for (repository, cure) in [
        (&unknown, "frobnicate"),
        (&newer, "cannot be read"),
        (&made_with(&["--object-format=sha256"]), "SHA-1"),
        (&made_with(&["--ref-format=reftable"]), "git refs migrate --ref-format=files"),
    ] {
        look(repository.root()).assert_unknown(cure);
        for arguments in [&["check", "--rev", "HEAD"][..], &["check", "--staged"], &["check", "--base", "HEAD"]] {
            assert_impossible(repository.root(), arguments, cure);
        }
    }
}

fn made_with(arguments: &[&str]) -> GitRepository {
    let repository = GitRepository::init(arguments);
    fill(&repository);
    repository
}

#[test]
fn a_shallow_clone_says_how_to_get_the_rest() {
    let repository = knowledge_base();
    let clone = repository.clone_to("clone", &["--depth", "2"]);
    let seen = look(&clone);
    assert_eq!(seen.of(FIRST), Told::default());
    assert_eq!(seen.of(SECOND).published, None);
    assert_eq!(seen.of(SECOND).updated.as_deref(), Some("2026-01-01"));
    assert!(seen.notes.contains("fetch-depth: 0"), "{}", seen.notes);
    git_in(&clone, &["fetch", "-q", "--unshallow"]);
    glance(&clone).assert_known();
}

#[test]
fn a_partial_clone_is_read_as_far_as_it_goes() {
    let repository = knowledge_base();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    look(&repository.clone_to("blobless", &["--filter=blob:none"])).assert_known();
    let treeless = repository.clone_to("treeless", &["--filter=tree:0"]);
    look(&treeless).assert_unknown("git fetch --refetch");
    assert_impossible(&treeless, &["check", "--rev", "HEAD~1"], "git fetch --refetch");
}

#[test]
fn a_repository_of_somebody_else_is_left_alone_and_the_cure_is_named() {
    let repository = knowledge_base();
    // Only root can give a folder away.
    if fs::metadata(repository.root()).expect("a folder").uid() != 0 {
        return;
    }
    for path in ["", ".git"] {
        std::os::unix::fs::chown(repository.path(path), Some(12_345), Some(12_345)).expect("root can");
    }
    let cure = format!("git config --global --add safe.directory {}", repository.root().display());
    look(repository.root()).assert_unknown(&cure);
    assert_impossible(repository.root(), &["check", "--rev", "HEAD"], &cure);
    assert_impossible(repository.root(), &["check", "--base", "HEAD"], &cure);
}

#[test]
fn a_damaged_head_is_told() {
    let repository = knowledge_base();
    let missing = "0123456789012345678901234567890123456789";
    let whole = fs::read_to_string(repository.path(".git/refs/heads/main")).expect("the branch");
    for head in
        ["nonsense\n", "", "ref: refs/heads/../../../../etc/passwd\n", "ref: HEAD\n", missing, "ref: \u{1b}[31m\n"]
    {
        repository.write(".git/HEAD", head);
        let trouble = if head == missing { "lacks objects" } else { "cannot be read" };
        glance(repository.root()).assert_unknown(trouble);
        assert_impossible(repository.root(), &["check", "--base", "HEAD~1"], "error: ");
    }
    repository.write(".git/HEAD", "ref: refs/heads/main\n");
    for branch in ["nonsense\n", missing] {
        repository.write(".git/refs/heads/main", branch);
        look(repository.root()).assert_unknown("the Git repository");
    }
    repository.write(".git/refs/heads/main", &whole);
    glance(repository.root()).assert_known();
}

#[test]
fn a_head_that_is_a_tree_or_a_tag_is_read_where_it_can_be() {
    let repository = knowledge_base();
    let tree = repository.git(&["rev-parse", "HEAD^{tree}"]);
    repository.git(&["tag", "-a", "-m", "A tag", "v1"]);
    let tag = repository.git(&["rev-parse", "refs/tags/v1"]);
    repository.write(".git/HEAD", &format!("{tree}\n"));
    glance(repository.root()).assert_unknown("cannot be read");
    repository.write(".git/HEAD", &format!("{tag}\n"));
    glance(repository.root()).assert_known();
}

#[test]
fn a_detached_head_is_a_head() {
    let repository = knowledge_base();
    repository.git(&["switch", "-q", "--detach", "HEAD"]);
    let seen = look(repository.root());
    seen.assert_known();
    assert_eq!(seen.notes, "");
    assert_eq!(pmdoc_in(repository.root(), &["check", "--base", "main~1"]).code, 0);
}

#[test]
fn a_branch_without_commits_has_no_dates_and_no_trouble() {
    let repository = GitRepository::new();
    for (path, text) in files() {
        repository.write(path, &text);
    }
    let seen = look(repository.root());
    seen.assert_unknown("");
    assert_eq!(seen.notes, "");
    assert_impossible(repository.root(), &["check", "--rev", "HEAD"], "`HEAD` names no commit");
    assert_impossible(repository.root(), &["check", "--base", "main"], "no commit yet");
}

#[test]
fn without_git_there_are_no_dates_and_no_trouble() {
    let folder = GitRepository::without_git();
    for (path, text) in files() {
        folder.write(path, &text);
    }
    let seen = look(folder.root());
    seen.assert_unknown("");
    assert_eq!(seen.notes, "");
    for arguments in [&["check", "--rev", "HEAD"][..], &["check", "--staged"], &["check", "--base", "HEAD"]] {
        assert_impossible(folder.root(), arguments, "in no Git repository");
    }
}

#[test]
fn a_bare_repository_is_read_at_its_head() {
    let repository = knowledge_base();
    let bare = repository.clone_to("kb.git", &["--bare"]);
    let seen = look(&bare);
    seen.assert_known();
    assert!(seen.notes.contains("a bare repository: reading HEAD"), "{}", seen.notes);
    assert!(!bare.join("book").exists());
    let empty = GitRepository::init(&["--bare"]);
    assert_impossible(empty.root(), &["check"], "has no commit yet");
}

#[test]
fn a_repository_within_the_sources_is_only_files() {
    let repository = knowledge_base();
    let inner = repository.path("docs/inner.git");
    repository.git(&["init", "-q", "--bare", inner.to_str().expect("UTF-8")]);
    fs::write(inner.join("config"), "[core]\nrepositoryformatversion = 0\nbare = true\nworktree = /etc\n")
        .expect("written");
    look(repository.root()).assert_known();
    let ran = pmdoc_in(repository.root(), &["check", FIRST]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn postmortems_in_a_submodule_have_no_dates_of_the_outer_repository() {
    let (inner, outer) = (knowledge_base(), knowledge_base());
    inner.rename(FIRST, "third.md");
    inner.remove(SECOND);
    inner.commit("Another layout");
    let address = format!("file://{}", inner.root().display());
    outer.git(&["submodule", "add", "-q", &address, "docs/postmortems/team"]);
    outer.commit("Add a submodule");
    let seen = look(outer.root());
    seen.assert_known();
    assert_eq!(seen.of("third.md"), Told::default());
    assert!(seen.notes.contains("docs/postmortems/team is a submodule"), "{}", seen.notes);
    assert!(seen.notes.contains("[[output.pmdoc.source]]"), "{}", seen.notes);
    let stored = look_with(outer.root(), &["--rev", "HEAD"]);
    stored.assert_known();
    assert!(stored.notes.contains("docs/postmortems/team: a submodule"), "{}", stored.notes);
}

#[test]
fn a_repository_that_cannot_be_written_to_is_read() {
    let repository = knowledge_base();
    repository.write(".git/pmdoc", "a file where the cache would be\n");
    glance(repository.root()).assert_known();
    fs::remove_file(repository.path(".git/pmdoc")).expect("removed");
    std::os::unix::fs::symlink("/nonexistent/folder", repository.path(".git/pmdoc")).expect("a link");
    glance(repository.root()).assert_known();
}

#[test]
fn a_lost_object_is_told_and_never_leads_to_a_wrong_date() {
    let repository = knowledge_base();
    let of = |name: &str| {
        let id = repository.git(&["rev-parse", name]);
        repository.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]))
    };
    let garbage = Some(&b"garbage"[..]);
    for (object, damage, known) in [
        (format!("HEAD:{FIRST}"), garbage, true),
        (format!("HEAD~1:{SECOND}"), None, true),
        ("HEAD~1^{commit}".to_owned(), None, false),
        ("HEAD~1^{commit}".to_owned(), garbage, false),
        ("HEAD~1^{tree}".to_owned(), None, false),
        ("HEAD^{tree}".to_owned(), garbage, false),
    ] {
        let _ = fs::remove_dir_all(repository.path(".git/pmdoc"));
        let path = of(&object);
        let bytes = fs::read(&path).expect("an object");
        fs::remove_file(&path).expect("removed");
        damage.iter().for_each(|damage| fs::write(&path, damage).expect("written"));
        let seen = glance(repository.root());
        assert_eq!(seen.of(SECOND).published.is_some(), known, "{object}, {damage:?}");
        assert!(known || seen.notes.contains("note: "), "{object}: {}", seen.notes);
        let _ = fs::remove_file(&path);
        fs::write(&path, bytes).expect("put back");
    }
    glance(repository.root()).assert_known();
}
