//! What people call things, in every language: the data files of `lexicon/` put together.
//!
//! Words are compared folded (`text::fold_label`). All languages are looked up at once: a Korean document
//! may say `Root Cause`, and no word means different things in two languages without being listed so.

mod blame;
mod dress;
mod guidance;
mod names;
mod near;
mod tables;
mod telling;
mod vague;
mod words;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::{ActionKind, ActionState, Field, Kind, Language, SectionName, Status, Visibility};
use crate::text::{fold_key, fold_label};
pub use blame::Blame;
use dress::{begins_with, dresses, joined, without_subject};
pub(super) use guidance::Guidance;
use names::{column_named, kind_named, mark_named, state_named, status_named, type_named, visibility_named};
use tables::{FILES, Tables};
use telling::Telling;
use vague::Vague;
use words::Words;

/// How sure a word names a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Counts only where nothing better names the section.
    Weak,
    /// Names the section.
    Strong,
}

/// What a label was found to name.
pub(super) type Naming = (Vec<SectionName>, Strength);

/// Columns of action tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum Column {
    Text,
    Owner,
    Due,
    Status,
    Type,
    Ticket,
    Priority,
    Id,
    Closed,
}

/// The key moments that words in a timeline mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the field of its name")]
pub enum Mark {
    Started,
    Detected,
    Acknowledged,
    Mitigated,
    Resolved,
}

/// The words of all languages.
#[derive(Debug, Default)]
pub struct Lexicon {
    strong: HashMap<String, Vec<SectionName>>,
    weak: HashMap<String, Vec<SectionName>>,
    contains: Vec<(String, SectionName)>,
    fields: HashMap<String, Field>,
    /// Every key of every field: its letters, and how it is written. Canonical keys come first. Made when somebody asks.
    keys: OnceLock<Vec<(String, String, Field)>>,
    statuses: HashMap<String, Status>,
    /// Words for a status that speak of the document alone.
    certain_statuses: HashSet<String>,
    kinds: HashMap<String, Kind>,
    severities: HashMap<String, u8>,
    visibilities: HashMap<String, Visibility>,
    columns: HashMap<String, Column>,
    states: Words<ActionState>,
    types: HashMap<String, ActionKind>,
    time_columns: HashSet<String>,
    text_columns: HashSet<String>,
    /// By their first letter, in the order of the files.
    marks: HashMap<char, Vec<(String, Mark)>>,
    /// The same, where they are all of an entry: `Start`, but not `Start the rollback`.
    lone_marks: Words<Mark>,
    placeholders: Words<()>,
    /// What templates say to the author, and the lines of the repository's own.
    guidance: Guidance,
    /// What blames people.
    blame: Blame,
    nothing: Words<()>,
    owner_words: Words<()>,
    due_words: Words<()>,
    phrases: Vec<(SectionName, String)>,
    why_words: HashSet<String>,
    /// What texts are by the way they tell.
    telling: Telling,
    vague: Vague,
    noticed: Vec<String>,
    reasons: Vec<String>,
    headings: BTreeMap<(Language, SectionName), String>,
}

impl Lexicon {
    /// The words of the data files, and the repository's own headings by section name.
    pub fn new(own_headings: &BTreeMap<String, Vec<String>>) -> Self {
        let mut lexicon = Self::default();
        for (language, file) in FILES {
            if let Ok(tables) = toml::from_str::<Tables>(file) {
                lexicon.add(language, &tables);
            }
        }
        for (name, headings) in own_headings {
            if let Some(section) = SectionName::from_name(name) {
                for heading in headings {
                    lexicon.strong.insert(fold_label(heading), vec![section]);
                }
            }
        }
        lexicon.vague.sort();
        lexicon
    }

