//! Phrases into a tree of their bytes that finds the longest one at a place of a text: children of a node lie side by
//! side, and most nodes have one.

/// A tree of phrases, each with its number.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The byte that leads to each node.
    bytes: Vec<u8>,
    /// The child of the root for each byte; 0 for none.
    roots: [u32; 256],
}

/// Where the children of a node are, and which phrase ends there.
#[derive(Clone, Copy)]
struct Node {
    first: u32,
    count: u16,
    phrase: u32,
}

/// No phrase ends here.
const NONE: u32 = u32::MAX;

impl Tree {
    pub(super) fn new(phrases: &[String]) -> Self {
        let mut order: Vec<usize> = (0..phrases.len()).collect();
        order.sort_by_key(|&number| &phrases[number]);
        let mut tree = Self { nodes: vec![Node { first: 0, count: 0, phrase: NONE }], bytes: vec![0], roots: [0; 256] };
        // What has a common begin, level by level: node, its phrases, and how many bytes they share.
        let mut level: Vec<(usize, &[usize])> = vec![(0, &order)];
        let mut depth = 0;
        while !level.is_empty() {
            let mut next = Vec::new();
            for (node, mut phrases_of) in level {
                if let Some((&number, rest)) =
                    phrases_of.split_first().filter(|(number, _)| phrases[**number].len() == depth)
                {
                    tree.nodes[node].phrase = index(number);
                    phrases_of = rest;
                }
                tree.nodes[node].first = index(tree.nodes.len());
                for group in phrases_of.chunk_by(|&a, &b| phrases[a].as_bytes()[depth] == phrases[b].as_bytes()[depth])
                {
                    next.push((tree.nodes.len(), group));
                    tree.bytes.push(phrases[group[0]].as_bytes()[depth]);
                    tree.nodes.push(Node { first: 0, count: 0, phrase: NONE });
                    tree.nodes[node].count += 1;
                }
            }
            (level, depth) = (next, depth + 1);
        }
        for at in 1..=usize::from(tree.nodes[0].count) {
            tree.roots[usize::from(tree.bytes[at])] = index(at);
        }
        tree
    }

    /// Splits a text: the longest phrase at each place with its number, or one letter.
    pub(super) fn split<'t>(&self, text: &'t str, mut each: impl FnMut(&'t str, Option<usize>)) {
        let mut rest = text;
        while !rest.is_empty() {
            let (end, number) = match self.longest(rest.as_bytes()) {
                Some((end, number)) => (end, Some(number)),
                None => (rest.chars().next().map_or(1, char::len_utf8), None),
            };
            each(&rest[..end], number);
            rest = &rest[end..];
        }
    }

    fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let mut found = None;
        let mut at = self.roots[usize::from(text[0])] as usize;
        let mut end = 1;
        while at > 0 {
            let node = self.nodes[at];
            if node.phrase != NONE {
                found = Some((end, node.phrase as usize));
            }
            let Some(&byte) = text.get(end) else { break };
            let first = node.first as usize;
            let children = &self.bytes[first..first + usize::from(node.count)];
            at = children.iter().position(|child| *child == byte).map_or(0, |child| first + child);
            end += 1;
        }
        found
    }
}

/// Phrases are a few thousand, and short.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn the_longest_phrase_is_taken_and_letters_where_there_is_none() {
        let phrases = ["the pool", "the", "pool", "풀이", "th"].map(str::to_owned);
        let tree = Tree::new(&phrases);
        let mut pieces = Vec::new();
        tree.split("the pools the pond 풀이 풀é", |piece, number| pieces.push((piece, number)));
        let found: Vec<_> = pieces.iter().filter(|(_, number)| number.is_some()).copied().collect();
        assert_eq!(found, [("the pool", Some(0)), ("the", Some(1)), ("풀이", Some(3))]);
        let all: String = pieces.iter().map(|(piece, _)| *piece).collect();
        assert_eq!(all, "the pools the pond 풀이 풀é");
        assert_eq!(pieces.iter().filter(|(_, number)| number.is_none()).count(), 11);
    }
}
