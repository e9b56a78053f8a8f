//! Whether an organisation hangs together: what a row names is defined, nothing is said twice for one day, periods and
//! numbers are possible. The same whether it comes from files or as a command.

use std::collections::BTreeMap;

use strum::{EnumIter, IntoStaticStr};

use super::{
    Dated, LoadOrganisation, Municipality, Organisation, PACK_HOURS_MOST, PACKED_CASES_MOST,
    Period, Post, StreetRange, valid_on,
};
use crate::kernel::text::plain_line;
use crate::kernel::{Ags, Day, FieldProblems, PostCode, ProblemCode};

/// Kinds of mistakes in an organisation or its files.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr, thiserror::Error,
)]
#[strum(serialize_all = "kebab-case")]
pub enum WhatIsWrong {
    /// The file was not given.
    #[error("the file is missing")]
    FileMissing,
    /// There is a file that nobody reads.
    #[error("no file of this name is read")]
    FileUnknown,
    /// Not CSV in UTF-8, or a line with another number of cells than the first.
    #[error("the line is not readable as CSV")]
    NotCsv,
    /// A column is missing.
    #[error("the column is missing")]
    ColumnMissing,
    /// A column that nobody reads.
    #[error("no column of this name is read")]
    ColumnUnknown,
    /// A cell that must not be empty is.
    #[error("the cell is empty")]
    Empty,
    /// The cell is not of the kind that belongs there.
    #[error("the cell cannot be read as what belongs there")]
    Unreadable,
    /// The cell is no day.
    #[error("the cell is no day, neither 2026-11-25 nor 25.11.2026")]
    NotADay,
    /// The last day lies before the first.
    #[error("the last day lies before the first")]
    EndBeforeStart,
    /// The cell names something that no other file defines for the day the row begins.
    #[error("the cell names something that is not defined for that period")]
    NotDefined,
    /// A post that deputises for itself.
    #[error("nobody deputises for themselves")]
    OwnDeputy,
    /// Nothing of the list holds today, and no day can do without it.
    #[error("nothing in it holds today for this municipality")]
    NothingToday,
    /// Two rows define the same thing for the same day.
    #[error("another row says something about the same on the same day")]
    Twice,
}

/// A mistake in a row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The list, by its name in [`Organisation`].
    pub(super) list: &'static str,
    /// The row, counted from nought.
    pub(super) row: usize,
    /// The column, if it is about one.
    pub(super) column: Option<&'static str>,
    /// What is wrong.
    pub(super) what: WhatIsWrong,
}

impl LoadOrganisation {
    /// Whether the organisation can be loaded for this municipality: it hangs together, and what no day can do without
    /// is there today.
    ///
    /// # Errors
    /// Every problem, at `organisation.<list>.<row>.<column>`.
    pub fn check(&self, municipality: &Ags, today: Day) -> Result<(), FieldProblems> {
        let town = &self.organisation;
        let mut problems = FieldProblems::default();
        for flaw in flaws(town) {
            let code = match flaw.what {
                WhatIsWrong::EndBeforeStart => ProblemCode::EndBeforeStart,
                WhatIsWrong::NotDefined => ProblemCode::UnknownCode,
                WhatIsWrong::Twice => ProblemCode::Duplicate,
                WhatIsWrong::Empty => ProblemCode::Missing,
                _ => ProblemCode::Invalid,
            };
            let Flaw {
                list, row, column, ..
            } = flaw;
            let path = column.map_or_else(
                || format!("organisation.{list}.{row}"),
                |column| format!("organisation.{list}.{row}.{column}"),
            );
            problems.add(path, code);
        }
        let is_ours = |found: &Municipality| found.ags == *municipality;
        for (list, is_there) in [
            (
                "municipality",
                town.municipality_on(today).is_some_and(is_ours),
            ),
            (
                "districts",
                valid_on(&town.districts, today).next().is_some(),
            ),
            ("units", valid_on(&town.units, today).next().is_some()),
            (
                "target_group_rules",
                town.target_group_rule_on(today).is_some(),
            ),
        ] {
            if !is_there {
                problems.add(format!("organisation.{list}"), ProblemCode::Missing);
            }
        }
        problems.or(())
    }
}

