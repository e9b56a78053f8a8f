//! Reading an organisation from CSV files, one per list: the shipped town, and a coordinator's import.
//!
//! Every problem is found in one go and named by file, line and column. A file that lacks a column, names something
//! that is nowhere defined, or defines the same thing twice for one day is refused as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::people::{usual_pack_hours, usual_packed_cases};
use super::whole::{WhatIsWrong, flaws};
use super::{
    Absence, Body, Coverage, District, Holder, Locality, Municipality, Neighbour, Office,
    Organisation, Place, Post, StreetRange, TargetGroupRule, Unit, WorkLimits,
};
use crate::kernel::{Day, sheet};

/// The files in the order they are read, each with its columns besides the two of the period. A file is called like its
/// list in [`Organisation`], a column like its field.
pub const FILES: [(&str, &[&str]); 15] = [
    (
        "municipality.csv",
        &[
            "ags",
            "name",
            "post_code_from",
            "post_code_until",
            "data_protection",
        ],
    ),
    ("districts.csv", &["code", "name"]),
    ("localities.csv", &["code", "name", "district"]),
    ("places.csv", &["name", "locality"]),
    (
        "streets.csv",
        &["street", "first", "last", "side", "locality"],
    ),
    ("neighbours.csv", &["name", "town", "centre"]),
    ("bodies.csv", &["code", "name"]),
    (
        "units.csv",
        &[
            "code",
            "name",
            "body",
            "is_desk",
            "packed_cases",
            "pack_hours",
            "address",
            "hours",
        ],
    ),
    (
        "posts.csv",
        &["code", "name", "unit", "share_percent", "is_invented"],
    ),
    ("coverage.csv", &["post", "district", "is_invented"]),
    (
        "holders.csv",
        &["post", "name", "telephone", "languages", "is_invented"],
    ),
    ("absences.csv", &["post", "deputy"]),
    (
        "offices.csv",
        &[
            "code",
            "name",
            "kind",
            "fields_of_action",
            "address",
            "telephone",
            "hours",
        ],
    ),
    (
        "target_group_rules.csv",
        &["version", "age_years", "window_years", "absence_months"],
    ),
    (
        "work_limits.csv",
        &[
            "cases_per_full_post",
            "cases_per_full_post_soft",
            "first_contact_d1",
            "first_contact_d2",
            "first_contact_d3",
            "first_contact_d4",
            "post_check",
        ],
    ),
];

/// The columns of the period, which every file has.
const PERIOD: [&str; 2] = ["valid_from", "valid_until"];

/// The columns of a file besides those of the period; none if there is no such file.
fn columns_of(file: &str) -> &'static [&'static str] {
    FILES
        .iter()
        .find(|(name, _)| *name == file)
        .map_or(&[], |(_, columns)| columns)
}

/// Columns that may be missing from a file: one that was written before they were there is still read.
const MAY_BE_MISSING: [(&str, &str); 6] = [
    ("municipality.csv", "data_protection"),
    ("units.csv", "address"),
    ("units.csv", "hours"),
    ("offices.csv", "address"),
    ("offices.csv", "telephone"),
    ("offices.csv", "hours"),
];

/// The file that may be missing: a directory of streets is the town's own, and not every town has one to give.
const OPTIONAL: &str = "streets.csv";

/// What is wrong with the files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct FileProblem {
    /// The file.
    pub file: String,
    /// The line, counted from 1 as an editor does; absent: the file as a whole.
    pub line: Option<u64>,
    /// The column by its name in the first line, if it is about one.
    pub column: Option<String>,
    /// What is wrong.
    pub what: WhatIsWrong,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The town that is shipped: Leverkusen with the programme's five posts, its allocation to districts invented.
///
/// # Errors
/// Never, as a test proves; the files are part of the program.
pub fn shipped() -> Result<Organisation, Vec<FileProblem>> {
    read(shipped_files())
}

fn shipped_files() -> [(&'static str, &'static str); FILES.len() - 1] {
    macro_rules! file {
        ($name:literal) => {
            (
                $name,
                include_str!(concat!("../../data/organisation/", $name)),
            )
        };
    }
    [
        file!("municipality.csv"),
        file!("districts.csv"),
        file!("localities.csv"),
        file!("places.csv"),
        file!("neighbours.csv"),
        file!("bodies.csv"),
        file!("units.csv"),
        file!("posts.csv"),
        file!("coverage.csv"),
        file!("holders.csv"),
        file!("absences.csv"),
        file!("offices.csv"),
        file!("target_group_rules.csv"),
        file!("work_limits.csv"),
    ]
}