    fn add(&mut self, language: Language, tables: &Tables) {
        for (name, words) in &tables.sections {
            if let (Some(section), Some(first)) = (SectionName::from_name(name), words.first()) {
                self.headings.insert((language, section), capitalised(first));
            }
        }
        add_sections(&mut self.strong, &tables.sections);
        add_sections(&mut self.weak, &tables.weak);
        for (name, words) in &tables.contains {
            let section = SectionName::from_name(name).into_iter();
            self.contains.extend(section.flat_map(|section| words.iter().map(move |word| (fold_label(word), section))));
        }
        add(&mut self.fields, &tables.fields, |key| {
            Field::ALL.iter().find(|(_, k)| *k == key).map(|(field, _)| *field)
        });
        add(&mut self.statuses, &tables.status, status_named);
        add(&mut self.kinds, &tables.kind, kind_named);
        add(&mut self.severities, &tables.severity, |key| key.parse().ok());
        add(&mut self.visibilities, &tables.visibility, visibility_named);
        add(&mut self.columns, &tables.action_columns, column_named);
        for (name, words) in &tables.action_state {
            let state = state_named(name).into_iter();
            state.for_each(|state| words.iter().for_each(|word| self.states.add(fold_label(word), state)));
        }
        add(&mut self.types, &tables.action_type, type_named);
        self.time_columns.extend(folded(tables.timeline_columns.get("time")));
        self.text_columns.extend(folded(tables.timeline_columns.get("text")));
        for (name, words) in &tables.moments {
            let lone = name.strip_suffix("-alone").and_then(mark_named);
            lone.into_iter().for_each(|mark| words.iter().for_each(|word| self.lone_marks.add(fold_label(word), mark)));
            let marks =
                mark_named(name).into_iter().flat_map(|mark| words.iter().map(move |word| (fold_label(word), mark)));
            for (word, mark) in marks {
                let first = word.chars().next().unwrap_or_default();
                self.marks.entry(first).or_default().push((word, mark));
            }
        }
        self.placeholders.extend(folded(tables.placeholders.get("words")));
        self.guidance.add(&tables.guidance);
        self.blame.add(language, &tables.blame);
        // A text that says nothing at all says so, too.
        self.nothing.add(String::new(), ());
        self.nothing.extend(folded(tables.words.get("none")).chain(folded(tables.words.get("unknown"))));
        self.owner_words.extend(folded(tables.words.get("owner-suffix")));
        self.certain_statuses.extend(folded(tables.words.get("status-certain")));
        self.why_words.extend(folded(tables.words.get("why")));
        let told = [
            ("cause-phrases", SectionName::RootCause),
            ("action-phrases", SectionName::Actions),
            ("lesson-phrases", SectionName::Lessons),
        ];
        for (key, section) in told {
            let phrases = tables.words.get(key).into_iter().flatten();
            self.phrases.extend(phrases.map(|phrase| (section, phrase.to_lowercase())));
        }
        self.due_words.extend(folded(tables.words.get("due-suffix")));
        self.vague.add(&tables.vague);
        self.telling.add(&tables.words);
        self.noticed.extend(tables.words.get("noticed-phrases").into_iter().flatten().cloned());
        self.reasons.extend(tables.words.get("reason-phrases").into_iter().flatten().cloned());
    }

    /// The sections that a heading or label names, in any of the dresses that real headings wear.
    pub fn sections(&self, label: &str) -> Option<Naming> {
        const LONGEST: usize = 120;
        if label.chars().count() > LONGEST {
            return None;
        }
        let dresses = dresses(label);
        let strong = named(&dresses, &self.strong).map(|names| (names, Strength::Strong));
        let weak = || named(&dresses, &self.weak).or_else(|| self.held(label)).map(|names| (names, Strength::Weak));
        strong.or_else(weak)
    }

    /// The sections whose words a short heading holds among others.
    fn held(&self, label: &str) -> Option<Vec<SectionName>> {
        const LONGEST: usize = 80;
        let folded = fold_label(label);
        let mut names: Vec<SectionName> =
            self.contains.iter().filter(|(word, _)| folded.contains(word.as_str())).map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        (!names.is_empty() && label.chars().count() <= LONGEST).then_some(names)
    }

    /// The heading that a language uses for a section; English where it has none.
    pub fn heading(&self, language: Language, section: SectionName) -> &str {
        self.headings
            .get(&(language, section))
            .or_else(|| self.headings.get(&(Language::En, section)))
            .map_or(section.name(), String::as_str)
    }

    /// The metadata field that a key names.
    pub fn field(&self, key: &str) -> Option<Field> {
        dresses(key).iter().find_map(|dress| self.fields.get(dress).copied())
    }

    /// The metadata field that a key of front matter names, in our dialect, another tool's or another language.
    pub fn field_of_key(&self, key: &str) -> Option<Field> {
        let folded = fold_key(key);
        let words = || self.field(&folded.replace('-', " "));
        Field::from_key(&folded).or_else(|| self.field(key)).or_else(words)
    }

    /// The field that a mistyped key was meant to name, and how its key is written.
    pub fn field_meant(&self, key: &str) -> Option<(Field, &str)> {
        let letters = near::letters(key);
        let near = self
            .keys()
            .iter()
            .filter_map(|(known, spelling, field)| Some((near::slips(&letters, known)?, *field, spelling.as_str())));
        near.min_by_key(|(slips, ..)| *slips).map(|(_, field, spelling)| (field, spelling))
    }

