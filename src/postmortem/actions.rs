//! Tables, task lists, bullets and front matter into actions.

use super::action_text::{self, Said};
use super::content::is_placeholder;
use super::lexicon::Column;
use super::moment::date_in;
use super::outline::{BOLD, Outline, split_label};
use super::sections::Effective;
use super::{Action, ActionKind, ActionState, Fact, Lexicon, SectionName};
use crate::document::{Block, BlockKind, Document, Inline, Item, Node, Row, Table};
use crate::text::{Span, fold_key};

/// Every action of a document, in its order.
pub(super) fn actions(
    document: &Document,
    outline: &Outline<'_>,
    effective: &Effective,
    lexicon: &Lexicon,
) -> Vec<Action> {
    let mut found = Collector {
        lexicon,
        kind: None,
        state: None,
        owner: None,
        strict: false,
        boxed: false,
        actions: from_front_matter(document, lexicon),
    };
    let mut prose: Vec<(&Block, Option<ActionKind>, Option<ActionState>)> = Vec::new();
    for (index, (part, names)) in outline.parts.iter().zip(effective).enumerate() {
        if !names.contains(&SectionName::Actions) {
            continue;
        }
        found.kind = lexicon.action_kind(&part.label);
        found.state = lexicon.state(&part.label);
        found.owner = None;
        found.strict = names.len() > 1 || lexicon.is_legend(&part.label);
        if let Some(rest) = &part.rest {
            found.inline(rest, None);
        }
        part.blocks.iter().for_each(|block| found.block(block));
        let in_lists =
            part.blocks.iter().any(|block| matches!(block.kind, BlockKind::List { .. } | BlockKind::Table(_)));
        if !in_lists && !found.strict && is_leaf(outline, index) {
            if part.level == BOLD {
                part.blocks.iter().for_each(|block| found.prose(block));
            } else {
                prose.extend(part.blocks.iter().map(|block| (*block, found.kind, found.state)));
            }
        }
    }
    // Only where there is no list at all: beside lists, prose explains.
    if found.actions.is_empty() {
        for (block, kind, state) in prose {
            (found.kind, found.state) = (kind, state);
            found.prose(block);
        }
    }
    found.actions.iter_mut().for_each(|action| place(action, document));
    found.actions
}

/// Says where an action stands, and in what.
fn place(action: &mut Action, document: &Document) {
    let source = action.span.slice(&document.text).trim_start();
    let before = document.text[..action.span.start].rsplit('\n').next().unwrap_or_default();
    let has_box = source.starts_with("[ ]") || before.trim_end().ends_with("[ ]");
    action.marked = has_box || source.starts_with('|') || before.trim_start().starts_with('|');
    action.line = document.line(action.span);
}

/// Whether no other part is nested in a part.
fn is_leaf(outline: &Outline<'_>, index: usize) -> bool {
    outline.parts.get(index + 1).is_none_or(|next| next.parent != Some(index))
}

/// `actions: [{text: …, owner: …, due: …, state: …, type: …, link: …}]`
fn from_front_matter(document: &Document, lexicon: &Lexicon) -> Vec<Action> {
    let entry = document.front_matter.entries.iter().find(|entry| fold_key(&entry.key) == "actions");
    let Some(crate::document::Value::List(nodes)) = entry.map(|entry| &entry.node.value) else { return Vec::new() };
    nodes.iter().filter_map(|node| from_node(node, lexicon)).collect()
}

fn from_node(node: &Node, lexicon: &Lexicon) -> Option<Action> {
    let get = |keys: &[&str]| {
        let entry = node.entries().iter().find(|entry| keys.contains(&fold_key(&entry.key).as_str()))?;
        entry.node.texts().first().map(|(text, span)| Fact::new((*text).to_owned(), *span))
    };
    let text = get(&["text", "title", "action", "description", "what"])
        .or_else(|| node.texts().first().map(|(text, span)| Fact::new((*text).to_owned(), *span)))?;
    let state = get(&["state", "status"]).and_then(|fact| lexicon.state(&fact.value));
    Some(Action {
        text: text.value,
        span: node.span,
        line: 0,
        marked: false,
        owner: get(&["owner", "assignee", "who"]),
        due: get(&["due", "due-date", "deadline"]).and_then(|fact| date_fact(&fact)),
        closed: get(&["closed", "done-at"]).and_then(|fact| date_in(&fact.value).map(|(date, _)| date)),
        kind: get(&["type", "kind"]).and_then(|fact| lexicon.action_kind(&fact.value)),
        state: state.unwrap_or(ActionState::Open),
        stated: state.is_some(),
        standing: false,
        reason: get(&["reason", "dropped-because"]).map(|fact| fact.value),
        tracked: true,
        ticket: get(&["ticket", "issue", "id"]).map(|fact| fact.value),
        link: get(&["link", "url"]).map(|fact| fact.value),
    })
}

