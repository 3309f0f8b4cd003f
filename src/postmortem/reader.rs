//! All of it together: one document into one record.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::identity::{self, Hint};
use super::metadata::{self, Fields};
use super::moment::date_in;
use super::outline::{Outline, outline};
use super::sections::{self, Effective};
use super::severity::severity_rank;
use super::{
    Action, Carrier, Fact, Field, Kind, Lexicon, Postmortem, Record, Section, SectionName, Severity, Status, actions,
    moments, timeline,
};
use super::{checklist, fishbone, objective, prose, whys};
use crate::document::{BlockKind, Document};
use crate::text::{RelPath, Span};

/// What a repository may say about how its documents are to be understood.
#[derive(Debug, Clone, Default)]
pub struct ReaderOptions {
    /// Headings of its own, by section name.
    pub section_aliases: BTreeMap<String, Vec<String>>,
    /// Its words for severities, worst first; empty for the usual ones.
    pub severities: Vec<String>,
    /// Whether text before the first section counts as the summary.
    pub lead_paragraph_is_summary: bool,
}

/// Reads documents as postmortems. Made once; reading borrows it, from any thread.
#[derive(Debug)]
pub struct Reader {
    lexicon: Lexicon,
    options: ReaderOptions,
}

impl Reader {
    /// A reader with the words of all languages and of the repository.
    pub fn new(options: ReaderOptions) -> Self {
        Self { lexicon: Lexicon::new(&options.section_aliases), options }
    }

    /// Learns a template of the repository: its text is no content where it still stands in a document.
    pub fn learn_template(&mut self, template: &Document) {
        super::content::lines(template).iter().for_each(|line| self.lexicon.learn(line));
    }

    /// The words it knows.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Understands a document.
    pub fn read(&self, path: RelPath, shown: String, document: Document, hint: Hint) -> Record {
        let postmortem = self.understand(&path, &document, hint);
        Record { path, shown, document, postmortem }
    }

    /// The actions alone, of another version of a postmortem.
    pub fn actions(&self, text: String) -> Vec<Action> {
        let document = Document::parse(text);
        let titled = document.front_matter.entries.iter().any(|entry| entry.key.eq_ignore_ascii_case("title"));
        let outline = outline(&document, &self.lexicon, titled);
        actions::actions(&document, &outline, &sections::effective(&outline), &self.lexicon)
    }

    fn understand(&self, path: &RelPath, document: &Document, hint: Hint) -> Postmortem {
        let lexicon = &self.lexicon;
        let declared = metadata::from_front_matter(document, lexicon);
        let titled = document.front_matter.entries.iter().any(|entry| entry.key.eq_ignore_ascii_case("title"));
        let outline = outline(document, lexicon, titled);
        let effective = sections::effective(&outline);
        let kind = identity::kind(path, hint, &declared, &outline, document, lexicon);
        let mut fields = declared;
        let mut kind = kind;
        if kind.is_postmortem() {
            for (field, facts) in metadata::from_body(&outline, &effective, lexicon) {
                fields.entry(field).or_insert(facts);
            }
            let told = fields.get(&Field::Kind).and_then(|facts| lexicon.kind(&facts.first()?.value));
            kind = told.unwrap_or(kind);
        }
        let language = identity::language(path, &fields, document);
        let title = identity::title(path, &fields, &outline, document, language);
        let id = identity::id(path, &fields, &outline);
        let date = date(path, &fields, &title);
        let day = date.as_ref().map(|fact| fact.value);
        let timeline = facts_of(kind, || timeline::entries(&outline, &effective, SectionName::Timeline, day, lexicon));
        let date = date.or_else(|| timeline.iter().find_map(|entry| Some(Fact::new(entry.moment.date?, entry.span))));
        let sections = self.sections(document, &outline, &effective);
        Postmortem {
            kind,
            status: status(&fields, document, lexicon),
            severity: self.severity(&fields),
            moments: moments::moments(&fields, &timeline, date.as_ref().map(|fact| fact.value), lexicon),
            actions: facts_of(kind, || actions::actions(document, &outline, &effective, lexicon)),
            root_causes: fields.get(&Field::RootCauses).cloned().unwrap_or_default(),
            communication: facts_of(kind, || {
                timeline::entries(&outline, &effective, SectionName::Communication, day, lexicon)
            }),
            whys: whys::whys(document, &outline, &effective, lexicon),
            fishbone: fishbone::bones(&outline, &effective),
            checklists: checklist::checklists(&outline, &effective),
            objectives: objective::objectives(document, &fields),
            mentions: identity::mentions(document, &id.value),
            lead: lead(kind, document, &fields, &sections),
            title,
            id,
            date,
            language,
            sections,
            timeline,
            fields,
        }
    }

    fn sections(&self, document: &Document, outline: &Outline<'_>, effective: &Effective) -> Vec<Section> {
        let mut sections =
            sections::sections(outline, effective, &self.lexicon, self.options.lead_paragraph_is_summary);
        sections.extend(prose::sections(outline, &self.lexicon));
        let declared = in_front_matter(document, &sections);
        if declared.iter().any(|section| section.name == SectionName::Summary) {
            sections.retain(|section| section.carrier != Carrier::LeadProse || section.name != SectionName::Summary);
        }
        sections.extend(declared);
        sections.sort_by_key(|section| section.span.start);
        sections
    }

    fn severity(&self, fields: &Fields) -> Option<Fact<Severity>> {
        let fact = fields.get(&Field::Severity)?.first()?;
        let rank = severity_rank(&fact.value, &self.options.severities, &self.lexicon)?;
        Some(Fact::new(Severity { rank, label: fact.value.clone() }, fact.span))
    }
}