/// Every mistake of an organisation.
pub(super) fn flaws(town: &Organisation) -> Vec<Flaw> {
    let mut found = Found(Vec::new());
    found.periods(town);
    found.once("municipality", &town.municipality, |_| ());
    found.once("districts", &town.districts, |row| &row.code);
    found.once("localities", &town.localities, |row| &row.code);
    // A name may stand for places in two Stadtteile; then it is asked about.
    found.once("places", &town.places, |row| (&row.name, &row.locality));
    found.streets(&town.streets);
    found.once("neighbours", &town.neighbours, |row| &row.name);
    found.once("bodies", &town.bodies, |row| &row.code);
    found.once("units", &town.units, |row| &row.code);
    found.once("posts", &town.posts, |row| &row.code);
    found.once("coverage", &town.coverage, |row| (&row.post, &row.district));
    found.once("holders", &town.holders, |row| &row.post);
    found.once("absences", &town.absences, |row| &row.post);
    found.once("offices", &town.offices, |row| &row.code);
    found.once("target_group_rules", &town.target_group_rules, |_| ());
    found.once("work_limits", &town.work_limits, |_| ());

    let has_post =
        |code: &PostCode, day| defined(&town.posts, day, |post: &Post| post.code == *code);
    found.names("localities", "district", &town.localities, |row| {
        defined(&town.districts, row.valid_from, |district| {
            district.code == row.district
        })
    });
    found.names("places", "locality", &town.places, |row| {
        defined(&town.localities, row.valid_from, |locality| {
            locality.code == row.locality
        })
    });
    found.names("streets", "locality", &town.streets, |row| {
        defined(&town.localities, row.valid_from, |locality| {
            locality.code == row.locality
        })
    });
    found.names("units", "body", &town.units, |row| {
        defined(&town.bodies, row.valid_from, |body| body.code == row.body)
    });
    found.names("posts", "unit", &town.posts, |row| {
        defined(&town.units, row.valid_from, |unit| unit.code == row.unit)
    });
    found.names("coverage", "post", &town.coverage, |row| {
        has_post(&row.post, row.valid_from)
    });
    found.names("coverage", "district", &town.coverage, |row| {
        defined(&town.districts, row.valid_from, |district| {
            district.code == row.district
        })
    });
    found.names("holders", "post", &town.holders, |row| {
        has_post(&row.post, row.valid_from)
    });
    found.names("absences", "post", &town.absences, |row| {
        has_post(&row.post, row.valid_from)
    });
    found.names("absences", "deputy", &town.absences, |row| {
        row.deputy
            .as_ref()
            .is_none_or(|deputy| has_post(deputy, row.valid_from))
    });
    found.each(
        "absences",
        "deputy",
        &town.absences,
        WhatIsWrong::OwnDeputy,
        |row| row.deputy.as_ref() != Some(&row.post),
    );

    found.texts("municipality", "name", &town.municipality, |row| &row.name);
    found.texts("districts", "name", &town.districts, |row| &row.name);
    found.texts("localities", "name", &town.localities, |row| &row.name);
    found.texts("places", "name", &town.places, |row| &row.name);
    found.texts("streets", "street", &town.streets, |row| &row.street);
    found.right("streets", "last", &town.streets, |row| {
        row.last.is_none_or(|last| row.first.unwrap_or(0) <= last)
    });
    found.texts("neighbours", "name", &town.neighbours, |row| &row.name);
    found.texts("neighbours", "town", &town.neighbours, |row| &row.town);
    found.texts("neighbours", "centre", &town.neighbours, |row| &row.centre);
    found.texts("bodies", "name", &town.bodies, |row| &row.name);
    found.texts("units", "name", &town.units, |row| &row.name);
    found.texts("posts", "name", &town.posts, |row| &row.name);
    found.texts("holders", "name", &town.holders, |row| &row.name);
    found.texts("holders", "telephone", &town.holders, |row| &row.telephone);
    found.texts("offices", "name", &town.offices, |row| &row.name);
    found.lines(
        "municipality",
        "data_protection",
        &town.municipality,
        |row| &row.data_protection,
    );
    found.lines("units", "address", &town.units, |row| &row.address);
    found.lines("units", "hours", &town.units, |row| &row.hours);
    found.lines("offices", "address", &town.offices, |row| &row.address);
    found.lines("offices", "telephone", &town.offices, |row| &row.telephone);
    found.lines("offices", "hours", &town.offices, |row| &row.hours);
    found.texts(
        "target_group_rules",
        "version",
        &town.target_group_rules,
        |row| &row.version,
    );
    found.right("posts", "share_percent", &town.posts, |row| {
        (1..=100).contains(&row.share_percent)
    });
    found.right("units", "packed_cases", &town.units, |row| {
        (1..=PACKED_CASES_MOST).contains(&row.packed_cases)
    });
    found.right("units", "pack_hours", &town.units, |row| {
        (1..=PACK_HOURS_MOST).contains(&row.pack_hours)
    });
    found.0
}

