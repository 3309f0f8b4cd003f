//! What a document's page is about, for programs: a `TechArticle` of schema.org as JSON-LD. A block of data, which no browser
//! runs and no content security policy forbids.

use serde::Serialize;

use crate::history::Commit;
use crate::knowledge::RecordIndex;
use crate::postmortem::Field;
use crate::site::words::Words;
use crate::site::{Address, Site};
use crate::text::Html;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    in_language: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// When it was published and changed last, as Git says.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    /// The day of the incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal_coverage: Option<String>,
    /// The root causes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    is_part_of: Thing<'a>,
}

#[derive(Serialize)]
struct Thing<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// The article of a record, as the text of a `script` element.
pub(in crate::site) fn linked(site: &Site<'_>, address: &Address, index: RecordIndex, words: &Words) -> Html {
    let record = &site.base.records[index];
    let postmortem = &record.postmortem;
    let is_postmortem = postmortem.kind.is_postmortem();
    let web = |address: &Address| site.root().map(|_| site.web(address));
    let day = |commit: Option<&Commit>| commit.and_then(|commit| site.day_of(commit)).map(|day| day.to_string());
    let history = site.history_of(index);
    let described = postmortem.value(Field::Description).unwrap_or_default().trim();
    let ids = site.base.causes_of.get(index).into_iter().flatten();
    let cause = |id: &String| {
        let cause = site.base.causes.get(id)?;
        Some(Thing { kind: "DefinedTerm", name: cause.title(&words.tag), url: web(site.directory.cause(id)?) })
    };
    let fields = [Field::Services, Field::Teams, Field::Tags];
    html(&Article {
        context: "https://schema.org",
        kind: "TechArticle",
        headline: &postmortem.title.value,
        in_language: postmortem.language.tag(),
        description: if is_postmortem { &postmortem.lead } else { described },
        identifier: is_postmortem.then_some(postmortem.id.value.as_str()),
        url: web(address),
        date_published: day(history.and_then(|history| history.first())),
        date_modified: day(history.and_then(|history| history.last())),
        temporal_coverage: postmortem.date.as_ref().map(|date| date.value.to_string()),
        about: ids.filter_map(cause).collect(),
        keywords: fields.iter().flat_map(|&field| postmortem.values(field)).map(str::trim).collect(),
        is_part_of: Thing { kind: "WebSite", name: &site.settings.title, url: web(&Address::folder("")) },
    })
}

/// JSON in which nothing can end the element that it stands in, or begin a comment: `<`, `>` and `&` are written as escapes,
/// which stand within strings only.
fn html(article: &Article<'_>) -> Html {
    let json = serde_json::to_string(article).unwrap_or_default();
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => safe.push(c),
        }
    }
    Html::sanitised(safe)
}
