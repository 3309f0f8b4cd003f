//! A record into what other documents may want to know of it, a few hundred bytes, and back into a record that
//! has nothing else: no text, no sections, no timeline.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Entry, Mark, MarkKind, Node, Value};
use crate::postmortem::{
    Action, ActionKind, ActionState, Fact, Field, Kind, Language, Lexicon, Moments, Postmortem, Record, Severity,
    Status,
};
use crate::text::{RelPath, Span};

/// A text and the bytes it stands at.
type Text<'r> = (&'r str, usize, usize);
/// Year, month and day.
type Day = (i16, i8, i8);

/// What is kept of a record.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Digest<'r> {
    /// Where its Markdown begins.
    body: usize,
    kind: Kind,
    language: Language,
    #[serde(borrow)]
    title: Text<'r>,
    #[serde(borrow)]
    id: Text<'r>,
    date: Option<(Day, usize, usize)>,
    status: Option<(Status, usize, usize)>,
    /// The entry of the front matter that says the status.
    #[serde(borrow)]
    status_entry: Option<(Text<'r>, Text<'r>)>,
    #[serde(borrow)]
    severity: Option<(u8, Text<'r>)>,
    #[serde(borrow)]
    fields: Vec<(Field, Vec<Text<'r>>)>,
    #[serde(borrow)]
    mentions: Vec<Text<'r>>,
    /// Links and pictures within the repository.
    #[serde(borrow)]
    links: Vec<(LinkKind, Text<'r>)>,
    #[serde(borrow)]
    actions: Vec<Promise<'r>>,
}

/// How a document names a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum LinkKind {
    Link,
    /// `[[…]]`
    Wiki,
    Picture,
}

/// What is kept of an action.
#[derive(Debug, Serialize, Deserialize)]
struct Promise<'r> {
    #[serde(borrow)]
    text: Text<'r>,
    line: usize,
    #[serde(borrow)]
    owner: Option<Text<'r>>,
    due: Option<(Day, usize, usize)>,
    closed: Option<Day>,
    kind: Option<ActionKind>,
    state: ActionState,
    #[serde(borrow)]
    reason: Option<&'r str>,
    #[serde(borrow)]
    ticket: Option<&'r str>,
    #[serde(borrow)]
    link: Option<&'r str>,
    /// Marked, tracked, stated, standing.
    flags: (bool, bool, bool, bool),
}

impl<'r> Digest<'r> {
    pub(super) fn of(record: &'r Record, lexicon: &Lexicon, pictures: &'r [(String, Span)]) -> Self {
        let postmortem = &record.postmortem;
        let severity = postmortem.severity.as_ref();
        Self {
            body: record.document.body,
            kind: postmortem.kind,
            language: postmortem.language,
            title: text(&postmortem.title),
            id: text(&postmortem.id),
            date: postmortem.date.as_ref().map(day),
            status: postmortem.status.as_ref().map(|fact| (fact.value, fact.span.start, fact.span.end)),
            status_entry: status_entry(&record.document, lexicon),
            severity: severity
                .map(|fact| (fact.value.rank, (fact.value.label.as_str(), fact.span.start, fact.span.end))),
            fields: postmortem.fields.iter().map(|(field, facts)| (*field, facts.iter().map(text).collect())).collect(),
            mentions: postmortem.mentions.iter().map(text).collect(),
            links: links(&record.document).chain(shown(pictures)).collect(),
            actions: postmortem.actions.iter().map(Promise::of).collect(),
        }
    }

    /// The record, as far as it is kept.
    pub(super) fn record(&self, path: RelPath, shown: String) -> Record {
        let fields = self.fields.iter().map(|(field, texts)| (*field, texts.iter().map(fact).collect()));
        let fields: std::collections::BTreeMap<Field, Vec<Fact<String>>> = fields.collect();
        let severity = self.severity.as_ref().map(|(rank, label)| {
            let label = fact(label);
            Fact::new(Severity { rank: *rank, label: label.value }, label.span)
        });
        let postmortem = Postmortem {
            kind: self.kind,
            title: fact(&self.title),
            id: fact(&self.id),
            date: self.date.and_then(dated),
            status: self.status.map(|(status, start, end)| Fact::new(status, Span::new(start, end))),
            severity,
            language: self.language,
            root_causes: fields.get(&Field::RootCauses).cloned().unwrap_or_default(),
            fields,
            actions: self.actions.iter().map(Promise::action).collect(),
            mentions: self.mentions.iter().map(fact).collect(),
            sections: Vec::new(),
            timeline: Vec::new(),
            communication: Vec::new(),
            whys: Vec::new(),
            fishbone: Vec::new(),
            checklists: Vec::new(),
            objectives: Vec::new(),
            moments: Moments::default(),
            lead: String::new(),
        };
        let marks = self.links.iter().map(|(kind, (to, start, end))| {
            let to = (*to).to_owned();
            let kind = match kind {
                LinkKind::Link => MarkKind::Link(to),
                LinkKind::Wiki => MarkKind::Wiki(to),
                LinkKind::Picture => MarkKind::Image(to),
            };
            Mark { kind, range: 0..0, span: Span::new(*start, *end) }
        });
        let document = Document::abridged(self.body, self.status_entry.iter().map(entry).collect(), marks.collect());
        Record { path, shown, document, postmortem }
    }
}