struct Found(Vec<Flaw>);

impl Found {
    /// Notes the rows for which something does not hold.
    fn each<T>(
        &mut self,
        list: &'static str,
        column: &'static str,
        rows: &[T],
        what: WhatIsWrong,
        holds: impl Fn(&T) -> bool,
    ) {
        let flawed = rows.iter().enumerate().filter(|(_, row)| !holds(row));
        self.0.extend(flawed.map(|(row, _)| Flaw {
            list,
            row,
            column: Some(column),
            what,
        }));
    }

    fn names<T>(
        &mut self,
        list: &'static str,
        column: &'static str,
        rows: &[T],
        is_defined: impl Fn(&T) -> bool,
    ) {
        self.each(list, column, rows, WhatIsWrong::NotDefined, is_defined);
    }

    fn right<T>(
        &mut self,
        list: &'static str,
        column: &'static str,
        rows: &[T],
        is_right: impl Fn(&T) -> bool,
    ) {
        self.each(list, column, rows, WhatIsWrong::Unreadable, is_right);
    }

    /// Text that people read: one line, not empty, not endless.
    fn texts<T>(
        &mut self,
        list: &'static str,
        column: &'static str,
        rows: &[T],
        text: impl Fn(&T) -> &String,
    ) {
        self.each(list, column, rows, WhatIsWrong::Empty, |row| {
            !text(row).trim().is_empty()
        });
        self.lines(list, column, rows, text);
    }

    /// The same, where nothing has to stand.
    fn lines<T>(
        &mut self,
        list: &'static str,
        column: &'static str,
        rows: &[T],
        text: impl Fn(&T) -> &String,
    ) {
        self.right(list, column, rows, |row| {
            text(row).chars().count() <= 200 && plain_line(text(row)).is_ok()
        });
    }

    fn periods(&mut self, town: &Organisation) {
        self.in_order("municipality", &town.municipality);
        self.in_order("districts", &town.districts);
        self.in_order("localities", &town.localities);
        self.in_order("places", &town.places);
        self.in_order("streets", &town.streets);
        self.in_order("neighbours", &town.neighbours);
        self.in_order("bodies", &town.bodies);
        self.in_order("units", &town.units);
        self.in_order("posts", &town.posts);
        self.in_order("coverage", &town.coverage);
        self.in_order("holders", &town.holders);
        self.in_order("absences", &town.absences);
        self.in_order("offices", &town.offices);
        self.in_order("target_group_rules", &town.target_group_rules);
        self.in_order("work_limits", &town.work_limits);
    }

    fn in_order<T: Dated>(&mut self, list: &'static str, rows: &[T]) {
        self.each(
            list,
            "valid_until",
            rows,
            WhatIsWrong::EndBeforeStart,
            |row| {
                let Period { from, until } = row.period();
                until.is_none_or(|until| from <= until)
            },
        );
    }

