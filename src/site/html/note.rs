//! Admonitions of every dialect into five kinds of note.

use super::writer::Writer;
use crate::document::markdown::Admonition;

/// The five kinds, by what the type's name means.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "tldr" | "example" | "quote" | "cite" | "todo" | "seealso"
        | "참고" | "정보" | "안내" | "메모" | "예시" | "備考" | "注" | "説明" => "note",
        "tip" | "hint" | "success" | "check" | "done" | "팁" | "성공" | "힌트" | "ヒント" | "提示" => "tip",
        "important" | "question" | "faq" | "help" | "중요" | "질문" | "重要" => "important",
        "warning" | "caution" | "attention" | "주의" | "경고" | "注意" | "警告" => "warning",
        "danger" | "error" | "failure" | "fail" | "missing" | "bug" | "위험" | "오류" | "危険" | "危险" => {
            "danger"
        }
        _ => return None,
    })
}

impl Writer<'_> {
    /// Opens a note; `details` opens what its name says.
    pub(super) fn open_note(&mut self, admonition: &Admonition) {
        if self.is_full() {
            return self.closers.push("");
        }
        let kind = kind(&admonition.name);
        let usual = kind.map(|kind| self.words.text(&format!("note.{kind}")));
        let title = admonition.title.as_deref().or(usual).unwrap_or(&admonition.name);
        if admonition.name.eq_ignore_ascii_case("details") {
            self.open("<details><summary>", "</details>");
            self.out.push_text(title);
            self.out.push_literal("</summary>");
            return;
        }
        self.open("<div class=\"note note-", "</div>");
        self.out.push_literal(kind.unwrap_or("note"));
        self.out.push_literal("\" role=\"note\"><p class=\"label\">");
        self.out.push_text(title);
        self.out.push_literal("</p>");
    }
}