impl<'r> Promise<'r> {
    fn of(action: &'r Action) -> Self {
        Self {
            text: (&action.text, action.span.start, action.span.end),
            line: action.line,
            owner: action.owner.as_ref().map(text),
            due: action.due.as_ref().map(day),
            closed: action.closed.map(|date| (date.year(), date.month(), date.day())),
            kind: action.kind,
            state: action.state,
            reason: action.reason.as_deref(),
            ticket: action.ticket.as_deref(),
            link: action.link.as_deref(),
            flags: (action.marked, action.tracked, action.stated, action.standing),
        }
    }

    fn action(&self) -> Action {
        let Fact { value: text, span } = fact(&self.text);
        let (marked, tracked, stated, standing) = self.flags;
        Action {
            text,
            span,
            line: self.line,
            marked,
            owner: self.owner.as_ref().map(fact),
            due: self.due.and_then(dated),
            closed: self.closed.and_then(|(year, month, day)| Date::new(year, month, day).ok()),
            kind: self.kind,
            state: self.state,
            reason: self.reason.map(str::to_owned),
            tracked,
            stated,
            standing,
            ticket: self.ticket.map(str::to_owned),
            link: self.link.map(str::to_owned),
        }
    }
}

fn text(fact: &Fact<String>) -> Text<'_> {
    (&fact.value, fact.span.start, fact.span.end)
}

fn fact(&(text, start, end): &Text<'_>) -> Fact<String> {
    Fact::new(text.to_owned(), Span::new(start, end))
}

fn day(fact: &Fact<Date>) -> (Day, usize, usize) {
    ((fact.value.year(), fact.value.month(), fact.value.day()), fact.span.start, fact.span.end)
}

fn dated(((year, month, day), start, end): (Day, usize, usize)) -> Option<Fact<Date>> {
    Date::new(year, month, day).ok().map(|date| Fact::new(date, Span::new(start, end)))
}

fn status_entry<'r>(document: &'r Document, lexicon: &Lexicon) -> Option<(Text<'r>, Text<'r>)> {
    let is_status = |entry: &&Entry| lexicon.field_of_key(&entry.key) == Some(Field::Status);
    let entry = document.front_matter.entries.iter().find(is_status)?;
    let Value::Text(value) = &entry.node.value else { return None };
    let (key, node) = (entry.key_span, entry.node.span);
    Some(((&entry.key, key.start, key.end), (value, node.start, node.end)))
}

fn entry((key, value): &(Text<'_>, Text<'_>)) -> Entry {
    let (key, value) = (fact(key), fact(value));
    Entry { key: key.value, key_span: key.span, node: Node { value: Value::Text(value.value), span: value.span } }
}

/// The links that may lead to other documents.
fn links(document: &Document) -> impl Iterator<Item = (LinkKind, Text<'_>)> {
    let mut found = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| {
            for mark in block.inlines().flat_map(|inline| &inline.marks) {
                let (kind, to) = match &mark.kind {
                    MarkKind::Link(to) if is_elsewhere_within(to) => (LinkKind::Link, to),
                    MarkKind::Wiki(to) => (LinkKind::Wiki, to),
                    _ => continue,
                };
                found.push((kind, (to.as_str(), mark.span.start, mark.span.end)));
            }
        });
    }
    found.into_iter()
}

/// The pictures that lie in the repository.
fn shown(pictures: &[(String, Span)]) -> impl Iterator<Item = (LinkKind, Text<'_>)> {
    let within = pictures.iter().filter(|(to, _)| is_elsewhere_within(to));
    within.map(|(to, span)| (LinkKind::Picture, (to.as_str(), span.start, span.end)))
}

/// Whether a link leads to another file of the repository.
fn is_elsewhere_within(to: &str) -> bool {
    !to.is_empty() && !to.starts_with('#') && !to.contains("://")
}
