//! Distributions into a sentence, a dot for each value, and the numbers of a table.

use serde::Serialize;

use crate::knowledge::{Distribution, Measured, Stretch};
use crate::site::chart::{Dots, Value};
use crate::site::words::Words;
use crate::site::{Address, Site};

/// A distribution.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Figure {
    /// What is measured.
    name: String,
    /// `Half within 41 min, nine of ten within 3 h (18 incidents).`
    sentence: String,
    dots: Option<Dots>,
    least: Option<String>,
    median: Option<String>,
    p90: Option<String>,
    greatest: Option<String>,
    n: usize,
    unknown: usize,
}

/// How long incidents took to be noticed, mended and ended; each dot leads to its incident.
pub(in crate::site) fn durations(site: &Site<'_>, here: &Address, words: &Words) -> Vec<Figure> {
    let figure = |stretch: Stretch| {
        let incidents = &site.metrics.durations.incidents;
        let values: Vec<Value> =
            incidents.iter().filter_map(|incident| value(site, here, incident, stretch, words)).collect();
        let distribution = site.metrics.durations.distribution(stretch);
        Figure::new(stretch.name(), &distribution, &values, &MINUTES, &|minutes| minutes_in(minutes, words), words)
    };
    Stretch::ALL.map(figure).to_vec()
}

/// A distribution of days; its dots lead nowhere.
pub(in crate::site) fn days(name: &str, distribution: &Distribution, words: &Words) -> Figure {
    let shown = |days: i64| words.days(i32::try_from(days).unwrap_or(i32::MAX));
    let value = |&days: &i64| Value { value: days, title: shown(days), href: None };
    let values: Vec<Value> = distribution.values.iter().map(value).collect();
    Figure::new(name, distribution, &values, &DAYS, &shown, words)
}

fn value(site: &Site<'_>, here: &Address, incident: &Measured, stretch: Stretch, words: &Words) -> Option<Value> {
    let minutes = incident.minutes[stretch as usize]?;
    let postmortem = &site.base.records[incident.record].postmortem;
    let title = format!("{} · {}", minutes_in(minutes, words), postmortem.id.value);
    Some(Value { value: minutes, title, href: site.directory.record(incident.record).map(|page| here.link_to(page)) })
}

fn minutes_in(minutes: i64, words: &Words) -> String {
    words.minutes(u64::try_from(minutes).unwrap_or(0))
}

/// Round lengths that a scale is marked with.
const MINUTES: [i64; 9] = [1, 10, 60, 6 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 365 * 24 * 60];
const DAYS: [i64; 8] = [1, 7, 30, 90, 365, 2 * 365, 5 * 365, 10 * 365];

impl Figure {
    fn new(
        name: &str,
        distribution: &Distribution,
        values: &[Value],
        ticks: &[i64],
        shown: &dyn Fn(i64) -> String,
        words: &Words,
    ) -> Self {
        let named = |&value: &i64| (value, shown(value));
        let (median, p90) = (distribution.median(), distribution.p90());
        let mark = |key: &str, value: i64| (value, words.fill(key, &[("value", &shown(value))]));
        let marks: Vec<(i64, String)> = median
            .map(|value| mark("metrics.median_mark", value))
            .into_iter()
            .chain(p90.map(|value| mark("metrics.p90_mark", value)))
            .collect();
        Self {
            name: words.text(&format!("metrics.{name}")).to_owned(),
            sentence: sentence(distribution, shown, words),
            dots: Dots::new(values, &ticks.iter().map(named).collect::<Vec<_>>(), &marks),
            least: distribution.values.first().map(|&value| shown(value)),
            median: median.map(shown),
            p90: p90.map(shown),
            greatest: distribution.values.last().map(|&value| shown(value)),
            n: distribution.n(),
            unknown: distribution.unknown,
        }
    }
}

fn sentence(distribution: &Distribution, shown: &dyn Fn(i64) -> String, words: &Words) -> String {
    let Some(median) = distribution.median() else {
        return words.count("metrics.nothing_known", distribution.unknown, &[]);
    };
    let mut parts = vec![words.fill("metrics.median_sentence", &[("value", &shown(median))])];
    if let Some(p90) = distribution.p90() {
        parts.push(words.fill("metrics.p90_sentence", &[("value", &shown(p90))]));
    }
    parts.push(words.count("metrics.known", distribution.n(), &[]));
    if distribution.unknown > 0 {
        parts.push(words.count("metrics.unknown", distribution.unknown, &[]));
    }
    parts.join(words.text("frame.between"))
}