/// Reads an organisation from the contents of its files, given by name.
///
/// # Errors
/// Every problem of every file.
pub fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Organisation, Vec<FileProblem>> {
    let mut reader = Reader {
        files: files.into_iter().collect(),
        lines: BTreeMap::new(),
        problems: BTreeSet::new(),
    };
    reader.unknown_files();
    let municipality = reader.rows("municipality.csv", |row| {
        Some(Municipality {
            ags: row.parsed("ags")?,
            name: row.text("name")?,
            post_code_from: row.parsed("post_code_from")?,
            post_code_until: row.parsed("post_code_until")?,
            data_protection: row.cell("data_protection").to_owned(),
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let districts = reader.rows("districts.csv", |row| {
        Some(District {
            code: row.parsed("code")?,
            name: row.text("name")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let localities = reader.rows("localities.csv", |row| {
        Some(Locality {
            code: row.parsed("code")?,
            name: row.text("name")?,
            district: row.parsed("district")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let places = reader.rows("places.csv", |row| {
        Some(Place {
            name: row.text("name")?,
            locality: row.parsed("locality")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let streets = reader.rows(OPTIONAL, |row| {
        Some(StreetRange {
            street: row.text("street")?,
            first: row.optional("first")?,
            last: row.optional("last")?,
            side: row.optional("side")?.unwrap_or_default(),
            locality: row.parsed("locality")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let neighbours = reader.rows("neighbours.csv", |row| {
        Some(Neighbour {
            name: row.text("name")?,
            town: row.text("town")?,
            centre: row.text("centre")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let bodies = reader.rows("bodies.csv", |row| {
        Some(Body {
            code: row.parsed("code")?,
            name: row.text("name")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let units = reader.rows("units.csv", |row| {
        Some(Unit {
            code: row.parsed("code")?,
            name: row.text("name")?,
            body: row.parsed("body")?,
            is_desk: row.yes_or_no("is_desk")?,
            packed_cases: row
                .optional("packed_cases")?
                .unwrap_or_else(usual_packed_cases),
            pack_hours: row.optional("pack_hours")?.unwrap_or_else(usual_pack_hours),
            address: row.cell("address").to_owned(),
            hours: row.cell("hours").to_owned(),
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let posts = reader.rows("posts.csv", |row| {
        Some(Post {
            code: row.parsed("code")?,
            name: row.text("name")?,
            unit: row.parsed("unit")?,
            share_percent: row.parsed("share_percent")?,
            is_invented: row.yes_or_no("is_invented")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let coverage = reader.rows("coverage.csv", |row| {
        Some(Coverage {
            post: row.parsed("post")?,
            district: row.parsed("district")?,
            is_invented: row.yes_or_no("is_invented")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let holders = reader.rows("holders.csv", |row| {
        Some(Holder {
            post: row.parsed("post")?,
            name: row.text("name")?,
            telephone: row.text("telephone")?,
            languages: row.several("languages")?,
            is_invented: row.yes_or_no("is_invented")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let absences = reader.rows("absences.csv", |row| {
        Some(Absence {
            post: row.parsed("post")?,
            deputy: row.optional("deputy")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let offices = reader.rows("offices.csv", |row| {
        Some(Office {
            code: row.parsed("code")?,
            name: row.text("name")?,
            kind: row.parsed("kind")?,
            fields_of_action: row.several("fields_of_action")?,
            address: row.cell("address").to_owned(),
            telephone: row.cell("telephone").to_owned(),
            hours: row.cell("hours").to_owned(),
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let target_group_rules = reader.rows("target_group_rules.csv", |row| {
        Some(TargetGroupRule {
            version: row.text("version")?,
            age_years: row.parsed("age_years")?,
            window_years: row.parsed("window_years")?,
            absence_months: row.parsed("absence_months")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });
    let work_limits = reader.rows("work_limits.csv", |row| {
        Some(WorkLimits {
            cases_per_full_post: row.parsed("cases_per_full_post")?,
            cases_per_full_post_soft: row.parsed("cases_per_full_post_soft")?,
            first_contact_d1: row.parsed("first_contact_d1")?,
            first_contact_d2: row.parsed("first_contact_d2")?,
            first_contact_d3: row.parsed("first_contact_d3")?,
            first_contact_d4: row.parsed("first_contact_d4")?,
            post_check: row.parsed("post_check")?,
            valid_from: row.first_day()?,
            valid_until: row.last_day()?,
        })
    });

    let organisation = Organisation {
        municipality,
        districts,
        localities,
        places,
        streets,
        neighbours,
        bodies,
        units,
        posts,
        coverage,
        holders,
        absences,
        offices,
        target_group_rules,
        work_limits,
    };
    // Of a list that could not be read whole, rows are missing: whatever names one of them is not wrong for that.
    let not_whole: BTreeSet<String> = reader
        .problems
        .iter()
        .map(|problem| problem.file.clone())
        .collect();
    for flaw in flaws(&organisation) {
        let named = flaw.column.and_then(list_named_in);
        if flaw.what == WhatIsWrong::NotDefined
            && named.is_some_and(|list| not_whole.contains(list))
        {
            continue;
        }
        let file = format!("{}.csv", flaw.list);
        let line = reader
            .lines
            .get(file.as_str())
            .and_then(|lines| lines.get(flaw.row))
            .copied();
        reader.problem(&file, line, flaw.column, flaw.what);
    }
    if reader.problems.is_empty() {
        Ok(organisation)
    } else {
        Err(reader.problems.into_iter().collect())
    }
}

/// The list that a cell of this column names a row of.
fn list_named_in(column: &str) -> Option<&'static str> {
    match column {
        "post" | "deputy" => Some("posts.csv"),
        "unit" => Some("units.csv"),
        "body" => Some("bodies.csv"),
        "district" => Some("districts.csv"),
        "locality" => Some("localities.csv"),
        _ => None,
    }
}

struct Reader<'a> {
    files: BTreeMap<&'a str, &'a str>,
    /// The line of each row that could be read, by file.
    lines: BTreeMap<String, Vec<u64>>,
    problems: BTreeSet<FileProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, file: &str, line: Option<u64>, column: Option<&str>, what: WhatIsWrong) {
        self.problems.insert(FileProblem {
            file: file.to_owned(),
            line,
            column: column.map(str::to_owned),
            what,
        });
    }

    fn unknown_files(&mut self) {
        let unknown: Vec<_> = self
            .files
            .keys()
            .filter(|name| columns_of(name).is_empty())
            .map(|name| (*name).to_owned())
            .collect();
        for name in unknown {
            self.problem(&name, None, None, WhatIsWrong::FileUnknown);
        }
    }

    /// Reads the rows of one file.
    fn rows<T>(&mut self, file: &str, read: impl Fn(&mut Row<'_>) -> Option<T>) -> Vec<T> {
        let Some(text) = self.files.get(file).copied() else {
            if file != OPTIONAL {
                self.problem(file, None, None, WhatIsWrong::FileMissing);
            }
            return Vec::new();
        };
        // Spreadsheets write this mark in front of UTF-8, and German ones semicolons.
        let text = text.trim_start_matches('\u{FEFF}');
        let has_semicolons = text.lines().next().is_some_and(|line| line.contains(';'));
        let mut lines = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .delimiter(if has_semicolons { b';' } else { b',' })
            .from_reader(text.as_bytes());
        let Ok(header) = lines.headers().cloned() else {
            self.problem(file, Some(1), None, WhatIsWrong::NotCsv);
            return Vec::new();
        };
        let wanted: Vec<_> = columns_of(file).iter().chain(&PERIOD).collect();
        let missing: Vec<_> = wanted
            .iter()
            .filter(|column| !header.iter().any(|name| name == ***column))
            .filter(|column| !MAY_BE_MISSING.contains(&(file, **column)))
            .collect();
        for name in header.iter().filter(|name| !wanted.contains(&name)) {
            self.problem(file, Some(1), Some(name), WhatIsWrong::ColumnUnknown);
        }
        for column in &missing {
            self.problem(file, Some(1), Some(column), WhatIsWrong::ColumnMissing);
        }
        if !missing.is_empty() {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for cells in lines.records() {
            let cells = match cells {
                Ok(cells) => cells,
                Err(error) => {
                    let line = error.position().map(|at| line_of(text, at));
                    self.problem(file, line, None, WhatIsWrong::NotCsv);
                    continue;
                }
            };
            let line = cells.position().map_or(0, |at| line_of(text, at));
            let mut row = Row {
                header: &header,
                cells: &cells,
                problem: None,
            };
            let read = read(&mut row);
            if let Some((column, what)) = row.problem {
                self.problem(file, Some(line), Some(column), what);
            }
            if let Some(row) = read {
                rows.push(row);
                self.lines.entry(file.to_owned()).or_default().push(line);
            }
        }
        rows
    }
}

/// The line on which a row begins. The position may still stand in front of the second half of a line end of two signs, as
/// spreadsheets on Windows write it, or of lines that are empty.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let bytes = text.as_bytes();
    let from = usize::try_from(at.byte()).unwrap_or(bytes.len());
    let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
    let ends = bytes.iter().skip(from).take_while(is_end).count();
    let before = bytes.iter().take(from + ends);
    1 + before
        .filter(|byte| **byte == b'\n')
        .count()
        .try_into()
        .unwrap_or(0)
}

/// One line; a cell that cannot be read notes its problem and gives nothing.
struct Row<'r> {
    header: &'r csv::StringRecord,
    cells: &'r csv::StringRecord,
    problem: Option<(&'static str, WhatIsWrong)>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.header
            .iter()
            .position(|name| name == column)
            .and_then(|at| self.cells.get(at))
            .map(sheet::plain)
            .unwrap_or_default()
    }

    fn fails<T>(&mut self, column: &'static str, what: WhatIsWrong) -> Option<T> {
        self.problem = Some((column, what));
        None
    }

    fn text(&mut self, column: &'static str) -> Option<String> {
        let text = self.cell(column).to_owned();
        if text.is_empty() {
            return self.fails(column, WhatIsWrong::Empty);
        }
        Some(text)
    }

    fn parsed<T: FromStr>(&mut self, column: &'static str) -> Option<T> {
        match self.cell(column) {
            "" => self.fails(column, WhatIsWrong::Empty),
            text => match text.parse() {
                Ok(value) => Some(value),
                Err(_) => self.fails(column, WhatIsWrong::Unreadable),
            },
        }
    }

    /// A cell that may be empty.
    fn optional<T: FromStr>(&mut self, column: &'static str) -> Option<Option<T>> {
        if self.cell(column).is_empty() {
            Some(None)
        } else {
            self.parsed(column).map(Some)
        }
    }

    /// Several codes in one cell, with spaces between.
    fn several<T: FromStr + Ord>(&mut self, column: &'static str) -> Option<BTreeSet<T>> {
        let read: Result<BTreeSet<T>, T::Err> = self
            .cell(column)
            .split_whitespace()
            .map(str::parse)
            .collect();
        match read {
            Ok(values) => Some(values),
            Err(_) => self.fails(column, WhatIsWrong::Unreadable),
        }
    }

    fn yes_or_no(&mut self, column: &'static str) -> Option<bool> {
        match self.cell(column) {
            "yes" | "ja" => Some(true),
            "no" | "nein" => Some(false),
            "" => self.fails(column, WhatIsWrong::Empty),
            _ => self.fails(column, WhatIsWrong::Unreadable),
        }
    }

    fn first_day(&mut self) -> Option<Day> {
        self.day("valid_from")
    }

    fn last_day(&mut self) -> Option<Option<Day>> {
        if self.cell("valid_until").is_empty() {
            Some(None)
        } else {
            self.day("valid_until").map(Some)
        }
    }

    /// A day as the files are written, or as a German spreadsheet writes it after the file was opened in it.
    fn day(&mut self, column: &'static str) -> Option<Day> {
        let text = self.cell(column);
        if text.is_empty() {
            return self.fails(column, WhatIsWrong::Empty);
        }
        let read = text
            .parse()
            .or_else(|_| Day::strptime("%d.%m.%Y", text))
            .ok();
        read.or_else(|| self.fails(column, WhatIsWrong::NotADay))
    }
}

mod write;

pub(super) use write::sheets;
pub use write::{WriteFailure, write};

/// Reads files that stand for some of the lists; what no file is given for stays as it is.
///
/// # Errors
/// Every problem of every file, also where one that was given no longer fits one that stays.
pub fn read_over(
    before: &Organisation,
    given: &[(String, String)],
) -> Result<Organisation, BTreeSet<FileProblem>> {
    let kept = write(before).map_err(|WriteFailure| {
        BTreeSet::from([FileProblem {
            file: String::new(),
            line: None,
            column: None,
            what: WhatIsWrong::Unreadable,
        }])
    })?;
    let kept = kept.iter().map(|(name, text)| (*name, text.as_str()));
    // A later file of the same name takes the place of an earlier one.
    let given = given
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    read(kept.chain(given)).map_err(BTreeSet::from_iter)
}

#[cfg(test)]
pub(crate) mod tests;
