//! What is known of one document to those who search: its text, which part of it is what, and its facets.

use std::ops::Range;

/// Parts of a document that count differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Title and id.
    Title,
    /// Names of its causes, in every language.
    Cause,
    /// Services, teams, tags and alerts.
    Service,
    /// Headings.
    Heading,
    /// What tells it in short.
    Summary,
    /// Everything else.
    Body,
}

impl Part {
    /// The name in JSON and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Cause => "cause",
            Self::Service => "service",
            Self::Heading => "heading",
            Self::Summary => "summary",
            Self::Body => "text",
        }
    }
}

/// How many parts there are.
pub(super) const PARTS: usize = 6;

/// What results are narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is what its name says")]
pub enum Facet {
    Year,
    Severity,
    Status,
    Cause,
    Service,
    Team,
    Kind,
}

/// How many facets there are.
pub const FACETS: usize = 7;

impl Facet {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; FACETS] =
        [Self::Year, Self::Severity, Self::Status, Self::Cause, Self::Service, Self::Team, Self::Kind];

    /// The name in queries, JSON and addresses.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// What it may be called in a query, in any language.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Year => &["year", "연도", "년도", "年", "年度", "年份"],
            Self::Severity => &["severity", "sev", "심각도", "등급", "重大度", "深刻度", "严重性", "嚴重性"],
            Self::Status => &["status", "상태", "状態", "ステータス", "状态", "狀態"],
            Self::Cause => &["cause", "원인", "原因"],
            Self::Service => &["service", "서비스", "サービス", "服务", "服務"],
            Self::Team => &["team", "팀", "チーム", "团队", "團隊"],
            Self::Kind => &["kind", "종류", "種類", "种类"],
        }
    }

    /// The facet that a query calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.names().contains(&name))
    }
}

/// What the title alone is asked for by.
pub(super) const TITLE_NAMES: [&str; 5] = ["title", "제목", "題名", "标题", "標題"];

/// One document.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The text that it is found by, as a reader sees it: its title in the first line.
    pub text: String,
    /// Which part of the text is what.
    pub parts: Vec<(Part, Range<usize>)>,
    /// The values of its facets, by [`Facet`]: keys without repeats.
    pub facets: [Vec<String>; FACETS],
}

impl Entry {
    /// What is beneath its title: prose, and after it the lines that are names only.
    pub fn told(&self) -> (&str, &str) {
        let is_names = |(part, _): &&(Part, Range<usize>)| matches!(part, Part::Title | Part::Cause | Part::Service);
        let names = self.parts.iter().skip(1).rev().take_while(is_names).last().map(|(_, range)| range.start);
        let names = names.unwrap_or(self.text.len());
        let end = self.text.find('\n').unwrap_or(names);
        let prose = self.text.get(end..names).unwrap_or_default();
        (prose.trim_matches('\n'), &self.text[names..])
    }

    /// Appends a line to the text; empty ones are left out.
    pub fn push(&mut self, part: Part, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(line);
        self.parts.push((part, start..self.text.len()));
    }
}

/// A value of a facet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetValue {
    /// Its key.
    pub key: String,
    /// What else a query may call it.
    pub names: Vec<String>,
}
