//! Writing an organisation as the files that [`read`](super::read) reads, so that a coordinator changes what is there
//! instead of beginning with nothing.

use serde_json::Value;

use super::{FILES, Organisation, PERIOD};
use crate::kernel::sheet;

/// An organisation that cannot be written; none is known.
#[derive(Debug, thiserror::Error)]
#[error("the organisation cannot be written as files")]
pub struct WriteFailure;

impl From<serde_json::Error> for WriteFailure {
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

impl From<csv::Error> for WriteFailure {
    fn from(_: csv::Error) -> Self {
        Self
    }
}

/// The files of an organisation with their names, in the order of [`FILES`]: UTF-8, commas, one row per line. A cell that
/// a spreadsheet would run as a formula is marked as text; reading takes the mark away.
///
/// # Errors
/// None is known.
pub fn write(organisation: &Organisation) -> Result<Vec<(&'static str, String)>, WriteFailure> {
    sheets(organisation)?
        .into_iter()
        .map(|sheet| {
            let columns = sheet.columns.iter().map(ToString::to_string).collect();
            let rows = std::iter::once(columns).chain(sheet.rows);
            Ok((sheet.file, sheet::write(rows)?))
        })
        .collect()
}

/// One list as cells.
pub(in crate::organisation) struct Sheet {
    /// The name of its file.
    pub(in crate::organisation) file: &'static str,
    /// The names of its columns.
    pub(in crate::organisation) columns: Vec<&'static str>,
    /// Its rows, each with a cell per column.
    pub(in crate::organisation) rows: Vec<Vec<String>>,
}

/// The lists of an organisation as cells, in the order of [`FILES`].
pub(in crate::organisation) fn sheets(
    organisation: &Organisation,
) -> Result<Vec<Sheet>, WriteFailure> {
    let lists = serde_json::to_value(organisation)?;
    FILES
        .iter()
        .map(|(file, columns)| {
            let list = file.strip_suffix(".csv").and_then(|name| lists.get(name));
            let rows = list.and_then(Value::as_array).ok_or(WriteFailure)?;
            let columns: Vec<&str> = columns.iter().chain(&PERIOD).copied().collect();
            let cells = |row: &Value| -> Option<Vec<String>> {
                let cell_at = |column| cell(row.get(column).unwrap_or(&Value::Null));
                columns.iter().map(cell_at).collect()
            };
            let rows: Option<Vec<_>> = rows.iter().map(cells).collect();
            Ok(Sheet {
                file,
                rows: rows.ok_or(WriteFailure)?,
                columns,
            })
        })
        .collect()
}

/// A field as a cell; nothing for what no column can hold.
fn cell(field: &Value) -> Option<String> {
    match field {
        Value::Null => Some(String::new()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(codes) => {
            let codes: Option<Vec<&str>> = codes.iter().map(Value::as_str).collect();
            Some(codes?.join(" "))
        }
        Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::files::{read, shipped};
    use crate::organisation::{StreetRange, StreetSide};

    fn again(town: &Organisation) -> Organisation {
        let files = write(town).unwrap();
        read(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap()
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let mut town = shipped().unwrap();
        assert_eq!(again(&town), town);
        town.units[0].name = "Caritas, \"Haus\" Mitte; Eingang\u{a0}2".into();
        town.units[1].packed_cases = 40;
        town.holders[0].telephone = "+49 214 000-1".into();
        town.holders[1].name = "-- frei".into();
        town.streets.push(StreetRange {
            street: "Kölner Straße".into(),
            first: Some(1),
            last: None,
            side: StreetSide::Odd,
            locality: town.localities[0].code.clone(),
            valid_from: town.localities[0].valid_from,
            valid_until: None,
        });
        assert_eq!(again(&town), town);
    }

    #[test]
    fn no_cell_begins_a_formula() {
        let mut town = shipped().unwrap();
        town.holders[0].name = "=HYPERLINK(\"http://example.org\")".into();
        let files = write(&town).unwrap();
        let (_, holders) = files
            .iter()
            .find(|(name, _)| *name == "holders.csv")
            .unwrap();
        assert!(holders.contains("\"'=HYPERLINK("), "{holders}");
        assert_eq!(again(&town), town);
    }
}
