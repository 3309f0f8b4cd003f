//! One label in the dresses that real headings wear: with a parenthesis, behind a number, joined with another,
//! followed by what it is about.

use rustc_hash::FxHashMap as HashMap;

use crate::postmortem::SectionName;
use crate::text::{fold_label, is_cjk};

/// The folded texts by which a label may be known: the whole, without its parenthesis, inside the
/// parenthesis, and what stands before a colon or dash.
pub(super) fn dresses(label: &str) -> Vec<String> {
    let label = label.trim();
    let whole = fold_label(label);
    let before = before_of(&whole);
    let mut found = vec![whole];
    if let Some((before, inside)) = parenthesis(label) {
        found.push(fold_label(before));
        found.push(fold_label(inside));
    }
    // Most labels are known at once to have none of them.
    let separators: &[&str] = if label.contains([':', '：', '-', '–', '—', '|', '·']) {
        &[":", "：", " - ", " – ", " — ", " | ", "·"]
    } else {
        &[]
    };
    for &separator in separators {
        if let Some((before, after)) = label.split_once(separator) {
            found.push(fold_label(before));
            if separator == "·" || separator == " | " || separator == " — " {
                found.push(fold_label(after));
            }
        }
    }
    found.extend(before);
    found.retain(|dress| !dress.is_empty());
    found
}

fn parenthesis(label: &str) -> Option<(&str, &str)> {
    let open = label.find(['(', '（', '['])?;
    let width = label[open..].chars().next().map_or(1, char::len_utf8);
    let inside = &label[open + width..];
    let inside = inside.split([')', '）', ']']).next().unwrap_or(inside);
    (open > 0).then(|| (&label[..open], inside))
}

/// `root cause of the outage`, `timeline for march 4`, `root cause #1` → what stands before.
fn before_of(folded: &str) -> Option<String> {
    if !folded.contains(' ') {
        return None;
    }
    let marks = [" of the ", " of ", " for the ", " from the ", " #", " during "];
    let cut = marks.iter().filter_map(|mark| folded.find(mark)).min();
    let numbered = folded.rsplit_once(' ').filter(|(_, last)| last.bytes().all(|b| b.is_ascii_digit() || b == b'#'));
    cut.map(|at| folded[..at].to_owned()).or_else(|| numbered.map(|(before, _)| before.to_owned()))
}

/// The words that say only that an incident is meant: `incident timeline`, `장애 원인`, `障害の概要`.
pub(super) fn without_subject(folded: &str) -> &str {
    const SUBJECTS: [&str; 32] = [
        "the ",
        "our ",
        "incident ",
        "outage ",
        "issue ",
        "event ",
        "problem ",
        "technical ",
        "detailed ",
        "brief ",
        "initial ",
        "preliminary ",
        "this incident's ",
        "장애",
        "사고",
        "인시던트",
        "사건",
        "이번",
        "문제",
        "障害の",
        "障害",
        "インシデントの",
        "インシデント",
        "事故の",
        "事故",
        "故障",
        "事件",
        "本次",
        "問題",
        "问题",
        "vorfall-",
        "incidente ",
    ];
    let bare = SUBJECTS.iter().find_map(|subject| folded.strip_prefix(subject)).unwrap_or(folded).trim_start();
    if bare.is_empty() { folded } else { bare }
}

/// `summary & impact`, `요약 및 영향`, `影響と原因`: every section that a part names, if the parts all name one.
pub(super) fn joined(folded: &str, words: &HashMap<String, Vec<SectionName>>) -> Option<Vec<SectionName>> {
    for separator in [
        " and ", " & ", "&", " / ", "/", " + ", "및", "와", "과", "と", "与", "與", "和", "及び", "及", "、", ", ",
        " und ", " et ", " y ", " e ", " og ",
    ] {
        if !folded.contains(separator) {
            continue;
        }
        let parts: Vec<&str> = folded.split(separator).map(str::trim).collect();
        let named: Option<Vec<&Vec<SectionName>>> =
            parts.iter().map(|part| words.get(*part).or_else(|| words.get(without_subject(part)))).collect();
        if let Some(named) = named {
            let mut names: Vec<SectionName> = named.into_iter().flatten().copied().collect();
            names.dedup();
            return Some(names);
        }
    }
    None
}

/// Whether a folded text begins with a word: at a word's end in Latin, anywhere in CJK.
pub(super) fn begins_with(folded: &str, word: &str) -> bool {
    let Some(rest) = folded.strip_prefix(word) else { return false };
    !word.is_empty()
        && (rest.is_empty() || word.chars().next_back().is_some_and(is_cjk) || !rest.starts_with(char::is_alphanumeric))
}
