//! What an import would change, before it does: rows that come, rows that go, list by list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Organisation;

/// What happens to one list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChange {
    /// The rows that are new, or new in this form.
    pub added: Vec<Value>,
    /// The rows that are no more, or no more in this form.
    pub removed: Vec<Value>,
}

/// The lists that an import changes, by their name. A row that changes is one that goes and one that comes.
///
/// # Errors
/// If an organisation cannot be written as JSON; none is known.
pub fn preview(
    before: &Organisation,
    after: &Organisation,
) -> Result<BTreeMap<String, ListChange>, serde_json::Error> {
    let before = lists(before)?;
    let changes = lists(after)?.into_iter().map(|(list, after)| {
        let before = before.get(&list).map_or(&[][..], Vec::as_slice);
        let added = without(&after, before);
        let removed = without(before, &after);
        (list, ListChange { added, removed })
    });
    Ok(changes
        .filter(|(_, change)| *change != ListChange::default())
        .collect())
}

fn lists(organisation: &Organisation) -> Result<BTreeMap<String, Vec<Value>>, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(organisation)?)
}

fn without(rows: &[Value], others: &[Value]) -> Vec<Value> {
    // Sorted texts, so that a directory of streets is not compared row by row with itself.
    let mut known: Vec<String> = others.iter().map(Value::to_string).collect();
    known.sort_unstable();
    rows.iter()
        .filter(|row| known.binary_search(&row.to_string()).is_err())
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::files::shipped;

    #[test]
    fn only_what_changes_is_shown() {
        let before = shipped().unwrap();
        assert!(preview(&before, &before).unwrap().is_empty());
        let mut after = before.clone();
        after.posts[1].share_percent = 50;
        let place = after.places.remove(0);
        let changes = preview(&before, &after).unwrap();
        assert_eq!(changes.keys().collect::<Vec<_>>(), ["places", "posts"]);
        let posts = &changes["posts"];
        assert_eq!((posts.added.len(), posts.removed.len()), (1, 1));
        assert_eq!(posts.added[0]["share_percent"], 50);
        assert_eq!(changes["places"].removed[0]["name"], place.name);
        assert!(changes["places"].added.is_empty());
    }
}
