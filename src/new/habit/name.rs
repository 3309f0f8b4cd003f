//! One name into what it is made of: a number of its year, a running number, a day, or a title alone.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

/// `2026-03-04-slug`, `20260304_slug`, `INC-20260722-003`
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<prefix>(?:.*\D)?)(?P<y>20\d\d)(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P<t>[-_.]?)(?P<d>0[1-9]|[12]\d|3[01])(?P<rest>\D.*)?$",
    )
    .ok()
});
/// `PM-2026-013-slug`, `PM2022-006`
static YEARLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<prefix>\p{L}[\p{L}_-]{0,20}?)(?P<s>[-_]?)(?P<y>20\d\d)(?P<t>[-_])(?P<n>\d{1,5})(?P<rest>\D.*)?$")
        .ok()
});
/// `INC-123-slug`, `0003-slug`
static RUNNING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<prefix>(?:\p{L}[\p{L}_-]{0,20}?)?)(?P<s>[-_]?)(?P<n>\d{1,6})(?P<rest>\D.*)?$").ok()
});

/// What a name is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) numbering: Numbering,
    /// What stands before the title.
    pub(super) joiner: char,
    /// Whether there is a title.
    pub(super) slugged: bool,
    year: Option<i16>,
}

/// How names are told apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Numbering {
    /// By a number that begins anew each year; `before` and `between` are what stands around the year.
    Yearly { before: String, between: String, width: usize },
    /// By a number.
    Running { before: String, width: usize },
    /// By a day, and by a number of that day where `width` is not 0.
    Dated { before: String, between: String, width: usize },
    /// By a title.
    Titled,
}

impl Name {
    pub(super) fn usual() -> Self {
        let numbering = Numbering::Yearly { before: "PM-".to_owned(), between: "-".to_owned(), width: 3 };
        Self { numbering, joiner: '-', slugged: true, year: None }
    }

    /// The year that the name tells, else that of the incident.
    pub(super) fn year(&self, date: Option<Date>) -> Option<i16> {
        self.year.or(date.map(Date::year))
    }
}

/// Takes a name apart.
pub(super) fn read(name: &str) -> Name {
    dated(name).or_else(|| yearly(name)).or_else(|| running(name)).unwrap_or(Name {
        numbering: Numbering::Titled,
        joiner: if name.contains('_') && !name.contains('-') { '_' } else { '-' },
        slugged: true,
        year: None,
    })
}

fn dated(name: &str) -> Option<Name> {
    let c = DATED.as_ref()?.captures(name)?;
    if part(&c, "s") != part(&c, "t") {
        return None;
    }
    let (before, rest) = (part(&c, "prefix"), part(&c, "rest"));
    // Behind a prefix and a day, digits are a number; behind a day alone they may begin a title: `500-errors`.
    let digits = rest.get(1..).unwrap_or_default();
    let digits = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let width = if before.is_empty() || !(2..=4).contains(&digits) { 0 } else { digits };
    let title = if width > 0 { &rest[width + 1..] } else { rest };
    let between = part(&c, "s").to_owned();
    Some(named(&c, title, Numbering::Dated { before: before.to_owned(), between, width }))
}

fn yearly(name: &str) -> Option<Name> {
    let c = YEARLY.as_ref()?.captures(name)?;
    let before = format!("{}{}", part(&c, "prefix"), part(&c, "s"));
    let numbering = Numbering::Yearly { before, between: part(&c, "t").to_owned(), width: part(&c, "n").len() };
    Some(named(&c, part(&c, "rest"), numbering))
}

fn running(name: &str) -> Option<Name> {
    let c = RUNNING.as_ref()?.captures(name)?;
    let number = part(&c, "n");
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let rest = part(&c, "rest");
    if is_year || !(rest.is_empty() || rest.starts_with(['-', '_'])) {
        return None;
    }
    let before = format!("{}{}", part(&c, "prefix"), part(&c, "s"));
    // A number that is not padded grows as it will.
    let width = if number.starts_with('0') { number.len() } else { 1 };
    Some(named(&c, rest, Numbering::Running { before, width }))
}

