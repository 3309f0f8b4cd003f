//! What a document is: its kind, id, title, language and the ids of others that it names.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{Naming, Strength};
use super::metadata::Fields;
use super::outline::Outline;
use super::{Fact, Field, Kind, Language, Lexicon, SectionName, small_words};
use crate::document::{BlockKind, Document, MarkKind, Value};
use crate::text::{RelPath, Span, fold_key, fold_label};

/// What the configuration or the command line says a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Hint {
    /// The globs say postmortem.
    Postmortem,
    /// The globs say cause.
    Cause,
    /// The globs say neither.
    Guide,
    /// Nobody said anything: the document decides.
    Unknown,
}

/// `PM-2026-034`, `PM2022-006`, `SPM-2025-003`, `INC-20260722-003`, `INC-123`
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\p{L}\d])((?:s?pm|postm|inc|ir|rca|coe|postmortem|incident)[-_]?\d{2,8}(?:[-_]\d{1,6})?)(?:[^\p{L}\d]|$)").ok()
});

/// The kind that a file's name alone gives: templates and indexes are not postmortems.
pub fn kind_by_name(path: &RelPath) -> Option<Kind> {
    let stem = path.stem().to_lowercase();
    if matches!(stem.as_str(), "readme" | "index" | "_index" | "summary" | "contributing" | "changelog") {
        // `2025-01-outage/index.md` is a page bundle: the folder is the document.
        let bundle = stem == "index"
            && path
                .parent()
                .rsplit('/')
                .next()
                .is_some_and(|folder| folder.contains('-') || ID.as_ref().is_some_and(|id| id.is_match(folder)));
        return (!bundle).then_some(Kind::Index);
    }
    let is_word = |word: &str| matches!(word, "template" | "templates" | "vorlage" | "plantilla" | "modelo" | "mal");
    let holds_cjk = || {
        let folded = fold_label(&stem);
        ["템플릿", "テンプレート", "雛形", "模板", "範本"].iter().any(|word| folded.contains(word))
    };
    let is_template = stem.split(|c: char| !c.is_alphanumeric()).any(is_word) || (!stem.is_ascii() && holds_cjk());
    is_template.then_some(Kind::Template)
}

/// The kind of a document.
pub(super) fn kind(
    path: &RelPath,
    hint: Hint,
    fields: &Fields,
    outline: &Outline<'_>,
    document: &Document,
    lexicon: &Lexicon,
) -> Kind {
    if document.problems.iter().any(|problem| problem.rule == "unreadable-file") {
        return Kind::Unreadable;
    }
    let declared = fields.get(&Field::Kind).and_then(|facts| facts.first()).map(|fact| fact.value.as_str());
    if hint == Hint::Cause {
        return kind_by_name(path).unwrap_or(Kind::Cause);
    }
    match declared {
        Some(word) if fold_label(word) == "guide" => return Kind::Guide,
        Some(word) => {
            if let Some(kind) = lexicon.kind(word) {
                return kind;
            }
        }
        None => {}
    }
    if let Some(kind) = kind_by_name(path) {
        return kind;
    }
    match hint {
        Hint::Guide => Kind::Guide,
        Hint::Unknown if is_site_page(document) && !tells_of_incident(path, fields, outline) => Kind::Guide,
        Hint::Unknown if is_of_other_matters(path, fields, outline) => Kind::Guide,
        Hint::Unknown if is_titled_otherwise(fields, outline, lexicon) => Kind::Guide,
        Hint::Unknown if is_notice(outline, document, lexicon) => Kind::Guide,
        _ => Kind::Incident,
    }
}

/// Front matter keys that only pages of a documentation site have.
fn is_site_page(document: &Document) -> bool {
    const KEYS: [&str; 8] = [
        "sidebar-position",
        "sidebar-label",
        "nav-order",
        "hide-description",
        "link-title",
        "miro-template-url",
        "sitemap",
        "parent",
    ];
    document.front_matter.entries.iter().any(|entry| {
        let key = fold_key(&entry.key);
        KEYS.contains(&key.as_str())
            || (key == "layout" && entry.node.texts().first().is_some_and(|(layout, _)| *layout == "page"))
    })
}

