//! The repository that a record comes from, as the web shows it, into links to its files and commits. Every
//! such link of the site begins at [`Site::repository_of`].

use super::Site;
use crate::config::SourceSettings;
use crate::history::ObjectId;
use crate::knowledge::RecordIndex;
use crate::text::{RelPath, SafeUrl, percent_encoded};

/// A repository on the web.
pub(in crate::site) struct Repository {
    /// Its address, without a slash at the end.
    url: String,
    /// Where its documents are, below its root: empty, or with a slash at the end.
    folder: String,
}

impl Repository {
    /// A commit.
    pub(in crate::site) fn commit(&self, id: ObjectId) -> Option<SafeUrl> {
        SafeUrl::web(&format!("{}/commit/{id}", self.url))
    }

    fn at(&self, view: &str, path: &str) -> Option<SafeUrl> {
        SafeUrl::web(&format!("{}/{view}/{}", self.url, percent_encoded(&format!("{}{path}", self.folder))))
    }
}

impl Site<'_> {
    /// The repository that a record comes from, if it is known where the web shows it.
    pub(in crate::site) fn repository_of(&self, index: RecordIndex) -> Option<Repository> {
        let source = self.source_of(index);
        let url = match source {
            Some(source) => source.web_address(),
            None => self.settings.repository_url.as_deref(),
        };
        let url = url?.trim_end_matches('/');
        SafeUrl::web(url)?;
        let folder = self.folder_in_git(index).map_or_else(|| self.folder_in_settings(index), str::to_owned);
        Some(Repository { url: url.to_owned(), folder })
    }

    /// A file beside a record (or itself), to be read where its repository is shown.
    pub(in crate::site) fn file_link(&self, index: RecordIndex, path: &RelPath) -> Option<SafeUrl> {
        let (source, below) = self.place_of(path);
        let same = source.map(|source| &source.name) == self.source_of(index).map(|source| &source.name);
        self.repository_of(index).filter(|_| same)?.at("blob/HEAD", below)
    }

    /// Where a record can be changed: as the settings' template says, else in its repository.
    pub(in crate::site) fn edit_link(&self, index: RecordIndex) -> Option<SafeUrl> {
        let template = self.settings.edit_url_template.as_ref().filter(|_| self.source_of(index).is_none());
        match template {
            // As in mdBook, the path begins at the folder of `book.toml`, wherever that is in the repository.
            Some(template) => {
                let path = percent_encoded(&format!("{}{}", self.folder_in_settings(index), self.own_path(index)));
                SafeUrl::web(&template.replace("{path}", &path))
            }
            None => self.repository_of(index)?.at("edit/HEAD", self.own_path(index)),
        }
    }

    /// The other repository that a path comes from (`None` for that of `book.toml`), and the path below its
    /// documents' folder.
    fn place_of<'p>(&self, path: &'p RelPath) -> (Option<&SourceSettings>, &'p str) {
        let path = path.as_str();
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        match self.settings.sources.iter().find(|source| source.name == first && !rest.is_empty()) {
            Some(source) => (Some(source), rest),
            None => (None, path),
        }
    }

    /// The other repository that a record comes from.
    pub(in crate::site) fn source_of(&self, index: RecordIndex) -> Option<&SourceSettings> {
        self.place_of(&self.base.records[index].path).0
    }

    /// A record's path below its own repository's documents.
    fn own_path(&self, index: RecordIndex) -> &str {
        self.place_of(&self.base.records[index].path).1
    }

    /// The documents' folder below the root of the Git repository. Only Git knows it: `book.toml` may stand in
    /// a folder of its own.
    fn folder_in_git(&self, index: RecordIndex) -> Option<&str> {
        let folder = self.history_of(index)?.revisions.first()?.path.strip_suffix(self.own_path(index))?;
        (folder.is_empty() || folder.ends_with('/')).then_some(folder)
    }

    /// The documents' folder below that of `book.toml`, or below the root of a source.
    fn folder_in_settings(&self, index: RecordIndex) -> String {
        let folder = self.source_of(index).map_or(&self.settings.src, |source| &source.src);
        let folder = folder.trim_start_matches("./").trim_matches('/');
        if folder.is_empty() || folder == "." { String::new() } else { format!("{folder}/") }
    }
}
