//! Packed texts of the search index as they were: what is hidden in one must not be hidden from a test. Written anew from
//! what `src/search/shards/phrases.rs` says, so that it is a reader of its own.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]

use serde_json::Value;

/// Every text of the shards of documents among some files, given as names and texts.
pub fn texts<'f>(files: impl Iterator<Item = (&'f str, &'f str)> + Clone) -> Vec<String> {
    let is = |name: &str, kind: &str| {
        let name = name.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        name.rsplit('.').next() == Some("js") && stem.trim_end_matches(char::is_numeric) == kind
    };
    let Some((_, dictionary)) = files.clone().find(|(name, _)| is(name, "p")) else { return Vec::new() };
    let dictionary = value(dictionary);
    files.filter(|(name, _)| is(name, "d")).flat_map(|(_, shard)| of_shard(&value(shard), &dictionary)).collect()
}

fn value(script: &str) -> Value {
    let (_, rest) = script.split_once(',').expect("a call of two arguments");
    serde_json::from_str(rest.strip_suffix(");\n").expect("the end of the call")).expect("JSON")
}

fn of_shard(shard: &Value, dictionary: &Value) -> Vec<String> {
    let codes: Vec<char> = (' '..='~').filter(|letter| !matches!(letter, '"' | '\\')).collect();
    let leads = usize::try_from(dictionary["leads"].as_u64().expect("a number")).expect("a small one");
    let phrases = dictionary["phrases"].as_array().expect("phrases");
    let unpacked = |packed: &Value| {
        let mut letters = packed.as_str().expect("a text").chars();
        let mut text = String::new();
        while let Some(letter) = letters.next() {
            let code = |letter: char| codes.iter().position(|code| *code == letter);
            let number = match code(letter) {
                None => {
                    text.push(letter);
                    continue;
                }
                Some(first) if first < leads => {
                    let second = letters.next().and_then(code).expect("the second letter of a code");
                    codes.len() - leads + first * codes.len() + second
                }
                Some(first) => first - leads,
            };
            text.push_str(phrases[number].as_str().expect("a phrase"));
        }
        text
    };
    shard.as_array().expect("texts").iter().map(unpacked).collect()
}
