//! Finds timelines whose times are of no zone that anybody names.

use std::sync::LazyLock;

use regex::Regex;

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::{Language, Record, SectionName, TimelineEntry};

const META: Meta = Meta {
    code: "PM044",
    name: "missing-zone",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("missing_zone.md"),
};

/// Whatever tells a reader the zone, understood or not, anywhere in a document: `UTC`, `09:00+09:00`, `14:05Z`, `local
/// time`, `Europe/Oslo`, `서울 시각`
static ZONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?x)
        (?:\b|_)(?:UTC|GMT|KST|JST|HKT|SGT|ICT|IST|CST|MSK|BRT|NZ[SD]T|AE[SD]T|AW[SD]T|[PMCE][SD]T|PT|ET|BST|WES?T|CES?T|EES?T)(?:\b|_)
        | \d{2}Z\b | \d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*[+-]\d{2}:?\d{2}\b
        | \b(?:Asia|Europe|America|Australia|Africa|Pacific|Etc)/[A-Z]
        | \b[A-Z]{3,4}\d{1,2}[A-Z]{3,4}\b
        | (?i:local\s+time|time\s*zone|eastern|pacific\s+(?:time|standard|daylight)|central\s+european|ortszeit|lokal\s+tid|heure\s+locale|hora\s+local)
        | (?:현지|한국|서울|일본|미국|태평양|동부)\s*(?:표준시|시간|시각) | 시간대는 | 표준시
        | (?:日本|現地|韓国)(?:標準)?時[間刻] | 標準時 | タイムゾーン
        | (?:北京|当地|當地|台北|臺北|中原|香港)(?:标准|標準)?(?:时间|時間) | 时区 | 時區";
    Regex::new(pattern).ok()
});

pub(super) struct MissingZone;

impl Rule for MissingZone {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let postmortem = &record.postmortem;
        let timed: Vec<&TimelineEntry> = postmortem.timeline.iter().filter(|entry| entry.moment.time.is_some()).collect();
        // A single time of day is no course of events.
        let [first, _, ..] = timed.as_slice() else { return };
        let first = timed.iter().find(|entry| entry.written.contains(':')).unwrap_or(first);
        let text = &record.document.text;
        let named = || timed.iter().any(|entry| entry.moment.zone.is_some());
        let told = || ZONE.as_ref().is_none_or(|zone| zone.is_match(text));
        if context.settings.timezone.is_none() && postmortem.kind.is_postmortem() && !named() && !told() {
            let zone = usual_zone(postmortem.language);
            found.push(
                Diagnostic::new(META.name, place::first_line(first.span, text))
                    .with("time", first.written.as_str())
                    .with("heading", heading(context, record))
                    .with("short", zone.0)
                    .with("zone", zone.1)
                    .about("zone"),
            );
        }
    }
}

/// The heading of the timeline, else what it would be called.
fn heading(context: &Context<'_>, record: &Record) -> String {
    let section = record.postmortem.section(SectionName::Timeline);
    let written = section.map(|section| section.heading.trim()).filter(|heading| !heading.is_empty());
    let usual = context.lexicon.heading(record.postmortem.language, SectionName::Timeline);
    written.unwrap_or(usual).to_owned()
}

/// The zone of most who write in a language: an example, no guess.
fn usual_zone(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Ko => ("KST", "Asia/Seoul"),
        Language::Ja => ("JST", "Asia/Tokyo"),
        Language::ZhHans => ("UTC+8", "Asia/Shanghai"),
        Language::ZhHant => ("UTC+8", "Asia/Taipei"),
        _ => ("UTC", "UTC"),
    }
}

#[cfg(test)]
mod tests {
    use super::ZONE;

    #[test]
    fn zones_are_told_in_many_ways() {
        let zone = ZONE.as_ref().expect("the pattern compiles");
        for text in ["모두 한국 시간", "14:05 KST", "2026-03-04T14:05Z", "14:05+09:00", "(Europe/Oslo)", "local time", "北京时间", "_All times in EEST_"] {
            assert!(zone.is_match(text), "{text}");
        }
        for text in ["14:05 alert", "장애 시간 39분", "ETA 14:05", "duration 10:00 - 10:30", "障害時間"] {
            assert!(!zone.is_match(text), "{text}");
        }
    }
}