/// Whether anything says that a certain incident is meant: an id, a severity, times, or the parts that
/// only a postmortem has.
fn tells_of_incident(path: &RelPath, fields: &Fields, outline: &Outline<'_>) -> bool {
    let facts = [Field::Severity, Field::Started, Field::Detected, Field::Resolved, Field::Status];
    let named: BTreeSet<SectionName> = outline
        .parts
        .iter()
        .filter_map(|part| part.naming.as_ref())
        .flat_map(|(names, _)| names.iter().copied())
        .collect();
    let required = [
        SectionName::Summary,
        SectionName::RootCause,
        SectionName::Actions,
        SectionName::Lessons,
        SectionName::Timeline,
    ];
    const WORDS: [&str; 10] =
        ["postmortem", "post-mortem", "post_mortem", "incident", "outage", "retro", "장애", "사후분석", "障害", "故障"];
    let name = path.as_str().to_lowercase();
    WORDS.iter().any(|word| name.contains(word))
        || id_in(path.stem()).is_some()
        || super::date_in(path.stem()).is_some()
        || facts.iter().any(|field| fields.contains_key(field))
        || (fields.contains_key(&Field::Date) && required.iter().filter(|name| named.contains(name)).count() >= 4)
}

/// Whether a document has parts, and neither they nor its metadata nor its file's name say anything of an incident: the
/// postmortem of a design, a project or an interface.
fn is_of_other_matters(path: &RelPath, fields: &Fields, outline: &Outline<'_>) -> bool {
    const FEWEST: usize = 4;
    let facts = [Field::Severity, Field::Started, Field::Detected, Field::Resolved, Field::Status, Field::Duration];
    outline.parts.len() >= FEWEST
        && outline.parts.iter().all(|part| part.naming.is_none())
        && !facts.iter().any(|field| fields.contains_key(field))
        && id_in(path.stem()).is_none()
        && super::date_in(path.stem()).is_none()
}

/// Whether the title names another sort of text (a design analysis, a proposal), and nothing in it tells of an incident,
/// whatever folder and day its path gives.
fn is_titled_otherwise(fields: &Fields, outline: &Outline<'_>, lexicon: &Lexicon) -> bool {
    use SectionName::{Detection, Impact, Resolution, RootCause, Timeline, Trigger};
    let declared = fields.get(&Field::Title).and_then(|facts| facts.first()).map(|fact| fact.value.as_str());
    let title = declared.or(outline.title.map(|heading| heading.text.as_str())).unwrap_or_default();
    let facts = [Field::Severity, Field::Started, Field::Detected, Field::Resolved, Field::Status, Field::Duration];
    lexicon.telling().is_of_other_matters(title)
        && !facts.iter().any(|field| fields.contains_key(field))
        && !names_any(outline, &[Detection, Impact, Resolution, RootCause, Timeline, Trigger])
}

/// Whether a text tells users that an outage goes on, or that its account is to come, and has none of the parts of an
/// account.
fn is_notice(outline: &Outline<'_>, document: &Document, lexicon: &Lexicon) -> bool {
    use SectionName::{Actions, Lessons, RootCause, Timeline};
    if names_any(outline, &[Actions, Lessons, RootCause, Timeline]) {
        return false;
    }
    let mut is_running = false;
    for block in &document.blocks {
        block.walk(&mut |block| {
            if let BlockKind::Paragraph(text) = &block.kind {
                is_running |= lexicon.telling().is_running(&text.text);
            }
        });
    }
    is_running
}

/// Whether a heading or label surely names one of some sections.
fn names_any(outline: &Outline<'_>, wanted: &[SectionName]) -> bool {
    let strong = |naming: &Naming| naming.1 == Strength::Strong && naming.0.iter().any(|name| wanted.contains(name));
    outline.parts.iter().filter_map(|part| part.naming.as_ref()).any(strong)
}

/// The first id in a text.
pub fn id_in(text: &str) -> Option<&str> {
    ID.as_ref()?.captures(text)?.get(1).map(|found| found.as_str())
}

/// Whether a text can hold an id: a digit behind the last letter of a prefix, with or without a dash. Nearly no text can.
fn may_name(text: &str) -> bool {
    const ENDS_PREFIX: u8 = 1;
    const DASH: u8 = 2;
    const DIGIT: u8 = 4;
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte: u8 = 0;
        loop {
            classes[byte as usize] = match byte {
                b'm' | b'c' | b'r' | b'a' | b'e' | b't' | b'M' | b'C' | b'R' | b'A' | b'E' | b'T' => ENDS_PREFIX,
                b'-' | b'_' => DASH,
                // A digit of another script counts too.
                b'0'..=b'9' | 0x80.. => DIGIT,
                _ => 0,
            };
            if byte == u8::MAX {
                break classes;
            }
            byte += 1;
        }
    };
    let (mut before_last, mut last) = (0, 0);
    text.bytes().any(|byte| {
        let class = CLASSES[usize::from(byte)];
        let is_named = class == DIGIT && (last == ENDS_PREFIX || (last == DASH && before_last == ENDS_PREFIX));
        (before_last, last) = (last, class);
        is_named
    })
}