    /// Notes the later of two rows that put one house number into two parts of the town on one day.
    fn streets(&mut self, rows: &[StreetRange]) {
        let mut seen: BTreeMap<String, Vec<&StreetRange>> = BTreeMap::new();
        for (row, range) in rows.iter().enumerate() {
            let same = seen.entry(range.street.to_lowercase()).or_default();
            let meets = |other: &&StreetRange| {
                other.meets(range) && other.period().overlaps(range.period())
            };
            if same.iter().any(meets) {
                self.0.push(Flaw {
                    list: "streets",
                    row,
                    column: None,
                    what: WhatIsWrong::Twice,
                });
            }
            same.push(range);
        }
    }

    /// Notes the later of two rows with the same key whose periods overlap.
    fn once<'t, T: Dated, K: Ord>(
        &mut self,
        list: &'static str,
        rows: &'t [T],
        key: impl Fn(&'t T) -> K,
    ) {
        let mut seen: BTreeMap<K, Vec<Period>> = BTreeMap::new();
        for (row, entry) in rows.iter().enumerate() {
            let periods = seen.entry(key(entry)).or_default();
            if periods.iter().any(|period| period.overlaps(entry.period())) {
                self.0.push(Flaw {
                    list,
                    row,
                    column: None,
                    what: WhatIsWrong::Twice,
                });
            }
            periods.push(entry.period());
        }
    }
}

fn defined<T: Dated>(rows: &[T], day: Day, is_meant: impl Fn(&T) -> bool) -> bool {
    valid_on(rows, day).any(is_meant)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::organisation::files::shipped;

    const TODAY: Day = date(2026, 11, 23);

    fn after(change: impl FnOnce(&mut Organisation)) -> Vec<String> {
        let mut organisation = shipped().unwrap();
        change(&mut organisation);
        let problems = LoadOrganisation { organisation }
            .check(&"05316000".parse().unwrap(), TODAY)
            .err()
            .unwrap_or_default();
        problems
            .iter()
            .flat_map(|(path, found)| {
                found
                    .iter()
                    .map(move |one| format!("{path} {}", one.code.as_str()))
            })
            .collect()
    }

    #[test]
    fn the_shipped_town_can_be_loaded_and_an_empty_one_cannot() {
        assert!(after(|_| ()).is_empty());
        assert_eq!(
            after(|town| *town = Organisation::default()),
            [
                "organisation.districts missing",
                "organisation.municipality missing",
                "organisation.target_group_rules missing",
                "organisation.units missing",
            ]
        );
    }

    #[test]
    fn the_municipality_is_the_one_it_is_loaded_for() {
        assert_eq!(
            after(|town| town.municipality[0].ags = "05315000".parse().unwrap()),
            ["organisation.municipality missing"]
        );
    }

    #[test]
    fn a_command_is_checked_like_the_files() {
        assert_eq!(
            after(|town| town.posts[0].unit = "nowhere".parse().unwrap()),
            ["organisation.posts.0.unit unknown_code"]
        );
        assert_eq!(
            after(|town| town.posts[1].share_percent = 0),
            ["organisation.posts.1.share_percent invalid"]
        );
        assert_eq!(
            after(|town| {
                town.units[0].packed_cases = 0;
                town.units[1].packed_cases = PACKED_CASES_MOST + 1;
                town.units[2].pack_hours = PACK_HOURS_MOST + 1;
            }),
            [
                "organisation.units.0.packed_cases invalid",
                "organisation.units.1.packed_cases invalid",
                "organisation.units.2.pack_hours invalid",
            ]
        );
        assert_eq!(
            after(|town| town.holders[0].name = "  ".into()),
            ["organisation.holders.0.name missing"]
        );
        assert_eq!(
            after(|town| town.offices[0].name = "a\u{202E}b".into()),
            ["organisation.offices.0.name invalid"]
        );
        assert_eq!(
            after(|town| {
                let again = town.districts[0].clone();
                town.districts.push(again);
            }),
            ["organisation.districts.3 duplicate"]
        );
        assert_eq!(
            after(|town| town.absences[0].valid_until = Some(date(2026, 1, 1))),
            ["organisation.absences.0.valid_until end_before_start"]
        );
    }
}
