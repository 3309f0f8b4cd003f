//! Every open action past its due date, the oldest promise first.

use serde::Serialize;

use super::Day;
use super::action::days_overdue;
use crate::postmortem::Record;
use crate::site::words::Words;
use crate::site::{Address, Site};

/// An action that nobody has finished in time.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct OverdueRow {
    #[serde(skip)]
    days: usize,
    /// `751 days`.
    late: String,
    text: String,
    language: &'static str,
    owner: Option<String>,
    due: Option<Day>,
    /// The postmortem that promised it.
    title: String,
    href: String,
}

/// The overdue actions of all postmortems that still hold: translations and superseded documents repeat others'.
pub(in crate::site) fn overdue(site: &Site<'_>, from: &Address, words: &Words) -> Vec<OverdueRow> {
    let mut rows: Vec<OverdueRow> = Vec::new();
    for index in site.base.postmortems() {
        let record = &site.base.records[index];
        if let Some(address) = site.directory.record(index).filter(|_| site.base.is_current(index)) {
            rows.extend(of_record(site, record, &from.link_to(address), words));
        }
    }
    rows.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.text.cmp(&b.text)));
    rows
}

fn of_record(site: &Site<'_>, record: &Record, href: &str, words: &Words) -> Vec<OverdueRow> {
    let postmortem = &record.postmortem;
    let late = |action| days_overdue(action, site.today).map(|days| (action, days));
    let rows = postmortem.actions.iter().filter_map(late).map(|(action, days)| OverdueRow {
        days,
        late: words.count("duration.days", days, &[]),
        text: action.text.clone(),
        language: postmortem.language.tag(),
        owner: action.owner.as_ref().map(|owner| owner.value.clone()),
        due: action.due.as_ref().map(|due| Day::new(due.value, words)),
        title: postmortem.title.value.clone(),
        href: href.to_owned(),
    });
    rows.collect()
}
