//! A severity as a shape and a word.

use serde::Serialize;

use crate::postmortem::{Postmortem, Severity};

/// The mark of a severity: `rank` chooses the shape, from a full diamond to an empty ring.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SeverityMark {
    rank: u8,
    label: String,
    /// What the author wrote, where that says more than the word.
    written: Option<String>,
}

impl SeverityMark {
    /// The mark of a postmortem that names a severity.
    pub(in crate::site) fn of(postmortem: &Postmortem) -> Option<Self> {
        let Severity { rank, label: written } = &postmortem.severity.as_ref()?.value;
        let label = word(written);
        let more = label != written.trim();
        Some(Self { rank: (*rank).clamp(1, 5), label, written: more.then(|| written.clone()) })
    }

    /// The mark of a rank, called by a word.
    pub(in crate::site) fn named(rank: u8, label: &str) -> Self {
        Self { rank, label: label.to_owned(), written: None }
    }

    /// 1 is the worst, 5 the mildest.
    pub(in crate::site) fn rank(&self) -> u8 {
        self.rank
    }

    /// The word.
    pub(in crate::site) fn label(&self) -> &str {
        &self.label
    }
}

/// The word itself: some authors explain it in the same breath (`SEV-2 (all of checkout was down)`).
fn word(written: &str) -> String {
    const LONGEST: usize = 16;
    let end = written.find(['(', '（', '[', ',', '、', '。', ';', ':', '：', '—', '–']).filter(|&end| end > 0);
    let head = written[..end.unwrap_or(written.len())].trim();
    match head.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", head[..end].trim_end()),
        None => head.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_mark_is_a_word_and_not_a_sentence() {
        assert_eq!(word("SEV-2（feeds 系 Connect-RPC 全滅）"), "SEV-2");
        assert_eq!(word("P1 — users could not pay"), "P1");
        assert_eq!(word("높음"), "높음");
        assert_eq!(word("severe but only for those who were awake"), "severe but only…");
    }
}
