//! The contract with themes: what the guide promises to templates is there, a file of the repository takes the place of
//! a theme's, a broken one is told with its place, and the theme that is one page keeps everything on it.

mod site_support;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pmdoc::config::{BaseTheme, Settings};
use pmdoc::site::{SiteError, Theme};
use site_support::{Built, all, base, one, settings, text};
use support::Repository;

const FILES: [(&str, &str); 5] = [
    (
        "postmortems/PM-1.md",
        "---\nid: PM-1\ntitle: 느린 결제\ndate: 2026-03-04\nlanguage: ko\nstatus: draft\nroot_causes: [pool]\n---\n## 요약\n\
         하나[^1]. [둘](PM-2.md#summary), [[PM-2]], [여기](#요약), ![g](g.png)\n\n[^1]: 각주\n\n## 조치 항목\n- [ ] 막기\n",
    ),
    (
        "postmortems/PM-2.md",
        "---\nid: PM-2\ntitle: Slow payments\ndate: 2026-04-04\nlanguage: en\nroot_causes: [pool]\n---\n## Summary\nOne[^1].\n\n\
         <details><summary>More</summary>raw</details>\n\n[^1]: A note\n\n## 요약\nAgain. [Guide](../guides/on-call.md)\n",
    ),
    ("causes/pool.md", "---\nid: pool\ntitle: Pool\n---\n## Summary\nA pool.\n"),
    ("guides/on-call.md", "---\ntitle: On call\nlanguage: en\n---\n## Summary\nSee [[PM-1]] and [[pool]].\n"),
    ("guides/practice.md", "# Practice\n\nText.\n"),
];

fn with(theme: &Theme) -> Result<Built, SiteError> {
    Built::dressed(&base(&FILES), &settings(), theme, &[("postmortems/g.png", b"picture")])
}

fn plain() -> Built {
    with(&Theme::new(BaseTheme::Plain, Vec::new()).expect("the theme is whole")).expect("a site")
}

#[test]
fn the_plain_theme_is_one_page_without_a_script() {
    let built = plain();
    let names = built.names();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(built.has("postmortems/g.png"));
    let page = built.page("index.html");
    assert!(all(&page, "script, style, [style], iframe, object").is_empty());
    let policy = one(&page, "meta[http-equiv=Content-Security-Policy]").value().attr("content").unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script"), "{policy}");
    assert_eq!(all(&page, "h1").len(), 1);
    let titles: Vec<String> = all(&page, "article > h2").into_iter().map(text).collect();
    assert_eq!(titles, ["Slow payments", "느린 결제", "Pool", "On call", "Practice"]);
    assert!(text(one(&page, "article[id='incidents/pm-1']")).contains("막기"));
}

#[test]
fn on_one_page_every_id_is_there_once_and_every_link_leads_to_one() {
    let built = plain();
    let page = built.page("index.html");
    let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|element| element.value().id()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{ids:?}");
    let mut inside = 0;
    for link in all(&page, "a[href]") {
        let href = link.value().attr("href").unwrap_or_default();
        let place = href.strip_prefix('#').unwrap_or_else(|| panic!("{href} leads elsewhere"));
        assert!(known.contains(place), "{href} leads nowhere: {ids:?}");
        inside += 1;
    }
    assert!(inside > 15, "links were looked at");
    let links: Vec<&str> = all(&page, "article[id='incidents/pm-1'] .prose p a")
        .iter()
        .filter_map(|link| link.value().attr("href"))
        .collect();
    assert_eq!(links[..2], ["#incidents/pm-1:fn:1", "#incidents/pm-2:summary"], "{links:?}");
    assert!(links.contains(&"#incidents/pm-2") && links.contains(&"#incidents/pm-1:요약"), "{links:?}");
}

/// The names that the guide gives to templates: template, and names.
fn promised() -> Vec<(String, Vec<String>)> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/themes.md");
    let text = fs::read_to_string(guide).expect("the guide");
    let quoted = |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let rows = text.lines().filter(|line| line.starts_with("| `") || line.starts_with("| all"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        (quoted(cells[0]).pop().unwrap_or_default(), quoted(cells[2]))
    })
    .collect()
}

