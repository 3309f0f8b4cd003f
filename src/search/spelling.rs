//! A word that no document has into the words that differ from it by one slip of the finger: a letter too many, too
//! few, a wrong one, or two that changed places. Latin letters and digits only.

/// A shorter word is too many others by one slip.
pub(super) const SHORTEST: usize = 4;

/// Whether a word may be a slip: shorter ones and numbers are left alone.
pub(super) fn may_be_slip(word: &str) -> bool {
    word.len() >= SHORTEST && word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a term may be what a slip meant: a word of Latin letters, which may have digits.
pub(super) fn may_be_meant(term: &str) -> bool {
    term.len() + 1 >= SHORTEST
        && term.is_ascii()
        && !term.contains(':')
        && term.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether two different words are one slip apart.
pub(super) fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let first = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&a[first..], &b[first..]);
    if a.len() < b.len() {
        return rest == &other[1..];
    }
    let is_swap = rest.len() > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2..] == other[2..];
    !rest.is_empty() && (rest[1..] == other[1..] || is_swap)
}

#[cfg(test)]
mod tests {
    use super::{is_one_slip, may_be_slip};

    #[test]
    fn one_slip_is_one_letter_or_two_that_changed_places() {
        for slip in
            ["certficate", "certifficate", "certifikate", "certificaet", "ecrtificate", "certificat", "xcertificate"]
        {
            assert!(is_one_slip("certificate", slip) && is_one_slip(slip, "certificate"), "{slip}");
        }
        for other in ["certificate", "certificates-x", "cretifikate", "catificerte"] {
            assert!(!is_one_slip("certificate", other), "{other}");
        }
    }

    #[test]
    fn numbers_and_short_words_are_meant_as_they_are() {
        assert!(may_be_slip("pool") && may_be_slip("http2"));
        assert!(!may_be_slip("api") && !may_be_slip("2026") && !may_be_slip("커넥션풀"));
    }
}