fn date_fact(fact: &Fact<String>) -> Option<Fact<jiff::civil::Date>> {
    date_in(&fact.value).map(|(date, _)| Fact::new(date, fact.span))
}

/// A paragraph of fewer characters (`See above.`, `None so far.`) promises nothing.
const SHORTEST_PROSE: usize = 40;

struct Collector<'l> {
    lexicon: &'l Lexicon,
    /// From the heading above.
    kind: Option<ActionKind>,
    /// From a heading such as `Done` or `완료된 항목`.
    state: Option<ActionState>,
    /// From a bold line of initials or a handle above a list.
    owner: Option<Fact<String>>,
    /// Under a heading that carries another section too (`교훈과 다음 단계`) or explains the table: only what has a box, an owner, a
    /// date or a ticket is an action.
    strict: bool,
    /// In a list of which most items have boxes.
    boxed: bool,
    actions: Vec<Action>,
}

impl Collector<'_> {
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Table(table) => self.table(table),
            BlockKind::List { items, .. } => self.list(items),
            BlockKind::Paragraph(text) => self.label(text),
            BlockKind::Quote(blocks) | BlockKind::Admonition { blocks, .. } => {
                blocks.iter().for_each(|block| self.block(block));
            }
            _ => {}
        }
    }

    /// A paragraph of a section that has no list: what it says is what was promised, unless it only introduces
    /// something.
    fn prose(&mut self, block: &Block) {
        if let BlockKind::Paragraph(text) = &block.kind
            && !text.text.trim_end().ends_with([':', '：'])
            && text.text.chars().count() > SHORTEST_PROSE
        {
            self.inline(text, None);
        }
    }

    /// A paragraph between lists: a type (`**Prevention**`), a state, or who owns what follows.
    fn label(&mut self, text: &Inline) {
        let words = text.text.trim().trim_end_matches([':', '：']);
        if let Some(kind) = self.lexicon.action_kind(words) {
            self.kind = Some(kind);
        } else if let Some(state) = self.lexicon.state(words) {
            self.state = Some(state);
        } else if split_label(text).is_some_and(|(label, _)| self.lexicon.is_legend(&label.text)) {
            // What speaks for and against an option is nothing to do.
            self.strict = true;
        } else if is_owner_line(text) {
            self.owner = Some(Fact::new(words.to_owned(), text.span));
        }
    }

    /// Where most items have boxes, what has none is a remark between them.
    fn list(&mut self, items: &[Item]) {
        let boxes = items.iter().filter(|item| item.task.is_some()).count();
        let before = self.boxed;
        self.boxed = boxes >= 2 && boxes * 2 > items.len();
        items.iter().for_each(|item| self.item(item));
        self.boxed = before;
    }

    fn item(&mut self, item: &Item) {
        let mut blocks = item.blocks.iter();
        let Some(Block { kind: BlockKind::Paragraph(text), .. }) = blocks.next() else {
            item.blocks.iter().for_each(|block| self.block(block));
            return;
        };
        if item.task.is_none() && self.is_group(text, item) {
            let (kind, owner) = (self.kind, self.owner.clone());
            self.label(text);
            item.blocks[1..].iter().for_each(|block| self.block(block));
            (self.kind, self.owner) = (kind, owner);
            return;
        }
        self.inline(text, item.task);
        // What is nested explains the action, unless it has boxes of its own.
        for block in blocks {
            if let BlockKind::List { items, .. } = &block.kind {
                if items.iter().any(|item| item.task.is_some()) {
                    self.block(block);
                } else {
                    self.details(items);
                }
            }
        }
    }

    /// Whether an item only heads the items nested in it: it ends with a colon or names a type or owner.
    fn is_group(&self, text: &Inline, item: &Item) -> bool {
        let nested = item.blocks[1..].iter().any(|block| matches!(block.kind, BlockKind::List { .. }));
        let words = text.text.trim();
        // `Keep the suites split between:` is one rule, of which the items nested in it are parts.
        let is_rule = self.lexicon.telling().is_rule(words.trim_end_matches([':', '：']));
        nested
            && (is_short_label(words) && !is_rule || self.lexicon.action_word(words).is_some() || is_owner_line(text))
    }

    /// `Owner: …` and `Due: …` as bullets below the action.
    fn details(&mut self, items: &[Item]) {
        let Some(action) = self.actions.last_mut() else { return };
        for text in items.iter().filter_map(|item| item.blocks.first()).flat_map(Block::inlines) {
            let Some((key, value)) = text.text.split_once([':', '：']) else { continue };
            if self.lexicon.is_owner_word(key) && action.owner.is_none() && !self.lexicon.is_nothing(value) {
                action.owner = Some(Fact::new(value.trim().to_owned(), text.span));
            } else if self.lexicon.is_due_word(key) && action.due.is_none() {
                action.due = date_in(value).map(|(date, _)| Fact::new(date, text.span));
            } else if self.lexicon.column(key) == Some(Column::Status) {
                let said = self.lexicon.state(value);
                action.state = said.unwrap_or(action.state);
                action.stated |= said.is_some();
            }
        }
    }

    fn inline(&mut self, text: &Inline, task: Option<bool>) {
        let said = action_text::read(text, self.lexicon);
        let says_nothing = self.lexicon.is_nothing(&said.text) || is_placeholder(said.text.trim(), self.lexicon);
        if said.text.trim().is_empty() || says_nothing {
            return;
        }
        // `#3` alone is the third row of the table above.
        let ticket = said.ticket.as_deref().is_some_and(|ticket| !ticket.starts_with('#') || said.link.is_some());
        let said_of_it = said.owner.is_some() || said.due.is_some() || ticket;
        let marked = task.is_some() || said_of_it;
        // A box before a question is one of a checklist for others.
        let asks = said.text.trim_end().ends_with(['?', '？']) && !said_of_it;
        let is_remark = self.boxed && !marked && said.state.is_none();
        // A note that names the ticket of a row above is no promise of its own.
        let is_promise = task.is_some() || said.owner.is_some() || said.due.is_some();
        if self.strict && !is_promise || self.boxed && asks || is_remark {
            return;
        }
        let ticked = task.map(|done| if done { ActionState::Done } else { ActionState::Open });
        let stated = said.state.or(ticked).or(self.state).is_some();
        let state = match (said.state, ticked) {
            (Some(ActionState::Dropped), _) => ActionState::Dropped,
            (_, Some(ticked)) => ticked,
            (Some(said), None) => said,
            (None, None) => self.state.unwrap_or(ActionState::Open),
        };
        self.push(said, text.span, state, stated);
    }

    fn push(&mut self, said: Said, span: Span, state: ActionState, stated: bool) {
        self.actions.push(Action {
            standing: !stated && self.lexicon.telling().is_rule(&said.text),
            text: said.text,
            span,
            line: 0,
            marked: false,
            owner: said.owner.or_else(|| self.owner.clone()),
            due: said.due,
            closed: said.closed,
            kind: said.kind.or(self.kind),
            state,
            reason: said.reason,
            tracked: true,
            stated,
            ticket: said.ticket,
            link: said.link,
        });
    }

    fn table(&mut self, table: &Table) {
        let columns: Vec<Option<Column>> = table.head.iter().map(|cell| self.lexicon.column(&cell.text)).collect();
        let known = columns.iter().flatten().count();
        let Some(text) = text_column(&columns, table).filter(|_| known > 0) else { return };
        for row in &table.rows {
            self.row(row, &columns, text);
        }
    }

    fn row(&mut self, row: &Row, columns: &[Option<Column>], text: usize) {
        let cell = |wanted: Column| {
            let index = columns.iter().position(|column| *column == Some(wanted))?;
            row.cells.get(index).filter(|cell| !self.lexicon.is_nothing(&cell.text))
        };
        let says_something = |cell: &&Inline| cell.text.contains(char::is_alphanumeric);
        let Some(text) = row.cells.get(text).filter(says_something) else { return };
        let said = action_text::read(text, self.lexicon);
        let link = row.cells.iter().find_map(action_text::link);
        let id = cell(Column::Ticket).or(cell(Column::Id)).map(|cell| cell.text.trim().to_owned());
        let kind = cell(Column::Type).and_then(|cell| self.lexicon.action_kind(&cell.text));
        let state = cell(Column::Status).and_then(|cell| status(cell, self.lexicon)).or(said.state).or(self.state);
        let action = Action {
            text: said.text,
            span: row.span,
            line: 0,
            marked: true,
            owner: cell(Column::Owner).map(fact).or(said.owner),
            due: cell(Column::Due).map(fact).and_then(|fact| date_fact(&fact)).or(said.due),
            closed: cell(Column::Closed).and_then(|cell| date_in(&cell.text)).map(|(date, _)| date),
            kind: kind.or(said.kind).or_else(|| id.as_deref().and_then(kind_of_id)).or(self.kind),
            state: state.unwrap_or(ActionState::Open),
            reason: cell(Column::Status).and_then(|cell| action_text::reason(&cell.text, self.lexicon)).or(said.reason),
            stated: state.is_some(),
            standing: false,
            tracked: state.is_some() || cell(Column::Status).is_some(),
            ticket: id.or(said.ticket),
            link: link.or(said.link),
        };
        self.actions.push(action);
    }
}

