//! The text of one action: who, by when, whether it is done, and where it is tracked.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Match, Regex};

use super::moment::date_in;
use super::tense::{is_past, is_voted_down};
use super::{ActionKind, ActionState, Fact, Lexicon};
use crate::document::{Inline, MarkKind};

/// `OPS-123`, `#123`, `org/repo#123`
static TICKET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{L}\d#-])((?:[A-Z][A-Z0-9]{1,9}-\d{1,7})|(?:[\w.-]+/[\w.-]+)?#\d{1,7})\b").ok()
});
/// `@kim`, `@team/sub`
static HANDLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s(\[,:：/])(@[\p{L}\d][\p{L}\d_./-]*)").ok());

/// `The platform team will …`, `Security team to …`, `결제팀이 …`, `基盤チームが…`, `由平台团队…`: a team that is the subject
static SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*(?:
            (?:The\ +)?(?P<latin>(?:[\p{L}\d&/-]+\ +){1,3}[Tt]eam)\ +(?:is|will|to|should|must|has|needs|plans|continues)\b
          | 由?\s?(?P<cjk>[\p{L}\d_-]{1,12}(?:\ ?팀|チーム|团队|團隊))(?:이|가|은|는|에서|が|は|で|将|將|会|會|负责|負責)[\s\p{L}] )",
    )
    .ok()
});

/// `DevEx will update …`, `SRE has placed …`: a group with capitals of its own that does what people do. Interfaces and
/// protocols have such names too.
static GROUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:The\s+)?(\p{Lu}[\p{L}\d&/-]*\p{Lu}[\p{L}\d&/-]*)\s+(?:will|has|have|is\s+going\s+to)\s+(?:update|implement|investigate|review|write|create|document|work|look|add|contact|post|placed|plan|prioriti[sz]e|coordinate|follow|own|discuss|schedule)",
    )
    .ok()
});

/// `(Rasmus call for meeting)`, `(Jiho will look into it)`: who does it, in parentheses.
static PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"[(（](\p{Lu}\p{Ll}[\p{L}-]*(?:\s\p{Lu}[\p{L}-]+)?)\s+(?:will|calls?|takes?|owns?|checks?|writes?|looks?|follows?|schedules?|asks?)\s",
    )
    .ok()
});

/// What a text says about itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) owner: Option<Fact<String>>,
    pub(super) due: Option<Fact<Date>>,
    pub(super) closed: Option<Date>,
    pub(super) state: Option<ActionState>,
    pub(super) kind: Option<ActionKind>,
    pub(super) reason: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) link: Option<String>,
    /// The text without the suffixes that were understood.
    pub(super) text: String,
}

/// Reads an action's text.
pub(super) fn read(inline: &Inline, lexicon: &Lexicon) -> Said {
    let mut said = Said { link: link(inline), ticket: ticket(&inline.text), ..Said::default() };
    let mut cut: Vec<Range<usize>> = Vec::new();
    for (range, key, value) in annotations(inline) {
        if annotate(&mut said, inline, &key, value, lexicon) {
            cut.push(range);
        }
    }
    said.owner = said.owner.take().or_else(|| handle(inline)).or_else(|| subject(inline));
    said.state = state(inline, lexicon);
    if said.state == Some(ActionState::Dropped) {
        said.reason = groups(&inline.text).into_iter().find_map(|range| reason(&inline.text[range], lexicon));
    }
    if let Some((kind, end)) = kind_prefix(&inline.text, lexicon) {
        said.kind = Some(kind);
        cut.push(0..end);
    }
    if let Some((closed, range)) = closing(&inline.text, lexicon) {
        said.closed = Some(closed);
        said.state = said.state.or(Some(ActionState::Done));
        cut.push(range);
    }
    said.text = without_ticket(&without(&inline.text, &cut), said.ticket.as_deref());
    said
}

/// `— 2025-01-22 완료`, `- done 2025-10-20`: the day it was done, and the part of the text that says so.
fn closing(text: &str, lexicon: &Lexicon) -> Option<(Date, Range<usize>)> {
    let start =
        [" — ", " – ", " - ", "→ "].iter().filter_map(|dash| text.rfind(dash).map(|at| at + dash.len())).max()?;
    let (date, range) = date_in(&text[start..])?;
    let rest = format!("{} {}", &text[start..start + range.start], &text[start + range.end..]);
    (lexicon.state(&rest) == Some(ActionState::Done)).then_some((date, start..text.len()))
}

/// A tracker id at the end of the text stands in its own column.
fn without_ticket(text: &str, ticket: Option<&str>) -> String {
    let bare = ticket
        .and_then(|ticket| text.strip_suffix(ticket))
        .map(|text| text.trim_end_matches([' ', '(', '[', '—', '-', ':']));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(text).to_owned()
}

