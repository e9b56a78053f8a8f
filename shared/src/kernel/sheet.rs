//! Tables as files for spreadsheets: UTF-8, commas, one row per line, and no cell that a spreadsheet would run as a formula.

/// What a spreadsheet takes for the beginning of a formula, or skips before one.
const BEGINS_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Stands before a cell that would else be taken for one.
const TEXT_MARK: char = '\'';

/// A cell as it is written: one that a spreadsheet would run is marked as text.
#[must_use]
pub fn marked(cell: &str) -> String {
    if cell.starts_with(BEGINS_FORMULA) {
        format!("{TEXT_MARK}{cell}")
    } else {
        cell.to_owned()
    }
}

/// A cell as it was meant, without the mark.
#[must_use]
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix(TEXT_MARK)
        .filter(|text| text.starts_with(BEGINS_FORMULA))
        .unwrap_or(cell)
}

/// Rows as a file.
///
/// # Errors
/// None is known: every text can be written.
pub fn write<R>(rows: impl IntoIterator<Item = R>) -> Result<String, csv::Error>
where
    R: IntoIterator,
    R::Item: AsRef<str>,
{
    let mut lines = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        lines.write_record(row.into_iter().map(|cell| marked(cell.as_ref())))?;
    }
    let bytes = lines.into_inner().map_err(|error| error.into_error())?;
    // Texts were written, and nothing but texts.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula_and_every_one_is_read_back() {
        for cell in [
            "=1+1",
            "+49",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "'=1",
            "Opladen, am Markt",
            "",
        ] {
            let written = marked(cell);
            assert!(!written.starts_with(BEGINS_FORMULA), "{cell}");
            if !cell.starts_with(TEXT_MARK) {
                assert_eq!(plain(&written), cell);
            }
        }
        let file = write([["Wer", "Warum"], ["=cmd()", "a \"b\", c"]]).unwrap();
        assert_eq!(file, "Wer,Warum\n'=cmd(),\"a \"\"b\"\", c\"\n");
    }
}
