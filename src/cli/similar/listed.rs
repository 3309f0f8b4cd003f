//! Similar incidents into lines of JSON, or into a list for people: best first, with the reasons in words.

use std::io::Write;

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::alike::in_words;
use crate::cli::inspect::escaped;
use crate::diagnostic::Value;
use crate::knowledge::{KnowledgeBase, LIKELY, Reason, Similar};
use crate::messages::{Locale, phrase};
use crate::text::Printable;

/// One line. The keys are a contract: they are only added to.
#[derive(Serialize)]
struct Line<'s> {
    path: &'s str,
    id: &'s str,
    title: &'s str,
    /// From 0 to 1.
    score: f64,
    /// Whether a person would be shown it.
    likely: bool,
    reasons: Vec<Told<'s>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Told<'s> {
    SameCause { cause: &'s str },
    Names,
    NamedBy,
    SameAlert { alert: &'s str },
    SameError { error: &'s str },
    SameService { service: &'s str, days: i32 },
    SharedTerms { terms: &'s [String] },
}

pub(super) fn json(base: &KnowledgeBase, found: &[Similar], out: &mut dyn Write) -> anyhow::Result<()> {
    for similar in found {
        let record = &base.records[similar.record];
        let line = Line {
            path: &record.shown,
            id: &record.postmortem.id.value,
            title: &record.postmortem.title.value,
            score: (f64::from(similar.score) * 1e4).round() / 1e4,
            likely: similar.score >= LIKELY,
            reasons: similar.reasons.iter().map(told).collect(),
        };
        writeln!(out, "{}", escaped(&serde_json::to_string(&line)?))?;
    }
    Ok(())
}

fn told(reason: &Reason) -> Told<'_> {
    match reason {
        Reason::SameCause(cause) => Told::SameCause { cause },
        Reason::Names => Told::Names,
        Reason::NamedBy => Told::NamedBy,
        Reason::SameAlert(alert) => Told::SameAlert { alert },
        Reason::SameError(error) => Told::SameError { error },
        Reason::SameService { service, days } => Told::SameService { service, days: *days },
        Reason::SharedTerms(terms) => Told::SharedTerms { terms },
    }
}

/// The list, and how many there are.
pub(super) fn human(
    base: &KnowledgeBase,
    found: &[Similar],
    locale: Locale,
    width: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if found.is_empty() {
        writeln!(out, "{}", phrase("similar-none", &[], locale))?;
        return Ok(());
    }
    list(base, found, locale, width, out)?;
    let n = Value::from(found.len());
    let form = if found.len() == 1 { "similar-one" } else { "similar-many" };
    writeln!(out, "{}", phrase(form, &[("n", n)], locale))?;
    Ok(())
}

/// Each with its file and the reasons, and an empty line after it.
pub(in crate::cli) fn list(
    base: &KnowledgeBase,
    found: &[Similar],
    locale: Locale,
    width: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let id = |similar: &Similar| Printable::line(&base.records[similar.record].postmortem.id.value);
    let day = |similar: &Similar| {
        base.records[similar.record].postmortem.date.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default()
    };
    let widest = found.iter().map(|similar| id(similar).as_str().width()).max().unwrap_or_default().min(width / 3);
    let has_days = found.iter().any(|similar| !day(similar).is_empty());
    for similar in found {
        let record = &base.records[similar.record];
        let day = if has_days { format!("{:<10}  ", day(similar)) } else { String::new() };
        let head = format!("{:.2}  {}  {day}", similar.score, padded(id(similar).as_str(), widest));
        let title = Printable::line(&record.postmortem.title.value);
        writeln!(out, "{head}{}", cut(title.as_str(), width.saturating_sub(head.width())))?;
        writeln!(out, "{INDENT}{}", Printable::path(&record.shown).as_str())?;
        for reason in &similar.reasons {
            let words = Printable::line(&in_words(base, reason, locale)).as_str().to_owned();
            writeln!(out, "{INDENT}- {}", cut(&words, width.saturating_sub(INDENT.len() + 2)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Columns of the score and the space after it.
const INDENT: &str = "      ";

/// Exactly so many columns.
fn padded(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// At most so many columns.
pub(in crate::cli) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or_default();
        used <= columns
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}
