//! Style sheet, script and icon into files whose names change with what they hold, so that a browser may
//! keep them for ever.

use std::collections::BTreeMap;

use crate::site::Address;

/// The assets of a theme.
#[derive(Debug, Default)]
pub(in crate::site) struct Assets {
    files: BTreeMap<String, (Address, String)>,
}

impl Assets {
    pub(super) fn new(texts: &BTreeMap<String, String>) -> Self {
        let files = texts.iter().map(|(name, text)| (name.clone(), (address(name, text), text.clone()))).collect();
        Self { files }
    }

    /// Where the asset of a name below the theme folder is found.
    pub(in crate::site) fn address(&self, name: &str) -> Option<&Address> {
        self.files.get(name).map(|(address, _)| address)
    }

    /// The names below the theme folder, and where each is found.
    pub(in crate::site) fn all(&self) -> impl Iterator<Item = (&str, &Address)> {
        self.files.iter().map(|(name, (address, _))| (name.as_str(), address))
    }

    /// What the asset of a name holds.
    pub(in crate::site) fn text(&self, name: &str) -> &str {
        self.files.get(name).map_or("", |(_, text)| text)
    }
}

/// `assets/site.css` with the first eight digits of its hash: `assets/site.1a2b3c4d.css`.
fn address(name: &str, text: &str) -> Address {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Address::new(format!("{stem}.{}.{ending}", &hash[..8]))
}
