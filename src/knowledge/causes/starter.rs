//! The registry that comes with pmdoc: names of causes for repositories that have no entry of their own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Cause, CauseKind, Origin};

/// One entry of the data file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: BTreeMap<String, String>,
    aliases: Vec<String>,
    parent: Option<String>,
    kind: Option<String>,
}

/// The causes by id.
pub(in crate::knowledge) fn starter() -> &'static BTreeMap<String, Cause> {
    static CAUSES: LazyLock<BTreeMap<String, Cause>> = LazyLock::new(|| {
        let entries: BTreeMap<String, Entry> = toml::from_str(include_str!("starter.toml")).unwrap_or_default();
        entries.into_iter().map(|(id, entry)| (id.clone(), cause(id, entry))).collect()
    });
    &CAUSES
}

fn cause(id: String, entry: Entry) -> Cause {
    let is_trigger = entry.kind.as_deref() == Some("trigger");
    Cause {
        id,
        titles: entry.title,
        aliases: entry.aliases,
        parent: entry.parent,
        kind: if is_trigger { CauseKind::Trigger } else { CauseKind::RootCause },
        origin: Origin::Starter,
        ..Cause::default()
    }
}

#[cfg(test)]
mod tests {
    use super::starter;

    #[test]
    fn every_entry_has_its_name_in_four_languages_and_a_parent_that_is_there() {
        assert!(starter().len() >= 25);
        for (id, cause) in starter() {
            assert_eq!(cause.titles.keys().collect::<Vec<_>>(), ["en", "ja", "ko", "zh"], "{id}");
            assert!(cause.parent.as_ref().is_none_or(|parent| starter().contains_key(parent)), "{id}");
        }
    }
}
