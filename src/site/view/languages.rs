//! A document's account in every language that there is one in.

use serde::Serialize;

use crate::knowledge::{Edition, RecordIndex};
use crate::postmortem::Language;
use crate::site::{Address, Site};

/// The same account in one language.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Alternate {
    language: &'static str,
    /// What the language calls itself.
    name: &'static str,
    href: String,
}

/// The original and its translations, the original first; empty where there is one account only.
pub(in crate::site) fn family(site: &Site<'_>, index: RecordIndex) -> Vec<RecordIndex> {
    let original = match site.base.editions[index] {
        Edition::Translation(Some(original)) => original,
        _ => index,
    };
    let is_translation = |other: &RecordIndex| matches!(site.base.editions[*other], Edition::Translation(_));
    let translations = site.base.other_editions[original].iter().copied().filter(is_translation);
    let family: Vec<RecordIndex> = std::iter::once(original).chain(translations).collect();
    if family.len() > 1 { family } else { Vec::new() }
}

/// Where the account is found in each of its languages, this one included.
pub(in crate::site) fn alternates(site: &Site<'_>, from: &Address, index: RecordIndex) -> Vec<Alternate> {
    family(site, index).into_iter().filter_map(|other| alternate(site, from, other)).collect()
}

fn alternate(site: &Site<'_>, from: &Address, index: RecordIndex) -> Option<Alternate> {
    let language = site.base.records[index].postmortem.language;
    let href = from.link_to(site.directory.record(index)?);
    Some(Alternate { language: language.tag(), name: own_name(language), href })
}

/// What a language calls itself.
pub(in crate::site) fn own_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Ko => "한국어",
        Language::Ja => "日本語",
        Language::ZhHans => "简体中文",
        Language::ZhHant => "繁體中文",
        Language::De => "Deutsch",
        Language::Fr => "français",
        Language::Es => "español",
        Language::Pt => "português",
        Language::No => "norsk",
    }
}
