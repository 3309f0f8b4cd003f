//! Owners as documents write them into names that can be compared: `@Minseo`, `민서님`, `Payments team`, `@yeoul/payments`.

use std::collections::BTreeSet;

use crate::text::nfc;

/// What stands behind a name and is no part of it, in the order in which it is taken off.
const SUFFIXES: [&str; 31] = [
    "님",
    "씨",
    "さん",
    "様",
    "氏",
    "先生",
    "老师",
    "老師",
    "매니저",
    "팀장",
    "파트장",
    "팀원",
    "담당자",
    "담당",
    "오너",
    "책임",
    "선임",
    "팀",
    "担当者",
    "担当",
    "オーナー",
    "チーム",
    "负责人",
    "負責人",
    "团队",
    "團隊",
    "小组",
    "owner",
    "lead",
    "team",
    "squad",
];
/// What stands before it.
const PREFIXES: [&str; 3] = ["team ", "the ", "squad "];

/// A name without what differs between two ways to write it.
pub(super) fn bare(name: &str) -> String {
    let lower = nfc(name.trim()).to_lowercase();
    let before_note = lower.split(['(', '（', '<', '[']).next().unwrap_or_default();
    let mut bare = before_note.trim().trim_start_matches('@').trim();
    for prefix in PREFIXES {
        bare = bare.strip_prefix(prefix).unwrap_or(bare);
    }
    for suffix in SUFFIXES {
        // `steam` is no team of `s`.
        let rest = bare.strip_suffix(suffix).filter(|rest| {
            let separate = rest.ends_with([' ', '-', '_']);
            !rest.trim().is_empty() && (separate || !suffix.is_ascii())
        });
        bare = rest.map_or(bare, |rest| rest.trim_end_matches([' ', '-', '_']));
    }
    bare.to_owned()
}

/// The names in one cell: several may stand there, and a name that is known may hold what else separates two.
pub(super) fn names<'n>(text: &'n str, known: &BTreeSet<String>) -> Vec<&'n str> {
    const WORDS: [&str; 7] = [" and ", " & ", " und ", " et ", " og ", " 및 ", " y "];
    if is_known(text, known) {
        return vec![text.trim()];
    }
    let mut parts = vec![text];
    for word in WORDS {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    let parts = parts.into_iter().flat_map(|part| part.split([',', '、', '，', ';', '\n', '·', '+', '&', '→']));
    let parts = parts.flat_map(|part| if is_path(part) { vec![part] } else { part.split(['/', '／']).collect() });
    let parts = parts.flat_map(handles);
    parts.map(str::trim).filter(|part| part.contains(char::is_alphabetic)).collect()
}

/// `@yeoul/payments` is one team.
fn is_path(part: &str) -> bool {
    part.trim().starts_with('@') && part.matches('@').count() == 1
}

/// `@minseo @jiho`: handles need nothing between them.
fn handles(part: &str) -> Vec<&str> {
    let words: Vec<&str> = part.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|word| word.starts_with('@')) { words } else { vec![part] }
}

/// Whether a name is one of the known: as a whole, or the team behind its organisation.
pub(super) fn is_known(name: &str, known: &BTreeSet<String>) -> bool {
    let bare = bare(name);
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    known.contains(&bare)
        || known.contains(&last(&bare))
        || known.iter().any(|other| other.contains('/') && last(other) == bare)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{bare, is_known, names};

    fn known() -> BTreeSet<String> {
        ["@minseo", "김민서", "payments", "SRE", "@yeoul/search", "R&D"].into_iter().map(bare).collect()
    }

    #[test]
    fn one_owner_is_written_in_many_ways() {
        for name in [
            "minseo",
            "@Minseo",
            "김민서님",
            "김민서 님",
            "김민서 매니저",
            "김민서(플랫폼)",
            "Payments team",
            "payments 팀",
            "@yeoul/payments",
            "Team SRE",
            "SREチーム",
            "SRE 担当",
            "payments owner",
            "search",
            "@minseo (on leave)",
        ] {
            assert!(is_known(name, &known()), "{name} → {}", bare(name));
        }
        for name in ["민서", "payment", "steam", "이민서님"] {
            assert!(!is_known(name, &known()), "{name}");
        }
    }

    #[test]
    fn a_cell_may_name_several() {
        assert_eq!(names("@minseo, @jiho", &known()), ["@minseo", "@jiho"]);
        assert_eq!(names("@minseo @jiho", &known()), ["@minseo", "@jiho"]);
        assert_eq!(names("김민서님 / 박지호님", &known()), ["김민서님", "박지호님"]);
        assert_eq!(names("Amelia and SRE team", &known()), ["Amelia", "SRE team"]);
        assert_eq!(names("@yeoul/checkout", &known()), ["@yeoul/checkout"]);
        assert_eq!(names("R&D", &known()), ["R&D"]);
        assert_eq!(names("—", &known()), Vec::<&str>::new());
    }
}
