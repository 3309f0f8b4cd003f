//! A document's own words that it is superseded: in its status, its title, or what stands before its first section.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Block, BlockKind};
use crate::knowledge::{KnowledgeBase, RecordIndex};
use crate::postmortem::{Field, Record};
use crate::rules::{link, place};
use crate::text::Span;

/// A status or a mark in a title: the word stands first, alone or in brackets.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?:superseded|replaced\ by|대체(?:됨|되었음|된\ 문서)|置き換え済み?|差し替え済み?|(?:已被?|被)(?:取代|替代|替换|替換))";
    Regex::new(&format!(r"(?ix)^ [^\p{{L}}\p{{N}}]* {words}")).ok()
});
/// A sentence about the document itself.
static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?ix)^[^\p{L}\p{N}]*
        (?: (?:this\ (?:document|doc|post-?mortem|report|page|analysis)\ (?:is|was|has\ been)\ (?:now\ )?)?
            (?:superseded|replaced|obsoleted)\ by\b
          | superseded\b
          | [이본]\ ?(?:문서|보고서|사후\ 분석|글)[은는이가].{0,80}(?:대체(?:되었|됐|됨|된다|합니다)|대신합니다)
          | この(?:文書|ドキュメント|報告書|ポストモーテム|ページ)は.{0,80}(?:置き換え|差し替え)られ
          | [本此](?:文档|文件|文|报告|報告|复盘|復盤).{0,20}被.{0,60}(?:取代|替代|替换|替換) )";
    Regex::new(pattern).ok()
});

/// Where a document says so.
pub(super) struct Claim {
    span: Span,
}

impl Claim {
    pub(super) fn of(record: &Record) -> Option<Self> {
        let statuses = record.postmortem.fields.get(&Field::Status).into_iter().flatten();
        let status = statuses.filter(|fact| says(&WORD, &fact.value)).map(|fact| fact.span).next();
        let span = status.filter(|span| *span != Span::at(0)).or_else(|| {
            let lead = lead(&record.document.blocks);
            lead.into_iter().find(|block| is_claim(block, &record.document.text)).map(|block| block.span)
        });
        span.map(|span| Self { span })
    }

    /// Its first line.
    pub(super) fn place(&self, text: &str) -> Span {
        place::first_line(self.span, text)
    }

    /// Whether what is said there names the document that took its place, here or somewhere else.
    pub(super) fn names_successor(&self, base: &KnowledgeBase, record: &Record) -> bool {
        let line_end = self.place(&record.document.text).end.max(self.span.end);
        let is_inside = |span: Span| self.span.start <= span.start && span.start < line_end;
        let mentioned = record.postmortem.mentions.iter().any(|mention| is_inside(mention.span));
        let is_linked =
            |link: &link::Link<'_>| is_address(link.destination) || at(base, record, link.destination).is_some();
        let linked = || link::links(record).iter().any(|link| is_inside(link.span) && is_linked(link));
        mentioned || is_address(self.span.slice(&record.document.text)) || linked()
    }
}

/// The blocks before the first section, those inside of quotes and admonitions too.
fn lead(blocks: &[Block]) -> Vec<&Block> {
    const MOST: usize = 12;
    let is_section = |block: &Block, at: usize| match block.kind {
        BlockKind::Heading { level, .. } => level > 1 || at > 0,
        _ => false,
    };
    let before = blocks.iter().enumerate().take_while(|(at, block)| !is_section(block, *at)).map(|(_, block)| block);
    let mut found = Vec::new();
    before.take(MOST).for_each(|block| block.walk(&mut |block| found.push(block)));
    // A document may begin with a section right away, whose heading says it.
    found.extend(blocks.first().filter(|_| found.is_empty()));
    found
}

fn is_claim(block: &Block, text: &str) -> bool {
    match &block.kind {
        BlockKind::Heading { text, .. } => says(&WORD, &text.text) || says(&SENTENCE, &text.text),
        BlockKind::Paragraph(text) => text.text.lines().any(|line| says(&SENTENCE, line)),
        BlockKind::Admonition { title: Some(title), .. } => says(&WORD, title) && !block.span.slice(text).is_empty(),
        _ => false,
    }
}

fn says(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether a text holds an address of another site.
pub(super) fn is_address(text: &str) -> bool {
    text.contains("https://") || text.contains("http://")
}

/// The document that a path means.
pub(super) fn at(base: &KnowledgeBase, record: &Record, destination: &str) -> Option<RecordIndex> {
    let target = link::target(record, destination)?;
    let find = |path: &_| base.records.binary_search_by(|other| other.path.cmp(path)).ok();
    link::candidates(&target).iter().find_map(find)
}

#[cfg(test)]
mod tests {
    use super::{SENTENCE, WORD, says};

    #[test]
    fn documents_say_in_many_words_that_they_are_superseded() {
        for word in ["Superseded", "[Superseded] Checkout was slow", "superseded by PM-2026-004", "대체됨", "(대체됨) 결제 지연", "已被取代", "差し替え済み"] {
            assert!(says(&WORD, word), "{word}");
        }
        for word in ["Closed", "대체 경로 장애", "Superseding cache", "置き換え作業の障害", "取代旧系统"] {
            assert!(!says(&WORD, word), "{word}");
        }
        for sentence in [
            "Superseded by the re-analysis", "This postmortem has been superseded by another.", "⚠️ 이 문서는 새 분석으로 대체되었습니다.",
            "この文書は再分析に置き換えられました。", "本文档已被新的复盘取代。",
        ] {
            assert!(says(&SENTENCE, sentence), "{sentence}");
        }
        for sentence in ["The node was replaced by a new one.", "이 노드는 새 노드로 대체되었습니다.", "The old cluster is superseded by the new."] {
            assert!(!says(&SENTENCE, sentence), "{sentence}");
        }
    }
}
