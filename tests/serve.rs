//! `pmdoc serve`: a real process, real sockets, real changes.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests run the program")]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{COMPLETE, Repository};

/// A pmdoc that serves a repository.
struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    fn start(repository: &Repository, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pmdoc"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(repository.path("."))
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("pmdoc runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a stream")).read_line(&mut line).expect("a line");
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("no address: {line}")) }
    }

    fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        connection.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        connection
    }

    /// Sends exactly this, and gives head and body of what comes back.
    fn raw(&self, request: &str) -> (String, Vec<u8>) {
        let mut connection = self.connect();
        connection.write_all(request.as_bytes()).expect("it is taken");
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).expect("it ends");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        (String::from_utf8(bytes[..end].to_vec()).expect("text"), bytes[end + 4..].to_vec())
    }

    fn request(&self, method: &str, path: &str, host: &str) -> (String, String) {
        let (head, body) = self.raw(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        (head, String::from_utf8_lossy(&body).into_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.request("GET", path, &format!("localhost:{}", self.port))
    }

    /// Asks until the answer holds a text.
    fn comes_to_say(&self, path: &str, text: &str) -> String {
        let begin = Instant::now();
        loop {
            let (head, body) = self.get(path);
            if body.contains(text) {
                return head;
            }
            assert!(begin.elapsed() < Duration::from_mins(1), "never {text}: {head}\n{body}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn repository() -> Repository {
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = 'docs'\n"),
        ("docs/postmortems/PM-2026-1.md", &COMPLETE.replace("## Root", "![g](graph.png) ![o](outside.png)\n\n## Root")),
        ("secret.txt", "TOP-SECRET"),
    ]);
    repository.write("docs/postmortems/graph.png", b"\x89PNG");
    std::os::unix::fs::symlink(repository.path("secret.txt"), repository.path("docs/postmortems/outside.png"))
        .expect("a link");
    repository
}

fn status(head: &str) -> &str {
    head.lines().next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default()
}

#[test]
fn pages_come_with_their_types_and_a_script_that_reloads_them() {
    let repository = repository();
    let serving = Serving::start(&repository, &[]);
    let (head, body) = serving.get("/");
    assert_eq!(status(&head), "200", "{head}");
    assert!(head.contains("Content-Type: text/html; charset=utf-8") && head.contains("nosniff"), "{head}");
    assert!(body.contains("<script src=\"/-/live.js?") && body.contains("connect-src 'self'"), "{body}");
    let (head, _) = serving.get("/incidents/pm-2026-1/?x=1");
    assert_eq!(status(&head), "200", "{head}");
    let (head, body) = serving.get("/postmortems/graph.png");
    assert!(head.contains("Content-Type: image/png") && body.contains("PNG"), "{head}");
    let (head, _) = serving.get("/-/live.js?1");
    assert!(head.contains("text/javascript"), "{head}");
    let (head, _) = serving.get("/incidents/pm-2026-1");
    assert_eq!((status(&head), head.contains("Location: /incidents/pm-2026-1/")), ("301", true), "{head}");
    let (head, _) = serving.get("//incidents/pm-2026-1");
    assert!(!head.contains("Location: //"), "{head}");
    let (head, body) = serving.request("HEAD", "/", &format!("127.0.0.1:{}", serving.port));
    assert!(status(&head) == "200" && body.is_empty(), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).expect("a length");
    assert_eq!(length, serving.get("/").1.len().to_string(), "the same as GET would give");
    let (head, body) = serving.get("/nowhere/at/all");
    assert!(status(&head) == "404" && body.contains("Page not found"), "{head}{body}");
    // What is built has none of it.
    assert_eq!(repository.pmdoc(&["build", "--out", "site"]).code, 0);
    assert!(!repository.read("site/index.html").contains("/-/live"));
}

#[test]
fn no_request_reaches_a_file() {
    let repository = repository();
    let serving = Serving::start(&repository, &[]);
    for path in [
        "/../secret.txt",
        "/../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/postmortems/../../secret.txt",
        "/postmortems/outside.png",
        "/secret.txt",
        "/book.toml",
        "//etc/passwd",
        "/postmortems/PM-2026-1.md",
        "/a%00b",
        "http://localhost/secret.txt",
        "/%ff%fe",
    ] {
        let (head, body) = serving.get(path);
        assert!(matches!(status(&head), "400" | "404"), "{path}: {head}");
        assert!(!body.contains("TOP-SECRET") && !body.contains("root:"), "{path}");
    }
}

#[test]
fn only_whoever_calls_it_by_its_name_gets_an_answer() {
    let repository = repository();
    let serving = Serving::start(&repository, &[]);
    for host in ["evil.example", "evil.example:3000", "localhost.evil.example", "localhost:1", ""] {
        let (head, body) = serving.request("GET", "/", host);
        assert!(status(&head) == "403" && !body.contains("<html"), "{host}: {head}");
    }
    let (head, _) = serving.raw("GET / HTTP/1.1\r\n\r\n");
    assert_eq!(status(&head), "403", "no name at all");
    let (head, _) = serving.request("GET", "/-/live", "evil.example");
    assert_eq!(status(&head), "403");
    let (head, _) = serving.request("POST", "/", &format!("localhost:{}", serving.port));
    assert!(status(&head) == "405" && head.contains("Allow: GET, HEAD"), "{head}");
    let (head, _) = serving.raw("\u{16}\u{3}\u{1}\r\n\r\n");
    assert_eq!(status(&head), "400");
    let (head, _) = serving.raw(&format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(20_000)));
    assert_eq!(status(&head), "431");
    assert_eq!(status(&serving.get("/").0), "200", "it goes on");
}

#[test]
fn a_change_is_built_and_told_and_a_mistake_is_a_page() {
    let repository = repository();
    let serving = Serving::start(&repository, &[]);
    let mut stream = serving.connect();
    write!(stream, "GET /-/live HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port).expect("it is taken");
    let mut lines =
        BufReader::new(stream).lines().map(|line| line.expect("a line")).filter(|line| line.starts_with("data: "));
    let first = lines.next().expect("the version now");
    let changed = COMPLETE.replace("Checkout was slow", "Checkout was glacial");
    repository.write("docs/postmortems/PM-2026-1.md", changed.as_bytes());
    assert_ne!(lines.next().expect("another version"), first);
    serving.comes_to_say("/incidents/pm-2026-1/", "Checkout was glacial");

    repository.write("book.toml", b"[book]\nsrc = 'docs'\ntitel = '<b>x</b>'\n");
    let head = serving.comes_to_say("/incidents/pm-2026-1/", "has mistakes");
    assert_eq!(status(&head), "500");
    let (_, body) = serving.get("/");
    assert!(body.contains("no key `book.titel`") && body.contains("did you mean") && !body.contains("<b>x"), "{body}");
    assert!(body.contains("/-/live.js?"), "it goes away by itself");
    repository.write("book.toml", b"[book]\nsrc = 'docs'\ntitle = 'Mended'\n");
    serving.comes_to_say("/", "Mended");

    repository.write("docs/postmortems/graph.png", b"\x89PNG again");
    repository
        .write("docs/postmortems/PM-2026-1.md", COMPLETE.replace("## Root", "![g](graph.png)\n\n## Root").as_bytes());
    serving.comes_to_say("/postmortems/graph.png", "again");
}

/// A page without what makes it reload.
fn without_script(page: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(page).expect("UTF-8").replacen(" connect-src 'self';", "", 1);
    let Some((before, rest)) = text.split_once("<script src=\"/-/live.js?") else { panic!("no script: {text}") };
    let (_, after) = rest.split_once("</script>\n").expect("its end");
    format!("{before}{after}").into_bytes()
}

/// Asks for every file of a site that was built; those that differ from what was built.
fn different(serving: &Serving, built: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(built).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file() && entry.file_name() != ".pmdoc-manifest");
    let mut different = Vec::new();
    for file in files {
        let below = file.path().strip_prefix(built).expect("below").to_str().expect("UTF-8").to_owned();
        let path = pmdoc::text::percent_encoded(&below);
        let request = format!("GET /{path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port);
        let (head, body) = serving.raw(&request);
        let body = if file.path().extension().is_some_and(|extension| extension == "html") {
            without_script(&body)
        } else {
            body
        };
        if status(&head) != "200" || body != std::fs::read(file.path()).expect("a file") {
            different.push(below);
        }
    }
    different
}

#[test]
fn what_is_served_is_what_is_built() {
    let out = tempfile::tempdir().expect("a folder");
    let demo = Repository::with(&[]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(root.join("content-example")) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(root).expect("below").to_str().expect("UTF-8").to_owned();
            demo.write(&below, &std::fs::read(entry.path()).expect("a file"));
        }
    }
    let book = std::fs::read_to_string(root.join("book.toml")).expect("the settings");
    demo.write("book.toml", format!("{book}\n[output.html]\nsite-url = 'https://kb.example.org/x/'\n").as_bytes());
    let build = |name: &str| {
        let folder = out.path().join(name);
        let ran = demo.pmdoc(&["build", "--out", folder.to_str().expect("UTF-8")]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        folder
    };
    let before = build("before");
    let serving = Serving::start(&demo, &[]);
    assert_eq!(different(&serving, &before), Vec::<String>::new());

    // A changed document is shown everywhere, and what is like it as soon as that is found out.
    let path = "content-example/postmortems/2026";
    let entries =
        std::fs::read_dir(root.join(path)).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let name = entries
        .filter_map(|name| name.into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "md"))
        .min();
    let path = format!("{path}/{}", name.expect("a document"));
    let text = demo.read(&path);
    demo.write(&path, format!("{text}\nThe zebra crossed the checkout again.\n").as_bytes());
    let after = build("after");
    let begin = Instant::now();
    loop {
        let different = different(&serving, &after);
        if different.is_empty() {
            break;
        }
        assert!(begin.elapsed() < Duration::from_mins(2), "still different: {different:?}");
        std::thread::sleep(Duration::from_millis(300));
    }
}

#[test]
fn it_ends_when_it_is_told_to() {
    for signal in ["INT", "TERM"] {
        let repository = repository();
        let mut serving = Serving::start(&repository, &[]);
        // Somebody is still listening.
        let mut stream = serving.connect();
        write!(stream, "GET /-/live HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port).expect("it is taken");
        let killed = Command::new("kill").args([&format!("-{signal}"), &serving.child.id().to_string()]).status();
        assert!(killed.expect("kill").success());
        let begin = Instant::now();
        let ended = loop {
            if let Some(ended) = serving.child.try_wait().expect("a process") {
                break ended;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "{signal}: it goes on");
            std::thread::sleep(Duration::from_millis(50));
        };
        assert_eq!(ended.code(), Some(0), "{signal}");
    }
}

#[test]
fn a_port_that_is_taken_is_told_and_only_numbers_are_addresses() {
    let repository = repository();
    let serving = Serving::start(&repository, &[]);
    let ran = repository.pmdoc(&["serve", "--port", &serving.port.to_string()]);
    assert!(ran.code == 2 && ran.stderr.contains("is taken: choose another with --port"), "{}", ran.stderr);
    assert_eq!(repository.pmdoc(&["serve", "--host", "evil.example"]).code, 2);
}

#[test]
fn a_public_preview_holds_what_a_public_site_holds() {
    let repository = repository();
    repository
        .write("docs/postmortems/PM-2026-2.md", b"---\nid: PM-2026-2\ntitle: T\nvisibility: restricted\n---\nText.\n");
    let serving = Serving::start(&repository, &["--audience", "public"]);
    assert_eq!(status(&serving.get("/incidents/pm-2026-2/").0), "404");
    assert_eq!(status(&serving.get("/incidents/pm-2026-1/").0), "200");
}