/// What a template is given, as the message about a name that is not there lists it.
fn given(template: &str, group: &str) -> BTreeSet<String> {
    let theme = if template == "book.html" { BaseTheme::Plain } else { BaseTheme::Default };
    let broken = vec![(template.to_owned(), format!("\n{{{{ {group}.nonesuch }}}}"))];
    let error = with(&Theme::new(theme, broken).expect("it parses")).err().expect("no such name");
    let SiteError::Template { template: told, line, message, .. } = error else { panic!("{error}") };
    assert_eq!((told.as_str(), line), (template, 2));
    let names = message.split_once("Available fields: ").map_or("", |(_, names)| names);
    names.split(", ").map(|name| name.trim().to_owned()).collect()
}

#[test]
fn what_the_guide_promises_to_templates_is_there() {
    let promised = promised();
    assert_eq!(promised.len(), 20, "{promised:?}");
    for (template, names) in promised {
        let (template, group) = if template.is_empty() { ("404.html".to_owned(), "frame") } else { (template, "page") };
        let names: BTreeSet<String> = names
            .into_iter()
            .filter(|name| !name.contains('.') && name != "frame")
            .filter(|name| template != "book.html" || !matches!(name.as_str(), "anchor" | "language" | "page"))
            .collect();
        let given = given(&template, group);
        let missing: Vec<&String> = names.difference(&given).collect();
        assert!(missing.is_empty(), "{template} is promised {missing:?}, and given {given:?}");
    }
}

#[test]
fn every_template_is_in_the_guide() {
    let promised: BTreeSet<String> = promised().into_iter().map(|(template, _)| template).collect();
    for theme in ["default", "plain"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(theme);
        for entry in fs::read_dir(folder).expect("a theme").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_page = Path::new(&name).extension().is_some_and(|ending| ending == "html");
            let is_piece = matches!(name.as_str(), "page.html" | "parts.html");
            assert!(!is_page || is_piece || promised.contains(&name), "{theme}/{name} is not in docs/src/themes.md");
        }
    }
}

#[test]
fn a_file_of_the_repository_takes_the_place_of_the_themes_and_a_broken_one_is_told() {
    let repository = Repository::with(&[
        ("book.toml", "[book]\nsrc = 'docs'\n[output.pmdoc]\ntheme = 'look'\nbase-theme = 'plain'\n"),
        ("docs/postmortems/PM-1.md", FILES[1].1),
        ("look/assets/site.css", "body { margin: 1px }"),
    ]);
    assert_eq!(repository.pmdoc(&["build", "--out", "site"]).code, 0);
    assert!(repository.read("site/index.html").contains("id=\"incidents/pm-2\""));
    let styles: Vec<_> = fs::read_dir(repository.path("site/assets")).expect("assets").flatten().collect();
    assert_eq!(fs::read_to_string(styles[0].path()).expect("a style"), "body { margin: 1px }");

    repository.write("look/book.html", b"<p>\n{{ page.incidnets }}</p>");
    let ran = repository.pmdoc(&["build", "--out", "site"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("look/book.html:2:") && ran.stderr.contains("incidents"), "{}", ran.stderr);
    assert!(repository.read("site/index.html").contains("id=\"incidents/pm-2\""), "the old site is whole");

    // What one theme has, another need not have.
    let ran = repository.pmdoc(&["build", "--out", "other", "--theme", "default"]);
    assert_eq!(ran.code, 0, "an added template harms nobody: {}", ran.stderr);
    repository.write("look/assets/site.js", b"1");
    let ran = repository.pmdoc(&["build", "--out", "site"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("the theme has no file `assets/site.js`; it has: book.html"),
        "{}",
        ran.stderr
    );
    assert_eq!(repository.pmdoc(&["build", "--theme", "nonesuch"]).code, 2);
    assert_eq!(Settings::default().base_theme, BaseTheme::Default);
}
