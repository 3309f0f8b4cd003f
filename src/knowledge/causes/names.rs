//! What people call causes, in any language, into ids; and what nobody knows into the nearest name that somebody does.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::starter::starter;
use super::{Cause, Origin};
use crate::text::{fold_label, is_cjk};

/// The names of all causes.
#[derive(Debug, Clone, Default)]
pub struct CauseNames {
    /// Each name, folded, and the id of the cause that it belongs to.
    folded: HashMap<String, String>,
    /// The same names, each with its id, those of the repository first.
    written: Vec<(String, String)>,
    /// As they are compared; made when somebody asks what is near.
    known: OnceLock<Vec<Known>>,
    /// The id that counts in place of a deprecated one.
    replaced: BTreeMap<String, String>,
    /// The ids that the repository has pages for.
    registered: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Known {
    id: String,
    name: String,
    letters: String,
    words: BTreeSet<String>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The id of the cause.
    pub id: String,
    /// The id of the deprecated cause that was named, and that it replaces.
    pub by_way_of: Option<String>,
    /// Who knows the name: the repository, or pmdoc.
    pub origin: Origin,
}

/// What a name may have been meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The id of the cause.
    pub id: String,
    /// The name of it that is near.
    pub name: String,
}

impl CauseNames {
    /// The names of the registered causes; after them, those that come with pmdoc. Ids go before titles, and titles
    /// before aliases, where several causes claim one name.
    pub(super) fn of(registered: &BTreeMap<String, Cause>) -> Self {
        let mut names = Self { registered: registered.keys().cloned().collect(), ..Self::default() };
        for causes in [registered, starter()] {
            names.add(causes, |cause| vec![cause.id.as_str()]);
            names.add(causes, |cause| cause.titles.values().map(String::as_str).collect());
            names.add(causes, |cause| cause.aliases.iter().map(String::as_str).collect());
        }
        names.replaced = replacements(registered, &names);
        names
    }

    fn add<'c>(&mut self, causes: &'c BTreeMap<String, Cause>, of: impl Fn(&'c Cause) -> Vec<&'c str>) {
        for cause in causes.values() {
            for name in of(cause) {
                let folded = fold_name(name);
                if !folded.is_empty() && !self.folded.contains_key(&folded) {
                    self.folded.insert(folded, cause.id.clone());
                    self.written.push((cause.id.clone(), name.to_owned()));
                }
            }
        }
    }

    /// A name as it is compared: without case, marks and spaces.
    pub fn fold(name: &str) -> String {
        fold_name(name)
    }

    /// The names, folded, that mean a cause.
    pub fn names_of(&self, id: &str) -> impl Iterator<Item = &str> {
        let means = move |named: &&String| self.replaced.get(*named).unwrap_or(named) == id;
        self.folded.iter().filter(move |(_, named)| means(named)).map(|(folded, _)| folded.as_str())
    }

    /// The cause that a name means, by id, title or alias in any language.
    pub fn meaning(&self, name: &str) -> Option<Meaning> {
        let named = self.folded.get(&fold_name(name))?;
        let id = self.replaced.get(named).unwrap_or(named);
        let origin = if self.registered.contains(named) { Origin::Registered } else { Origin::Starter };
        Some(Meaning { id: id.clone(), by_way_of: (id != named).then(|| named.clone()), origin })
    }

    fn known(&self) -> &[Known] {
        self.known.get_or_init(|| self.written.iter().map(|(id, name)| Known::new(id, name)).collect())
    }

    /// The cause that a name that means none was probably meant to be: a slip of the pen, the same words in another
    /// order, or a known name with something before or after it.
    pub fn nearest(&self, name: &str) -> Option<Suggestion> {
        let name = Known::new("", name);
        let scored = self.known().iter().filter_map(|known| Some((known.distance(&name)?, known)));
        let (_, known) = scored.min_by_key(|(distance, _)| *distance)?;
        let id = self.replaced.get(&known.id).unwrap_or(&known.id);
        Some(Suggestion { id: id.clone(), name: known.name.clone() })
    }
}