/// `Prevent: …`, `[예방] …`: the type, and where the text behind it begins.
fn kind_prefix(text: &str, lexicon: &Lexicon) -> Option<(ActionKind, usize)> {
    let open = usize::from(text.starts_with('['));
    let end = open + text[open..].find([':', '：', ']'])?;
    let kind = lexicon.action_word(&text[open..end])?;
    let width = text[end..].chars().next().map_or(1, char::len_utf8);
    Some((kind, end + width))
}

/// The tracker's id in a text: the first that is no name of a standard or of a document.
pub(super) fn ticket(text: &str) -> Option<String> {
    const STANDARDS: [&str; 12] =
        ["UTF-", "SHA-", "AES-", "ISO-", "TLS-", "BASE-", "ADR-", "RFC-", "PEP-", "CVE-", "GHSA-", "PM-"];
    // A number: without one there is no id, and none of the patterns need be tried.
    if !text.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii()) {
        return None;
    }
    let is_standard = |id: &str| STANDARDS.iter().any(|name| id.to_ascii_uppercase().starts_with(name));
    let ids = TICKET.as_ref()?.captures_iter(text).filter_map(|found| found.get(1));
    ids.map(|id| id.as_str()).find(|id| !is_standard(id)).map(str::to_owned)
}

/// The first web link of a text.
pub(super) fn link(inline: &Inline) -> Option<String> {
    inline.destinations().map(|(to, _)| to).find(|to| to.starts_with("http")).map(str::to_owned)
}

fn handle(inline: &Inline) -> Option<Fact<String>> {
    if !inline.text.contains('@') {
        return None;
    }
    let found = HANDLE.as_ref()?.captures(&inline.text)?.get(1)?;
    Some(Fact::new(found.as_str().to_owned(), inline.span_of(found.range())))
}

/// The team or person that a sentence is about: `The platform team will …`, `결제팀이 …`.
fn subject(inline: &Inline) -> Option<Fact<String>> {
    let text = inline.text.as_str();
    let found = team(text).or_else(|| group(text)).or_else(|| person(text))?;
    Some(Fact::new(found.as_str().to_owned(), inline.span_of(found.range())))
}

fn team(text: &str) -> Option<Match<'_>> {
    // Nearly no text holds one of these, and to look for them takes less than the pattern.
    if !["eam", "팀", "チーム", "团队", "團隊"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let found = SUBJECT.as_ref()?.captures(text)?;
    found.name("latin").or(found.name("cjk"))
}

fn group(text: &str) -> Option<Match<'_>> {
    const TOOLS: [&str; 12] = ["API", "CI", "CD", "CI/CD", "DNS", "DB", "UI", "CLI", "SDK", "CDN", "LB", "VM"];
    if !text.trim_start().starts_with(char::is_uppercase) {
        return None;
    }
    GROUP.as_ref()?.captures(text)?.get(1).filter(|name| !TOOLS.contains(&name.as_str()))
}

fn person(text: &str) -> Option<Match<'_>> {
    // `(This will …)` begins with a capital letter too.
    const PRONOUNS: [&str; 12] =
        ["This", "That", "These", "It", "Which", "We", "They", "Who", "Nobody", "There", "Someone", "Everybody"];
    if !text.contains(['(', '（']) {
        return None;
    }
    PERSON.as_ref()?.captures(text)?.get(1).filter(|name| !PRONOUNS.contains(&name.as_str()))
}

/// Parts such as `Owner: Kim` in parentheses or after a dash or comma: the range of the group that holds
/// it, the key, and the range of the value.
fn annotations(inline: &Inline) -> Vec<(Range<usize>, String, Range<usize>)> {
    let mut found = Vec::new();
    let strong = inline.marks.iter().filter(|mark| mark.kind == MarkKind::Strong).map(|mark| mark.range.clone());
    for group in groups(&inline.text).into_iter().chain(strong) {
        let mut start = group.start;
        for piece in inline.text[group.clone()].split([',', ';', '、', '，', '|']) {
            let range = start..start + piece.len();
            start = range.end + inline.text[range.end..].chars().next().map_or(1, char::len_utf8);
            if let Some(colon) = piece.find([':', '：']) {
                let width = piece[colon..].chars().next().map_or(1, char::len_utf8);
                // A sentence that ends before the key is none of it, and stays.
                let sentence = piece[..colon].rfind(['。', '！', '？']).map_or(0, |at| at + '。'.len_utf8());
                let key = piece[sentence..colon].trim().trim_start_matches(['-', '–', '—']).trim().to_owned();
                let cut = if sentence > 0 { range.start + sentence..group.end } else { group.clone() };
                found.push((cut, key, range.start + colon + width..range.end));
            }
        }
    }
    found
}

