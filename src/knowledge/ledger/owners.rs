//! The cell of an owner into the people and teams in it.

/// Everybody whom a cell names: `@minseo, @jiho`, `김민서/이지우`, `payments and platform`. `@yeoul/payments` is one team.
pub fn owners(cell: &str) -> Vec<String> {
    let mut parts = vec![cell.to_owned()];
    for word in [" and ", " und ", " et ", " og ", " 및 ", " と ", " & ", " + ", " / "] {
        parts = parts.iter().flat_map(|part| part.split(word)).map(str::to_owned).collect();
    }
    let separated = parts.iter().flat_map(|part| part.split([',', '、', '，', ';', '；', '·', '&', '\n']));
    let mut owners: Vec<String> = Vec::new();
    for owner in separated.flat_map(by_slash).map(str::trim).filter(|owner| owner.contains(char::is_alphanumeric)) {
        if !owners.iter().any(|known| owner_key(known) == owner_key(owner)) {
            owners.push(owner.to_owned());
        }
    }
    owners
}

/// `a/b` are two, unless the one is the organisation of the other.
fn by_slash(part: &str) -> Vec<&str> {
    let part = part.trim();
    let is_team = part.starts_with('@') && part.matches('@').count() == 1;
    if is_team { vec![part] } else { part.split('/').collect() }
}

/// What an owner is compared by: without `@` and case.
pub fn owner_key(owner: &str) -> String {
    owner.trim().trim_start_matches('@').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{owner_key, owners};

    #[test]
    fn several_owners_in_a_cell() {
        for (cell, expected) in [
            ("@minseo", vec!["@minseo"]),
            ("@minseo, @jiho", vec!["@minseo", "@jiho"]),
            ("@minseo/@jiho", vec!["@minseo", "@jiho"]),
            ("김민서/이지우", vec!["김민서", "이지우"]),
            ("김민서 및 이지우", vec!["김민서", "이지우"]),
            ("佐藤、鈴木", vec!["佐藤", "鈴木"]),
            ("payments and platform", vec!["payments", "platform"]),
            ("@yeoul/payments", vec!["@yeoul/payments"]),
            ("@Minseo, @minseo", vec!["@Minseo"]),
            ("-", vec![]),
        ] {
            assert_eq!(owners(cell), expected, "{cell}");
        }
        assert_eq!(owner_key("@Minseo"), owner_key(" minseo "));
    }
}
