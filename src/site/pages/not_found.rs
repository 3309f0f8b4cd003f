//! The page that a server shows for an address that does not exist. It may be shown at any depth, where
//! relative links lead nowhere, so it is readable without its style sheet.

use serde::Serialize;

use super::{Frame, Part, finish};
use crate::site::{Address, Site, SiteError};

#[derive(Serialize)]
struct NotFound {}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let frame = Frame::new(site, Address::new("404.html"), Part::None, words.text("missing.title"), words);
    finish(site, "404.html", &frame, &NotFound {}, words)
}
