//! Answers into lines of JSON, or into a list for people with the passage that was found, and what to narrow it by.

use std::io::Write;

use serde::Serialize;

use crate::cli::inspect::escaped;
use crate::cli::similar::listed::cut;
use crate::diagnostic::Value;
use crate::knowledge::{Findable, KnowledgeBase};
use crate::messages::{Locale, phrase};
use crate::postmortem::Record;
use crate::report::Style;
use crate::search::{Answer, Facet, Found, Piece, Query, passage};
use crate::text::Printable;

/// What a query came to, and what it is told with.
pub(super) struct Answered<'a> {
    pub(super) base: &'a KnowledgeBase,
    pub(super) findable: &'a Findable,
    pub(super) found: &'a Found,
    pub(super) query: &'a Query,
    pub(super) needles: &'a [String],
    pub(super) locale: Locale,
}

/// One line. The keys are a contract: they are only added to.
#[derive(Serialize)]
struct Line<'s> {
    path: &'s str,
    id: &'s str,
    title: &'s str,
    /// From 0 to 1: beside the best answer of the same query.
    score: f64,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Reason {
    /// A part of the document, and the words that it has.
    Found { part: &'static str, terms: Vec<String> },
    /// A word that nothing has, and what was taken for it.
    Instead { typed: String, taken: String },
    /// The document has some of the words only.
    Partly,
    /// Where the words stand.
    Excerpt { text: String },
}

/// Columns before what is beneath a title.
const INDENT: &str = "      ";
/// Values of a facet that are named.
const VALUES: usize = 12;

impl Answered<'_> {
    fn record(&self, answer: &Answer) -> &Record {
        &self.base.records[self.findable.records[answer.document as usize]]
    }

    fn say(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        phrase(key, values, self.locale)
    }

    pub(super) fn json(&self, limit: usize, out: &mut dyn Write) -> anyhow::Result<()> {
        let best = self.found.answers.first().map_or(1, |answer| answer.score.max(1));
        for answer in self.found.answers.iter().take(limit) {
            let record = self.record(answer);
            #[allow(clippy::cast_precision_loss, reason = "a score for people")]
            let score = answer.score as f64 / best as f64;
            let line = Line {
                path: &record.shown,
                id: &record.postmortem.id.value,
                title: &record.postmortem.title.value,
                score: (score * 1e4).round() / 1e4,
                reasons: self.reasons(answer),
            };
            writeln!(out, "{}", escaped(&serde_json::to_string(&line)?))?;
        }
        Ok(())
    }

    fn reasons(&self, answer: &Answer) -> Vec<Reason> {
        let parts = self.findable.catalogue.parts_with(answer.document, self.needles);
        let mut reasons: Vec<Reason> =
            parts.into_iter().map(|(part, terms)| Reason::Found { part: part.name(), terms }).collect();
        let instead = self.found.instead.iter().cloned();
        reasons.extend(instead.map(|(typed, taken)| Reason::Instead { typed, taken }));
        reasons.extend(self.found.partly.then_some(Reason::Partly));
        let text: String = self.excerpt(answer, 200).into_iter().map(|piece| piece.text).collect();
        reasons.push(Reason::Excerpt { text });
        reasons
    }

    /// The passage beneath the title.
    fn excerpt(&self, answer: &Answer, width: usize) -> Vec<Piece> {
        passage(&self.findable.catalogue.entries()[answer.document as usize], self.needles, width)
    }

    /// Each answer with its file and passage, and how many there are.
    pub(super) fn list(&self, limit: usize, style: Style, out: &mut dyn Write) -> anyhow::Result<()> {
        let text = |text: &str| Value::Text(text.to_owned());
        for (typed, taken) in &self.found.instead {
            writeln!(
                out,
                "{}\n",
                Printable::line(&self.say("search-instead", &[("typed", text(typed)), ("taken", text(taken))]))
            )?;
        }
        if self.found.partly {
            writeln!(out, "{}\n", self.say("search-partly", &[]))?;
        }
        let room = style.width.saturating_sub(INDENT.len() + 4);
        for answer in self.found.answers.iter().take(limit) {
            let record = self.record(answer);
            writeln!(out, "{}", cut(Printable::line(&head(record)).as_str(), style.width))?;
            writeln!(out, "{INDENT}{}", Printable::path(&record.shown).as_str())?;
            let told = told(&self.excerpt(answer, room), style.colour);
            writeln!(out, "{INDENT}{told}\n")?;
        }
        self.sum(limit, style.width, out)
    }

    fn sum(&self, limit: usize, width: usize, out: &mut dyn Write) -> anyhow::Result<()> {
        let all = self.found.answers.len();
        let key = if all > limit {
            "search-first"
        } else if all == 1 {
            "search-one"
        } else {
            "search-many"
        };
        let n = all.min(limit);
        writeln!(out, "{}", self.say(key, &[("n", Value::from(n)), ("all", Value::from(all))]))?;
        if all <= limit {
            return Ok(());
        }
        let is_open = |facet: &Facet| self.query.chosen().all(|(chosen, _)| chosen != *facet);
        for facet in Facet::ALL.into_iter().filter(is_open) {
            let values = self.counted(facet, all);
            if values.len() > 1 {
                let head = format!("{INDENT}--facet {}=  ", facet.name());
                let values: Vec<String> = values.iter().map(|(key, count)| format!("{key} {count}")).collect();
                let line = Printable::line(&values.join(" · ")).as_str().to_owned();
                writeln!(out, "{head}{}", cut(&line, width.saturating_sub(head.len())))?;
            }
        }
        Ok(())
    }

    /// The values of a facet that would leave something out, the most frequent first.
    fn counted(&self, facet: Facet, all: usize) -> Vec<(&str, usize)> {
        let counts = self.found.counts[facet as usize].iter().copied();
        let keys = self.findable.catalogue.values(facet).iter().map(|value| value.key.as_str());
        let mut values: Vec<(&str, usize)> = keys.zip(counts).filter(|(_, n)| *n > 0 && *n < all).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        values.truncate(VALUES);
        values
    }

    /// That nothing was found, and what to try.
    pub(super) fn nothing(&self, typed: &str, out: &mut dyn Write) -> anyhow::Result<()> {
        let text = |text: &str| Value::Text(text.to_owned());
        let say = |key: &str, values: &[(&'static str, Value)]| Printable::line(&self.say(key, values)).to_string();
        if typed.trim().is_empty() {
            writeln!(out, "{}", say("search-none-facets", &[]))?;
        } else {
            writeln!(out, "{}", say("search-none", &[("query", text(typed))]))?;
        }
        let catalogue = &self.findable.catalogue;
        for (facet, value) in self.query.chosen() {
            let mut alone = Query::default();
            alone.narrow(facet, value);
            if catalogue.find(&alone).answers.is_empty() {
                let known: Vec<&str> = catalogue.values(facet).iter().take(VALUES).map(|value| &*value.key).collect();
                let values = [("facet", text(facet.name())), ("values", text(&known.join(", ")))];
                writeln!(out, "{}", say("search-hint-values", &values))?;
            }
        }
        let without = catalogue.find(&self.query.unfiltered()).answers.len();
        if without > 0 {
            let chosen: Vec<String> =
                self.query.chosen().map(|(facet, value)| format!("{}={value}", facet.name())).collect();
            let values = [("facets", text(&chosen.join(" "))), ("n", Value::from(without))];
            writeln!(out, "{}", say("search-hint-facets", &values))?;
        } else if !typed.trim().is_empty() {
            writeln!(out, "{}", say("search-hint", &[]))?;
        }
        Ok(())
    }
}

/// `PM-2026-010  2026-03-04  SEV2  Title`
fn head(record: &Record) -> String {
    let postmortem = &record.postmortem;
    let day = postmortem.date.as_ref().map(|date| date.value.to_string());
    let severity = postmortem.severity.as_ref().map(|severity| severity.value.label.clone());
    let is_postmortem = postmortem.kind.is_postmortem();
    let id = if is_postmortem { postmortem.id.value.clone() } else { postmortem.kind.name().to_owned() };
    let parts = [Some(id), day, severity.filter(|_| is_postmortem), Some(postmortem.title.value.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// A passage as a terminal shows it. It is cleaned as a whole where nothing stands between its pieces.
fn told(pieces: &[Piece], colour: bool) -> String {
    if !colour {
        return Printable::line(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>()).to_string();
    }
    let piece = |piece: &Piece| {
        let text = Printable::line(&piece.text);
        if piece.hit { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_string() }
    };
    pieces.iter().map(piece).collect()
}
