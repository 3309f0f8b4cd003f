//! Facts of a knowledge base into the small typed pieces that several templates show.

mod action;
mod bar;
mod cause_link;
mod day;
mod facts;
mod incident_row;
mod notices;
mod overdue;
mod phases;
mod related;
mod severity;
mod standfirst;
mod strip;
mod ticks;
mod triggered;
mod verdict;

pub(super) use action::Promises;
pub(super) use bar::{Bar, minutes_to_mitigate};
pub(super) use cause_link::CauseLink;
pub(super) use day::Day;
pub(super) use facts::{Fact, facts};
pub(super) use incident_row::IncidentRow;
pub(super) use notices::{Notice, notices};
pub(super) use overdue::{OverdueRow, overdue};
pub(super) use phases::Phases;
pub(super) use related::{Relation, related};
pub(super) use severity::SeverityMark;
pub(super) use standfirst::{standfirst, standfirst_above};
pub(super) use strip::Strip;
pub(super) use ticks::{Axis, Ticks};
pub(super) use triggered::triggered;
pub(super) use verdict::VerdictMark;
