//! A list of incidents into an Atom feed (RFC 4287): the newest, each with its one sentence.

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::knowledge::RecordIndex;
use crate::postmortem::Field;
use crate::site::view::{CauseLink, standfirst};
use crate::site::{Address, Site};
use crate::text::xml_text;

/// So many incidents the feed of the site has, and those of lists.
const MOST: usize = 50;
const MOST_OF_LIST: usize = 20;

/// The feed of a folder; empty where nobody said where the site will be.
pub(super) fn bytes(site: &Site<'_>, folder: &str, title: &str, records: &[RecordIndex]) -> Vec<u8> {
    let Some(address) = site.feed_of(folder) else { return Vec::new() };
    let most = if folder.is_empty() { MOST } else { MOST_OF_LIST };
    let records: Vec<RecordIndex> =
        records.iter().copied().filter(|&index| site.directory.record(index).is_some()).take(most).collect();
    // Nothing can go wrong with writing into memory.
    let mut bytes = feed(site, &address, title, &records).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

type Written = std::io::Result<()>;

fn feed(site: &Site<'_>, address: &Address, title: &str, records: &[RecordIndex]) -> std::io::Result<Vec<u8>> {
    let own = &site.settings.title;
    let title = if title.is_empty() { own.clone() } else { format!("{title} · {own}") };
    let (feed, page) = (site.web(address), site.web(&beside(address)));
    let updated = records.iter().filter_map(|&index| site.updated(index)).max();
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", site.words().tag.as_str())];
    writer.create_element("feed").with_attributes(attributes).write_inner_content(|inner| {
        text(inner, "id", &feed)?;
        text(inner, "title", &title)?;
        if !site.settings.description.is_empty() {
            text(inner, "subtitle", &site.settings.description)?;
        }
        text(inner, "updated", &stamp(updated.unwrap_or(Timestamp::UNIX_EPOCH)))?;
        link(inner, "self", "application/atom+xml", &feed)?;
        link(inner, "alternate", "text/html", &page)?;
        let author = site.settings.authors.first().unwrap_or(own);
        inner.create_element("author").write_inner_content(|inner| text(inner, "name", author))?;
        records.iter().try_for_each(|&index| entry(inner, site, index))
    })?;
    Ok(writer.into_inner())
}

fn entry(writer: &mut Writer<Vec<u8>>, site: &Site<'_>, index: RecordIndex) -> Written {
    let postmortem = &site.base.records[index].postmortem;
    let words = site.words();
    let page = site.directory.record(index).cloned().unwrap_or_else(|| Address::folder(""));
    let url = site.web(&page);
    let element = writer.create_element("entry").with_attribute(("xml:lang", postmortem.language.tag()));
    element.write_inner_content(|inner| {
        text(inner, "id", &url)?;
        text(inner, "title", &postmortem.title.value)?;
        text(inner, "updated", &stamp(site.updated(index).unwrap_or(Timestamp::UNIX_EPOCH)))?;
        if let Some(published) = site.published(index) {
            text(inner, "published", &stamp(published))?;
        }
        link(inner, "alternate", "text/html", &url)?;
        for author in postmortem.values(Field::Authors).map(str::trim).filter(|name| !name.is_empty()) {
            inner.create_element("author").write_inner_content(|inner| text(inner, "name", author))?;
        }
        let services = postmortem.values(Field::Services).map(str::to_owned);
        for term in CauseLink::of(site, &page, index, words).into_iter().map(|cause| cause.title).chain(services) {
            inner.create_element("category").with_attribute(("term", xml_text(&term).as_str())).write_empty()?;
        }
        let summary = standfirst(postmortem);
        if summary.is_empty() { Ok(()) } else { text(inner, "summary", &summary) }
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> Written {
    writer.create_element(name).write_text_content(BytesText::new(&xml_text(value))).map(|_| ())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, kind: &str, href: &str) -> Written {
    let attributes = [("rel", rel), ("type", kind), ("href", href)];
    writer.create_element("link").with_attributes(attributes).write_empty().map(|_| ())
}

/// The page that lists what the feed does.
fn beside(feed: &Address) -> Address {
    let folder = feed.as_str().trim_end_matches("feed.xml").trim_end_matches('/');
    Address::folder(folder)
}

/// RFC 3339, to the second.
fn stamp(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
