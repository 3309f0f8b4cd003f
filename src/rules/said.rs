//! What a section says, whole or its first words.

pub(super) use crate::postmortem::said as by;

/// The first words, so that a message stays on one line.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 48;
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}
