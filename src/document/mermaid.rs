//! Which blocks of code are Mermaid diagrams, and which of them are too much to look at.

/// Whether a fence's info string says that the code is a diagram.
pub fn is_mermaid(info: &str) -> bool {
    let word = info.trim_start_matches(['{', '.', ' ']).split([' ', ',', '{', '}', ':', '\t']).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("mermaid"))
}

/// Whether a diagram would take long: parsers need time in the square of its length, and join each side of `A & B` with each
/// of the other.
pub fn is_too_much(code: &str) -> bool {
    const LONGEST: usize = 16 * 1024;
    const MOST_JOINED: usize = 200;
    code.len() > LONGEST || code.bytes().filter(|&byte| byte == b'&').count() > MOST_JOINED
}

#[cfg(test)]
mod tests {
    use super::is_mermaid;

    #[test]
    fn the_first_word_of_a_fence_counts() {
        for info in ["mermaid", "Mermaid", "{.mermaid}", "{mermaid}", "mermaid title=\"x\"", "mermaid,wide"] {
            assert!(is_mermaid(info), "{info}");
        }
        for info in ["", "mermaids", "text mermaid", "js"] {
            assert!(!is_mermaid(info), "{info}");
        }
    }
}
