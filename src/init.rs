//! A language and a place into the files that a repository of postmortems begins with. Pure; nothing is written.

use crate::config::Settings;
use crate::diagnostic::NewFile;
use crate::postmortem::{Language, Lexicon};
use crate::rules::Demands;
use crate::template;
use crate::text::RelPath;

/// Where checks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
    /// Nowhere.
    None,
}

/// What is known of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The language of what is written.
    pub language: Language,
    /// The folder that holds the documents, `.` for the root.
    pub src: String,
    /// The folder of postmortems, below `src`.
    pub postmortems: String,
    /// The folder of causes, below `src`.
    pub causes: String,
    /// Where checks run.
    pub ci: Ci,
    /// The format in which that place shows findings at their lines, if there is one.
    pub format: Option<&'static str>,
}

/// The files, by path below the root of the repository.
pub fn files(plan: &Plan, settings: &Settings, lexicon: &Lexicon) -> Vec<NewFile> {
    let language = plan.language;
    let tag = language.tag().split('-').next().unwrap_or("en");
    let book = include_str!("init/book.toml")
        .replace("{title}", template::book_title(language))
        .replace("{language}", if language.tag() == "zh-Hant" { "zh-Hant" } else { tag })
        .replace("{src}", &plan.src)
        .replace("{postmortems}", &plan.postmortems);
    let format = plan.format.map(|format| format!(" --format {format}")).unwrap_or_default();
    let sections = Demands::general(settings).sections;
    let own = template::own_template(sections, language, lexicon);
    let below = |folder: &str, name: &str| [plan.src.trim_matches('.'), folder, name].join("/");
    let wanted = [
        ("book.toml".to_owned(), Some(book)),
        (below(&plan.postmortems, "template.md"), Some(own)),
        (below(&plan.causes, "README.md"), Some(template::causes_readme(language))),
        (
            ".github/workflows/postmortems.yml".to_owned(),
            (plan.ci == Ci::GitHub).then(|| include_str!("init/github.yml").replace("{format}", &format)),
        ),
        (".gitlab-ci.yml".to_owned(), (plan.ci == Ci::GitLab).then(|| include_str!("init/gitlab.yml").to_owned())),
        (".pre-commit-config.yaml".to_owned(), Some(include_str!("init/pre-commit.yaml").to_owned())),
        (".gitignore".to_owned(), Some("/book/\n".to_owned())),
    ];
    let file = |(path, text): (String, Option<String>)| {
        Some(NewFile { path: RelPath::new(std::path::Path::new(path.trim_start_matches('/')))?, text: text? })
    };
    wanted.into_iter().filter_map(file).collect()
}