    fn keys(&self) -> &[(String, String, Field)] {
        self.keys.get_or_init(|| near::keys(&self.fields))
    }

    /// Whether a mistyped key can have been meant to name one field only.
    pub fn is_one_field(&self, key: &str) -> bool {
        let letters = near::letters(key);
        let mut near = self.keys().iter().filter(|(known, ..)| near::slips(&letters, known).is_some());
        let first = near.next().map(|(.., field)| field);
        near.all(|(.., field)| Some(field) == first)
    }

    /// The status that a word means.
    pub fn status(&self, word: &str) -> Option<Status> {
        dresses(word).iter().find_map(|dress| self.statuses.get(dress).copied())
    }

    /// The status that a word means, if it speaks of the document and of nothing else: `확정`, and not `완료`, which may
    /// be said of the incident or its actions.
    pub fn status_certain(&self, word: &str) -> Option<Status> {
        let folded = fold_label(word);
        self.certain_statuses.contains(&folded).then(|| self.statuses.get(&folded).copied()).flatten()
    }

    /// The kind of postmortem that a word means.
    pub fn kind(&self, word: &str) -> Option<Kind> {
        self.kinds.get(&fold_label(word)).copied()
    }

    /// The rank (1 the worst) that a severity word means.
    pub fn severity(&self, word: &str) -> Option<u8> {
        self.severities.get(&fold_label(word)).copied()
    }

    /// Who may read a document, as a word says it.
    pub fn visibility(&self, word: &str) -> Option<Visibility> {
        self.visibilities.get(&fold_label(word)).copied()
    }

    /// The known value that a mistyped value of a field was meant to be.
    pub fn value_meant(&self, field: Field, value: &str) -> Option<&str> {
        match field {
            Field::Status => near::meant(value, self.statuses.keys()),
            Field::Kind => near::meant(value, self.kinds.keys()),
            Field::Severity => near::meant(value, self.severities.keys()),
            Field::Visibility => near::meant(value, self.visibilities.keys()),
            _ => None,
        }
    }

    /// Whether a mistyped value of a field can have been meant to be one known value only, however that is written.
    pub fn is_one_value(&self, field: Field, value: &str) -> bool {
        match field {
            Field::Status => near::is_one(value, &self.statuses),
            Field::Kind => near::is_one(value, &self.kinds),
            Field::Severity => near::is_one(value, &self.severities),
            Field::Visibility => near::is_one(value, &self.visibilities),
            _ => false,
        }
    }

    /// The column that a header cell names.
    pub fn column(&self, header: &str) -> Option<Column> {
        dresses(header).iter().find_map(|dress| self.columns.get(dress).copied())
    }

    /// The state that a word means.
    pub fn state(&self, word: &str) -> Option<ActionState> {
        self.states.get(word)
    }

    /// The type that a heading or cell means.
    pub fn action_kind(&self, word: &str) -> Option<ActionKind> {
        dresses(word).iter().find_map(|dress| self.types.get(dress).copied())
    }

    /// The type that a whole word means, as in `Prevent: …`.
    pub fn action_word(&self, word: &str) -> Option<ActionKind> {
        self.types.get(&fold_label(word)).copied()
    }

    /// Whether a header cell heads the times of a timeline.
    pub fn is_time_column(&self, header: &str) -> bool {
        dresses(header).iter().any(|dress| self.time_columns.contains(dress))
    }

    /// Whether a header cell heads the events of a timeline.
    pub fn is_text_column(&self, header: &str) -> bool {
        dresses(header).iter().any(|dress| self.text_columns.contains(dress))
    }

    /// The key moment that a folded text begins with or is marked by.
    pub fn mark(&self, text: &str) -> Option<Mark> {
        // No word is longer than that, whatever dress it wears.
        const LONGEST: usize = 60;
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let folded = fold_label(&text[..end]);
        let words = self.marks.get(&folded.chars().next()?)?;
        words.iter().find(|(word, _)| begins_with(&folded, word)).map(|(_, mark)| *mark)
    }

    /// The key moment that is all of a text's label, or all of the text: `Start`, `Started: errors rise`.
    pub fn lone_mark(&self, text: &str) -> Option<Mark> {
        let label = text.split([':', '：', '—', '–', '(', '（']).next()?.split(" - ").next()?;
        self.lone_marks.get(label.trim_end_matches(['.', '。', ' ', '*']))
    }

