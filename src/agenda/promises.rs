//! The end of the agenda: what is promised, who looks after it, and when it is looked at again.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::passages::point;
use super::{FollowUp, Item, Point, PointKind, View, printable};
use crate::postmortem::{Action, ActionKind, ActionState, Field, SectionName, date_in};

/// What the pack's source asks of every postmortem.
const FOUR: [SectionName; 4] =
    [SectionName::Summary, SectionName::Actions, SectionName::RootCause, SectionName::Lessons];

impl View<'_> {
    /// Every action, and what each lacks.
    pub(super) fn actions(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "discuss-actions")];
        let open = || self.postmortem.actions.iter().filter(|action| action.state == ActionState::Open);
        points.extend(self.postmortem.actions.iter().map(|action| self.action(action)));
        for (key, lacks) in [
            ("ask-owner", &(|action: &Action| action.owner.is_none()) as &dyn Fn(&Action) -> bool),
            ("ask-due", &|action: &Action| action.due.is_none()),
        ] {
            points.extend(open().filter(|action| lacks(action)).map(|action| {
                let text = point(PointKind::Ask, &action.text).text;
                self.with(PointKind::Ask, key, &[("action", text.as_str())])
            }));
        }
        let prevents = |action: &Action| action.kind == Some(ActionKind::Prevent);
        if self.postmortem.actions.is_empty() {
            points.push(self.own(PointKind::Ask, "ask-actions"));
        } else if !self.postmortem.actions.iter().any(prevents) {
            points.push(self.own(PointKind::Ask, "ask-prevent"));
        }
        self.item("actions", 15, points)
    }

    /// `Bound the queue (@amelia, 2026-04-01)`, ticked off where it is done.
    fn action(&self, action: &Action) -> Point {
        let owner = action.owner.as_ref().map(|owner| owner.value.clone());
        let due = action.due.as_ref().map(|due| due.value.to_string());
        let state = match action.state {
            ActionState::Open => None,
            ActionState::Done => Some(self.texts.text("done").to_owned()),
            ActionState::Dropped => Some(self.texts.text("dropped").to_owned()),
        };
        let facts: Vec<String> = [owner, due, state].into_iter().flatten().collect();
        let text = point(PointKind::Check, &action.text).text;
        let kind = if action.state == ActionState::Open { PointKind::Check } else { PointKind::Told };
        if facts.is_empty() {
            return Point { kind, text };
        }
        Point::new(kind, &self.fill("action", &[("action", text.as_str()), ("facts", &facts.join(", "))]))
    }

    /// Who looks after the postmortem, and what that means here.
    pub(super) fn owner(&self) -> Item {
        let mut points = Vec::new();
        match self.postmortem.value(Field::Owner).map(str::trim).filter(|owner| !owner.is_empty()) {
            Some(owner) => points.push(self.with(PointKind::Check, "owner-is", &[("name", owner)])),
            None => points.push(self.own(PointKind::Ask, "ask-postmortem-owner")),
        }
        let missing: Vec<&str> = FOUR
            .into_iter()
            .filter(|name| self.postmortem.section(*name).is_none_or(|section| section.words == 0))
            .map(|name| self.lexicon.heading(self.language, name))
            .collect();
        if missing.is_empty() {
            points.push(self.own(PointKind::Check, "duty-write"));
        } else {
            points.push(self.with(PointKind::Check, "duty-write-missing", &[("sections", &missing.join(", "))]));
        }
        points.push(self.own(PointKind::Check, "duty-tell"));
        points.push(self.own(PointKind::Check, "duty-hold"));
        self.item("owner", 4, points)
    }

    /// When the actions are looked at again, and until when the incident is open.
    pub(super) fn closing(&self, follow_up: &FollowUp) -> Item {
        let key = match (follow_up.proposed, follow_up.date < self.today) {
            (true, _) => "ask-follow-up",
            (false, true) => "ask-held",
            (false, false) => "follow-up-is",
        };
        let kind = if key == "follow-up-is" { PointKind::Check } else { PointKind::Ask };
        let open = self.postmortem.actions.iter().filter(|action| action.state == ActionState::Open).count();
        let points = vec![
            self.with(kind, key, &[("day", &self.day(follow_up.date))]),
            self.own(PointKind::Check, "calendar"),
            self.with(PointKind::Guide, "closed-when", &[("n", &open.to_string())]),
        ];
        self.item("follow-up", 1, points)
    }

    /// The day that the document names, else two weeks from today, or after the last due date that is near.
    pub(super) fn follow_up(&self) -> FollowUp {
        let named = self.postmortem.values(Field::ReviewDate).filter_map(date_in).map(|(date, _)| date).max();
        let open = self.postmortem.actions.iter().filter(|action| action.state == ActionState::Open);
        let titles: Vec<String> = open.map(|action| self.action(action).text).collect();
        let title = self.postmortem.title.value.as_str();
        let text = format!("{} {}", self.texts.text("calendar-asks"), titles.join(" · "));
        FollowUp {
            date: named.unwrap_or_else(|| self.proposal()),
            proposed: named.is_none(),
            title: printable(&self.fill("calendar-title", &[("title", title)])),
            text: printable(&text),
        }
    }

    fn proposal(&self) -> Date {
        let near = self.today.saturating_add(60.days());
        let soonest = self.today.saturating_add(14.days());
        let dues = self.postmortem.actions.iter().filter(|action| action.state == ActionState::Open);
        let last = dues.filter_map(|action| Some(action.due.as_ref()?.value)).filter(|due| *due <= near).max();
        let day = last.map_or(soonest, |last| last.max(soonest));
        match day.weekday() {
            Weekday::Saturday => day.saturating_add(2.days()),
            Weekday::Sunday => day.saturating_add(1.day()),
            _ => day,
        }
    }

    fn day(&self, date: Date) -> String {
        jiff::fmt::strtime::format(self.texts.text("day"), date).unwrap_or_else(|_| date.to_string())
    }
}