fn fact(cell: &Inline) -> Fact<String> {
    Fact::new(cell.text.trim().replace('\n', " "), cell.span)
}

/// A status cell: a known word, one with a reason behind it, or a mark.
fn status(cell: &Inline, lexicon: &Lexicon) -> Option<ActionState> {
    let text = cell.text.trim();
    let first = text.split([':', '：', '(', '（', ',', '\n', '-', '/']).next().unwrap_or_default();
    let word = first.split_whitespace().next().unwrap_or_default();
    let marked =
        [('✅', ActionState::Done), ('☑', ActionState::Done), ('✔', ActionState::Done), ('❌', ActionState::Dropped)];
    lexicon
        .state(text)
        .or_else(|| lexicon.state(first))
        .or_else(|| lexicon.state(word))
        .or_else(|| marked.iter().find(|(mark, _)| text.contains(*mark)).map(|(_, state)| *state))
}

/// A few words and a colon: a heading for what is nested below. A whole sentence that ends so is an action of its
/// own, and what is nested spells it out.
fn is_short_label(words: &str) -> bool {
    const WORDS: usize = 6;
    const LETTERS: usize = 40;
    let bare = words.trim_end_matches([':', '：']);
    // `Analyze new logs for:` is a task, and what is nested says what to look for.
    let is_task = bare.to_lowercase().ends_with(" for");
    bare.len() < words.len() && !is_task && bare.split_whitespace().count() <= WORDS && bare.chars().count() <= LETTERS
}

