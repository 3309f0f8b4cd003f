//! What every page has: its language, title, navigation and the theme's files.

use serde::Serialize;

use crate::site::words::Words;
use crate::site::{Address, Site};

/// The frame of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Frame {
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
    navigation: Vec<Item>,
    rules: String,
    style: String,
    script: String,
    search: Search,
    icon: String,
    as_of: String,
    documents: String,
}

/// What the search box of a page needs to know.
#[derive(Debug, Clone, Serialize)]
struct Search {
    /// Whether the page has a box in its matter, and none in its head.
    own: bool,
    /// Where the form leads without JavaScript: the list of all incidents.
    fallback: String,
    page: String,
    /// The folder of the site, as a link from this page.
    root: String,
    /// The folder of the index.
    index: String,
    scripts: [String; 2],
    /// The words of the script, as JSON.
    words: String,
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
            language: words.tag.clone(),
            words_language: words.tag.clone(),
            title: title.to_owned(),
            description: site.settings.description.clone(),
            site: site.settings.title.clone(),
            home: link(&Address::folder("")),
            navigation,
            rules: link(&Address::folder("rules")),
            style: asset("assets/site.css"),
            script: asset("assets/site.js"),
            search: Search {
                own: false,
                fallback: link(&Address::folder("incidents")),
                page: link(&Address::folder("search")),
                root: folder(link(&Address::folder(""))),
                index: folder(link(&Address::folder("search"))),
                scripts: ["assets/search.js", "assets/find.js"].map(asset),
                words: words.for_script("search"),
            },
            icon: asset("assets/favicon.svg"),
            as_of: words.fill("frame.as_of", &[("day", &words.date(site.today))]),
            documents: words.count("frame.documents", site.base.records.len(), &[]),
            address,
        }
    }

    /// The frame of the page that has the search box in its matter.
    pub(super) fn with_own_search(mut self) -> Self {
        self.search.own = true;
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

/// The folder of a link to its page: nothing for the folder of the page itself.
fn folder(page: String) -> String {
    page.strip_suffix("index.html").map(str::to_owned).unwrap_or(page)
}
