//! `pmdoc rule`

use anyhow::bail;

use super::Outcome;
use super::args::RuleArgs;
use super::terminal::Terminal;
use crate::rules::{self, RULES, page};

pub(super) fn run(args: &RuleArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let Some(name) = &args.name else {
        return terminal.results(|out| {
            for rule in RULES {
                let meta = rule.meta();
                writeln!(
                    out,
                    "{}  {:<8} {:<22} {}",
                    meta.code,
                    if rule.is_opt_in() { "off" } else { meta.level.name() },
                    meta.name,
                    page::summary(meta.page)
                )?;
            }
            Ok(Outcome::Clean)
        });
    };
    let Some(rule) = rules::rule(name) else {
        let names = RULES.iter().map(|rule| rule.meta().name);
        let near = names.min_by_key(|known| strsim::damerau_levenshtein(known, name)).unwrap_or_default();
        bail!("there is no rule `{name}`; did you mean `{near}`? (`pmdoc rule` lists them)")
    };
    terminal.results(|out| {
        write!(out, "{}", rule.meta().page)?;
        Ok(Outcome::Clean)
    })
}
