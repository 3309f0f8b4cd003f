//! Other makers of sites on the same documents, with what each of them has for search; those that are not installed are
//! said to be missing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Prints how long each takes, and how many times as long as `own`.
pub fn print(documents: &Path, beside: &Path, own: Duration) {
    let hugo =
        run(&beside.join("hugo"), documents, "hugo.toml", HUGO, ("layouts", &HUGO_LAYOUTS), &["hugo", "--quiet"]);
    told("hugo", hugo, own);
    let pagefind = hugo.and_then(|_| time(&beside.join("hugo"), &["pagefind", "--site", "public"]));
    told("hugo + pagefind", hugo.zip(pagefind).map(|(hugo, pagefind)| hugo + pagefind), own);
    let zola =
        run(&beside.join("zola"), documents, "config.toml", ZOLA, ("templates", &ZOLA_TEMPLATES), &["zola", "build"]);
    told("zola", zola, own);
}

const HUGO: &str = "baseURL = 'https://example.org/'\ntitle = 'Benchmark'\ndisableKinds = ['taxonomy', 'term']\n";
const HUGO_LAYOUTS: [(&str, &str); 2] = [
    (
        "_default/single.html",
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>",
    ),
    (
        "_default/list.html",
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body><ul>{{ range (.Paginate .Pages 200).Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></body></html>",
    ),
];
const ZOLA: &str = "base_url = 'https://example.org'\nbuild_search_index = true\ncompile_sass = false\n";
const ZOLA_TEMPLATES: [(&str, &str); 3] = [
    (
        "page.html",
        "<!doctype html><html><head><title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1>{{ page.content | safe }}</body></html>",
    ),
    ("section.html", "<!doctype html><html><body>{{ section.title }}</body></html>"),
    (
        "index.html",
        "<!doctype html><html><body><ul>{% for page in section.pages %}<li>{{ page.title }}</li>{% endfor %}</ul></body></html>",
    ),
];

/// Lays out a site of the documents and builds it; `None` where the program is not installed.
fn run(
    folder: &Path,
    documents: &Path,
    settings: &str,
    text: &str,
    (templates, files): (&str, &[(&str, &str)]),
    command: &[&str],
) -> Option<Duration> {
    let is_there = Command::new(command[0]).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let version = Command::new(command[0]).arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    is_there.or(version).ok()?;
    std::fs::create_dir_all(folder.join("content")).ok()?;
    std::fs::write(folder.join(settings), text).ok()?;
    for (name, text) in files {
        let path = folder.join(templates).join(name);
        std::fs::create_dir_all(path.parent()?).ok()?;
        std::fs::write(path, text).ok()?;
    }
    lay_out(documents, &folder.join("content"))?;
    time(folder, command)
}

/// The documents with the front matter that both understand: title and date. Zola refuses fields that it does not know.
fn lay_out(documents: &Path, to: &Path) -> Option<()> {
    for entry in walkdir::WalkDir::new(documents).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).ok()?;
        let rest = text.strip_prefix("---\n")?;
        let (head, body) = rest.split_once("\n---\n")?;
        let kept = head.lines().filter(|line| line.starts_with("title: ") || line.starts_with("date: "));
        let kept: Vec<&str> = kept.collect();
        // What templates of other makers would run is shown as it is.
        let body = body.replace("{{", "{ {").replace("{%", "{ %");
        std::fs::write(to.join(entry.file_name()), format!("---\n{}\n---\n{body}", kept.join("\n"))).ok()?;
    }
    Some(())
}

fn time(folder: &Path, command: &[&str]) -> Option<Duration> {
    let begin = Instant::now();
    let status = Command::new(command[0])
        .args(&command[1..])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.success().then(|| begin.elapsed())
}

fn told(name: &str, time: Option<Duration>, own: Duration) {
    match time {
        Some(time) => {
            let ratio = time.as_secs_f64() / own.as_secs_f64().max(f64::EPSILON);
            println!("{name:<17}{:>5} ms   {ratio:.1} times as long", time.as_millis());
        }
        None => println!("{name:<17} not installed, or it does not build these documents"),
    }
}
