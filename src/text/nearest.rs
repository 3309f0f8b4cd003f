//! A misspelt name into the one that was probably meant.

/// Longer names are no slips of the pen, and comparing them would cost more than the answer is worth.
const LONGEST: usize = 64;

/// The known name that differs least from `name`: by one letter, and one more for every four it has.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if name.len() > LONGEST {
        return None;
    }
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, known)| *distance <= 1 + known.chars().count() / 4)
        .min()
        .map(|(_, known)| known)
}
