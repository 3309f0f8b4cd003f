//! What every page has: its language, title, navigation and the theme's files.

use serde::Serialize;

use crate::site::view::Alternate;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// What templates may rely on has this number; it grows when something is taken away or means something else.
const CONTRACT: u32 = 1;

/// The frame of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Frame {
    /// Which promises about all this hold: see `docs/src/themes.md`.
    contract: u32,
    /// Where the page is.
    #[serde(skip)]
    pub(super) address: Address,
    /// The language of what the page is about.
    language: String,
    /// The language of everything around it.
    words_language: String,
    /// The page's own title, without the site's name; empty on the home page.
    title: String,
    /// For previews: the first words of what the page is about.
    description: String,
    site: String,
    home: String,
    /// What the page is about in every language that there is an account in, this one included.
    alternates: Vec<Alternate>,
    navigation: Vec<Item>,
    rules: String,
    style: String,
    script: String,
    icon: String,
    as_of: String,
    documents: String,
}

/// A link of the navigation.
#[derive(Debug, Clone, Serialize)]
struct Item {
    label: String,
    href: String,
    current: bool,
}

/// The part of the site that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    None,
    Incidents,
    Causes,
    Guides,
}

impl Frame {
    /// The frame of the page at an address, in the language of its words.
    pub(super) fn new(site: &Site<'_>, address: Address, part: Part, title: &str, words: &Words) -> Self {
        let link = |target: &Address| address.link_to(target);
        let item = |key: &str, folder: &str, own: Part| Item {
            label: words.text(key).to_owned(),
            href: link(&Address::folder(folder)),
            current: part == own,
        };
        let asset = |name: &str| site.theme.assets().address(name).map(link).unwrap_or_default();
        let mut navigation = vec![
            item("navigation.incidents", "incidents", Part::Incidents),
            item("navigation.causes", "causes", Part::Causes),
        ];
        if site.has_guides {
            navigation.push(item("navigation.guides", "guides", Part::Guides));
        }
        Self {
            contract: CONTRACT,
            language: words.tag.clone(),
            words_language: words.tag.clone(),
            title: title.to_owned(),
            description: site.settings.description.clone(),
            site: site.settings.title.clone(),
            home: link(&Address::folder("")),
            alternates: Vec::new(),
            navigation,
            rules: link(&Address::folder("rules")),
            style: asset("assets/site.css"),
            script: asset("assets/site.js"),
            icon: asset("assets/favicon.svg"),
            as_of: words.fill("frame.as_of", &[("day", &words.date(site.today))]),
            documents: words.count("frame.documents", site.base.records.len(), &[]),
            address,
        }
    }

    /// The frame of a page that there are others of, each in a language of its own.
    pub(super) fn among(mut self, alternates: Vec<Alternate>) -> Self {
        self.alternates = alternates;
        self
    }

    /// The frame of a page whose matter is in a language of its own.
    pub(super) fn about(mut self, language: &str, description: &str) -> Self {
        language.clone_into(&mut self.language);
        if !description.is_empty() {
            description.clone_into(&mut self.description);
        }
        self
    }
}