    /// Whether a whole text means that nothing was written yet.
    pub fn is_placeholder(&self, text: &str) -> bool {
        self.placeholders.contains(text)
    }

    /// What blames people instead of telling a cause.
    pub fn blame(&self) -> &Blame {
        &self.blame
    }

    /// What texts are by the way they tell.
    pub(super) fn telling(&self) -> &Telling {
        &self.telling
    }

    /// What templates say to the author.
    pub(super) fn guidance(&self) -> &Guidance {
        &self.guidance
    }

    /// Remembers a line of one of the repository's templates.
    pub(super) fn learn(&mut self, line: &str) {
        self.guidance.learn(line);
    }

    /// Whether a value says that there is none or that it is not known.
    pub fn is_nothing(&self, text: &str) -> bool {
        self.nothing.contains(text)
    }

    /// Whether a heading among actions heads something else: an explanation of their notation (`カテゴリの説明`, `범례`,
    /// `Legend`), principles, what was tested, what else was thought of.
    pub fn is_legend(&self, heading: &str) -> bool {
        let folded = fold_label(heading);
        let names_actions = self.strong.contains_key(&folded);
        let words = [
            "説明",
            "凡例",
            "범례",
            "설명",
            "说明",
            "說明",
            "图例",
            "圖例",
            "legend",
            "légende",
            "legende",
            "leyenda",
            "legenda",
            "trade-off",
            "considered",
        ];
        let begins = ["option ", "alternative", "옵션", "대안"].iter().any(|word| folded.starts_with(word));
        // As part of a longer heading they may well name work.
        let is_check = ["validation", "test coverage", "checklist"].contains(&folded.as_str());
        let names_else =
            begins || is_check || words.iter().any(|word| folded.ends_with(word)) || folded.contains("principles");
        !names_actions && names_else
    }

    /// Whether a label asks why, with or without a number: `왜 1`, `Why #2`, `なぜ3`.
    pub fn is_why(&self, label: &str) -> bool {
        let folded = fold_label(label);
        let bare = folded.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '#' | '(' | ')'));
        let bare = bare.trim_end_matches("번째").trim();
        self.why_words.contains(bare)
    }

    /// Whether running text tells what a section is for: a cause, what is done about it, what was learned.
    pub fn tells(&self, section: SectionName, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.phrases.iter().any(|(name, phrase)| *name == section && telling::says(&lower, phrase))
    }

    /// Whether a whole text says nothing that can be done: `improve monitoring`, `주의`.
    pub fn is_vague(&self, text: &str) -> bool {
        self.vague.is(text)
    }

    /// Whether a text tells that somebody or something noticed.
    pub fn tells_of_notice(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.noticed.iter().any(|phrase| lower.contains(phrase.as_str()))
    }

    /// Whether a text tells why something was decided against.
    pub fn tells_reason(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.reasons.iter().any(|phrase| lower.contains(phrase.as_str()))
    }

    /// Whether a word announces an owner, as in `(Owner: …)`.
    pub fn is_owner_word(&self, word: &str) -> bool {
        self.owner_words.contains(word)
    }

    /// Whether a word announces a due date.
    pub fn is_due_word(&self, word: &str) -> bool {
        self.due_words.contains(word)
    }
}

fn named(dresses: &[String], words: &HashMap<String, Vec<SectionName>>) -> Option<Vec<SectionName>> {
    dresses.iter().find_map(|dress| {
        let bare = without_subject(dress);
        words.get(dress).or_else(|| words.get(bare)).cloned().or_else(|| joined(dress, words))
    })
}

fn add_sections(into: &mut HashMap<String, Vec<SectionName>>, table: &BTreeMap<String, Vec<String>>) {
    for (name, words) in table {
        let Some(section) = SectionName::from_name(name) else { continue };
        for word in words {
            let names = into.entry(fold_label(word)).or_default();
            if !names.contains(&section) {
                names.push(section);
            }
        }
    }
}

fn add<T: Copy>(
    into: &mut HashMap<String, T>,
    table: &BTreeMap<String, Vec<String>>,
    named: impl Fn(&str) -> Option<T>,
) {
    for (name, words) in table {
        if let Some(value) = named(name) {
            for word in words {
                into.entry(fold_label(word)).or_insert(value);
            }
        }
    }
}

fn folded(words: Option<&Vec<String>>) -> impl Iterator<Item = String> + '_ {
    words.into_iter().flatten().map(|word| fold_label(word)).filter(|word| !word.is_empty())
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
