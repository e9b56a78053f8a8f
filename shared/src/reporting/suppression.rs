//! Which numbers of a table are shown, so that none of them points at anybody.
//!
//! The rule is domain.md part 6, "Suppression": a number of fewer than five is not shown, and neither are as many others as it
//! takes so that none can be worked out. A table here has one dimension and its total. Then one thing alone can be worked
//! out: what the hidden numbers are together, since the total and the shown ones are known. So that sum is treated as a
//! number like any other: it has to be five or more, to belong to two cells or more, and not to be the most or the least that
//! so many small numbers can be, since then each would be four, or one. Which other number is hidden is said by its place in the table and
//! never by its size: the smallest would tell a reader who knows the rule how small it is at most.
//!
//! A nought is shown: nobody is behind it, and whom it is about it does not say, for districts, bodies, months and outcomes.
//! Only beside nothing but hidden numbers it is hidden too.
//! What is shown of one table tells nothing about another over the same people: to any two tables of one dimension with the
//! same total there are people who fit both. See `docs/decisions/2026-11-27-reports-that-name-nobody.md`.

/// The least number of people behind a number that is shown.
pub const LEAST: u32 = 5;

/// The numbers of a table that are shown, in their order; `None` for the whole table stands for a total of fewer than
/// [`LEAST`], of which not even the total is shown. Within a table `None` is a hidden number.
#[must_use]
pub fn shown(counts: &[u32]) -> Option<Vec<Option<u32>>> {
    let total: u32 = counts.iter().copied().fold(0, u32::saturating_add);
    if total < LEAST {
        return None;
    }
    let mut cells: Vec<Option<u32>> = counts
        .iter()
        .map(|&count| (count == 0 || count >= LEAST).then_some(count))
        .collect();
    while is_told_by_its_sum(counts, &cells) {
        let Some(next) = next_shown(&cells) else {
            break;
        };
        if let Some(cell) = cells.get_mut(next) {
            *cell = None;
        }
    }
    let is_all_hidden = cells.iter().flatten().all(|count| *count == 0);
    Some(if is_all_hidden {
        vec![None; cells.len()]
    } else {
        cells
    })
}

/// Whether the sum of what is hidden tells too much: it is one number alone, too few people even together, or the most or the
/// least that so many small numbers can be.
fn is_told_by_its_sum(counts: &[u32], cells: &[Option<u32>]) -> bool {
    let hidden: Vec<u32> = counts
        .iter()
        .zip(cells)
        .filter(|(_, cell)| cell.is_none())
        .map(|(count, _)| *count)
        .collect();
    let people: u32 = hidden.iter().copied().fold(0, u32::saturating_add);
    let is_each = |number| hidden.iter().all(|count| *count == number);
    !hidden.is_empty() && (hidden.len() < 2 || people < LEAST || is_each(LEAST - 1) || is_each(1))
}

