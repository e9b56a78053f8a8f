//! What an import would change, before it does: rows that come, rows that go, list by list.

use super::Organisation;
use super::files::{WriteFailure, sheets};

/// What happens to one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    /// The name of its file.
    pub file: &'static str,
    /// The names of its columns.
    pub columns: Vec<&'static str>,
    /// The rows that are new, or new in this form, with a cell per column.
    pub added: Vec<Vec<String>>,
    /// The rows that are no more, or no more in this form.
    pub removed: Vec<Vec<String>>,
}

/// The lists that an import changes. A row that changes is one that goes and one that comes.
///
/// # Errors
/// If an organisation cannot be written as cells; none is known.
pub fn preview(
    before: &Organisation,
    after: &Organisation,
) -> Result<Vec<ListChange>, WriteFailure> {
    let changes = sheets(before)?.into_iter().zip(sheets(after)?);
    Ok(changes
        .map(|(before, after)| ListChange {
            file: after.file,
            added: without(&after.rows, &before.rows),
            removed: without(&before.rows, &after.rows),
            columns: after.columns,
        })
        .filter(|change| !(change.added.is_empty() && change.removed.is_empty()))
        .collect())
}

fn without(rows: &[Vec<String>], others: &[Vec<String>]) -> Vec<Vec<String>> {
    // Sorted, so that a directory of streets is not compared row by row with itself.
    let mut known: Vec<&Vec<String>> = others.iter().collect();
    known.sort_unstable();
    rows.iter()
        .filter(|row| known.binary_search(row).is_err())
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
        assert_eq!(preview(&before, &before).unwrap(), []);
        let mut after = before.clone();
        after.posts[1].share_percent = 50;
        let place = after.places.remove(0);
        let changes = preview(&before, &after).unwrap();
        let [places, posts] = &changes[..] else {
            panic!("two lists: {changes:?}");
        };
        assert_eq!((places.file, posts.file), ("places.csv", "posts.csv"));
        assert_eq!((posts.added.len(), posts.removed.len()), (1, 1));
        let share = posts
            .columns
            .iter()
            .position(|name| *name == "share_percent");
        assert_eq!(posts.added[0][share.unwrap()], "50");
        assert_eq!(places.removed[0][0], place.name);
        assert!(places.added.is_empty());
    }
}