/// Events and promises are facts of an incident: what a guide or a template lists under such a heading is none.
fn facts_of<T>(kind: Kind, read: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if kind.is_postmortem() { read() } else { Vec::new() }
}

/// Where the text of a section stands in front matter: `summary: …`, `root_cause: …`, `lessons: …`.
fn in_front_matter(document: &Document, found: &[Section]) -> Vec<Section> {
    const LONG: usize = 20;
    let named = [
        ("summary", SectionName::Summary),
        ("tldr", SectionName::Summary),
        ("lessons", SectionName::Lessons),
        ("actions", SectionName::Actions),
    ];
    let mut sections = Vec::new();
    for entry in &document.front_matter.entries {
        let Some((_, name)) = named.iter().find(|(key, _)| entry.key.eq_ignore_ascii_case(key)) else { continue };
        let text = entry.node.span.slice(&document.text);
        let characters = text.chars().filter(|c| !c.is_whitespace()).count();
        if characters >= LONG
            && !found.iter().any(|section| section.name == *name && section.carrier != Carrier::LeadProse)
        {
            sections.push(Section {
                name: *name,
                heading: entry.key.clone(),
                span: entry.key_span,
                carrier: Carrier::FrontMatter,
                level: 0,
                body: entry.node.span,
                characters,
                words: super::content::half_words(text).div_ceil(2),
                placeholders: Vec::new(),
                left: Vec::new(),
            });
        }
    }
    sections
}

/// The day: `date`, else the begin, else the title, else the file's name (which often tells the day of writing).
fn date(path: &RelPath, fields: &Fields, title: &Fact<String>) -> Option<Fact<Date>> {
    let from = |field| {
        let fact: &Fact<String> = fields.get(&field)?.first()?;
        date_in(&fact.value).map(|(date, _)| Fact::new(date, fact.span))
    };
    let folder = path.parent().rsplit('/').next().unwrap_or_default();
    // `2026-03/03-04-slow.md`: the folder and the file tell the day together.
    let both = format!("{folder}-{}", path.stem());
    let in_path = [path.stem(), folder, &both].into_iter().find_map(date_in);
    from(Field::Date)
        .or_else(|| from(Field::Started))
        // `影響期間 | 2026-03-28 〜 2026-03-29`
        .or_else(|| from(Field::Duration))
        .or_else(|| date_in(&title.value).map(|(date, _)| Fact::new(date, title.span)))
        .or_else(|| in_path.map(|(date, _)| Fact::new(date, Span::at(0))))
        .or_else(|| from(Field::Detected))
        .or_else(|| from(Field::Resolved))
        .or_else(|| from(Field::Published))
}

fn status(fields: &Fields, document: &Document, lexicon: &Lexicon) -> Option<Fact<Status>> {
    if let Some(fact) = fields.get(&Field::Status).and_then(|facts| facts.first()) {
        let first = fact.value.split([',', '(', '（', '-', '—', ';', '.', '。']).next().unwrap_or_default();
        return lexicon
            .status(&fact.value)
            .or_else(|| lexicon.status(first))
            .map(|status| Fact::new(status, fact.span));
    }
    document.front_matter.entries.iter().find_map(|entry| match (entry.key.as_str(), &entry.node.value) {
        ("draft", crate::document::Value::Bool(true)) | ("published", crate::document::Value::Bool(false)) => {
            Some(Fact::new(Status::Draft, entry.key_span))
        }
        _ => None,
    })
}

/// The first words of the summary, or of the description.
fn lead(kind: Kind, document: &Document, fields: &Fields, sections: &[Section]) -> String {
    const LONGEST: usize = 240;
    let whole = Span::new(document.body, document.text.len());
    let is_summary = |section: &&Section| kind.is_postmortem() && section.name == SectionName::Summary;
    let summary = sections.iter().find(is_summary);
    let prose = summary.and_then(|section| match section.carrier {
        Carrier::FrontMatter => fields.get(&Field::Summary)?.first().map(|fact| fact.value.clone()),
        _ => first_prose(document, section.body),
    });
    let text = prose.or_else(|| fields.get(&Field::Description)?.first().map(|fact| fact.value.clone()));
    let text = text.or_else(|| first_prose(document, whole).filter(|_| !kind.is_postmortem()));
    let text = text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&text, LONGEST)
}

fn first_prose(document: &Document, body: Span) -> Option<String> {
    let mut found = None;
    for block in document.blocks.iter().filter(|block| body.start <= block.span.end && block.span.start < body.end) {
        block.walk(&mut |block| {
            if found.is_none()
                && let BlockKind::Paragraph(text) = &block.kind
                && text.text.chars().count() > 10
                && block.span.start >= body.start
            {
                found = Some(text.text.clone());
            }
        });
    }
    found
}

/// At most `longest` characters, cut at the end of a sentence or word.
fn cut(text: &str, longest: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let head = &text[..end];
    // `4.1 s` ends no sentence.
    let ends = |&(at, mark): &(usize, &str)| mark == "。" || text[at + 1..].starts_with(char::is_whitespace);
    let sentence = head.rmatch_indices(['.', '。']).find(ends).map(|(at, _)| at).filter(|&at| at * 2 > head.len());
    match sentence {
        Some(at) => {
            let width = text[at..].chars().next().map_or(1, char::len_utf8);
            text[..at + width].to_owned()
        }
        _ => format!("{}…", head.rsplit_once(' ').map_or(head, |(before, _)| before)),
    }
}
