//! The first half of the agenda: what is prepared, the goal, the timeline, and what everybody notes.

use jiff::tz::TimeZone;

use super::passages::point;
use super::{Item, Point, PointKind, View};
use crate::postmortem::{Field, SectionName, TimelineEntry};

/// A silence in the timeline shorter than this, in minutes, is no question.
const SILENCE: i64 = 30;

impl View<'_> {
    /// Who is invited, and what they bring.
    pub(super) fn before(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "collect")];
        let people = self.people();
        if people.is_empty() {
            points.push(self.own(PointKind::Ask, "ask-people"));
        } else {
            points.push(self.with(PointKind::Check, "invite", &[("names", &people.join(", "))]));
        }
        let services: Vec<&str> = self.postmortem.values(Field::Services).map(str::trim).collect();
        if !services.is_empty() {
            points.push(self.with(PointKind::Check, "invite-owners", &[("services", &services.join(", "))]));
        }
        self.item("before", 0, points)
    }

    /// Everybody that the document names, once.
    fn people(&self) -> Vec<String> {
        let fields = [Field::Attendees, Field::Owner, Field::Authors, Field::Reviewers];
        let named = fields.into_iter().flat_map(|field| self.postmortem.values(field)).map(str::trim);
        let owners = self.postmortem.actions.iter().filter_map(|action| action.owner.as_ref());
        let mut people: Vec<String> = Vec::new();
        for name in named.chain(owners.map(|owner| owner.value.trim())) {
            if !name.is_empty() && !people.iter().any(|known| known == name) {
                people.push(name.to_owned());
            }
        }
        people
    }

    /// What the meeting is for, and what it is about.
    pub(super) fn goal(&self) -> Item {
        let mut points = vec![self.own(PointKind::Say, "goal-said")];
        if self.postmortem.lead.trim().is_empty() {
            points.push(self.own(PointKind::Ask, "ask-summary"));
        } else {
            points.push(point(PointKind::Told, &self.postmortem.lead));
        }
        let impact = self.first_passages(SectionName::Impact, 3);
        if impact.is_empty() && self.postmortem.value(Field::Impact).is_none() {
            points.push(self.own(PointKind::Ask, "ask-impact"));
        }
        points.extend(impact);
        self.item("goal", 5, points)
    }

    /// The events to be confirmed, and what they leave open.
    pub(super) fn timeline(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "verify")];
        let entry = |entry: &TimelineEntry| point(PointKind::Check, &format!("{} {}", entry.written, entry.text));
        points.extend(self.postmortem.timeline.iter().map(entry));
        if self.postmortem.timeline.is_empty() {
            points.push(self.own(PointKind::Ask, "ask-timeline"));
        }
        let moments = &self.postmortem.moments;
        let asked = [
            ("ask-started", &moments.started),
            ("ask-detected", &moments.detected),
            ("ask-mitigated", &moments.mitigated),
            ("ask-resolved", &moments.resolved),
        ];
        let missing = asked.into_iter().filter(|(_, moment)| moment.is_none());
        points.extend(missing.map(|(key, _)| self.own(PointKind::Ask, key)));
        points.extend(self.silence());
        self.item("timeline", 5, points)
    }

    /// The longest stretch of the timeline in which nothing is told.
    fn silence(&self) -> Option<Point> {
        let entries = &self.postmortem.timeline;
        let pairs = entries.windows(2).filter(|pair| pair[0].series == pair[1].series);
        let minutes = |pair: &[TimelineEntry]| {
            let day = self.postmortem.date.as_ref().map(|fact| fact.value);
            let instant = |entry: &TimelineEntry| {
                let mut moment = entry.moment.clone();
                moment.date = moment.date.or(day);
                moment.instant(&TimeZone::UTC)
            };
            Some(instant(&pair[1])?.duration_since(instant(&pair[0])?).as_mins())
        };
        let longest = pairs.filter_map(|pair| Some((minutes(pair)?, pair))).max_by_key(|(minutes, _)| *minutes);
        let (minutes, pair) = longest.filter(|(minutes, _)| *minutes >= SILENCE)?;
        let values =
            [("from", pair[0].written.as_str()), ("to", pair[1].written.as_str()), ("n", &minutes.to_string())];
        Some(self.with(PointKind::Ask, "ask-silence", &values))
    }

    /// What went wrong, what went well, and where luck helped.
    pub(super) fn notes(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "silent")];
        for (name, question) in [
            (SectionName::WentWrong, "ask-went-wrong"),
            (SectionName::WentWell, "ask-went-well"),
            (SectionName::Lucky, "ask-lucky"),
        ] {
            points.push(self.topic(name));
            points.extend(self.passages(name, PointKind::Told));
            points.push(self.own(PointKind::Ask, question));
        }
        // Lessons that nobody has sorted yet are sorted here.
        let sorted = [SectionName::WentWrong, SectionName::WentWell, SectionName::Lucky];
        if !sorted.iter().any(|name| self.postmortem.section(*name).is_some()) {
            let lessons = self.passages(SectionName::Lessons, PointKind::Told);
            if !lessons.is_empty() {
                points.push(self.topic(SectionName::Lessons));
                points.extend(lessons);
            }
        }
        self.item("notes", 5, points)
    }

    /// A heading that is called like the section.
    pub(super) fn topic(&self, name: SectionName) -> Point {
        Point::new(PointKind::Topic, self.lexicon.heading(self.language, name))
    }
}
