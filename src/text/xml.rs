//! Text for XML documents.

/// Text without the characters that XML has no way to write, not even escaped.
pub fn xml_text(text: &str) -> String {
    let may = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(may).collect()
}

#[cfg(test)]
mod tests {
    use super::xml_text;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(xml_text("a\u{0}b\u{1b}c\u{fffe}d\u{7f}\n한🚨"), "abcd\u{7f}\n한🚨");
    }
}