/// Where the next number stands that is shown and no nought, from the first hidden one downwards and on from the top.
fn next_shown(cells: &[Option<u32>]) -> Option<usize> {
    let first_hidden = cells.iter().position(Option::is_none)?;
    let (above, below) = cells.split_at(first_hidden);
    let in_order = below
        .iter()
        .zip(first_hidden..)
        .chain(above.iter().zip(0..));
    in_order
        .filter(|(cell, _)| cell.is_some_and(|count| count > 0))
        .map(|(_, at)| at)
        .next()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fewer_than_five_are_hidden_and_with_them_the_next_other() {
        assert_eq!(
            shown(&[12, 3, 7, 0]),
            Some(vec![Some(12), None, None, Some(0)])
        );
        assert_eq!(shown(&[12, 8, 7]), Some(vec![Some(12), Some(8), Some(7)]));
        // After the last comes the first.
        assert_eq!(
            shown(&[7, 9, 0, 3]),
            Some(vec![None, Some(9), Some(0), None])
        );
        // Two that are hidden together hold five: the difference to the total says no more.
        assert_eq!(shown(&[12, 3, 2]), Some(vec![Some(12), None, None]));
        assert_eq!(shown(&[12, 2, 2]), Some(vec![None, None, None]));
        // Eight in two small numbers is four and four, so a third one goes.
        assert_eq!(shown(&[4, 9, 4, 6]), Some(vec![None, None, None, Some(6)]));
        // Where all that is left are noughts, they would say that five in five rows are one in each.
        assert_eq!(shown(&[2, 0, 3]), Some(vec![None; 3]));
        assert_eq!(shown(&[4, 0]), None);
        assert_eq!(shown(&[]), None);
        assert_eq!(shown(&[9]), Some(vec![Some(9)]));
    }

    /// All tables with so many cells and this total.
    fn tables(cells: usize, total: u32) -> Vec<Vec<u32>> {
        if cells == 1 {
            return vec![vec![total]];
        }
        (0..=total)
            .flat_map(|first| {
                tables(cells - 1, total - first)
                    .into_iter()
                    .map(move |rest| [vec![first], rest].concat())
            })
            .collect()
    }

    /// The strongest reader there is: knows the rule, its code, every number shown and the total, and tries every table that
    /// there can be.
    #[test]
    fn no_hidden_number_can_be_worked_out_even_by_who_knows_the_rule() {
        for cells in 2..=5 {
            for total in 0..=24 {
                let mut by_what_is_shown: BTreeMap<_, Vec<Vec<u32>>> = BTreeMap::new();
                for table in tables(cells, total) {
                    by_what_is_shown
                        .entry(shown(&table))
                        .or_default()
                        .push(table);
                }
                for (seen, possible) in by_what_is_shown {
                    let Some(seen) = seen else { continue };
                    for (at, cell) in seen.iter().enumerate().filter(|(_, cell)| cell.is_none()) {
                        let values: BTreeSet<u32> =
                            possible.iter().map(|table| table[at]).collect();
                        assert!(
                            values.len() > 1,
                            "{seen:?} of {total}: {at} is {cell:?}, {values:?}"
                        );
                    }
                }
            }
        }
    }

    /// What holds for all tables, of any size: nothing below five is shown, nor is any sum that can be formed of what is.
    fn keeps_to_the_rule(counts: &[u32]) -> Result<(), TestCaseError> {
        let total: u32 = counts.iter().sum();
        let Some(cells) = shown(counts) else {
            prop_assert!(total < LEAST);
            return Ok(());
        };
        let known: u32 = cells.iter().flatten().sum();
        let hidden = cells.iter().filter(|cell| cell.is_none()).count();
        prop_assert!(hidden == 0 || (hidden >= 2 && total - known >= LEAST));
        for (cell, count) in cells.iter().zip(counts) {
            prop_assert!(
                cell.is_none_or(|shown| shown == *count && (shown == 0 || shown >= LEAST))
            );
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn nothing_below_five_is_shown_or_left_over(counts in prop::collection::vec(0_u32..40, 0..12)) {
            keeps_to_the_rule(&counts)?;
        }
    }

    /// Two tables over the same people, by two things at once: who reads both works out no more.
    #[test]
    fn two_tables_over_the_same_people_together_tell_no_more_than_each() {
        for total in 5..=11 {
            let mut by_what_is_shown: BTreeMap<_, Vec<Vec<u32>>> = BTreeMap::new();
            for people in tables(6, total) {
                let rows = [0, 2, 4].map(|at| people[at] + people[at + 1]);
                let columns = [0, 1].map(|at| people[at] + people[at + 2] + people[at + 4]);
                let sums = [rows.as_slice(), columns.as_slice()].concat();
                by_what_is_shown
                    .entry((shown(&rows), shown(&columns)))
                    .or_default()
                    .push(sums);
            }
            for ((rows, columns), possible) in by_what_is_shown {
                let seen = [rows.unwrap(), columns.unwrap()].concat();
                for at in (0..seen.len()).filter(|at| seen[*at].is_none()) {
                    let values: BTreeSet<u32> = possible.iter().map(|sums| sums[at]).collect();
                    assert!(values.len() > 1, "{seen:?} of {total}: {at}, {values:?}");
                }
            }
        }
    }
}
