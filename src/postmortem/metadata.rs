//! Facts about the incident from front matter, and from the tables, `Key: value` lines, bullets and quotes
//! that most real documents have instead.

use std::collections::BTreeMap;

use super::outline::{Outline, split_label};
use super::sections::Effective;
use super::{Fact, Field, Lexicon, SectionName};
use crate::document::{Block, BlockKind, Document, Entry, Inline, Item, MarkKind, Node, Table, Value};
use crate::text::{Span, fold_key};

/// Values as written, by field.
pub(super) type Fields = BTreeMap<Field, Vec<Fact<String>>>;

/// Everything that front matter says.
pub(super) fn from_front_matter(document: &Document, lexicon: &Lexicon) -> Fields {
    let mut fields = Fields::new();
    entries(document).for_each(|entry| add(&mut fields, &entry.key, &entry.node, lexicon));
    fields
}

/// The entries of front matter that may be fields: at the top, and where Zola and Hugo keep a site's own.
pub fn entries(document: &Document) -> impl Iterator<Item = &Entry> {
    document.front_matter.entries.iter().flat_map(|entry| match &entry.node.value {
        Value::Map(inner) if matches!(fold_key(&entry.key).as_str(), "taxonomies" | "params" | "extra") => inner,
        _ => std::slice::from_ref(entry),
    })
}

fn add(fields: &mut Fields, key: &str, node: &Node, lexicon: &Lexicon) {
    let Some(field) = lexicon.field_of_key(key) else { return };
    // Two keys of one field (`title` and `linkTitle`): the canonical one wins, else the first.
    if fields.contains_key(&field) && fold_key(key) != field.key() {
        return;
    }
    let values: Vec<Fact<String>> = node
        .texts()
        .into_iter()
        .flat_map(|(text, span)| split(field, text, span, true))
        .filter(|fact| !fact.value.is_empty())
        .collect();
    if !values.is_empty() {
        fields.insert(field, values);
    }
}

/// One text into the values of a list field.
fn split(field: Field, text: &str, span: Span, spaces: bool) -> Vec<Fact<String>> {
    let whole = || vec![Fact::new(text.trim().to_owned(), span)];
    if !field.is_list() {
        return whole();
    }
    let pieces = pieces(field, text, spaces);
    pieces.into_iter().filter(|piece| !piece.is_empty()).map(|piece| Fact::new(piece, span)).collect()
}

/// The values of a list in one text: commas and their like outside parentheses, words between names, and
/// spaces between tags. What stands in parentheses behind a value, and addresses behind a name, is left out.
fn pieces(field: Field, text: &str, spaces: bool) -> Vec<String> {
    let people = matches!(field, Field::Authors | Field::Reviewers | Field::Attendees);
    let mut bare = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '（' | '<' => depth += 1,
            ')' | '）' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    if people {
        for word in [" and ", " og ", " und ", " et ", " y ", " e ", " & "] {
            bare = bare.replace(word, ",");
        }
    }
    let separators = [',', '、', '，', ';', '·'];
    if spaces && field == Field::Tags && !bare.contains(separators) {
        return bare.split_whitespace().map(str::to_owned).collect();
    }
    let address = |word: &&str| !(people && word.contains('@') && !word.starts_with('@'));
    bare.split(separators).map(|piece| piece.split_whitespace().filter(address).collect::<Vec<_>>().join(" ")).collect()
}

/// What the body says, outside the sections where such lines mean something else. The first mention of a
/// field counts.
pub(super) fn from_body(outline: &Outline<'_>, effective: &Effective, lexicon: &Lexicon) -> Fields {
    let mut found = Vec::new();
    outline.lead.iter().for_each(|block| pairs(block, lexicon, &mut found));
    for (part, names) in outline.parts.iter().zip(effective) {
        if let (Some(field), Some(rest)) = (lexicon.field(&part.label), &part.rest)
            && part.level >= super::outline::BOLD
        {
            found.push((field, Fact::new(first_line(rest), rest.span)));
        }
        // `### Severity: Medium`
        if let Some((key, value)) = part.label.split_once([':', '：'])
            && part.rest.is_none()
            && let Some(field) = lexicon.field(key)
            && !value.trim().is_empty()
        {
            found.push((field, Fact::new(value.trim().to_owned(), part.span)));
        }
        if names.iter().all(|name| may_hold_metadata(*name)) {
            part.blocks.iter().for_each(|block| pairs(block, lexicon, &mut found));
        }
    }
    let mut fields = Fields::new();
    for (field, fact) in found {
        if lexicon.is_nothing(&fact.value) || fields.contains_key(&field) {
            continue;
        }
        let values = split(field, &fact.value, fact.span, false);
        fields.insert(field, values);
    }
    fields
}

fn may_hold_metadata(name: SectionName) -> bool {
    matches!(
        name,
        SectionName::Summary
            | SectionName::Impact
            | SectionName::Supporting
            | SectionName::Attendees
            | SectionName::Detection
    )
}

