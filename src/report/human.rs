//! What a person reads: each finding with its line, the place underlined, and what to do; a summary last.

use std::io;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet};
use rayon::prelude::*;

use super::excerpt::Marked;
use super::{Entry, Report, Run, Style, statistics};
use crate::diagnostic::{Level, Value};
use crate::messages::{self, Locale};

/// Findings that one thread draws at a time.
const CHUNK: usize = 128;

/// The default format.
#[derive(Debug, Clone, Copy)]
pub struct Human;

impl Human {
    /// The findings without the summary.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn findings(run: &Run, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(style.width).decor_style(DecorStyle::Ascii);
        // Drawn side by side, written in order.
        let drawn = |entries: &[Entry]| entries.iter().map(|entry| renderer.render(&[group(entry)]) + "\n\n").collect();
        let drawn: Vec<String> = run.entries.par_chunks(CHUNK).map(drawn).collect();
        drawn.iter().try_for_each(|findings| out.write_all(findings.as_bytes()))
    }
}

impl Report for Human {
    fn write(&self, run: &Run, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        match &run.statistics {
            Some(rows) if rows.is_empty() => {}
            Some(rows) => {
                statistics::table(rows, run.locale, out)?;
                writeln!(out)?;
            }
            None => {
                Self::findings(run, style, out)?;
                more(run, out)?;
            }
        }
        writeln!(out, "{}", summary(run))
    }
}

fn group(entry: &Entry) -> Group<'_> {
    let level = match entry.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let title = level
        .with_name(messages::phrase(entry.level.name(), &[], entry.locale))
        .primary_title(entry.message.as_str())
        .id(entry.rule);
    let mut elements: Vec<Element<'_>> = Vec::new();
    match &entry.excerpt {
        Some(excerpt) => {
            elements.push(snippet(entry, &excerpt.line, AnnotationKind::Primary).into());
            elements.extend(excerpt.related.as_ref().map(|line| snippet(entry, line, AnnotationKind::Context).into()));
        }
        None => elements.push(Origin::path(entry.path.as_str()).into()),
    }
    if !entry.help.as_str().is_empty() {
        let help = Title::HELP.with_name(messages::phrase("help", &[], entry.locale));
        elements.push(help.message(entry.help.as_str()).into());
    }
    Group::with_title(title).elements(elements)
}

fn snippet<'e>(entry: &'e Entry, line: &'e Marked, kind: AnnotationKind) -> Snippet<'e, Annotation<'e>> {
    let range = line.range.start..line.range.end.max(line.range.start);
    let annotation = kind.span(range);
    let annotation = if line.label.is_empty() { annotation } else { annotation.label(line.label.as_str()) };
    Snippet::source(line.text.as_str())
        .line_start(line.number)
        .path(entry.path.as_str())
        .fold(false)
        .annotation(annotation)
}

/// One line for each document of which not everything is shown.
pub(super) fn more(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    for hidden in &run.hidden {
        let values = [("path", Value::from(hidden.path.as_str())), ("n", Value::from(hidden.total()))];
        writeln!(out, "{}", messages::phrase("hidden", &values, run.locale))?;
    }
    Ok(())
}

/// `checked 37 documents: 1 error, 2 warnings, 0 notes (3 ignored, 120 in the baseline); 2 can be fixed with --fix`
pub fn summary(run: &Run) -> String {
    let told = [("fixed", run.fixed), ("fixable", run.fixable())];
    let told = told.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| counted(name, n, run.locale));
    std::iter::once(found(run)).chain(told).collect::<Vec<_>>().join("; ")
}

/// `checked 37 documents: 1 error, 2 warnings, 0 notes`
fn found(run: &Run) -> String {
    let locale = run.locale;
    let documents = Value::Text(counted("document", run.documents, locale));
    let of = |name: &str, level| Value::Text(counted(name, run.count(level), locale));
    let sentence = if run.entries.is_empty() {
        let name = if run.baselined > 0 { "nothing-new" } else { "clean" };
        messages::phrase(name, &[("documents", documents)], locale)
    } else {
        let levels = [of("error", Level::Error), of("warning", Level::Warning), of("note", Level::Note)];
        let [errors, warnings, notes] = levels;
        let values = [("documents", documents), ("errors", errors), ("warnings", warnings), ("notes", notes)];
        messages::phrase("checked", &values, locale)
    };
    let besides = [("ignored", run.ignored), ("baselined", run.baselined)];
    let besides: Vec<String> =
        besides.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| counted(name, n, locale)).collect();
    if besides.is_empty() { sentence } else { format!("{sentence} ({})", besides.join(", ")) }
}

/// `1 error`, `2 errors`: a number with its noun.
pub(super) fn counted(name: &str, n: usize, locale: Locale) -> String {
    let form = if n == 1 { "one" } else { "many" };
    messages::phrase(&format!("{name}-{form}"), &[("n", Value::from(n))], locale)
}
