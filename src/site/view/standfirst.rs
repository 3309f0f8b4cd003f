//! A document in one sentence: what stands beneath its title, and beneath its line in a list.

use crate::postmortem::{Carrier, Field, Postmortem, SectionName};

/// The document's own description, else the first sentence of its summary.
pub(in crate::site) fn standfirst(postmortem: &Postmortem) -> String {
    let description = postmortem.value(Field::Description).map(str::trim).filter(|text| !text.is_empty());
    description.unwrap_or_else(|| first_sentence(&postmortem.lead)).to_owned()
}

/// The same for the document's own page; empty where the page begins with these very words.
pub(in crate::site) fn standfirst_above(postmortem: &Postmortem) -> String {
    let begins_so =
        postmortem.section(SectionName::Summary).is_some_and(|section| section.carrier == Carrier::LeadProse);
    if begins_so && postmortem.value(Field::Description).is_none() { String::new() } else { standfirst(postmortem) }
}

/// Shorter than this, a sentence is more likely an abbreviation or a label.
const SHORTEST: usize = 12;

/// The text up to its first full stop that ends a sentence.
fn first_sentence(text: &str) -> &str {
    let mut length = 0;
    let mut previous = ' ';
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        length += 1;
        let rest = &text[end..];
        let stops = match c {
            '。' | '！' | '？' => !rest.starts_with(['」', '』', '）']),
            // `p.m. `, `e.g. ` and `J. ` end no sentence.
            '.' if previous.is_ascii_alphabetic() && !before.is_alphanumeric() => false,
            '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
            _ => false,
        };
        if stops && length >= SHORTEST {
            return &text[..end];
        }
        (before, previous) = (previous, c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn sentences_end_in_every_script() {
        assert_eq!(first_sentence("결제 승인이 38분 동안 늦어졌다. 원인은 풀이다."), "결제 승인이 38분 동안 늦어졌다.");
        assert_eq!(first_sentence("決済の承認が「遅い。」と言われた。次。"), "決済の承認が「遅い。」と言われた。");
        assert_eq!(first_sentence("It began at 2.15 p.m. on Monday. Then more."), "It began at 2.15 p.m. on Monday.");
        assert_eq!(first_sentence("no stop at all"), "no stop at all");
    }
}
