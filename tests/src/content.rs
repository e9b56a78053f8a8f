//! What the databases of a town hold, past the server: to tell whether anything was changed.

use std::collections::BTreeMap;

use backend::app::place_of_reads;
use backend::db::{Db, Failure, Place, catalogue};

use crate::Town;

/// Everything that the databases of a town hold, each row as a line, table by table; those of the read log too.
///
/// # Panics
/// If they cannot be read.
#[must_use]
pub fn content(town: &Town) -> BTreeMap<String, Vec<String>> {
    let place: Place = town.database_url().parse().expect("an address");
    let mut all = BTreeMap::new();
    for place in [place_of_reads(&place), place] {
        let db = Db::open(place, 1);
        let tables = db.read_blocking(|conn| {
            let tables = catalogue::tables(conn)?.into_iter();
            tables
                .map(|table| Ok((table.name.clone(), catalogue::rows(conn, &table)?)))
                .collect::<Result<Vec<_>, Failure>>()
        });
        all.extend(tables.expect("the tables"));
    }
    all
}
