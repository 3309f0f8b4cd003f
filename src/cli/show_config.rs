//! `pmdoc check --show-config`: the settings that are in effect, as a `book.toml`.

use anyhow::bail;

use super::Outcome;
use super::args::{CheckArgs, Cli};
use super::place::locate;
use super::project::{self, Ask, Project};
use super::settings::settings;
use super::terminal::Terminal;
use crate::config::{self, Settings};
use crate::postmortem::{Record, SectionName};
use crate::rules::{Demands, Policy, RULES};
use crate::text::Printable;

/// Prints the settings of the repository, or what they come to for one document.
pub(super) fn run(cli: &Cli, args: &CheckArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let (comment, settings) = if args.paths.is_empty() {
        let settings = settings(cli, &locate(cli, &[], &args.state)?, terminal)?;
        let demands = Demands::general(&settings);
        (String::new(), with_levels(settings, &demands))
    } else {
        let project = project::open(cli, &args.paths, &args.state, Ask::Documents, terminal)?;
        for_document(&project)?
    };
    terminal.results(|out| {
        write!(out, "{comment}{}", config::show(&settings))?;
        Ok(Outcome::Clean)
    })
}

/// A line that says which document is meant, and its settings.
fn for_document(project: &Project) -> anyhow::Result<(String, Settings)> {
    let asked: Vec<usize> = (0..project.base.records.len()).filter(|&index| project.is_asked(index)).collect();
    let &[index] = asked.as_slice() else {
        bail!(
            "--show-config: {} documents are there; name one, or none for the settings of the repository",
            asked.len()
        )
    };
    let policy = Policy::new(&project.base.records, &project.settings, project.reader.lexicon());
    let demands = policy.of(index);
    let mut settings = with_levels(project.settings.clone(), demands);
    settings.required_sections = demands.sections.iter().copied().map(SectionName::name).map(str::to_owned).collect();
    settings.required_fields = demands.fields.iter().map(|field| field.key().to_owned()).collect();
    settings.thin_section_words = demands.section_words;
    settings.overrides.clear();
    let comment = format!("# {}\n", Printable::line(&described(&project.base.records[index], demands)));
    Ok((comment, settings))
}

/// `postmortems/a.md: incident, SEV4, draft; overrides 1, 3`
fn described(record: &Record, demands: &Demands) -> String {
    let postmortem = &record.postmortem;
    let severity = postmortem.severity.as_ref().map(|fact| fact.value.label.as_str());
    let status = postmortem.status.as_ref().map(|fact| fact.value.name());
    let facts: Vec<&str> = [Some(postmortem.kind.name()), severity, status].into_iter().flatten().collect();
    let numbers: Vec<String> = demands.overrides.iter().map(|index| (index + 1).to_string()).collect();
    let overrides = match numbers.len() {
        0 => String::new(),
        1 => format!("; override {}", numbers[0]),
        _ => format!("; overrides {}", numbers.join(", ")),
    };
    format!("{}: {}{overrides}", record.shown, facts.join(", "))
}

/// The settings with the level of every rule.
fn with_levels(settings: Settings, demands: &Demands) -> Settings {
    let levels = RULES.iter().map(|rule| (rule.meta().name.to_owned(), demands.level(*rule, "")));
    Settings { levels: levels.collect(), ..settings }
}
