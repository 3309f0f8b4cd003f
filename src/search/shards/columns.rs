//! Facets into columns: for each document the numbers of its values, doubled, and odd where one more follows. 0 is none,
//! and the first value is 1. Among very many documents each facet is a file: most queries that name one name no other.

use serde_json::{Value, json};

use super::{Draft, code};
use crate::search::{Catalogue, Facet};

pub(super) fn drafts(catalogue: &Catalogue) -> Vec<Draft> {
    let of_facet = |facet: Facet| -> Value {
        let called = |value: &crate::search::FacetValue| {
            std::iter::once(&value.key).chain(&value.names).cloned().collect::<Vec<String>>()
        };
        let values: Vec<Vec<String>> = catalogue.values(facet).iter().map(called).collect();
        json!({ "values": values, "column": column(&catalogue.columns[facet as usize]) })
    };
    let columns = Facet::ALL.map(of_facet);
    let together = if catalogue.tiers.is_some() { 1 } else { columns.len() };
    let file = |(number, columns): (usize, &[Value])| Draft::new(format!("facets{number}"), columns);
    columns.chunks(together).enumerate().map(file).collect()
}

fn column(documents: &[Vec<u32>]) -> String {
    let mut out = String::new();
    for values in documents {
        if values.is_empty() {
            code::push(0, &mut out);
        }
        for (at, value) in values.iter().enumerate() {
            code::push((value + 1) * 2 + u32::from(at + 1 < values.len()), &mut out);
        }
    }
    out
}
