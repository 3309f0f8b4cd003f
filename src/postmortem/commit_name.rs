//! A value of `introduced_by` or `fixed_by` into what it is: the name of a commit of this repository, a name
//! with a slip in it, or anything else that people write there, such as an address, a pull request or prose.

use super::{Fact, Field, Postmortem};

/// Fewer digits name a commit of a small repository only, and are as likely the number of a ticket.
const SHORTEST: usize = 7;
/// The digits of a SHA-1.
const LONGEST: usize = 40;
/// The digits of a SHA-256, which some repositories have.
const LONG_ID: usize = 64;

/// What a value that should name a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitName {
    /// The id of a commit, or its first digits: 7 to 40 hexadecimal digits.
    Id,
    /// Meant as one without doubt, but with a letter that is no digit, or with too many digits.
    Garbled,
    /// An address, a commit of another repository, a pull request, a version, words.
    Other,
}

impl CommitName {
    /// What a value is.
    pub fn of(value: &str) -> Self {
        let value = value.trim();
        let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
        let hexadecimal = digits == value.len() && value.bytes().any(|byte| byte.is_ascii_digit());
        match value.len() {
            SHORTEST..=LONGEST if hexadecimal => Self::Id,
            SHORTEST..=LONGEST if value.len() - digits <= 2 && is_mixed(value) => Self::Garbled,
            length if length > LONGEST && length < LONG_ID && hexadecimal && is_mixed(value) => Self::Garbled,
            _ => Self::Other,
        }
    }
}

/// Whether letters and digits alternate as they do in an id and hardly anywhere else: not in `OPS-1234`, `v2.4.1`,
/// `release20260304` or `20260304T1200Z`.
fn is_mixed(value: &str) -> bool {
    const FEWEST_CHANGES: usize = 3;
    let bytes = value.as_bytes();
    let changes = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| matches!(byte, b'a'..=b'f' | b'A'..=b'F')).count();
    bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[0].is_ascii_hexdigit()
        && changes >= FEWEST_CHANGES
        && letters >= 2
}

/// The fields that name commits, with their values.
const FIELDS: [Field; 2] = [Field::IntroducedBy, Field::FixedBy];

/// The commits of this repository that a postmortem names, trimmed, in the order of its fields; a commit of
/// another repository (`organisation/repository@id`, an address) is none.
pub fn commit_names(postmortem: &Postmortem) -> impl Iterator<Item = &str> {
    let names = postmortem.commit_facts().map(|fact| fact.value.trim());
    names.filter(|name| CommitName::of(name) == CommitName::Id)
}

impl Postmortem {
    /// Everything that stands in `introduced_by` and `fixed_by`.
    pub fn commit_facts(&self) -> impl Iterator<Item = &Fact<String>> {
        FIELDS.iter().filter_map(|field| self.fields.get(field)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::CommitName;

    #[test]
    fn ids_slips_and_other_things_are_told_apart() {
        let whole = "4f1c2d9a10b3c4d5e6f708192a3b4c5d6e7f8091";
        for id in ["4f1c2d9", "4F1C2D9A10", " 529e3bb ", "1234567", whole] {
            assert_eq!(CommitName::of(id), CommitName::Id, "{id}");
        }
        let too_long = format!("{whole}a1");
        for slip in ["4f1c2dga10", "4fic2d9a10", "4f1c2d9a1O", too_long.as_str()] {
            assert_eq!(CommitName::of(slip), CommitName::Garbled, "{slip}");
        }
        let sha256 = format!("{whole}{}", &whole[..24]);
        let others = [
            "",
            "-",
            "none",
            "unknown",
            "n/a",
            "없음",
            "不明",
            "#123",
            "PR #4512",
            "revel-frontend #393",
            "OPS-1234",
            "ADO12345",
            "DEFECT1234",
            "v2.4.1",
            "2026.03.1",
            "release20260304",
            "20260304T1200Z",
            "main",
            "HEAD~1",
            "r12345",
            "defaced",
            "4f1c2d",
            "v1.2.3-14-g2414721",
            "I8473b95934b5732ac55d26311a706c9c2bde9940",
            "yeoul/checkout@4f1c2d9a10",
            "https://example.com/yeoul/checkout/commit/4f1c2d9a10",
            "4f1c2d9a10..5e6f708192",
            "the deployment of 4 March",
            "커넥션 풀 상한 변경 배포",
            "f6c2d7bfa/ cc8bd6e34/ 97ea487e7",
            &sha256,
        ];
        for other in others {
            assert_eq!(CommitName::of(other), CommitName::Other, "{other}");
        }
    }
}
