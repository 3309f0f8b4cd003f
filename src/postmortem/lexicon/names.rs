//! The canonical names in the data files into what they name.

use super::{Column, Mark};
use crate::postmortem::{ActionKind, ActionState, Kind, Status, Visibility};

pub(super) fn status_named(name: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| status.name() == name)
}

pub(super) fn kind_named(name: &str) -> Option<Kind> {
    [Kind::Incident, Kind::NearMiss, Kind::Drill, Kind::ErrorBudget].into_iter().find(|kind| kind.name() == name)
}

pub(super) fn visibility_named(name: &str) -> Option<Visibility> {
    Visibility::ALL.into_iter().find(|visibility| visibility.name() == name)
}

pub(super) fn state_named(name: &str) -> Option<ActionState> {
    [ActionState::Open, ActionState::Done, ActionState::Dropped].into_iter().find(|state| state.name() == name)
}

pub(super) fn type_named(name: &str) -> Option<ActionKind> {
    let all = [ActionKind::Prevent, ActionKind::Detect, ActionKind::Mitigate, ActionKind::Process];
    all.into_iter().find(|kind| kind.name() == name)
}

pub(super) fn column_named(name: &str) -> Option<Column> {
    Some(match name {
        "text" => Column::Text,
        "owner" => Column::Owner,
        "due" => Column::Due,
        "status" => Column::Status,
        "type" => Column::Type,
        "ticket" => Column::Ticket,
        "priority" => Column::Priority,
        "id" => Column::Id,
        "closed" => Column::Closed,
        _ => return None,
    })
}

pub(super) fn mark_named(name: &str) -> Option<Mark> {
    Some(match name {
        "started" => Mark::Started,
        "detected" => Mark::Detected,
        "acknowledged" => Mark::Acknowledged,
        "mitigated" => Mark::Mitigated,
        "resolved" => Mark::Resolved,
        _ => return None,
    })
}
