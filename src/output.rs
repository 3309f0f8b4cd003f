//! Output files onto disk.

use crate::text::RelPath;

/// A file of the site before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it goes below the output folder.
    pub path: RelPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}
