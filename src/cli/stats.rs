//! `pmdoc stats`

use anyhow::bail;
use jiff::ToSpan;
use jiff::civil::Date;

use super::args::{Cli, Per, StatsArgs};
use super::clock::today;
use super::terminal::Terminal;
use super::{Outcome, survey};
use crate::knowledge::Granularity;
use crate::postmortem::SectionName;

pub(super) fn run(cli: &Cli, args: &StatsArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let since = args.since.as_deref().map(|text| since(text, today())).transpose()?;
    let project = survey::open(cli, &args.table, terminal)?;
    let required: Vec<SectionName> =
        project.settings.required_sections.iter().filter_map(|name| SectionName::from_name(name)).collect();
    let granularity = match args.per {
        Per::Year => Granularity::Year,
        Per::Quarter => Granularity::Quarter,
        Per::Month => Granularity::Month,
    };
    let sheet = survey::survey(cli, &project).stats(since, granularity, &required);
    survey::print(&sheet, &args.table, terminal)?;
    Ok(Outcome::Clean)
}

/// The first day that is meant by a year, a month, a day, or a length of time before today.
fn since(text: &str, today: Date) -> anyhow::Result<Date> {
    match day(text.trim(), today) {
        Some(day) => Ok(day),
        None => {
            bail!("--since {text}: write a year, a month or a day (2026, 2026-03, 2026-03-15), or 90d, 12w, 6m, 2y")
        }
    }
}

fn day(text: &str, today: Date) -> Option<Date> {
    if let Some((unit @ ('d' | 'w' | 'm' | 'y'), number)) =
        text.chars().next_back().map(|unit| (unit, &text[..text.len() - unit.len_utf8()]))
    {
        let number: i64 = number.parse().ok().filter(|number| (0..=10_000).contains(number))?;
        let span = match unit {
            'd' => number.days(),
            'w' => number.weeks(),
            'm' => number.months(),
            _ => number.years(),
        };
        return today.checked_sub(span).ok();
    }
    let parts: Option<Vec<i16>> = text.split('-').map(|part| part.parse().ok()).collect();
    let small = |n: i16| i8::try_from(n).ok();
    match parts?.as_slice() {
        [year] if *year >= 1_970 => Date::new(*year, 1, 1).ok(),
        [year, month] => Date::new(*year, small(*month)?, 1).ok(),
        [year, month, day] => Date::new(*year, small(*month)?, small(*day)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{day, since};

    #[test]
    fn a_year_a_month_a_day_or_so_long_ago() {
        let today = date(2026, 11, 21);
        let cases: [(&str, Option<Date>); 11] = [
            ("2026", Some(date(2026, 1, 1))),
            ("2026-03", Some(date(2026, 3, 1))),
            ("2026-03-15", Some(date(2026, 3, 15))),
            ("90d", Some(date(2026, 8, 23))),
            ("6m", Some(date(2026, 5, 21))),
            ("2y", Some(date(2024, 11, 21))),
            ("", None),
            ("d", None),
            ("2026-13", None),
            ("99999999d", None),
            ("작년", None),
        ];
        for (text, expected) in cases {
            assert_eq!(day(text, today), expected, "{text}");
        }
        assert!(since("soon", today).is_err());
    }
}
