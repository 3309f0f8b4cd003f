//! Finds keys of front matter that are a near miss of a known one.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::Entry;
use crate::postmortem::{Field, Kind, Record, date_in, entries, severity_rank};

const META: Meta = Meta {
    code: "PM015",
    name: "unknown-key",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("unknown_key.md"),
};

/// Keys that people use, one slip away from `cause`, `causes`, `status`, `state`, `team` and `teams`.
const OTHER_WORDS: [&str; 8] = ["case", "cases", "clause", "stage", "stats", "tema", "term", "terms"];

pub(super) struct UnknownKey;

impl Rule for UnknownKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let kind = record.postmortem.kind;
        if !kind.is_postmortem() && kind != Kind::Cause {
            return;
        }
        let lexicon = context.lexicon;
        let known: Vec<Field> = entries(&record.document).filter_map(|entry| lexicon.field_of_key(&entry.key)).collect();
        let unknown = entries(&record.document).filter(|entry| lexicon.field_of_key(&entry.key).is_none());
        for entry in unknown.filter(|entry| !OTHER_WORDS.contains(&entry.key.to_lowercase().as_str())) {
            // Who writes `title` elsewhere did not mistype it here.
            let meant = lexicon.field_meant(&entry.key).filter(|(field, _)| !known.contains(field));
            found.extend(meant.map(|(field, spelling)| diagnostic(context, record, entry, field, spelling)));
        }
    }
}

fn diagnostic(context: &Context<'_>, record: &Record, entry: &Entry, field: Field, spelling: &str) -> Diagnostic {
    let nearest = in_style_of(&entry.key, spelling);
    let certain = context.lexicon.is_one_field(&entry.key) && fits(context, field, entry);
    let fix = super::place::respelt(entry.key_span, &entry.key, &nearest, &record.document.text);
    Diagnostic::new(META.name, entry.key_span)
        .with("key", entry.key.as_str())
        .with("nearest", nearest)
        .about(entry.key.as_str())
        .mended_by(fix.filter(|_| certain))
}

/// Whether what stands behind a key is something that the field can hold.
fn fits(context: &Context<'_>, field: Field, entry: &Entry) -> bool {
    let texts = entry.node.texts();
    let Some(&(value, _)) = texts.first() else { return false };
    match field {
        Field::Status => context.lexicon.status(value).is_some(),
        Field::Severity => severity_rank(value, &context.settings.severities, context.lexicon).is_some(),
        Field::Kind => context.lexicon.kind(value).is_some(),
        Field::Date | Field::Started | Field::Detected | Field::Acknowledged | Field::Mitigated | Field::Resolved => {
            date_in(value).is_some()
        }
        _ => true,
    }
}

/// The key as this author joins words: `root_causes`, unless the key has dashes.
fn in_style_of(key: &str, spelling: &str) -> String {
    spelling.replace([' ', '-'], if key.contains('-') { "-" } else { "_" })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::OTHER_WORDS;
    use crate::postmortem::Lexicon;

    /// Keys of Hugo, Jekyll, Zola, Docusaurus, Starlight, MkDocs, Quartz and Obsidian, and what teams add to postmortems.
    const OTHERS: &str = "
        audio banner boost build cascade changelog classes comments cover created cssclasses custom-edit-url
        displayed-sidebar draft editUrl excerpt-separator expiryDate extra featured featuredImage feed grand-parent
        has-children head header headless hero hidden hide hide-table-of-contents hide-title icon image images
        in-search-index is-cjk-language last-modified-date last-update lastUpdated lastmod layout listing markup math
        menu menus mermaid modified nav-exclude nav-order next order outputs pagefind pagination-label pagination-next
        params path permalink prev publish read-time redirect-from redirect-to resources robots search series share
        sidebar sidebar-class-name sidebar-position sitemap slug social socialImage source-fetched-at sticky
        subtitle table-of-contents taxonomies template theme title-meta toc toc-max-heading-level toc-min-heading-level
        translationKey unlisted unpublishdate update updated url videos view weight
        action actions affected app approved approver area assigned blameless business-impact case cases channel
        checklist class client closed cloud cluster company confidence contact cost created-by customer customers data
        dates department detected-by domain downtime effort env environment environments error escalation events facts
        feature fix fixed form gate group history host hours incident incident-name incidents index info internal jira
        label labels lessons level links local loss mate meeting method metric mode module mttd mttr note notes oncall
        on-call opened org origin outage page paged phase platform postmortem problem process project provider
        public quality queue question rate reason ref reference references regression region release releases
        repo reported reported-by reserved resolved-by response responder responders result reviewed revenue revision
        risk role room runbook runbooks scope score scribe section sender site size slack sla slo solution source
        sources squad stage stakeholders state stats steps sub-title subject support table target tema term terms text
        tier time time-to-detect time-to-resolve titles toil token topic topics tracking tribe ttd ttr update updates
        urgency user users value variant vendor version versions video visible
    ";

    #[test]
    fn keys_of_others_are_no_mistakes() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        let unknown = OTHERS.split_whitespace().filter(|key| lexicon.field_of_key(key).is_none());
        let reported: Vec<(&str, &str)> = unknown
            .filter(|key| !OTHER_WORDS.contains(key))
            .filter_map(|key| Some((key, lexicon.field_meant(key)?.1)))
            .collect();
        assert_eq!(reported, []);
    }

    #[test]
    fn every_slip_in_a_canonical_key_names_its_field() {
        let lexicon = Lexicon::new(&BTreeMap::new());
        for (field, key) in crate::postmortem::Field::ALL.into_iter().filter(|(_, key)| key.len() >= 6) {
            let mistyped = format!("{}{}", &key[..2], &key[3..]);
            let meant = lexicon.field_of_key(&mistyped).or(lexicon.field_meant(&mistyped).map(|(field, _)| field));
            assert_eq!(meant, Some(field), "{mistyped}");
        }
    }
}
