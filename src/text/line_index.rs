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
    /// Inside long lines: a place, and how many characters of its line begin before it; ascending.
    marks: Vec<(usize, usize)>,
}

/// How many bytes are counted at most to find a column: longer lines have marks so far apart.
const STRIDE: usize = 1024;

impl LineIndex {
    /// One pass over the text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = Self { starts: vec![0], marks: Vec::new() };
        for (at, &byte) in bytes.iter().enumerate() {
            let lone_return = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if byte == b'\n' || lone_return {
                index.end_line(bytes, at + 1);
            }
        }
        index.mark_last_line(bytes, bytes.len());
        index
    }

    fn end_line(&mut self, bytes: &[u8], end: usize) {
        self.mark_last_line(bytes, end);
        self.starts.push(end);
    }

    fn mark_last_line(&mut self, bytes: &[u8], end: usize) {
        let start = self.starts.last().copied().unwrap_or(0);
        if end - start <= STRIDE {
            return;
        }
        let mut characters = 0;
        for (number, stride) in bytes[start..end].chunks(STRIDE).enumerate() {
            characters += count(stride);
            self.marks.push((start + number * STRIDE + stride.len(), characters));
        }
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
        let marked = self.marks[..self.marks.partition_point(|(at, _)| *at <= end)].last();
        let (from, before) = marked.copied().filter(|(at, _)| *at > start).unwrap_or((start, 0));
        let column = before + text.as_bytes().get(from..end).map_or(0, count) + 1;
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

/// How many characters begin in a part of UTF-8 text.
fn count(part: &[u8]) -> usize {
    part.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position, STRIDE};

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "제목\r\n근본 원인\rend";
        let index = LineIndex::new(text);
        let at = text.find("원인").expect("in the text");
        assert_eq!(index.position(text, at), Position { line: 2, column: 4, byte: 8 });
        assert_eq!(index.line(text.len()), 3);
    }

    #[test]
    fn columns_of_long_lines_are_those_of_counting_from_the_begin() {
        let line = "장애 보고 — incident ".repeat(400);
        let text = format!("첫 줄\n{line}\n{}\n{line}", "a".repeat(2 * STRIDE));
        let index = LineIndex::new(&text);
        for (at, _) in text.char_indices().step_by(7).chain([(text.len(), ' ')]) {
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let (line, byte) = (text[..at].matches('\n').count() + 1, at - start + 1);
            let column = text[start..at].chars().count() + 1;
            assert_eq!(index.position(&text, at), Position { line, column, byte });
        }
    }
}
