//! What a check came to, into the run that reports show: findings in words, and at most so many of one document.

use rayon::prelude::*;

use super::accounts::{Accounts, spoken};
use super::baseline::Checked;
use super::repository_paths::RepositoryPaths;
use crate::diagnostic::Level;
use crate::messages::{self, Locale};
use crate::report::{Counted, Entry, Fate, Hidden, Report, RuleFacts, Run, Statistic, statistics};
use crate::rules::{self, Finding, Policy, RULES, Rule, page};
use crate::text::Printable;

/// More findings of one document than this are counted only.
const MOST: usize = 200;

/// The run with the findings that are told.
pub(super) fn report(checked: &Checked<'_>, told: &[Finding]) -> Run {
    let &Checked { cli, project, context, args, change, .. } = checked;
    let chosen = cli.lang.as_deref().and_then(Locale::from_tag);
    let records = &project.base.records;
    let is_touched = |index: usize| change.is_none_or(|change| change.touches(&records[index].path));
    let asked = || (0..records.len()).filter(|&index| project.is_asked(index) && is_touched(index));
    let common = || Locale::of_most(asked().map(|index| records[index].postmortem.language.tag()));
    let locale = chosen.unwrap_or_else(common);
    let paths = RepositoryPaths::new(project);
    let is_told = |tells: fn(&dyn Report) -> bool| args.reports.0.iter().any(|to| tells(to.report()));
    let accounts = is_told(|report| report.tells_of_documents()).then(|| {
        let accounts = Accounts::new(checked, &paths, chosen);
        accounts.of_each(&asked().collect::<Vec<_>>(), is_told(|report| report.tells_of_similar()))
    });
    let mut run = Run {
        documents: asked().count(),
        postmortems: asked().filter(|&index| records[index].postmortem.kind.is_postmortem()).count(),
        accounts: accounts.unwrap_or_default(),
        is_change: change.is_some(),
        rules: rules_on(context.policy, locale),
        locale,
        ..Run::default()
    };
    let groups: Vec<&[Finding]> = told.chunk_by(|a, b| a.record == b.record).collect();
    let in_words = |group: &&[Finding]| {
        let record = &records[group[0].record];
        let locale = chosen.unwrap_or_else(|| spoken(record));
        let (shown, hidden) = worst(group, |finding| finding.level);
        let file = paths.of(record);
        let entry = |finding: &Finding| {
            let code = code(finding.diagnostic.rule);
            Entry::new((&record.shown, &file), &record.document, finding.level, code, &finding.diagnostic, locale)
        };
        (record, shown.into_iter().map(entry).collect::<Vec<Entry>>(), hidden)
    };
    for (record, entries, hidden) in groups.par_iter().map(in_words).collect::<Vec<_>>() {
        run.entries.extend(entries);
        hide(&mut run, &record.shown, &hidden);
    }
    run
}

/// The rules that are on for any document.
fn rules_on(policy: &Policy, locale: Locale) -> Vec<RuleFacts> {
    let facts = |rule: &&dyn Rule| {
        let meta = rule.meta();
        RuleFacts {
            code: meta.code,
            name: meta.name,
            level: meta.level,
            summary: messages::summary(meta.name, page::summary(meta.page), locale),
            reason: page::part(meta.page, "Why it matters"),
            cure: page::part(meta.page, "How to fix"),
            page: page::explanation(meta.page),
        }
    };
    RULES.iter().filter(|rule| policy.is_on(**rule)).map(facts).collect()
}

/// Adds findings about a file that is no document.
pub(super) fn add(run: &mut Run, entries: &[Entry]) {
    let (shown, hidden) = worst(entries, |entry| entry.level);
    run.entries.extend(shown.into_iter().cloned());
    if let Some(entry) = entries.first() {
        hide(run, entry.path.as_str(), &hidden);
    }
}

/// The findings to show, in their order, and the levels of the others. The worst are shown.
fn worst<T>(group: &[T], level: impl Fn(&T) -> Level) -> (Vec<&T>, Vec<Level>) {
    if group.len() <= MOST {
        return (group.iter().collect(), Vec::new());
    }
    let mut order: Vec<usize> = (0..group.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(level(&group[index])));
    let hidden = order.split_off(MOST).into_iter().map(|index| level(&group[index])).collect();
    order.sort_unstable();
    (order.into_iter().map(|index| &group[index]).collect(), hidden)
}

fn hide(run: &mut Run, shown: &str, levels: &[Level]) {
    if levels.is_empty() {
        return;
    }
    let mut counts = [0; 3];
    levels.iter().for_each(|level| counts[*level as usize] += 1);
    run.hidden.push(Hidden { path: Printable::path(shown), counts });
}

fn code(rule: &str) -> &'static str {
    rules::rule(rule).map_or("", |rule| rule.meta().code)
}

/// How often each rule found something; `others` are entries about files that are no documents.
pub(super) fn counted(groups: &[(&[Finding], Fate)], others: &[Entry]) -> Vec<Statistic> {
    let of_group = |(findings, fate): &(&'_ [Finding], Fate)| {
        let count = |finding: &Finding| Counted {
            rule: finding.diagnostic.rule,
            code: code(finding.diagnostic.rule),
            level: finding.level,
            fate: *fate,
            fixable: finding.diagnostic.fix.is_some(),
        };
        findings.iter().map(count).collect::<Vec<_>>()
    };
    let others = others.iter().map(|entry| {
        let Entry { rule, code, level, .. } = *entry;
        Counted { rule, code, level, fate: Fate::Told, fixable: false }
    });
    statistics(groups.iter().flat_map(of_group).chain(others))
}
