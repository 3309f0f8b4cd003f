//! The shape of a language's data file.

use std::collections::BTreeMap;

use crate::postmortem::Language;

/// Words by canonical name.
type Table = BTreeMap<String, Vec<String>>;

/// One language's file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Tables {
    pub(super) sections: Table,
    #[serde(default)]
    pub(super) weak: Table,
    #[serde(default)]
    pub(super) contains: Table,
    pub(super) fields: Table,
    pub(super) status: Table,
    pub(super) kind: Table,
    pub(super) severity: Table,
    pub(super) visibility: Table,
    pub(super) action_columns: Table,
    pub(super) action_state: Table,
    pub(super) action_type: Table,
    #[expect(dead_code, reason = "kept with the words it belongs to; read when actions gain a horizon")]
    pub(super) horizon: Table,
    pub(super) timeline_columns: Table,
    pub(super) moments: Table,
    pub(super) placeholders: Table,
    #[serde(default)]
    pub(super) guidance: Table,
    #[serde(default)]
    pub(super) blame: Table,
    #[serde(default)]
    pub(super) vague: Table,
    pub(super) words: Table,
}

/// Every language with its file.
pub(super) const FILES: [(Language, &str); 10] = [
    (Language::En, include_str!("en.toml")),
    (Language::Ko, include_str!("ko.toml")),
    (Language::Ja, include_str!("ja.toml")),
    (Language::ZhHans, include_str!("zh-hans.toml")),
    (Language::ZhHant, include_str!("zh-hant.toml")),
    (Language::De, include_str!("de.toml")),
    (Language::Fr, include_str!("fr.toml")),
    (Language::Es, include_str!("es.toml")),
    (Language::Pt, include_str!("pt.toml")),
    (Language::No, include_str!("no.toml")),
];
