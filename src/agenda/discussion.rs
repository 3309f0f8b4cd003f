//! The middle of the agenda: the topics that the draft tells of already, and the way from each to its cause.

use super::passages::point;
use super::{Item, Point, PointKind, View};
use crate::knowledge::Again;
use crate::postmortem::{ActionKind, Bone, SectionName};

/// How many whys lead to something that can be changed.
const WHYS: usize = 5;
/// More earlier incidents than this are on the page of the cause.
const EARLIER: usize = 3;

impl View<'_> {
    /// What belongs together: the bones of a fishbone diagram where there is one, else what the sections are about.
    pub(super) fn topics(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "cluster")];
        if self.postmortem.fishbone.is_empty() {
            let topics = [
                ("topic-noticing", SectionName::Detection, Some(ActionKind::Detect)),
                ("topic-responding", SectionName::Resolution, Some(ActionKind::Mitigate)),
                ("topic-causing", SectionName::RootCause, Some(ActionKind::Prevent)),
                ("topic-setting-off", SectionName::Trigger, None),
                ("topic-telling", SectionName::Communication, Some(ActionKind::Process)),
            ];
            for (key, section, kind) in topics {
                // One section may stand for two of them.
                let mut told = self.told_about(section, kind);
                told.retain(|point| !points.contains(point));
                if !told.is_empty() {
                    points.push(self.own(PointKind::Topic, key));
                    points.extend(told);
                }
            }
        } else {
            points.extend(self.postmortem.fishbone.iter().flat_map(bone));
        }
        points.push(self.own(PointKind::Ask, "ask-cluster"));
        self.item("topics", 5, points)
    }

    /// What a section says, and what was promised about it.
    fn told_about(&self, section: SectionName, kind: Option<ActionKind>) -> Vec<Point> {
        let mut told = self.first_passages(section, 3);
        let about = self.postmortem.actions.iter().filter(|action| kind.is_some() && action.kind == kind);
        told.extend(about.map(|action| point(PointKind::Told, &action.text)));
        told
    }

    /// Why it happened, whether it had happened before, and what would make it hurt less.
    pub(super) fn discussion(&self) -> Item {
        let mut points = vec![self.own(PointKind::Guide, "discuss")];
        points.push(self.topic(SectionName::FiveWhys));
        points.extend(self.whys());
        points.push(self.own(PointKind::Ask, "ask-less"));
        points.push(self.topic(SectionName::Recurrence));
        points.extend(self.recurrence());
        self.item("discussion", 20, points)
    }

    /// The chain as far as the document goes, and the next question.
    fn whys(&self) -> Vec<Point> {
        let whys = &self.postmortem.whys;
        let mut points: Vec<Point> = whys.iter().map(|why| point(PointKind::Told, &why.value)).collect();
        let causes = self.first_passages(SectionName::RootCause, 2);
        match whys.last() {
            None => {
                points.extend(causes);
                points.push(self.own(PointKind::Ask, if points.is_empty() { "ask-cause" } else { "ask-further" }));
            }
            Some(last) if whys.len() < WHYS => {
                let last = point(PointKind::Ask, &last.value).text;
                points.push(self.with(PointKind::Ask, "ask-why", &[("answer", last.as_str())]));
            }
            Some(_) => points.push(self.own(PointKind::Ask, "ask-root")),
        }
        points
    }

    /// The incidents before this one, and what was promised after them and is open still.
    fn recurrence(&self) -> Vec<Point> {
        let again = self.base.again(self.index);
        if again.is_empty() {
            return vec![self.own(PointKind::Ask, "ask-seen")];
        }
        let mut points: Vec<Point> = again.iter().flat_map(|again| self.earlier(again)).collect();
        for (from, action) in self.base.still_open(self.index).into_iter().take(EARLIER * 2) {
            let owner = action.owner.as_ref().map_or(self.texts.text("nobody"), |owner| owner.value.as_str());
            let id = &self.base.records[from].postmortem.id.value;
            let values = [("action", action.text.as_str()), ("owner", owner), ("id", id)];
            points.push(self.with(PointKind::Check, "still-open", &values));
        }
        points.push(self.own(PointKind::Ask, "ask-again"));
        points
    }

    fn earlier(&self, again: &Again<'_>) -> Vec<Point> {
        let told = again.before.iter().take(EARLIER).map(|occurrence| {
            let postmortem = &self.base.records[occurrence.record].postmortem;
            let day = occurrence.date.map_or_else(String::new, |date| date.to_string());
            let values = [
                ("cause", again.cause.title(self.language.tag())),
                ("id", postmortem.id.value.as_str()),
                ("title", postmortem.title.value.as_str()),
                ("day", day.as_str()),
            ];
            self.with(PointKind::Told, "seen", &values)
        });
        told.collect()
    }
}

fn bone(bone: &Bone) -> Vec<Point> {
    let causes = bone.causes.iter().map(|cause| point(PointKind::Told, &cause.value));
    std::iter::once(Point::new(PointKind::Topic, &bone.category.value)).chain(causes).collect()
}
