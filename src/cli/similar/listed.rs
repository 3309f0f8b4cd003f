//! Similar incidents into lines of JSON, or into a list for people: best first, with the reasons in words.

use std::io::Write;

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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
    let id = |similar: &Similar| Printable::line(&base.records[similar.record].postmortem.id.value);
    let widest = found.iter().map(|similar| id(similar).as_str().width()).max().unwrap_or_default().min(LONGEST_ID);
    for similar in found {
        let record = &base.records[similar.record];
        let day = record.postmortem.date.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default();
        let id = padded(id(similar).as_str(), widest);
        let head = format!("{:.2}  {id}  {day:<10}  ", similar.score);
        let title = Printable::line(&record.postmortem.title.value);
        writeln!(out, "{head}{}", cut(title.as_str(), width.saturating_sub(head.width())))?;
        writeln!(out, "{INDENT}{}", Printable::path(&record.shown).as_str())?;
        for reason in &similar.reasons {
            let words = Printable::line(&in_words(base, reason, locale)).as_str().to_owned();
            writeln!(out, "{INDENT}- {}", cut(&words, width.saturating_sub(INDENT.len() + 2)))?;
        }
        writeln!(out)?;
    }
    let n = Value::from(found.len());
    let form = if found.len() == 1 { "similar-one" } else { "similar-many" };
    writeln!(out, "{}", phrase(form, &[("n", n)], locale))?;
    Ok(())
}

/// Columns of the score and the space after it.
const INDENT: &str = "      ";
/// Columns of an id; a longer one (a file's name) goes over.
const LONGEST_ID: usize = 16;

fn in_words(base: &KnowledgeBase, reason: &Reason, locale: Locale) -> String {
    let text = |text: &str| Value::Text(text.to_owned());
    match reason {
        Reason::SameCause(id) => {
            let name = base.causes.get(id).map_or(id.as_str(), |cause| cause.title(locale.tag()));
            phrase("similar-same-cause", &[("cause", text(name))], locale)
        }
        Reason::Names => phrase("similar-names", &[], locale),
        Reason::NamedBy => phrase("similar-named-by", &[], locale),
        Reason::SameAlert(alert) => phrase("similar-same-alert", &[("alert", text(alert))], locale),
        Reason::SameError(error) => phrase("similar-same-error", &[("error", text(error))], locale),
        Reason::SameService { service, days } => {
            let values = [("service", text(service)), ("days", text(&days.to_string()))];
            phrase(if *days == 0 { "similar-same-service-day" } else { "similar-same-service" }, &values, locale)
        }
        Reason::SharedTerms(terms) => phrase("similar-shared-terms", &[("terms", text(&terms.join(", ")))], locale),
    }
}

fn padded(text: &str, width: usize) -> String {
    let text = if text.width() > LONGEST_ID { cut(text, LONGEST_ID) } else { text.to_owned() };
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// At most so many columns.
fn cut(text: &str, columns: usize) -> String {
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