/// For each deprecated cause the one that counts in its place; followed to the end, and nothing where that is a circle.
fn replacements(causes: &BTreeMap<String, Cause>, names: &CauseNames) -> BTreeMap<String, String> {
    let next = |id: &str| {
        let replaced_by = causes.get(id)?.deprecated.as_ref()?.replaced_by.as_deref()?;
        names.folded.get(&fold_name(replaced_by)).map(String::as_str)
    };
    let last = |id: &str| {
        let mut seen = BTreeSet::from([id.to_owned()]);
        let mut at = next(id)?;
        while seen.insert(at.to_owned()) {
            match next(at) {
                Some(further) => at = further,
                None => return Some(at.to_owned()),
            }
        }
        None
    };
    causes.keys().filter_map(|id| Some((id.clone(), last(id)?))).collect()
}

impl Known {
    fn new(id: &str, name: &str) -> Self {
        let letters: String = name.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let words = words.filter(|word| word.len() > 2 && !matches!(word.as_str(), "the" | "and" | "for"));
        let words = words.map(|word| word.strip_suffix('s').map_or(word.clone(), str::to_owned)).collect();
        Self { id: id.to_owned(), name: name.trim().to_owned(), letters, words }
    }

    /// How far another name is from this one; `None` where they are two things. Slips count as they are; other words
    /// in the same order or the same words in another count as more than any slip.
    fn distance(&self, other: &Self) -> Option<usize> {
        const LONGEST: usize = 96;
        const OTHER_ORDER: usize = 10;
        const MORE_WORDS: usize = 20;
        let (length, others) = (self.letters.chars().count(), other.letters.chars().count());
        if length.max(others) > LONGEST || length.min(others) < 3 {
            return None;
        }
        if length.abs_diff(others) <= 3 {
            let slips = strsim::osa_distance(&self.letters, &other.letters);
            if slips <= slips_allowed(length.min(others)) {
                return Some(slips);
            }
        }
        if self.words.len() > 1 && self.words == other.words {
            return Some(OTHER_ORDER);
        }
        let (short, long) = if length < others { (self, other) } else { (other, self) };
        (says_enough(&short.name) && long.letters.contains(&short.letters))
            .then(|| MORE_WORDS + length.abs_diff(others))
    }
}

/// Hangul is counted in strokes of the keyboard here: five syllables are some twelve letters.
fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=8 => 1,
        9..=15 => 2,
        _ => 3,
    }
}

/// Whether a name is so long that what holds it is about the same thing.
fn says_enough(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphanumeric());
    let cjk = letters().filter(|c| is_cjk(*c)).count();
    cjk >= 4 || (letters().count() >= 10 && name.contains([' ', '-']))
}

/// As [`CauseNames::fold`].
fn fold_name(name: &str) -> String {
    fold_label(name).replace(['-', '_', ' '], "")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Cause, CauseNames, Origin};

    fn nearest(name: &str) -> Option<String> {
        CauseNames::of(&BTreeMap::new()).nearest(name).map(|suggestion| suggestion.id)
    }

    #[test]
    fn a_slip_of_the_pen_finds_the_name_that_was_meant_in_every_language() {
        for (written, meant) in [
            ("conection-pool-exhaustion", "connection-pool-exhaustion"),
            ("connection-pool-exhausted", "connection-pool-exhaustion"),
            ("커넥션 풀 고걀", "connection-pool-exhaustion"),
            ("exhaustion of the connection pool", "connection-pool-exhaustion"),
            ("주문 DB 커넥션 풀 고갈", "connection-pool-exhaustion"),
            ("証明書の期限切", "expired-certificate"),
            ("expired-certificates", "expired-certificate"),
        ] {
            assert_eq!(nearest(written).as_deref(), Some(meant), "{written}");
        }
        for other in ["", "db", "race-condition", "설정", "메모리 누수", "dns"] {
            assert_eq!(nearest(other), None, "{other}");
        }
    }

    #[test]
    fn an_id_goes_before_an_alias_and_the_repository_before_pmdoc() {
        let cause = |id: &str, alias: &str| {
            (id.to_owned(), Cause { id: id.to_owned(), aliases: vec![alias.to_owned()], ..Cause::default() })
        };
        let causes = BTreeMap::from([cause("alpha", "zeta"), cause("zeta", "retry storm")]);
        let names = CauseNames::of(&causes);
        assert_eq!(names.meaning("Zeta").map(|meaning| meaning.id).as_deref(), Some("zeta"));
        let storm = names.meaning("retry_storm").expect("a known name");
        assert_eq!((storm.id.as_str(), storm.origin), ("zeta", Origin::Registered));
        assert_eq!(names.meaning("재시도 폭주").map(|meaning| meaning.origin), Some(Origin::Starter));
    }
}
