//! The four founding documents, block by block, as a person sees them. They lie beside the project; where they
//! do not, the same holds for a guide of the demo.

mod support;

use std::collections::BTreeMap;

use pmdoc::document::{Block, BlockKind, Document, MarkKind};
use support::shared;

fn parse(name: &str) -> Option<Document> {
    let folder = shared("seeds")?;
    let file = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .find(|entry| entry.file_name().to_string_lossy().starts_with(name))?;
    Some(Document::parse(std::fs::read_to_string(file.path()).expect("UTF-8")))
}

/// How many blocks of each kind there are, nested ones included.
fn census(document: &Document) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for block in &document.blocks {
        block.walk(&mut |block| *counts.entry(name(block)).or_insert(0) += 1);
    }
    counts
}

fn name(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Heading { html: true, .. } => "html-heading",
        BlockKind::Heading { .. } => "heading",
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::List { .. } => "list",
        BlockKind::Table(_) => "table",
        BlockKind::Quote(_) => "quote",
        BlockKind::Admonition { .. } => "admonition",
        BlockKind::Code { .. } => "code",
        BlockKind::Comment(_) => "comment",
        BlockKind::Footnote(_) => "footnote",
        BlockKind::Rule => "rule",
    }
}

#[test]
fn the_practice_page_is_html_throughout_and_still_has_headings_and_lists() {
    let Some(document) = parse("000") else { return demo_guide() };
    let census = census(&document);
    assert_eq!(
        (census.get("html-heading"), census.get("heading"), census.get("code")),
        (Some(&5), None, None),
        "{census:?}"
    );
    let headings: Vec<String> = headings(&document);
    assert_eq!(headings[0].replace('\n', " "), "이 방식을 활용하는 방법");
    assert!(census["list"] >= 5 && census["paragraph"] > 20, "{census:?}");
    let keys: Vec<&str> = document.front_matter.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "title",
            "linkTitle",
            "description",
            "tags",
            "length",
            "participants",
            "lastmod",
            "date",
            "why",
            "when",
            "what",
            "remote",
            "miro_template_url"
        ]
    );
    let links = document.blocks.iter().flat_map(links).filter(|link| link.starts_with("https://")).count();
    assert!(links >= 9, "{links}");
}

#[test]
fn the_follow_up_guide_is_nested_lists_under_numbered_headings() {
    let Some(document) = parse("001") else { return demo_guide() };
    let census = census(&document);
    assert_eq!((census["heading"], census["quote"], census.get("code")), (13, 1, None), "{census:?}");
    assert_eq!(headings(&document)[0], "3.1 원인 분석 및 기록");
    let bold = document.blocks.iter().map(|block| marks(block, &MarkKind::Strong)).sum::<usize>();
    assert_eq!(bold, 38, "bold labels, also next to Hangul");
}

#[test]
fn the_report_keeps_what_an_export_left_of_its_tables() {
    let Some(document) = parse("002") else { return demo_guide() };
    let census = census(&document);
    assert_eq!((census["heading"], census.get("table")), (13, None), "broken tables are text, not tables: {census:?}");
    let text: String = document.blocks.iter().flat_map(Block::inlines).map(|inline| inline.text.as_str()).collect();
    assert!(text.contains("Rec_cust table에 insert를 시도하였으나"), "escaped underscores are underscores");
}

#[test]
fn the_recovery_plan_has_admonitions_and_code_in_six_languages() {
    let Some(document) = parse("003") else { return demo_guide() };
    let census = census(&document);
    assert_eq!((census["admonition"], census["code"], census.get("html-heading")), (2, 21, None), "{census:?}");
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    let mut titles = Vec::new();
    for block in &document.blocks {
        block.walk(&mut |block| match &block.kind {
            BlockKind::Code { info, text } => {
                assert!(!text.is_empty());
                *languages.entry(info.clone()).or_insert(0) += 1;
            }
            BlockKind::Admonition { title, blocks } => {
                assert!(!blocks.is_empty(), "what stands in it belongs to it");
                titles.extend(title.clone());
            }
            _ => {}
        });
    }
    assert_eq!(titles, ["재해복구 핵심 요소", "재해복구 체계 구축 완료"]);
    assert_eq!(
        languages.keys().map(String::as_str).collect::<Vec<_>>(),
        ["bash", "javascript", "mermaid", "sql", "yaml"]
    );
    assert_eq!((languages["mermaid"], languages["sql"], languages["bash"]), (2, 1, 1));
}

fn headings(document: &Document) -> Vec<String> {
    let text = |block: &Block| match &block.kind {
        BlockKind::Heading { text, .. } => Some(text.text.clone()),
        _ => None,
    };
    document.blocks.iter().filter_map(text).collect()
}

fn links(block: &Block) -> Vec<String> {
    let mut found = Vec::new();
    block.walk(&mut |block| {
        found.extend(block.inlines().flat_map(pmdoc::document::Inline::destinations).map(|(to, _)| to.to_owned()));
    });
    found
}

fn marks(block: &Block, kind: &MarkKind) -> usize {
    let mut count = 0;
    block.walk(&mut |block| {
        count += block.inlines().flat_map(|inline| &inline.marks).filter(|mark| mark.kind == *kind).count();
    });
    count
}

/// The same on a document of our own.
fn demo_guide() {
    let text = std::fs::read_to_string("content-example/guides/postmortem-practice.md").expect("the demo");
    let census = census(&Document::parse(text));
    assert!(census["heading"] > 3 && census["list"] > 1, "{census:?}");
}
