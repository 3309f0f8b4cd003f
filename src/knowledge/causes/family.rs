//! Which cause is a case of which, at any depth.

use std::collections::{BTreeMap, BTreeSet};

use super::Cause;

/// Lists every cause's cases. Parents may be named by any name that means them; one that is not there, and whatever
/// closes a circle, is no parent.
pub(super) fn relate(causes: &mut BTreeMap<String, Cause>) {
    let above: Vec<(String, Vec<String>)> =
        causes.keys().map(|id| (id.clone(), ancestors(id, causes))).filter(|(_, above)| !above.is_empty()).collect();
    for (id, ancestors) in above {
        for ancestor in ancestors {
            if let Some(cause) = causes.get_mut(&ancestor) {
                cause.cases.push(id.clone());
            }
        }
    }
}

/// The more general causes of one, the nearest first. In a circle nothing is more general than anything else.
pub(super) fn ancestors(id: &str, causes: &BTreeMap<String, Cause>) -> Vec<String> {
    let mut seen = BTreeSet::from([id]);
    let mut found = Vec::new();
    let mut at = id;
    while let Some(parent) = causes.get(at).and_then(|cause| cause.parent.as_deref()) {
        if !causes.contains_key(parent) {
            break;
        }
        if !seen.insert(parent) {
            // What leads into a circle keeps the part before it.
            let begin = found.iter().position(|known| known == parent).unwrap_or(0);
            found.truncate(begin);
            break;
        }
        found.push(parent.to_owned());
        at = parent;
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Cause, relate};

    fn cases(parents: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        let cause = |&(id, parent): &(&str, &str)| {
            let parent = Some(parent.to_owned()).filter(|parent| !parent.is_empty());
            (id.to_owned(), Cause { id: id.to_owned(), parent, ..Cause::default() })
        };
        let mut causes: BTreeMap<String, Cause> = parents.iter().map(cause).collect();
        relate(&mut causes);
        causes.into_iter().filter(|(_, cause)| !cause.cases.is_empty()).map(|(id, cause)| (id, cause.cases)).collect()
    }

    fn lists(expected: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        expected.iter().map(|&(id, names)| (id.to_owned(), owned(names))).collect()
    }

    #[test]
    fn cases_of_cases_are_cases() {
        let family = cases(&[("limit", ""), ("pool", "limit"), ("db-pool", "pool"), ("other", "nowhere")]);
        assert_eq!(family, lists(&[("limit", &["db-pool", "pool"]), ("pool", &["db-pool"])]));
    }

    #[test]
    fn a_circle_has_no_head_and_what_hangs_on_it_keeps_its_own_parents() {
        assert_eq!(cases(&[("a", "b"), ("b", "a"), ("c", "c")]), lists(&[]));
        let family = cases(&[("a", "b"), ("b", "a"), ("x", "y"), ("y", "a")]);
        assert_eq!(family, lists(&[("y", &["x"])]));
    }
}
