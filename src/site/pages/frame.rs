//! What every page has: its language, title, navigation and the theme's files.

use jiff::civil::Date;
use serde::Serialize;

use crate::site::files::twin;
use crate::site::view::Alternate;
use crate::site::words::Words;
use crate::site::{Address, Site};
use crate::text::Html;

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
    search: Search,
    icon: String,
    as_of: String,
    documents: String,
    /// The feed of what the page lists, else of the site; nothing where nobody said where the site will be.
    feed: Option<String>,
    /// The page's own address on the web, where it is known where the site will be.
    canonical: Option<String>,
    /// The Markdown that the page is made from.
    markdown: Option<String>,
    /// The day of what the page is about.
    published: Option<String>,
    /// What the page is about, as JSON-LD.
    linked_html: Option<Html>,
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
    scripts: [String; 1],
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
    Actions,
    Timeline,
    Metrics,
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
            item("navigation.actions", "actions", Part::Actions),
            item("navigation.timeline", "timeline", Part::Timeline),
            item("navigation.metrics", "metrics", Part::Metrics),
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
            search: Search {
                own: false,
                fallback: link(&Address::folder("incidents")),
                page: link(&Address::folder("search")),
                root: folder(link(&Address::folder(""))),
                index: folder(link(&Address::folder("search"))),
                scripts: ["assets/search.js"].map(asset),
                words: words.for_search().to_owned(),
            },
            icon: asset("assets/favicon.svg"),
            as_of: words.fill("frame.as_of", &[("day", &words.date(site.today))]),
            feed: site.feed_of("").as_ref().map(link),
            canonical: site.root().map(|_| site.web(&address)),
            markdown: None,
            published: None,
            linked_html: None,
            documents: words.count("frame.documents", site.base.records.len(), &[]),
            address,
        }
    }

    /// The frame of the page that has the search box in its matter.
    pub(super) fn with_own_search(mut self) -> Self {
        self.search.own = true;
        self
    }

    /// The frame of a page with a feed of its own.
    pub(super) fn with_feed(self, feed: Option<String>) -> Self {
        Self { feed: feed.or(self.feed), ..self }
    }

    /// The frame of a page that is made from a document, on a day, with what that is for programs.
    pub(super) fn of_document(self, day: Option<Date>, linked_html: Option<Html>) -> Self {
        let markdown = Some(self.address.link_to(&twin(&self.address)));
        Self { markdown, published: day.map(|day| day.to_string()), linked_html, ..self }
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

/// The folder of a link to its page: nothing for the folder of the page itself.
fn folder(page: String) -> String {
    page.strip_suffix("index.html").map(str::to_owned).unwrap_or(page)
}
