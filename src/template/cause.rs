//! A name into a page of the cause registry.

use super::guidance::guidance;
use super::in_comment;
use crate::document::scalar;
use crate::postmortem::Language;

/// A page for a cause, with guidance where its text belongs.
pub fn cause(id: &str, title: &str, language: Language) -> String {
    let guidance = guidance(language);
    let mut page = format!("---\nid: {}\ntitle: {}\nkind: root-cause\n---\n", scalar(id), scalar(title));
    for part in ["cause-definition", "cause-recognise", "cause-remedies"] {
        let comment = in_comment(guidance.text(&format!("{part}-comment")));
        page.push_str(&format!("\n## {}\n\n{comment}\n", guidance.text(part)));
    }
    page
}
