//! Finds what tells who somebody is: numbers of residents, telephones and cards, days of birth,
//! addresses outside the company, and lists of contacts.

mod address;
mod birth;
mod contacts;
mod number;

use std::collections::BTreeMap;

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;
use crate::text::{Span, shown_part};

const META: Meta = Meta {
    code: "PM062",
    name: "personal-data",
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("personal_data.md"),
};

/// The message about a list of telephone numbers.
const CONTACTS: &str = "contacts";

/// Something about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Personal {
    span: Span,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Resident,
    Card,
    Phone,
    Email,
    Birth,
}

impl Kind {
    /// The message about it.
    fn variant(self) -> &'static str {
        match self {
            Self::Resident => "resident-number",
            Self::Card => "card",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Birth => "birth-date",
        }
    }
}

pub(super) struct PersonalData;

impl Rule for PersonalData {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn level(&self, variant: &str) -> Level {
        // Laws forbid to keep these, and their check digits are right.
        match variant {
            "resident-number" | "card" => Level::Error,
            // These numbers are invented, or seem to be.
            CONTACTS => Level::Note,
            _ => META.level,
        }
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let text = &record.document.text;
        let runs = number::runs(text);
        let mut all = number::numbers(&runs, text);
        all.extend(address::addresses(text, &context.settings.company_domains));
        all.extend(birth::births(text));
        all.sort_unstable();
        all.dedup_by(|later, earlier| later.span.start < earlier.span.end);
        let mut places: BTreeMap<&str, Vec<Personal>> = BTreeMap::new();
        all.into_iter().for_each(|personal| places.entry(personal.span.slice(text)).or_default().push(personal));
        for (value, places) in places {
            let shown = format!("{}…", shown_part(value));
            let first = places[0];
            let diagnostic = Diagnostic::new(META.name, place::first_line(first.span, text))
                .variant(first.kind.variant())
                .about(format!("{} {shown}", first.kind.variant()))
                .with("shown", shown);
            found.push(places.iter().fold(diagnostic, |diagnostic, place| diagnostic.concealing(place.span)));
        }
        for list in contacts::contacts(&runs, text) {
            let diagnostic = Diagnostic::new(META.name, place::first_line(list.first, text))
                .variant(CONTACTS)
                .about(CONTACTS)
                .with("count", list.count);
            found.push(list.numbers.into_iter().fold(diagnostic, Diagnostic::concealing));
        }
    }
}