/// The id: front matter or metadata, the file name, the begin of the title, or the stem of the file (the folder's for `index.md`).
pub(super) fn id(path: &RelPath, fields: &Fields, outline: &Outline<'_>) -> Fact<String> {
    if let Some(fact) = fields.get(&Field::Id).and_then(|facts| facts.first()) {
        return fact.clone();
    }
    let name = document_name(path);
    if let Some(id) = id_in(name) {
        return Fact::new(id.to_owned(), Span::at(0));
    }
    let heading = outline.title.filter(|heading| heading.text.len() < LONGEST_TITLE);
    let in_title =
        heading.and_then(|heading| id_in(&heading.text).filter(|id| heading.text.trim_start().starts_with(id)));
    if let (Some(id), Some(heading)) = (in_title, heading) {
        return Fact::new(id.to_owned(), heading.span);
    }
    Fact::new(leading_number(name).unwrap_or(name).to_owned(), Span::at(0))
}

/// What a document is called on disk: its file, or its folder where the file is an `index.md`.
pub fn document_name(path: &RelPath) -> &str {
    let folder = path.parent().rsplit('/').next().unwrap_or_default();
    if path.stem().eq_ignore_ascii_case("index") && !folder.is_empty() { folder } else { path.stem() }
}

/// In bytes: a longer first heading is a sentence.
const LONGEST_TITLE: usize = 400;

/// `0003-slug` → `0003`; a year or a date is no number of a document.
fn leading_number(name: &str) -> Option<&str> {
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = &name[..digits];
    let is_year = number.len() >= 4 && (number.starts_with("19") || number.starts_with("20"));
    ((3..=6).contains(&digits) && !is_year && name[digits..].starts_with(['-', '_', ' '])).then_some(number)
}

/// The title: front matter, the first heading, or the file's name. A map of titles gives the one of the
/// document's language, else the first.
pub(super) fn title(
    path: &RelPath,
    fields: &Fields,
    outline: &Outline<'_>,
    document: &Document,
    language: Language,
) -> Fact<String> {
    if let Some(fact) = fields.get(&Field::Title).and_then(|facts| facts.first()) {
        return fact.clone();
    }
    let entry = document.front_matter.entries.iter().find(|entry| fold_key(&entry.key) == "title");
    if let Some(Value::Map(names)) = entry.map(|entry| &entry.node.value) {
        let own = names.iter().find(|name| Language::from_tag(&name.key) == Some(language));
        if let Some((text, span)) = own.or(names.first()).and_then(|name| name.node.texts().first().copied()) {
            return Fact::new(text.to_owned(), span);
        }
    }
    if let Some(heading) = outline.title {
        return Fact::new(heading.text.trim().to_owned(), heading.span);
    }
    Fact::new(path.stem().replace(['_', '-'], " "), Span::at(0))
}

/// The language: front matter, the file name (`x.zh.md`), or the letters of the text.
pub(super) fn language(path: &RelPath, fields: &Fields, document: &Document) -> Language {
    let declared =
        fields.get(&Field::Language).and_then(|facts| facts.first()).and_then(|fact| Language::from_tag(&fact.value));
    let suffix = path.stem().rsplit_once('.').and_then(|(_, tag)| Language::from_tag(tag));
    declared.or(suffix).unwrap_or_else(|| {
        let prose = document.text.get(document.body..).unwrap_or_default();
        Language::of_text(prose, || small_words::language(prose))
    })
}

/// The ids of other documents that the text names, each once, where it is named first.
pub(super) fn mentions(document: &Document, own: &str) -> Vec<Fact<String>> {
    let mut seen = BTreeSet::from([own.to_owned()]);
    let mut found = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            if matches!(block.kind, BlockKind::Code { .. }) {
                return;
            }
            for inline in block.inlines() {
                if inline.marks.is_empty() && !may_name(&inline.text) {
                    continue;
                }
                let wiki = inline.marks.iter().filter_map(|mark| match &mark.kind {
                    MarkKind::Wiki(to) => Some((to.split(['|', '#']).next().unwrap_or_default().to_owned(), mark.span)),
                    _ => None,
                });
                let plain =
                    ID.as_ref().into_iter().flat_map(|id| id.captures_iter(&inline.text)).filter_map(|c| c.get(1));
                let plain = plain.map(|id| (id.as_str().to_owned(), inline.span_of(id.range())));
                for (id, span) in wiki.chain(plain) {
                    if seen.insert(id.clone()) {
                        found.push(Fact::new(id, span));
                    }
                }
            }
        });
    }
    found
}
