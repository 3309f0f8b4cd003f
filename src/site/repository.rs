//! The repository that a record comes from, as the web shows it, into links to its files and commits. Every
//! such link of the site begins at [`Site::repository_of`].

use super::Site;
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
    /// A file, to be read.
    pub(in crate::site) fn file(&self, path: &RelPath) -> Option<SafeUrl> {
        self.at("blob/HEAD", path)
    }

    /// A file, to be changed.
    fn edit(&self, path: &RelPath) -> Option<SafeUrl> {
        self.at("edit/HEAD", path)
    }

    /// A commit.
    pub(in crate::site) fn commit(&self, id: ObjectId) -> Option<SafeUrl> {
        web(&format!("{}/commit/{id}", self.url))
    }

    fn at(&self, view: &str, path: &RelPath) -> Option<SafeUrl> {
        web(&format!("{}/{view}/{}", self.url, percent_encoded(&format!("{}{path}", self.folder))))
    }
}

impl Site<'_> {
    /// The repository that a record comes from, if it is known where the web shows it.
    pub(in crate::site) fn repository_of(&self, index: RecordIndex) -> Option<Repository> {
        let url = self.settings.repository_url.as_deref()?.trim_end_matches('/');
        web(url)?;
        let folder = self.folder_in_git(index).map_or_else(|| self.folder_in_book(), str::to_owned);
        Some(Repository { url: url.to_owned(), folder })
    }

    /// Where a record can be changed: as the settings' template says, else in its repository.
    pub(in crate::site) fn edit_link(&self, index: RecordIndex) -> Option<SafeUrl> {
        let path = &self.base.records[index].path;
        match &self.settings.edit_url_template {
            // As in mdBook, the path begins at the folder of `book.toml`, wherever that is in the repository.
            Some(template) => {
                let path = percent_encoded(&format!("{}{path}", self.folder_in_book()));
                web(&template.replace("{path}", &path))
            }
            None => self.repository_of(index)?.edit(path),
        }
    }

    /// The documents' folder below the root of the Git repository. Only Git knows it: `book.toml` may stand in
    /// a folder of its own.
    fn folder_in_git(&self, index: RecordIndex) -> Option<&str> {
        let path = self.base.records[index].path.as_str();
        let folder = self.history_of(index)?.revisions.first()?.path.strip_suffix(path)?;
        (folder.is_empty() || folder.ends_with('/')).then_some(folder)
    }

    /// The documents' folder below that of `book.toml`.
    fn folder_in_book(&self) -> String {
        let folder = self.settings.src.trim_start_matches("./").trim_matches('/');
        if folder.is_empty() || folder == "." { String::new() } else { format!("{folder}/") }
    }
}

/// A URL of the web: settings may hold anything, also what Git alone understands (`git@host:team/kb`).
fn web(url: &str) -> Option<SafeUrl> {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    SafeUrl::new(url).filter(|_| begins("https://") || begins("http://"))
}

#[cfg(test)]
mod tests {
    use super::web;

    #[test]
    fn only_the_web_is_linked() {
        for url in
            ["javascript:alert(1)", "git@host:team/kb", "ssh://git@host/kb", "//host/kb", "/kb", "mailto:a@b", ""]
        {
            assert!(web(url).is_none(), "{url}");
        }
        assert!(web("HTTPS://host/kb").is_some() && web("http://localhost/kb").is_some());
    }
}
