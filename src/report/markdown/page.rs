//! Blocks into a page of bounded size: a block goes in whole or not at all, and none after one that did not.

/// A page that is being put together.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    room: usize,
    full: bool,
}

impl Page {
    /// An empty page with room for so many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self { text: String::new(), room, full: false }
    }

    /// Adds a block, if there is room for it; whether there was.
    pub(super) fn push(&mut self, block: &str) -> bool {
        self.full = self.full || self.text.len() + block.len() > self.room;
        if !self.full {
            self.text.push_str(block);
        }
        !self.full
    }

    /// Whether a block was left out.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Adds the last words, whatever the room.
    pub(super) fn finish(&mut self, block: &str) {
        self.text.push_str(block);
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}
