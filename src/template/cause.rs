//! A name into a page of the cause registry, and where it belongs.

use std::path::Path;

use super::guidance::guidance;
use super::in_comment;
use crate::document::scalar;
use crate::postmortem::Language;
use crate::text::{RelPath, Slug};

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

/// The page that registers a cause, and its path: its id in the folder that the first of the registry's globs names.
/// `None` where that is no folder.
pub fn cause_page(globs: &[String], id: &str, title: &str, language: Language) -> Option<(RelPath, String)> {
    let folder = globs.first()?.split("/*").next().filter(|folder| !folder.contains(['*', '?', '[', '{']))?;
    let id = Slug::path(id);
    let path = RelPath::new(Path::new(&format!("{folder}/{id}.md")))?;
    Some((path, cause(id.as_str(), title, language)))
}

#[cfg(test)]
mod tests {
    use super::cause_page;
    use crate::postmortem::Language;

    #[test]
    fn a_page_is_called_after_its_id_and_stays_in_the_registry() {
        let globs = ["docs/causes/**".to_owned()];
        let (path, page) = cause_page(&globs, "커넥션 풀 고갈", "커넥션 풀 고갈", Language::Ko).expect("a page");
        assert_eq!(path.as_str(), "docs/causes/커넥션-풀-고갈.md");
        assert!(
            page.starts_with("---\nid: 커넥션-풀-고갈\ntitle: 커넥션 풀 고갈\nkind: root-cause\n---\n\n## 정의\n"),
            "{page}"
        );
        let (path, _) = cause_page(&globs, "../../etc", "x", Language::En).expect("a page");
        assert_eq!(path.as_str(), "docs/causes/etc.md");
        assert!(cause_page(&["*/causes/*.md".to_owned()], "x", "x", Language::En).is_none());
    }
}