/// The insides of parentheses, and what follows a dash or line break.
fn groups(text: &str) -> Vec<Range<usize>> {
    // A text of this length is no action with a suffix; it is a log that somebody pasted.
    const LONGEST: usize = 8 * 1024;
    let mut groups = Vec::new();
    if text.len() > LONGEST || !text.contains(['(', '（', '[', '-', '–', '—', '\n', '|']) {
        return groups;
    }
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']')] {
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|found| at + found + open.len_utf8()) {
            let end = text[start..].find(close).map_or(text.len(), |found| start + found);
            groups.push(start..end);
            at = end.max(start);
        }
    }
    for separator in [" - ", " – ", " — ", "\n", " | "] {
        for (at, found) in text.match_indices(separator) {
            let start = at + found.len();
            let stop = |from: usize| text[from..].find(['\n', '(', '（']).map_or(text.len(), |found| from + found);
            let mut end = stop(start);
            // `— Owner:` at the end of a line: the name stands on the next.
            if text[start..end].trim_end().ends_with([':', '：']) && text[end..].starts_with('\n') {
                end = stop(end + 1);
            }
            groups.push(start..end);
        }
    }
    groups
}

/// Takes an annotation if its key is known; whether it was.
fn annotate(said: &mut Said, inline: &Inline, key: &str, value: Range<usize>, lexicon: &Lexicon) -> bool {
    let part = inline.part(value.clone());
    let text = part.text.trim().trim_end_matches([')', '）', ']']).trim();
    if lexicon.is_owner_word(key) {
        if !lexicon.is_nothing(text) && said.owner.is_none() {
            said.owner = Some(Fact::new(text.to_owned(), part.span));
        }
        return true;
    }
    if lexicon.is_due_word(key) {
        said.due = said.due.take().or_else(|| date_in(text).map(|(date, _)| Fact::new(date, part.span)));
        return true;
    }
    false
}

/// In bytes: a shorter first word of a parenthesis says nothing by itself.
const SHORTEST_STATE: usize = 3;

/// A state that the text shows: struck out, ticked, or a word such as **완료** or `- done 20/10/25`.
fn state(inline: &Inline, lexicon: &Lexicon) -> Option<ActionState> {
    let text = inline.text.trim();
    let struck = inline.marks.iter().any(|mark| mark.kind == MarkKind::Struck && mark.range.len() * 2 > text.len());
    let in_bold = inline
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Strong)
        .find_map(|mark| lexicon.state(&inline.text[mark.range.clone()]));
    if let Some(state) = in_bold {
        return Some(state);
    }
    let bracketed = groups(text).into_iter().find_map(|range| {
        let words = text[range].trim();
        // `(예: 30초)` gives an example; `예` alone says yes.
        if ["예:", "예：", "예 :", "例:", "例："].iter().any(|example| words.starts_with(example)) {
            return None;
        }
        let before = |ends: &[char]| lexicon.state(words.split(ends).next().unwrap_or_default());
        // `(no more than …)` is no answer to whether it is done.
        let first = words.split([' ', ',', ':', '：']).next().unwrap_or_default();
        let first = || Some(first).filter(|word| word.len() > SHORTEST_STATE).and_then(|word| lexicon.state(word));
        lexicon.state(words).or_else(|| before(&[',', ':', '：'])).or_else(first)
    });
    let not_applicable = ["[N/A]", "[n/a]", "[-]", "[~]"].iter().any(|mark| text.starts_with(mark));
    if not_applicable {
        return Some(ActionState::Dropped);
    }
    if text.starts_with(['✅', '☑', '✓', '✔']) || text.contains('✅') {
        return Some(ActionState::Done);
    }
    if bracketed.is_some() {
        return bracketed;
    }
    if is_voted_down(text) {
        return Some(ActionState::Dropped);
    }
    if is_past(text) {
        return Some(ActionState::Done);
    }
    struck.then_some(ActionState::Dropped)
}

/// `기각: 비용 대비 효과 없음`, `won't do (no budget)`: what follows a word for dropped.
pub(super) fn reason(text: &str, lexicon: &Lexicon) -> Option<String> {
    let text = text.trim();
    let separators = [':', '：', '(', '（', '—', '–', ','];
    let at = text.find(separators)?;
    let width = text[at..].chars().next().map_or(1, char::len_utf8);
    let why = text[at + width..].trim().trim_end_matches([')', '）', ']']).trim();
    (lexicon.state(&text[..at]) == Some(ActionState::Dropped) && !why.is_empty()).then(|| why.to_owned())
}

fn without(text: &str, cut: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut sorted: Vec<&Range<usize>> = cut.iter().collect();
    sorted.sort_by_key(|range| range.start);
    for range in sorted {
        let start = text[..range.start].trim_end_matches(['(', '（', '[', ' ', '-', '–', '—']).len();
        if start < at {
            continue;
        }
        out.push_str(&text[at..start]);
        let close =
            text[range.end..].chars().next().filter(|c| matches!(c, ')' | '）' | ']')).map_or(0, char::len_utf8);
        at = range.end + close;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
