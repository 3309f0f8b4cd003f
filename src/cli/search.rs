//! `pmdoc search`: a query into the documents that answer it, best first.

mod listed;

use super::Outcome;
use super::args::{Cli, SearchArgs};
use super::project::{self, Ask};
use super::terminal::Terminal;
use crate::knowledge::Findable;
use crate::messages::Locale;
use crate::search::Query;
use listed::Answered;

pub(super) fn run(cli: &Cli, args: &SearchArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let project = project::open_here(cli, &args.state, Ask::Documents, terminal)?;
    let chosen = cli.lang.as_deref().and_then(Locale::from_tag);
    let locale = chosen.or_else(|| Locale::from_tag(&project.settings.language)).unwrap_or_default();
    let findable = Findable::of(&project.base, Findable::all(&project.base), &project.settings.language);
    let typed = args.query.join(" ");
    let mut query = Query::new(&typed);
    args.facets.iter().for_each(|(facet, value)| query.narrow(*facet, value));
    let found = findable.catalogue.find(&query);
    let needles = query.needles(&found);
    let (base, needles) = (&project.base, &needles[..]);
    let answered = Answered { base, findable: &findable, found: &found, query: &query, needles, locale };
    terminal.results(|out| {
        let limit = usize::from(args.limit);
        if args.format == "json" {
            answered.json(limit, out)?;
        } else if found.answers.is_empty() {
            answered.nothing(&typed, out)?;
        } else {
            answered.list(limit, terminal.style(), out)?;
        }
        Ok(Outcome::Clean)
    })
}