/// `P-1` prevents, `D-1` detects, `M-1` mitigates.
fn kind_of_id(id: &str) -> Option<ActionKind> {
    match id.split_once('-')?.0 {
        "P" => Some(ActionKind::Prevent),
        "D" => Some(ActionKind::Detect),
        "M" => Some(ActionKind::Mitigate),
        _ => None,
    }
}

/// The column of the actions: named so, else the unknown column with the most text.
fn text_column(columns: &[Option<Column>], table: &Table) -> Option<usize> {
    let named = columns.iter().position(|column| *column == Some(Column::Text));
    named.or_else(|| {
        let unknown = (0..columns.len()).filter(|&index| columns[index].is_none());
        let length = |index: usize| {
            table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| cell.text.len()).sum::<usize>()
        };
        unknown.max_by_key(|&index| (length(index), std::cmp::Reverse(index)))
    })
}

/// `**GE/RK**`, `**@kim**`, `@team-a:`: a bold line of initials, or handles and nothing else.
fn is_owner_line(text: &Inline) -> bool {
    let words = text.text.trim().trim_end_matches([':', '：']);
    let handles = !words.is_empty() && words.split([' ', ',', '/']).all(|word| word.starts_with('@') && word.len() > 1);
    let initials = words.len() <= 12
        && words
            .split(['/', ',', ' ', '&'])
            .all(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase()));
    handles || (initials && text.leading_strong().is_some_and(|range| range.len() >= words.len()))
}
