//! Untrusted text into text that a terminal or a CI log may show.
//!
//! The one choke point against escape sequences, bidirectional overrides and log commands: CI runners look
//! for `##[command]` anywhere in a line and for `::command::` at its start (actions/runner `ActionCommand.cs`).

use std::{borrow::Cow, fmt, ops::Range};

/// Text in which every control character is visible and no line is a command to a CI runner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Printable(String);

/// Longer texts are cut: a message is read by a person, on one screen.
const LONGEST: usize = 1024;

impl Printable {
    /// One line: line breaks become visible too, and what is beyond 1,024 characters is cut.
    pub fn line(text: &str) -> Self {
        let cut: Cow<'_, str> = match text.char_indices().nth(LONGEST) {
            Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
            None => Cow::Borrowed(text),
        };
        Self(clean(&cut, false))
    }

    /// Several lines: `\n` and tab stay; nothing is cut.
    pub fn block(text: &str) -> Self {
        Self(clean(text, true))
    }

    /// A path as it is shown: one that could be read as an option or a command begins with `./`.
    pub fn path(text: &str) -> Self {
        let prefix = if text.starts_with([':', '-', '#']) { "./" } else { "" };
        Self(format!("{prefix}{}", clean(text, false)))
    }

    /// A path for a program that looks it up, to stand inside a line: nothing is put before it or cut, and what
    /// would be a command only at the begin of a line stays.
    pub fn name(text: &str) -> Self {
        let mut out = visible(text, false);
        for at in commands(&out).into_iter().rev() {
            out.insert(at, '\\');
        }
        Self(out)
    }

    /// A line in three parts, and the bytes of the middle one. It is cleaned as a whole: `##` at the end of one
    /// part and `[` at the begin of the next would be a command. Tabs become four spaces, and nothing is cut.
    pub fn parts(before: &str, middle: &str, after: &str) -> (Self, Range<usize>) {
        let visible = |part: &str| visible(&part.replace('\t', "    "), false);
        let (mut line, middle) = (visible(before), visible(middle));
        let (mut start, mut end) = (line.len(), line.len() + middle.len());
        line.push_str(&middle);
        line.push_str(&visible(after));
        for at in guards(&line).into_iter().rev() {
            line.insert(at, '\\');
            start += usize::from(at <= start);
            end += usize::from(at < end);
        }
        (Self(line), start..end.max(start))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Printable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn clean(text: &str, lines: bool) -> String {
    let mut out = visible(text, lines);
    for at in guards(&out).into_iter().rev() {
        out.insert(at, '\\');
    }
    out
}

fn visible(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' if lines => out.push(c),
            c if is_hostile(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Where a back slash must come between, so that no log command is left; in order.
fn guards(text: &str) -> Vec<usize> {
    let mut guards = Vec::new();
    let start = text.len() - text.trim_start().len();
    if text[start..].starts_with("::") {
        guards.push(start + 1);
    }
    guards.extend(commands(text));
    guards
}

/// The brackets of what is a command anywhere in a line; in order.
fn commands(text: &str) -> Vec<usize> {
    let mut brackets = Vec::new();
    if text.contains("##") {
        for command in ["##[", "##vso["] {
            brackets.extend(text.match_indices(command).map(|(at, _)| at + command.len() - 1));
        }
        brackets.sort_unstable();
    }
    brackets
}

/// Controls, bidirectional overrides, separators and invisible characters: everything that makes a line
/// look different from what it is.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{061C}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::Printable;

    #[test]
    fn a_log_command_in_a_heading_is_only_text() {
        assert_eq!(Printable::line("a ##[stop-commands]x").as_str(), "a ##\\[stop-commands]x");
        assert_eq!(Printable::line("::add-mask::x").as_str(), ":\\:add-mask::x");
        assert_eq!(Printable::path("::error::.md").as_str(), "./:\\:error::.md");
    }

    #[test]
    fn a_name_stays_what_a_program_would_look_up() {
        assert_eq!(Printable::name("::error::.md").as_str(), "::error::.md");
        assert_eq!(Printable::name("-a##[error]\u{1b}.md").as_str(), "-a##\\[error]\\u{1b}.md");
    }

    #[test]
    fn a_command_is_not_put_together_from_parts() {
        for (before, middle, after) in [("a ##", "[error](x)", " b"), ("#", "#[x]", ""), ("", "x ##vso", "[y]")] {
            let (line, range) = Printable::parts(before, middle, after);
            let whole = format!("{before}{middle}{after}");
            assert_eq!(line, Printable::line(&whole));
            assert_eq!(line.as_str()[range].replace('\\', ""), middle, "{line}");
        }
    }

    #[test]
    fn escapes_and_overrides_become_visible() {
        assert_eq!(Printable::line("\u{1b}[31m장애\u{202e}\r").as_str(), "\\u{1b}[31m장애\\u{202e}\\u{d}");
        assert_eq!(Printable::block("a\tb\nc\u{7}").as_str(), "a\tb\nc\\u{7}");
    }
}
