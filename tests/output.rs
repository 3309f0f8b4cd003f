//! How a site gets onto disk: all of it or nothing, and never over what is not pmdoc's.

mod support;

use std::fs;
use std::path::Path;

use pmdoc::output::{Output, OutputError, OutputFile, Written};
use pmdoc::text::RelPath;

fn files(files: &[(&str, &str)]) -> Vec<OutputFile> {
    let file = |(path, text): &(&str, &str)| OutputFile {
        path: RelPath::new(Path::new(path)).expect("a path inside the site"),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(file).collect()
}

/// Writes a site, its files in the order that they are given in.
fn write(folder: &Path, files: &[OutputFile], sources: &Path) -> Result<Written, OutputError> {
    let output = Output::begin(folder, sources)?;
    files.iter().try_for_each(|file| output.put(&file.path, &file.bytes))?;
    output.finish()
}

#[test]
fn only_what_changed_is_written() {
    let root = tempfile::tempdir().expect("a folder");
    let (site, sources) = (root.path().join("book"), root.path().join("src"));
    let first =
        write(&site, &files(&[("index.html", "a"), ("x/y.html", "b"), ("old.html", "c")]), &sources).expect("written");
    assert_eq!((first.files, first.changed, first.removed), (3, 3, 0));
    let time = fs::metadata(site.join("x/y.html")).and_then(|metadata| metadata.modified()).expect("a time");
    let second = write(&site, &files(&[("index.html", "A"), ("x/y.html", "b")]), &sources).expect("written");
    assert_eq!((second.files, second.changed, second.removed), (2, 1, 1));
    assert_eq!(fs::read_to_string(site.join("index.html")).expect("a page"), "A");
    assert!(!site.join("old.html").exists(), "what the last build made and this one does not is gone");
    assert_eq!(fs::metadata(site.join("x/y.html")).and_then(|m| m.modified()).expect("a time"), time);
    assert_eq!(fs::read_dir(root.path()).expect("the folder").count(), 1, "nothing is left beside the site");
}

#[test]
fn what_others_put_there_stays() {
    let root = tempfile::tempdir().expect("a folder");
    let (site, sources) = (root.path().join("book"), root.path().join("src"));
    write(&site, &files(&[("index.html", "a")]), &sources).expect("written");
    fs::create_dir(site.join("own")).expect("a folder");
    fs::write(site.join("own/CNAME"), "example.com").expect("a file");
    write(&site, &files(&[("index.html", "b")]), &sources).expect("written");
    assert_eq!(fs::read_to_string(site.join("own/CNAME")).expect("still there"), "example.com");
}

#[test]
fn folders_of_others_are_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let (home, sources) = (root.path().join("home"), root.path().join("repo/src"));
    fs::create_dir_all(&home).expect("a folder");
    fs::create_dir_all(&sources).expect("a folder");
    fs::write(home.join("letter.txt"), "dear").expect("a file");
    let site = files(&[("index.html", "a"), ("letter.txt", "gone")]);
    assert!(matches!(write(&home, &site, &sources), Err(OutputError::Foreign(_))));
    assert_eq!(fs::read_to_string(home.join("letter.txt")).expect("untouched"), "dear");
    assert!(matches!(write(&root.path().join("repo"), &site, &sources), Err(OutputError::HoldsSources(_))));
    assert!(matches!(write(&sources, &site, &sources), Err(OutputError::HoldsSources(_))));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let root = tempfile::tempdir().expect("a folder");
    let target = root.path().join("target");
    fs::create_dir(&target).expect("a folder");
    std::os::unix::fs::symlink(&target, root.path().join("book")).expect("a link");
    let result = write(&root.path().join("book"), &files(&[("index.html", "a")]), &root.path().join("src"));
    assert!(matches!(result, Err(OutputError::NotFolder(_))));
    assert_eq!(fs::read_dir(&target).expect("the folder").count(), 0);
}

#[test]
fn a_killed_build_leaves_the_old_site_and_no_obstacle() {
    let root = tempfile::tempdir().expect("a folder");
    let (site, sources) = (root.path().join("book"), root.path().join("src"));
    write(&site, &files(&[("index.html", "old")]), &sources).expect("written");
    let leftover = root.path().join(".book.pmdoc-new");
    fs::create_dir(&leftover).expect("what a killed build leaves");
    fs::write(leftover.join("index.html"), "half").expect("a file");
    assert_eq!(fs::read_to_string(site.join("index.html")).expect("a page"), "old");
    write(&site, &files(&[("index.html", "new")]), &sources).expect("written");
    assert_eq!(fs::read_to_string(site.join("index.html")).expect("a page"), "new");
    assert!(!leftover.exists());
}

#[test]
fn a_build_that_cannot_be_written_changes_nothing() {
    let root = tempfile::tempdir().expect("a folder");
    let (site, sources) = (root.path().join("book"), root.path().join("src"));
    write(&site, &files(&[("index.html", "old")]), &sources).expect("written");
    // A file where a folder is needed: the second file cannot be put down.
    let result = write(&site, &files(&[("index.html", "new"), ("x", "1"), ("x/y.html", "2")]), &sources);
    assert!(matches!(result, Err(OutputError::Io { .. })));
    assert_eq!(fs::read_to_string(site.join("index.html")).expect("a page"), "old");
    assert_eq!(fs::read_dir(root.path()).expect("the folder").count(), 1, "nothing is left beside the site");
}
