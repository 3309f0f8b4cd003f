//! Numbers as letters: below 32 one letter, else one for every five bits, all but the last from the second half.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The largest number that is a single letter of the whole table.
pub(super) const LARGEST: usize = 63;

/// A number below 64 as one letter.
pub(super) fn letter(number: usize) -> char {
    char::from(LETTERS[number.min(LARGEST)])
}

/// Appends a number.
pub(super) fn push(number: u32, out: &mut String) {
    let mut digits = [0; 7];
    let mut count = 0;
    let mut rest = number;
    loop {
        digits[count] = (rest & 31) as usize;
        count += 1;
        rest >>= 5;
        if rest == 0 {
            break;
        }
    }
    for at in (0..count).rev() {
        out.push(letter(if at > 0 { digits[at] + 32 } else { digits[at] }));
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn small_numbers_are_one_letter_and_larger_ones_more() {
        let of = |number| {
            let mut out = String::new();
            push(number, &mut out);
            out
        };
        assert_eq!([of(0), of(31), of(32), of(1023), of(1024)], ["A", "f", "hA", "_f", "hgA"]);
        assert_eq!(of(u32::MAX).len(), 7);
    }
}
