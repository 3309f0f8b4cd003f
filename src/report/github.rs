//! Annotations of GitHub Actions: one workflow command a line, escaped as actions/toolkit `command.ts` does.
//!
//! A step shows ten annotations of each level, first come first served and in silence, so the gravest come
//! first and a last notice tells how many there are besides. The log shows no properties, so the message
//! repeats the place.

use std::io;

use super::{Entry, Report, Run, Style};
use crate::diagnostic::{Level, Value};
use crate::messages;
use crate::text::Printable;

/// The most annotations of one level that a step shows (`_maxCountPerIssueType` of actions/runner).
const MOST: usize = 10;
/// The most UTF-16 units of a message (`_maxIssueMessageLength`).
const LONGEST: usize = 4096;

pub(super) struct GitHub;

impl Report for GitHub {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let levels = [Level::Error, Level::Warning, Level::Note];
        let over = !run.hidden.is_empty() || levels.iter().any(|&level| run.count(level) > MOST);
        let mut told = 0;
        for level in levels {
            // The last notice counts as one of its kind.
            let most = if over && level == Level::Note { MOST - 1 } else { MOST };
            for entry in run.entries.iter().filter(|entry| entry.level == level).take(most) {
                writeln!(out, "{}", annotation(entry))?;
                told += 1;
            }
        }
        if over {
            let more = [("n", Value::from(run.total() - told))];
            writeln!(out, "::notice::{}", data(&messages::phrase("github-more", &more, run.locale)))?;
        }
        Ok(())
    }
}

fn annotation(entry: &Entry) -> String {
    let (start, end) = (entry.start, entry.end);
    let mut properties =
        format!("file={},line={}", property(Printable::name(entry.file.as_str()).as_str()), start.line);
    properties.push_str(&format!(",endLine={}", end.line));
    // The runner drops columns of an annotation that has several lines.
    if start.line == end.line {
        properties.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let help = if entry.help.as_str().is_empty() { String::new() } else { format!("\n{}", entry.help) };
    let message = format!("{}:{}:{}: {}{help}", entry.path, start.line, start.column, entry.message);
    format!("::{} {properties},title={}::{}", command(entry.level), property(entry.rule), data(cut(&message)))
}

fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// The begin of a message that the runner would not cut itself.
fn cut(message: &str) -> &str {
    let mut units = 0;
    let end = message.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    end.map_or(message, |(end, _)| &message[..end])
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
