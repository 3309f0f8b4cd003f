//! A file's bytes into text, within a bound, or the reason why not.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{Content, SourceFile};

/// The most a document may have, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// Why a file is not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More bytes than the limit.
    #[error("it has {bytes} bytes, which is too much")]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Not UTF-8 from this byte on.
    #[error("it is not UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// The first bad byte.
        offset: usize,
        /// Whether it begins like UTF-16.
        utf16: bool,
    },
    /// A NUL byte: not a text file.
    #[error("it has a NUL byte at {offset}")]
    Nul {
        /// Where.
        offset: usize,
    },
    /// A symbolic link, a pipe, a device: not opened.
    #[error("it is a symbolic link or a special file")]
    NotRegular,
    /// The system said no.
    #[error("{0}")]
    Refused(String),
}

/// The text of a document.
///
/// # Errors
/// Where it is not a regular file of UTF-8 text within the limit.
pub fn read_document(file: &SourceFile) -> Result<String, Unreadable> {
    let bytes = read(file, LARGEST)?;
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0)
        && !is_utf16(&bytes)
    {
        return Err(Unreadable::Nul { offset });
    }
    let utf16 = is_utf16(&bytes);
    String::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8 { offset: error.utf8_error().valid_up_to(), utf16 })
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// A file's bytes, wherever it is, if there are at most `limit`.
///
/// # Errors
/// As [`read_document`], without the tests of the text.
pub fn read(file: &SourceFile, limit: u64) -> Result<Vec<u8>, Unreadable> {
    match &file.content {
        Content::Disk(path) => read_small(path, limit),
        Content::Blob { git, id } => git.read(*id, limit),
        Content::Memory(bytes) if bytes.len() as u64 > limit => Err(Unreadable::TooLarge { bytes: bytes.len() as u64 }),
        Content::Memory(bytes) => Ok(bytes.to_vec()),
    }
}

/// Whether a file can be read and has at most `limit` bytes, as far as that is known without reading it.
pub fn is_readable(file: &SourceFile, limit: u64) -> bool {
    match &file.content {
        Content::Disk(path) => {
            let fits = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= limit);
            fits && File::open(path).is_ok()
        }
        Content::Blob { git, id } => git.size(*id).is_some_and(|size| size <= limit),
        Content::Memory(bytes) => bytes.len() as u64 <= limit,
    }
}

/// A file's bytes, if there are at most `limit`. Links, pipes and devices are not opened.
///
/// # Errors
/// As [`read_document`], without the tests of the text.
pub fn read_small(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let refused = |error: std::io::Error| Unreadable::Refused(error.to_string());
    let metadata = path.symlink_metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(Unreadable::NotRegular);
    }
    if metadata.len() > limit {
        return Err(Unreadable::TooLarge { bytes: metadata.len() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    File::open(path).map_err(refused)?.take(limit + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge { bytes: bytes.len() as u64 });
    }
    Ok(bytes)
}
