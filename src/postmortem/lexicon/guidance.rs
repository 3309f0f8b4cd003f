//! What templates say to the author: lines of the repository's own templates, and the words by which the guidance of
//! well-known ones is told.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::dress::begins_with;
use crate::text::{is_cjk, lower, nfc};

/// A slot within a line: `{start time}`, `<service>`, `[who noticed]`.
static SLOT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\{[^{}":]{3,60}\}|<[^<>@:/]{3,60}>|\[[^\[\]:\#@]{4,60}\]"#).ok());

/// Words and lines by which text of a template is known.
#[derive(Debug, Default)]
pub(in crate::postmortem) struct Guidance {
    /// By their first letter: they are held against every line.
    begins: HashMap<char, Vec<String>>,
    /// By their last letter.
    ends: HashMap<char, Vec<String>>,
    asking: Vec<String>,
    asking_ends: Vec<String>,
    lines: HashSet<String>,
    slots: HashSet<String>,
}

impl Guidance {
    /// Takes in the words of a language.
    pub(super) fn add(&mut self, table: &BTreeMap<String, Vec<String>>) {
        let lower = |key: &str| table.get(key).into_iter().flatten().map(|word| word.to_lowercase());
        for word in lower("begin") {
            self.begins.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
        }
        for word in lower("end") {
            self.ends.entry(word.chars().next_back().unwrap_or_default()).or_default().push(word);
        }
        self.asking.extend(lower("begin").chain(lower("asking")));
        self.asking_ends.extend(lower("end").chain(lower("asking-end")));
    }

    /// Remembers a line of a template: where it still stands in a document, nothing was written. Short lines
    /// (`Open`, `@name`) may be somebody's real words; a letter of CJK says as much as two others.
    pub(super) fn learn(&mut self, line: &str) {
        const SHORTEST: usize = 15;
        let line = nfc(line.trim());
        if line.chars().map(|c| 1 + usize::from(is_cjk(c))).sum::<usize>() >= SHORTEST {
            self.slots.extend(slots(&line).map(str::to_owned));
            self.lines.insert(line.into_owned());
        }
    }

    /// Whether a whole line stands in a template as well.
    pub(in crate::postmortem) fn is_of_template(&self, line: &str) -> bool {
        !self.lines.is_empty() && self.lines.contains(&*nfc(line.trim()))
    }

    /// Whether a line holds a slot that nobody filled: one of the repository's templates, or two that are named in words
    /// (`{number of users} saw {what they saw}`), as one pair of braces may well be meant.
    pub(in crate::postmortem) fn holds_slot(&self, line: &str) -> bool {
        if memchr::memchr3(b'{', b'<', b'[', line.as_bytes()).is_none() {
            return false;
        }
        let line = nfc(line);
        let of_template = || slots(&line).any(|slot| self.slots.contains(slot));
        let in_words = |slot: &&str| slot.starts_with('{') && slot.trim_matches(['{', '}', ' ']).contains(' ');
        of_template() || slots(&line).filter(in_words).count() > 1
    }

    /// Whether a line of a template asks its author for something; others may be meant to stay.
    pub(in crate::postmortem) fn asks(&self, line: &str) -> bool {
        let bare = bare(line);
        bare.ends_with(['?', '？', '…'])
            || line.trim().starts_with(['[', '{', '<'])
            || slots(line).next().is_some()
            || self.asking.iter().any(|word| begins_with(&bare, word))
            || self.asking_ends.iter().any(|word| sentence(&bare).ends_with(word.as_str()))
    }

    /// Whether guidance begins with the first letter of a line or ends with its last: most lines are known by that.
    fn may_begin_or_end(&self, line: &str) -> bool {
        let line = nfc(line);
        let bare = line.trim_matches(is_around);
        let first = bare.chars().next().and_then(|c| c.to_lowercase().next());
        let last = sentence(bare).chars().next_back().and_then(|c| c.to_lowercase().last());
        first.is_some_and(|c| self.begins.contains_key(&c)) || last.is_some_and(|c| self.ends.contains_key(&c))
    }

    /// Whether a line is surely guidance of some template, whichever: one sentence or two that ask the author to
    /// describe something. A label with what was asked for behind it (`Briefly describe: the pool …`) is answered.
    pub(in crate::postmortem) fn is_guidance(&self, line: &str) -> bool {
        const LONGEST: usize = 240;
        const ANSWER: usize = 10;
        if line.len() > 3 * LONGEST || line.chars().count() > LONGEST {
            return false;
        }
        if !self.may_begin_or_end(line) {
            return false;
        }
        let bare = bare(line);
        let answer = bare.split_once([':', '：']).map_or("", |(_, answer)| answer.trim());
        let sentence = sentence(&bare);
        let first = bare.chars().next().and_then(|c| self.begins.get(&c)).map_or(&[][..], Vec::as_slice);
        let last = sentence.chars().next_back().and_then(|c| self.ends.get(&c)).map_or(&[][..], Vec::as_slice);
        let begins = || first.iter().any(|word| begins_with(&bare, word));
        let ends = || last.iter().any(|word| sentence.ends_with(word.as_str()));
        answer.chars().count() < ANSWER && (begins() || ends())
    }
}

/// The text in lower case, without what stands around it: `_(Describe …)_`.
fn bare(line: &str) -> String {
    lower(nfc(line).trim_matches(is_around))
}

fn is_around(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '*' | '_' | '[' | ']' | '(' | ')' | '（' | '）' | '<' | '>' | '-' | '"' | '“' | '”')
}

/// The text without the end of its sentence.
fn sentence(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '。' | '!' | '！' | '~' | ')' | '）'))
}

fn slots(line: &str) -> impl Iterator<Item = &str> {
    SLOT.as_ref().into_iter().flat_map(|slot| slot.find_iter(line)).map(|found| found.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::postmortem::Lexicon;

    #[test]
    fn guidance_is_told_from_what_people_write() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for line in [
            "Describe what happened in two or three sentences.",
            "_(Briefly describe the incident and its impact)_",
            "장애의 근본 원인을 구체적으로 작성해 주세요.",
            "무슨 일이 있었는지 두세 문장으로 적으세요",
            "何が起きたかを簡潔に記述してください。",
            "请描述故障的根本原因",
            "請描述故障的根本原因",
            "Décrivez ce qui s'est passé.",
            "Beschreiben Sie den Vorfall kurz.",
        ] {
            assert!(lexicon.guidance().is_guidance(line), "{line}");
        }
        for line in [
            "The pool had no upper bound.",
            "Describe calls to the API timed out.",
            "Briefly describe: the pool had no upper bound, and every retry waited.",
            "담당자가 값을 직접 입력하도록 되어 있었다.",
            "안내 문구는 ‘다시 시도해 주세요’였다.",
            "请求在高峰期超时",
            "手順書には再起動と書いてあった。",
        ] {
            assert!(!lexicon.guidance().is_guidance(line), "{line}");
        }
    }

    #[test]
    fn slots_are_those_of_the_template_or_named_in_words() {
        let mut lexicon = Lexicon::new(&BTreeMap::new());
        let unlearned = "On {date of incident}, {number of users} users were logged out.";
        assert!(lexicon.guidance().holds_slot(unlearned));
        lexicon.learn("Between {start time} and {end time}, <service> was slow.");
        let guidance = lexicon.guidance();
        assert!(guidance.holds_slot("Between {start time} and 14:20, checkout was slow."));
        assert!(!guidance.holds_slot("Requests to /users/{id} and <b> failed, and {other} too."));
    }
}
