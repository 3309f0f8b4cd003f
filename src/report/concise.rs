//! One line a finding: `path:line:column: level[rule] message`.

use std::io;

use super::{Report, Run, Style, human};

pub(super) struct Concise;

impl Report for Concise {
    fn write(&self, run: &Run, _style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        for entry in &run.entries {
            let (line, column) = (entry.start.line, entry.start.column);
            writeln!(out, "{}:{line}:{column}: {}[{}] {}", entry.path, entry.level.name(), entry.rule, entry.message)?;
        }
        human::more(run, out)
    }
}
