//! Byte offsets into lines and columns, by binary search over the line starts.

/// A place as people count it: every number begins at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// Byte in the line, from 1: the column of tools that count bytes.
    pub byte: usize,
}

/// Where the lines of one text begin. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// One pass over the text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            let lone_return = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if byte == b'\n' || lone_return {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// The line (from 1) that holds the offset.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// The line and the character column of an offset into `text`, the text this index was made of.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text.get(start..end).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column, byte: end.saturating_sub(start) + 1 }
    }

    /// The offset at which a line (from 1) begins; the text's end for a line that is not there.
    pub fn start_of(&self, line: usize, text: &str) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len())
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "제목\r\n근본 원인\rend";
        let index = LineIndex::new(text);
        let at = text.find("원인").expect("in the text");
        assert_eq!(index.position(text, at), Position { line: 2, column: 4, byte: 8 });
        assert_eq!(index.line(text.len()), 3);
    }
}
