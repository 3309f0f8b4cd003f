//! A site built from texts, and its pages as parsed documents.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use pmdoc::config::Settings;
use pmdoc::document::Document;
use pmdoc::knowledge::KnowledgeBase;
use pmdoc::output::OutputFile;
use pmdoc::postmortem::{Hint, Reader, ReaderOptions, Record};
use pmdoc::site::{self, Attached, SiteError, Theme};
use pmdoc::text::RelPath;
use scraper::{ElementRef, Html, Selector};

/// The day that the tests take for today.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 21);

/// A path below the root of the documents.
pub fn path(path: &str) -> RelPath {
    RelPath::new(Path::new(path)).expect("a path")
}

/// A record, by the folder that it lies in.
pub fn record(name: &str, text: &str) -> Record {
    static READER: LazyLock<Reader> =
        LazyLock::new(|| Reader::new(ReaderOptions { lead_paragraph_is_summary: true, ..ReaderOptions::default() }));
    let hint = match name.split('/').next() {
        Some("causes") => Hint::Cause,
        Some("postmortems") => Hint::Postmortem,
        _ => Hint::Guide,
    };
    READER.read(path(name), name.to_owned(), Document::parse(text.to_owned()), hint)
}

/// Documents as path and text.
pub fn base(files: &[(&str, &str)]) -> KnowledgeBase {
    KnowledgeBase::new(files.iter().map(|(name, text)| record(name, text)).collect())
}

/// A Korean site in Seoul.
pub fn settings() -> Settings {
    Settings {
        title: "시험".to_owned(),
        language: "ko".to_owned(),
        src: ".".to_owned(),
        timezone: Some("Asia/Seoul".to_owned()),
        ..Settings::default()
    }
}

/// A built site.
pub struct Built(pub Vec<OutputFile>);

impl Built {
    /// The site of some documents in Korean, with the embedded theme.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[])
    }

    pub fn with(files: &[(&str, &str)], attachments: &[(&str, &[u8])]) -> Self {
        Self::from(&base(files), &settings(), attachments)
    }

    /// The site of a knowledge base that a test has put together.
    pub fn from(base: &KnowledgeBase, settings: &Settings, attachments: &[(&str, &[u8])]) -> Self {
        let theme = Theme::embedded().expect("the embedded theme is whole");
        Self::dressed(base, settings, &theme, attachments).expect("a site")
    }

    /// The same with a theme, sorted by path.
    pub fn dressed(
        base: &KnowledgeBase,
        settings: &Settings,
        theme: &Theme,
        attachments: &[(&str, &[u8])],
    ) -> Result<Self, SiteError> {
        let files: Vec<RelPath> = attachments.iter().map(|(name, _)| path(name)).collect();
        let read = |path: &RelPath| {
            let file = attachments.iter().find(|(name, _)| *name == path.as_str());
            file.map(|(_, bytes)| bytes.to_vec())
        };
        let built = Mutex::new(BTreeMap::new());
        let put = |path: &RelPath, bytes: &[u8]| {
            let known = built.lock().expect("a lock").insert(path.clone(), bytes.to_vec());
            assert!(known.is_none(), "{path} is made twice");
            Ok::<(), SiteError>(())
        };
        site::build(base, settings, theme, Attached { files: &files, read: &read }, TODAY, &put)?;
        let files = built.into_inner().expect("a lock").into_iter();
        Ok(Self(files.map(|(path, bytes)| OutputFile { path, bytes }).collect()))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|file| file.path.as_str() == name)
    }

    pub fn text(&self, name: &str) -> &str {
        let file = self.0.iter().find(|file| file.path.as_str() == name);
        let file = file.unwrap_or_else(|| panic!("{name} is not in {:?}", self.names()));
        std::str::from_utf8(&file.bytes).expect("UTF-8")
    }

    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|file| file.path.as_str()).collect()
    }

    /// A page, parsed as a browser does.
    pub fn page(&self, name: &str) -> Html {
        Html::parse_document(self.text(name))
    }

    /// Every page with its name.
    pub fn pages(&self) -> Vec<(&str, Html)> {
        self.names().into_iter().filter(|name| ends(name, "html")).map(|name| (name, self.page(name))).collect()
    }
}

/// Whether a file name has an ending.
pub fn ends(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|other| other == ending)
}

/// The elements of a selector.
pub fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// The only element of a selector.
pub fn one<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(page, selector);
    assert_eq!(found.len(), 1, "`{selector}` in {}", page.html());
    found[0]
}

/// Its text, white space folded.
pub fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The body of a postmortem's page that is made of this Markdown alone.
pub fn body(markdown: &str) -> Html {
    let document = format!("---\ntitle: 시험 문서\nid: PM-1\ndate: 2026-01-02\nlanguage: ko\n---\n{markdown}");
    Built::of(&[("postmortems/PM-1.md", &document)]).page("incidents/pm-1/index.html")
}

/// What must hold on any page, whatever its document says.
pub fn assert_safe(name: &str, page: &Html) {
    // A block of data is run by nobody, and nothing in it ends it.
    for data in all(page, "script[type='application/ld+json']") {
        let text = data.text().collect::<String>();
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok() && !text.contains('<'), "{name}: {text}");
    }
    let scripts = all(page, "script:not([type='application/ld+json'])");
    for script in &scripts {
        let script = *script;
        assert!(script.value().attr("src").is_some() && text(script).is_empty(), "{name}: {}", script.html());
    }
    assert_eq!(all(page, "head > script[src*='assets/']").len(), 2, "{name}");
    assert_eq!((scripts.len(), all(page, "form").len()), (2, 1), "{name}: ours, and the search box");
    let never = "style, iframe, object, embed, base, form:not(.find), .prose form, math a, math *[style], math *[class], animate, foreignObject, link[rel=import]";
    assert!(all(page, never).is_empty(), "{name}: {}", all(page, never)[0].html());
    assert_eq!(all(page, "meta[http-equiv]").len(), 1, "{name}");
    for element in all(page, "*") {
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on") && attribute != "style", "{name}: {}", element.html());
            if matches!(attribute, "href" | "src" | "action" | "formaction" | "xlink:href") {
                assert!(is_safe(value), "{name}: {value:?} in {}", element.html());
            }
        }
    }
}

/// A relative link, or one with an allowed scheme.
fn is_safe(url: &str) -> bool {
    let bare: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let end = bare.find([':', '/', '?', '#']).unwrap_or(bare.len());
    let scheme = bare[end..].starts_with(':').then(|| bare[..end].to_lowercase());
    !bare.starts_with("//") && scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str()))
}
