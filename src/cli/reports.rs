//! A run into its reports: files first, each in one step, then stdout.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::CheckArgs;
use super::project::Project;
use super::report_args::ReportTo;
use super::terminal::Terminal;
use crate::diagnostic::Note;
use crate::output;
use crate::report::{Run, Style, summary};

/// The files besides documents that a run may read at its root.
const CONFIG: [&str; 2] = ["book.toml", super::baseline::NAME];
/// Columns of a report that goes into a file.
const WIDTH: usize = 100;

/// Refuses to write a report where something of the project is, or two into one file.
///
/// # Errors
/// Names the file.
pub(super) fn refuse(project: &Project, args: &CheckArgs) -> anyhow::Result<()> {
    let baseline = [args.baseline.as_ref(), args.write_baseline.as_ref().and_then(Option::as_ref)];
    let files: Vec<&PathBuf> = args.reports.0.iter().filter_map(|report| report.file.as_ref()).collect();
    for (index, file) in files.iter().enumerate() {
        let place = real(file);
        if files[..index].iter().any(|other| real(other) == place) {
            bail!("two reports would both be written to {}", file.display());
        }
        let is_baseline = baseline.iter().flatten().any(|file| real(file) == place);
        if is_baseline || is_source(project, &place) {
            bail!("{} is read by pmdoc: a report would take its place; choose another file", file.display());
        }
    }
    Ok(())
}

/// Writes every report.
///
/// # Errors
/// A file or stream that cannot be written; files that were written before stay.
pub(super) fn write(run: &Run, reports: &[ReportTo], terminal: &Terminal) -> anyhow::Result<()> {
    for to in reports {
        let Some(file) = &to.file else { continue };
        let mut bytes = Vec::new();
        to.report().write(run, Style { colour: false, width: WIDTH }, &mut bytes)?;
        output::save(file, &bytes)?;
    }
    if let Some(to) = reports.iter().find(|to| to.file.is_none()) {
        return terminal.results(|out| Ok(to.report().write(run, terminal.style(), out)?));
    }
    Terminal::note(&Note(summary(run)));
    Ok(())
}

/// A path with the links on the way to it resolved; the file itself need not exist.
fn real(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = parent.canonicalize().unwrap_or_else(|_| parent.to_owned());
    let place = path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name));
    place.canonicalize().unwrap_or(place)
}

/// Whether a file is a document, the configuration or the baseline, in whatever state these are read.
fn is_source(project: &Project, place: &Path) -> bool {
    let below = |folder: &Path| {
        let folder = folder.canonicalize().ok()?;
        place.strip_prefix(folder).ok().map(Path::to_owned)
    };
    let mut files = project.base.records.iter().map(|record| &record.path);
    let is_config = below(&project.root).is_some_and(|path| CONFIG.iter().any(|name| path == Path::new(name)));
    is_config
        || files.any(|file| {
            let (mount, rest) = project.mount_of(file.as_str());
            Path::new(rest).file_name() == place.file_name()
                && below(&mount.folder).is_some_and(|path| path == Path::new(rest))
        })
}