fn named(captures: &Captures<'_>, title: &str, numbering: Numbering) -> Name {
    let year = captures.name("y").and_then(|year| year.as_str().parse().ok());
    Name { numbering, joiner: if title.starts_with('_') { '_' } else { '-' }, slugged: title.len() > 1, year }
}

fn part<'c>(captures: &'c Captures<'_>, name: &str) -> &'c str {
    captures.name(name).map_or("", |part| part.as_str())
}

impl Numbering {
    /// Whether a number tells the names apart.
    pub(super) fn is_numbered(&self) -> bool {
        match self {
            Self::Yearly { .. } | Self::Running { .. } => true,
            Self::Dated { width, .. } => *width > 0,
            Self::Titled => false,
        }
    }

    /// What stands before the number on a day.
    fn stem(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            Self::Yearly { before, between, .. } => format!("{before}{year:04}{between}"),
            Self::Running { before, .. } => before.clone(),
            Self::Dated { before, between, .. } => format!("{before}{year:04}{between}{month:02}{between}{day:02}"),
            Self::Titled => String::new(),
        }
    }

    /// The number after the highest of these names that has the same year, or day.
    pub(super) fn next<'n>(&self, date: Date, names: impl Iterator<Item = &'n str>) -> u32 {
        let dash = matches!(self, Self::Dated { .. });
        let stem = self.stem(date).to_lowercase();
        let number = |name: &str| -> Option<u32> {
            let lower = name.to_lowercase();
            let rest = lower.strip_prefix(&stem)?;
            let rest = if dash { rest.strip_prefix(['-', '_'])? } else { rest };
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let known = read(name).numbering;
            let same = std::mem::discriminant(&known) == std::mem::discriminant(self);
            digits.parse().ok().filter(|_| same)
        };
        names.filter_map(number).max().unwrap_or_default().saturating_add(1)
    }

    /// The id that a number has; empty where the title is all there is.
    pub(super) fn id(&self, date: Date, number: u32) -> String {
        let stem = self.stem(date);
        match self {
            Self::Yearly { width, .. } | Self::Running { width, .. } => format!("{stem}{number:0width$}"),
            Self::Dated { width: 0, .. } | Self::Titled => stem,
            Self::Dated { width, .. } => format!("{stem}-{number:0width$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Numbering, read};

    /// The next name after one.
    fn next(name: &str) -> String {
        let numbering = read(name).numbering;
        let day = date(2026, 3, 4);
        numbering.id(day, numbering.next(day, [name].into_iter()))
    }

    #[test]
    fn names_go_on_as_they_began() {
        for (name, expected) in [
            ("PM-2026-013-결제-지연", "PM-2026-014"),
            ("PM-2025-013-결제-지연", "PM-2026-001"),
            ("PM2022-006", "PM2026-001"),
            ("SPM_2026_09_redis", "SPM_2026_10"),
            ("INC-123-slow", "INC-124"),
            ("0003-slow", "0004"),
            ("2025-12-31-slow", "2026-03-04"),
            ("20251231_slow", "20260304"),
            ("incident-2025-12-31", "incident-2026-03-04"),
            ("INC-20260304-003", "INC-20260304-004"),
            ("INC-20250722-003", "INC-20260304-001"),
            ("2026-03-04-500-errors", "2026-03-04"),
            ("결제-지연", ""),
            ("2026-slow", ""),
        ] {
            assert_eq!(next(name), expected, "{name}");
        }
    }

    #[test]
    fn titles_and_their_joiners() {
        assert!(read("PM-2026-013-slow").slugged && !read("PM-2026-013").slugged);
        assert_eq!((read("2026_03_04_redis_down").joiner, read("redis_down").joiner), ('_', '_'));
        assert_eq!(read("redis-down").numbering, Numbering::Titled);
    }
}
