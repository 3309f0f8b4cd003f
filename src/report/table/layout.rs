//! Columns into the width of a terminal: Korean, Japanese and Chinese letters take two places.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Cell, Column, Shown, Table};

/// Between two columns.
pub(super) const GAP: usize = 2;
/// No column that is broken gets narrower than this, unless it is so by itself.
const NARROWEST: usize = 12;

/// A column that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lane {
    /// Its place in the table.
    pub(super) at: usize,
    /// Its width in places.
    pub(super) width: usize,
    /// Whether it holds numbers, which stand at its right.
    pub(super) right: bool,
}

/// The columns that fit, with their widths. Those that may be left out go first; then the widest are broken.
pub(super) fn lanes(table: &Table, width: usize) -> Vec<Lane> {
    let shown = table.columns.iter().enumerate().filter(|(_, column)| column.shown != Shown::AsData);
    let mut lanes: Vec<Lane> = shown.map(|(at, column)| lane(table, at, column)).collect();
    while total(&lanes) > width {
        let Some(spare) = lanes.iter().rposition(|lane| table.columns[lane.at].shown == Shown::WithRoom) else { break };
        lanes.remove(spare);
    }
    while total(&lanes) > width {
        let over = total(&lanes) - width;
        let Some(widest) = (0..lanes.len()).filter(|&at| !lanes[at].right).max_by_key(|&at| lanes[at].width) else {
            break;
        };
        let second = lanes
            .iter()
            .enumerate()
            .filter(|(at, lane)| *at != widest && !lane.right)
            .map(|(_, lane)| lane.width)
            .max();
        // Down to the next widest, or at once where that is enough.
        let floor = second.unwrap_or(0).max(NARROWEST);
        let wanted = lanes[widest].width.saturating_sub(over).max(floor.min(lanes[widest].width.saturating_sub(1)));
        if wanted < NARROWEST {
            break;
        }
        lanes[widest].width = wanted;
    }
    lanes
}

fn lane(table: &Table, at: usize, column: &Column) -> Lane {
    let cells = || table.rows.iter().filter_map(|row| row.get(at));
    let widest = cells().map(|cell| cell.shown().width()).max().unwrap_or(0);
    let right = cells().any(|cell| matches!(cell, Cell::Number(_)));
    Lane { at, width: widest.max(column.heading.as_str().width()), right }
}

fn total(lanes: &[Lane]) -> usize {
    lanes.iter().map(|lane| lane.width).sum::<usize>() + GAP * lanes.len().saturating_sub(1)
}

/// A text in lines of at most `width` places: broken between words, between letters that need no space, and inside a word
/// only where it fills a line alone.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0;
    for piece in pieces(text) {
        let length = piece.trim_end().width();
        if used > 0 && used + length > width {
            lines.push(String::new());
            used = 0;
        }
        for c in piece.chars() {
            let length = c.width().unwrap_or(0);
            if used + length > width && !c.is_whitespace() {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut().filter(|_| used > 0 || !c.is_whitespace()) {
                line.push(c);
                used += length;
            }
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// What a line may end after: a word with its space, a dash or slash, or one letter of Han or Kana. Korean is broken
/// between words.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let after_space = previous.is_whitespace() && !c.is_whitespace();
        let breaks =
            after_space || ((is_han_or_kana(c) || is_han_or_kana(previous)) && !is_closing(c) && !c.is_whitespace());
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        previous = c;
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_han_or_kana(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF)
}

/// What no line begins with.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '）'
            | '」'
            | '』'
            | '】'
            | '：'
            | '；'
            | '！'
            | '？'
            | ')'
            | ','
            | '.'
            | 'ー'
            | '々'
    )
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::wrapped;

    #[test]
    fn lines_are_broken_where_a_reader_expects_it() {
        assert_eq!(wrapped("connection pool exhaustion", 16), ["connection pool", "exhaustion"]);
        assert_eq!(wrapped("커넥션 풀 고갈", 9), ["커넥션 풀", "고갈"]);
        assert_eq!(wrapped("接続プールの枯渇、再発。", 8), ["接続プー", "ルの枯", "渇、再", "発。"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        for width in 2..40 {
            for text in
                ["재시도 폭주로 결제 승인이 지연됨 (payments-api)", "上限超過のためキューが停止した。", "a  b   c"]
            {
                assert!(wrapped(text, width).iter().all(|line| line.width() <= width), "{width} {text}");
            }
        }
    }
}
