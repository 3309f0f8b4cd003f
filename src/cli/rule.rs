//! `pmdoc rule`

use std::io::{self, Write};

use anyhow::bail;
use serde_json::{Value, json};

use super::Outcome;
use super::args::{Cli, RuleArgs, RuleFormat};
use super::terminal::Terminal;
use unicode_width::UnicodeWidthStr;

use crate::messages::{self, Locale, term};
use crate::rules::{self, Area, RULES, Rule, page};

pub(super) fn run(cli: &Cli, args: &RuleArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let locale = cli.lang.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    let chosen = args.name.as_deref().map(named).transpose()?;
    let width = terminal.style().width;
    terminal.results(|out| {
        match (args.format, chosen) {
            (RuleFormat::Json, Some(rule)) => print_json(&described(rule, true, locale), out)?,
            (RuleFormat::Json, None) => {
                print_json(&in_order().map(|rule| described(rule, args.all, locale)).collect::<Value>(), out)?;
            }
            (RuleFormat::Text, Some(rule)) => write!(out, "{}", page_in(rule, locale))?,
            (RuleFormat::Text, None) if args.all => pages(out)?,
            (RuleFormat::Text, None) => list(locale, width, out)?,
        }
        Ok(Outcome::Clean)
    })
}

fn named(name: &str) -> anyhow::Result<&'static dyn Rule> {
    let Some(rule) = rules::rule(name) else {
        let names = RULES.iter().map(|rule| rule.meta().name);
        let near = names.min_by_key(|known| strsim::damerau_levenshtein(known, name)).unwrap_or_default();
        bail!("there is no rule `{name}`; did you mean `{near}`? (`pmdoc rule` lists them)")
    };
    Ok(rule)
}

/// All rules, area by area.
fn in_order() -> impl Iterator<Item = &'static dyn Rule> {
    Area::all().flat_map(|(_, names)| names).filter_map(|name| rules::rule(name))
}

/// `error`, `warning`, `note`, or `off` for a rule that settings must ask for.
fn level(rule: &dyn Rule) -> &'static str {
    if rule.is_opt_in() { "off" } else { rule.meta().level.name() }
}

/// What a rule is about, in one sentence.
fn summary(rule: &dyn Rule, locale: Locale) -> &'static str {
    let meta = rule.meta();
    messages::summary(meta.name, page::summary(meta.page), locale)
}

/// A rule's page, which is in English, under what it is about in the reader's language.
fn page_in(rule: &dyn Rule, locale: Locale) -> String {
    let page = rule.meta().page;
    page.replacen(page::summary(page), summary(rule, locale), 1)
}

fn described(rule: &dyn Rule, with_page: bool, locale: Locale) -> Value {
    let meta = rule.meta();
    let mut described = json!({
        "name": meta.name,
        "code": meta.code,
        "area": Area::of(meta.name).map(Area::name),
        "level": level(rule),
        "summary": summary(rule, locale),
    });
    if with_page {
        described["page"] = Value::from(meta.page);
    }
    described
}

fn print_json(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn pages(out: &mut dyn Write) -> io::Result<()> {
    for (number, rule) in in_order().enumerate() {
        let between = if number == 0 { "" } else { "\n" };
        write!(out, "{between}{}", rule.meta().page)?;
    }
    Ok(())
}

/// Code, level and name of each rule, and below what it is about.
fn list(locale: Locale, width: usize, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: usize = 18;
    for (number, (area, names)) in Area::all().enumerate() {
        let between = if number == 0 { "" } else { "\n" };
        writeln!(out, "{between}{}", term(area.term(), locale))?;
        for rule in names.iter().filter_map(|name| rules::rule(name)) {
            let meta = rule.meta();
            writeln!(out, "  {}  {:<8} {}", meta.code, level(rule), meta.name)?;
            for line in wrapped(summary(rule, locale), width.saturating_sub(INDENT).max(20)) {
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
        }
    }
    Ok(())
}

/// The lines of a sentence, none wider than `width` unless a word of Latin letters is. Japanese and Chinese have no
/// spaces: they break anywhere.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(broken(word, width)),
        }
    }
    lines
}

/// A word in pieces that fit.
fn broken(word: &str, width: usize) -> Vec<String> {
    if word.is_ascii() || word.width() <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        if pieces.last().is_some_and(|piece| piece.width() + 2 > width) {
            pieces.push(String::new());
        }
        pieces.last_mut().iter_mut().for_each(|piece| piece.push(c));
    }
    pieces
}
