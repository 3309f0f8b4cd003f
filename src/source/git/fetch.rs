//! The address of a repository into a bare copy of it: the one place that may open a connection, and only
//! when the program was built for it and a user asked for it.

use std::path::Path;

use git2::{AutotagOption, Direction, FetchOptions, FetchPrune, ProxyOptions, RemoteCallbacks, Repository};

use crate::history::ObjectId;

/// The most that one fetch may bring, in bytes.
const MOST: usize = 4 * 1024 * 1024 * 1024;
/// Every branch and tag, as the other side has them.
const EVERYTHING: [&str; 2] = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

/// Why a repository was not fetched; the copy is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Neither a file nor https.
    #[error("{0} is neither an https:// nor a file:// address")]
    Scheme(String),
    /// The ordinary program opens no connection.
    #[error(
        "{0}: this pmdoc was built without network access; build it with `--features fetch`, or give the source a `path` to a mirror that `git clone --mirror` made"
    )]
    Offline(String),
    /// Whatever the other side or the network said.
    #[error("{url}: {reason}")]
    Failed {
        /// The address.
        url: String,
        /// The library's words.
        reason: String,
    },
}

/// What a fetch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fetched {
    /// Objects that were not there before.
    pub objects: usize,
    /// The newest commit of the other side's default branch; `None` where it has none.
    pub head: Option<ObjectId>,
}

/// Brings the bare repository at `folder` up to date with an address; makes it where there is none.
///
/// # Errors
/// As [`FetchError`] says.
pub fn fetch(url: &str, folder: &Path) -> Result<Fetched, FetchError> {
    if !url.starts_with("file://") && !url.starts_with("https://") {
        return Err(FetchError::Scheme(url.to_owned()));
    }
    if !url.starts_with("file://") && !cfg!(feature = "fetch") {
        return Err(FetchError::Offline(url.to_owned()));
    }
    transfer(url, folder)
        .map_err(|error| FetchError::Failed { url: url.to_owned(), reason: error.message().to_owned() })
}

fn transfer(url: &str, folder: &Path) -> Result<Fetched, git2::Error> {
    let repository = if folder.is_dir() { Repository::open_bare(folder)? } else { Repository::init_bare(folder)? };
    let mut remote = repository.remote_anonymous(url)?;
    let mut callbacks = RemoteCallbacks::new();
    callbacks.transfer_progress(|progress| progress.received_bytes() <= MOST);
    let mut options = FetchOptions::new();
    options.remote_callbacks(callbacks).prune(FetchPrune::On).download_tags(AutotagOption::None);
    options.proxy_options(proxy());
    remote.fetch(&EVERYTHING, Some(&mut options), None)?;
    let objects = remote.stats().received_objects();
    let connection = remote.connect_auth(Direction::Fetch, None, Some(proxy()))?;
    if let Ok(branch) = connection.default_branch()
        && let Ok(name) = std::str::from_utf8(&branch)
    {
        repository.set_head(name)?;
    }
    let head = repository.head().and_then(|head| head.peel_to_commit()).ok();
    Ok(Fetched { objects, head: head.and_then(|commit| super::tree::object_id(commit.id())) })
}

fn proxy() -> ProxyOptions<'static> {
    let mut proxy = ProxyOptions::new();
    proxy.auto();
    proxy
}