/// The key-value pairs of a block.
fn pairs(block: &Block, lexicon: &Lexicon, found: &mut Vec<(Field, Fact<String>)>) {
    match &block.kind {
        BlockKind::Table(table) => from_table(table, lexicon, found),
        BlockKind::Paragraph(text) => from_lines(text, lexicon, found),
        BlockKind::List { items, .. } => items.iter().for_each(|item| from_item(item, lexicon, found)),
        BlockKind::Quote(blocks) | BlockKind::Admonition { blocks, .. } => {
            blocks.iter().for_each(|block| pairs(block, lexicon, found));
        }
        _ => {}
    }
}

fn from_item(item: &Item, lexicon: &Lexicon, found: &mut Vec<(Field, Fact<String>)>) {
    for block in &item.blocks {
        pairs(block, lexicon, found);
    }
}

/// Two columns, key and value; or keys as the header of a single row.
fn from_table(table: &Table, lexicon: &Lexicon, found: &mut Vec<(Field, Fact<String>)>) {
    let head_fields = table.head.iter().filter(|cell| lexicon.field(&cell.text).is_some()).count();
    if table.rows.len() == 1 && head_fields >= 2 {
        for (key, value) in table.head.iter().zip(&table.rows[0].cells) {
            found.extend(lexicon.field(&key.text).map(|field| (field, fact(value))));
        }
        return;
    }
    let head = (table.head.len() == 2).then_some(table.head.as_slice());
    let rows = || head.into_iter().chain(table.rows.iter().map(|row| row.cells.as_slice()));
    let known = rows().filter(|cells| cells.first().is_some_and(|key| lexicon.field(&key.text).is_some())).count();
    for cells in rows() {
        if let [key, value, ..] = cells
            && cells.len() <= 3
            && !value.text.trim().is_empty()
        {
            found.extend(field(&key.text, known, lexicon).map(|field| (field, fact(value))));
        }
    }
}

/// The field of a key among `known` others. Words that usually head prose (`근본 원인`, `Trigger`) are keys only
/// in the company of at least two that are nothing else.
fn field(key: &str, known: usize, lexicon: &Lexicon) -> Option<Field> {
    const COMPANY: usize = 2;
    let own = lexicon.field(key).or_else(|| Field::from_key(&fold_key(key)).filter(|_| known >= COMPANY));
    own.or_else(|| match lexicon.sections(key)?.0.first()? {
        SectionName::RootCause if known >= COMPANY => Some(Field::RootCauses),
        SectionName::Trigger if known >= COMPANY => Some(Field::Trigger),
        _ => None,
    })
}

/// `Key: value` lines; the key may be bold, the colon full-width.
fn from_lines(text: &Inline, lexicon: &Lexicon, found: &mut Vec<(Field, Fact<String>)>) {
    let lines: Vec<Inline> = text.lines().map(|range| text.part(range)).collect();
    let known = lines.iter().filter(|line| pair(line, 0, lexicon).is_some()).count();
    for line in &lines {
        if let Some((field, value)) = pair(line, known, lexicon) {
            found.push((field, fact(&value)));
        }
    }
}

fn pair(line: &Inline, known: usize, lexicon: &Lexicon) -> Option<(Field, Inline)> {
    const LONGEST_KEY: usize = 40;
    if let Some((label, Some(value))) = split_label(line)
        && let Some(field) = field(&label.text, known, lexicon)
    {
        return Some((field, value));
    }
    let colon = line.text.find([':', '：'])?;
    let key = &line.text[..colon];
    let width = line.text[colon..].chars().next().map_or(1, char::len_utf8);
    if key.chars().count() > LONGEST_KEY {
        return None;
    }
    let value = line.part(colon + width..line.text.len());
    (!value.text.is_empty()).then_some(())?;
    field(key, known, lexicon).map(|field| (field, value))
}

fn fact(value: &Inline) -> Fact<String> {
    let value = &chosen(value).unwrap_or_else(|| value.clone());
    Fact::new(value.text.replace('\n', " ").trim().to_owned(), value.span)
}

/// `draft | in review | **final**`: the one of several choices that is bold.
fn chosen(value: &Inline) -> Option<Inline> {
    let is_choice = value.text.matches('|').count() > 0 || value.text.matches(" / ").count() > 0;
    let mut bold = value.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
    let only = bold.next().filter(|mark| is_choice && mark.range.len() < value.text.trim().len())?;
    bold.next().is_none().then(|| value.part(only.range.clone()))
}

fn first_line(text: &Inline) -> String {
    text.text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Whether a paragraph is only `Key: value` lines.
pub(super) fn is_metadata(text: &Inline, lexicon: &Lexicon) -> bool {
    let lines: Vec<Inline> = text.lines().map(|range| text.part(range)).filter(|line| !line.text.is_empty()).collect();
    let known = lines.iter().filter(|line| pair(line, 0, lexicon).is_some()).count();
    !lines.is_empty() && known * 2 >= lines.len()
}

/// Whether a quote or admonition is made of such lines.
pub(super) fn holds_metadata(block: &Block, lexicon: &Lexicon) -> bool {
    let mut found = Vec::new();
    pairs(block, lexicon, &mut found);
    found.len() >= 2
}
