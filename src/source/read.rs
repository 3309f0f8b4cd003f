//! A file's bytes into text, within a bound, or the reason why not.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The most a document may have, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// Why a file is not a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// More bytes than the limit.
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Not UTF-8 from this byte on.
    NotUtf8 {
        /// The first bad byte.
        offset: usize,
        /// Whether it begins like UTF-16.
        utf16: bool,
    },
    /// A NUL byte: not a text file.
    Nul {
        /// Where.
        offset: usize,
    },
    /// A symbolic link, a pipe, a device: not opened.
    NotRegular,
    /// The system said no.
    Refused(String),
}

/// The text of a document.
///
/// # Errors
/// Where it is not a regular file of UTF-8 text within the limit.
pub fn read_document(path: &Path) -> Result<String, Unreadable> {
    let bytes = read_small(path, LARGEST)?;
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
