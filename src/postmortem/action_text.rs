//! The text of one action: who, by when, whether it is done, and where it is tracked.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::moment::date_in;
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
    let is_standard = |id: &str| STANDARDS.iter().any(|name| id.to_ascii_uppercase().starts_with(name));
    let ids = TICKET.as_ref()?.captures_iter(text).filter_map(|found| found.get(1));
    ids.map(|id| id.as_str()).find(|id| !is_standard(id)).map(str::to_owned)
}

/// The first web link of a text.
pub(super) fn link(inline: &Inline) -> Option<String> {
    inline.destinations().map(|(to, _)| to).find(|to| to.starts_with("http")).map(str::to_owned)
}

fn handle(inline: &Inline) -> Option<Fact<String>> {
    let found = HANDLE.as_ref()?.captures(&inline.text)?.get(1)?;
    Some(Fact::new(found.as_str().to_owned(), inline.span_of(found.range())))
}

/// The team that a sentence is about: `The platform team will …`, `결제팀이 …`.
fn subject(inline: &Inline) -> Option<Fact<String>> {
    let found = SUBJECT.as_ref()?.captures(&inline.text)?;
    let team = found.name("latin").or(found.name("cjk"))?;
    Some(Fact::new(team.as_str().to_owned(), inline.span_of(team.range())))
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
    if text.len() > LONGEST {
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

/// `They recommended we sign tags; we took a vote, and it was rejected`: an idea, and that it was refused.
fn is_voted_down(text: &str) -> bool {
    const IDEAS: [&str; 6] = ["recommended", "suggested", "proposed", "considered", "considering", "the idea"];
    const REFUSED: [&str; 7] =
        ["was rejected", "was declined", "voted down", "decided against", "decided not to", "chose not to", "was dropped"];
    let lower = text.to_lowercase();
    let idea = IDEAS.iter().filter_map(|word| lower.find(word)).min();
    idea.is_some_and(|at| REFUSED.iter().any(|word| lower[at..].contains(word)))
}

/// `We've reset …`, `We tweaked …`, `Added …`: English that tells of work already done.
fn is_past(text: &str) -> bool {
    const FIRST: [&str; 24] = [
        "added",
        "fixed",
        "updated",
        "removed",
        "changed",
        "increased",
        "reduced",
        "disabled",
        "enabled",
        "deployed",
        "moved",
        "implemented",
        "upgraded",
        "patched",
        "rotated",
        "created",
        "improved",
        "replaced",
        "reverted",
        "introduced",
        "documented",
        "migrated",
        "configured",
        "revoked",
    ];
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let third = words.next().unwrap_or_default();
    let is_done = |word: &str| word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    let determined =
        matches!(first, "the" | "all" | "our" | "this" | "these" | "a" | "an") && !lower.contains(" will ");
    let passive = [" has been ", " have been "].iter().filter_map(|auxiliary| lower.split_once(auxiliary)).any(
        |(before, after)| {
            before.split_whitespace().count() <= 8 && is_done(after.split_whitespace().next().unwrap_or_default())
        },
    );
    (determined && passive)
        || is_state(&lower)
        || is_guard(&lower)
        || was_done(&lower)
        || FIRST.contains(&first)
        || (first == "we" && is_done(second.split('/').next().unwrap_or_default()))
        || (matches!(first, "we've" | "i've") && !matches!(second, "not" | "yet"))
        || (matches!((first, second), ("we" | "i", "have")) && !matches!(third, "to" | "not" | "no" | "yet"))
}

/// `All hosts were rebuilt …`, `Access was quickly restricted …`, `The role has been documented`
fn was_done(lower: &str) -> bool {
    const WORDS: usize = 16;
    // What follows them is no statement of this sentence.
    const JOINS: [&str; 14] = [
        "when", "if", "that", "which", "what", "why", "how", "who", "because", "where", "after", "before", "until",
        "whether",
    ];
    const ASKING: [&str; 6] = ["check", "verify", "confirm", "ensure", "make", "see"];
    let begin: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let auxiliary = |at: usize| match begin[at..] {
        ["was" | "were", ..] => Some(at + 1),
        ["has" | "have", "been", ..] => Some(at + 2),
        _ => None,
    };
    let Some((at, behind)) = (1..begin.len()).find_map(|at| Some((at, auxiliary(at)?))) else { return false };
    let verb = begin[behind..].iter().find(|word| !word.ends_with("ly")).map(|word| word.trim_end_matches([',', '.']));
    let is_asked =
        ASKING.contains(&begin[0]) || begin[..at].iter().any(|word| JOINS.contains(word) || word.ends_with(':'));
    verb.is_some_and(is_done) && !is_asked
}

/// A past participle of work; what is only planned is still to do.
fn is_done(word: &str) -> bool {
    let planned = ["scheduled", "planned", "proposed", "suggested", "requested", "discussed", "created"];
    matches!(word, "rebuilt" | "made" | "put")
        || word.ends_with("ed") && !word.ends_with("eed") && !planned.contains(&word)
}

/// `CI now rejects …`, `Retries can no longer pile up`: how things are since the work was done.
fn is_state(lower: &str) -> bool {
    const WORDS: usize = 8;
    let begin: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let asked = ["should", "must", "will", "need", "needs", "to", "if", "when", "until", "we'll", "that"];
    let says = begin.iter().skip(1).position(|word| *word == "now").map(|at| at + 1);
    let ends = begin.windows(3).position(|words| matches!(words, ["can" | "do" | "does", "no", "longer"]));
    let Some(at) = says.into_iter().chain(ends).min() else { return false };
    !begin[..at].iter().any(|word| asked.contains(word))
}

/// `Regression tests ensure …`, `The release gate rejects …`: what guards already, told as it works.
fn is_guard(lower: &str) -> bool {
    const WORDS: usize = 6;
    const GUARDS: [&str; 14] = [
        "test", "tests", "guard", "guards", "gate", "gates", "check", "checks", "ci", "pipeline", "hook", "linter", "suite",
        "assertion",
    ];
    const WORKS: [&str; 16] = [
        "ensure", "assert", "verify", "verifie", "cover", "guard", "reject", "fail", "enforce", "prevent", "validate",
        "block", "catch", "catche", "require", "protect",
    ];
    // A request begins with its verb, and so does what it asks for.
    const ASKED: [&str; 24] = [
        "add", "write", "create", "make", "ensure", "check", "verify", "have", "let", "extend", "update", "improve", "fix",
        "run", "use", "implement", "consider", "build", "introduce", "set", "enable", "test", "document", "review",
    ];
    let words: Vec<&str> = lower.split_whitespace().take(WORDS).collect();
    let Some(at) = words.iter().position(|word| GUARDS.contains(word)) else { return false };
    let verb = words.get(at + 1..).unwrap_or_default().iter().find(|word| !matches!(**word, "now" | "also" | "already"));
    let works = |word: &&str| {
        let plural = GUARDS.contains(&words[at]) && words[at].ends_with('s');
        let stem = word.strip_suffix('s');
        stem.is_some_and(|stem| WORKS.contains(&stem)) && !plural || plural && WORKS.contains(word)
    };
    let asked = |word: &&str| ASKED.contains(word) || word.ends_with([':', ',']);
    verb.is_some_and(works) && !words[..at].iter().any(|word| asked(word))
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

#[cfg(test)]
mod tests {
    use super::{is_past, is_voted_down};

    #[test]
    fn an_idea_that_was_refused_is_no_open_work() {
        assert!(is_voted_down("The researcher recommended we sign tags. We took a vote and it was rejected for lack of time"));
        assert!(is_voted_down("We considered a second queue and decided against it"));
        for text in ["Retry when a request was rejected", "Consider a second queue", "Alert when a card was declined"] {
            assert!(!is_voted_down(text), "{text}");
        }
    }

    #[test]
    fn work_that_was_done_is_told_from_work_to_do() {
        for text in [
            "Added a limit",
            "The pool has been resized",
            "CI now rejects unknown item references",
            "Regression tests ensure stale addresses are not part of the identity",
            "The release gate rejects a second chart of one version",
            "Tests assert that the host name is present",
            "Retries can no longer pile up",
            "All compromised hosts (24) were quickly rebuilt",
            "Service account with its role has been documented",
        ] {
            assert!(is_past(text), "{text}");
        }
        for text in [
            "Add a limit",
            "Check which alerts were fired",
            "We should now add a limit",
            "Make sure that retries do no longer pile up",
            "Alert when pods were evicted",
            "Confirm certificates have been rotated",
            "Priority classes have been scheduled",
        ] {
            assert!(!is_past(text), "{text}");
        }
    }
}
