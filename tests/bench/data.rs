//! The crowd that is measured: made once, by the commands that people send, and kept in the cache folder under a name that
//! changes with whatever could make it another one. A run works on a copy.

use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use backend::db::{Conn, Db, Failure, Place};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use harness::{CROWD_KEY, Crowd, hurry};
use sha2::{Digest, Sha256};

/// What makes the crowd.
const GENERATOR: [&str; 5] = [
    include_str!("../../shared/src/fixtures/crowd.rs"),
    include_str!("../../shared/src/fixtures/people.rs"),
    include_str!("../../shared/src/fixtures/names.rs"),
    include_str!("../../shared/src/fixtures/random.rs"),
    include_str!("../src/crowd.rs"),
];

/// A crowd on the disk.
pub(crate) struct Data {
    /// Its name, which says what it holds.
    pub(crate) name: String,
    folder: PathBuf,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Data {
    /// The crowd, made if it is not there.
    pub(crate) fn ready(cache: &Path, crowd: Crowd) -> Self {
        let name = format!("people_{}_{}", crowd.people, fingerprint(crowd));
        let data = Self {
            folder: cache.join(&name),
            name,
        };
        if !data.file().is_file() {
            data.make(cache, crowd);
        }
        data
    }

    /// The database file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("town.sqlite")
    }

    fn make(&self, cache: &Path, crowd: Crowd) {
        let same_size = format!("people_{}_", crowd.people);
        for old in fs::read_dir(cache).expect("the cache").flatten() {
            if old.file_name().to_string_lossy().starts_with(&same_size) {
                fs::remove_dir_all(old.path()).expect("an old crowd can be removed");
            }
        }
        let unfinished = cache.join(format!("{}.unfinished", self.name));
        fs::create_dir_all(&unfinished).expect("a folder for the crowd");
        let place = Place::File(unfinished.join("town.sqlite"));
        let db = Db::open(place, 1);
        db.migrate().expect("the tables");
        hurry(&db);
        let began = std::time::Instant::now();
        crowd.fill(&db, |made| {
            if made % 10_000 == 0 {
                eprintln!("  {made} people after {} s", began.elapsed().as_secs());
            }
        });
        db.outside_transaction(|conn| {
            if let Conn::Sqlite(conn) = conn {
                conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
            }
            Ok(())
        })
        .expect("the file holds everything");
        drop(db);
        fs::rename(&unfinished, &self.folder).expect("the crowd gets its name");
    }

    /// Copies the file with its key into a folder for one run.
    pub(crate) fn copy(&self, to: &Path) {
        fs::copy(self.file(), to.join("town.sqlite")).expect("a copy of the crowd");
        self.copy_key(to);
    }

    /// Writes the key that the crowd is sealed under.
    pub(crate) fn copy_key(&self, to: &Path) {
        use std::io::Write as _;
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(to.join("town.key"))
            .expect("a key file");
        writeln!(file, "{}", backend::clock::hex(&CROWD_KEY)).expect("the key is written");
    }
}

fn fingerprint(crowd: Crowd) -> String {
    let mut hash = Sha256::new();
    for part in GENERATOR {
        hash.update(part);
    }
    hash.update(format!(
        "{crowd:?} {}",
        shared::person::search::ALGORITHM_VERSION
    ));
    let empty = Db::open(Place::Memory, 1);
    empty.migrate().expect("the tables");
    let schema: Vec<Line> = empty
        .outside_transaction(|conn| match conn {
            Conn::Sqlite(conn) => Ok::<_, Failure>(
                diesel::sql_query(
                    "SELECT sql AS line FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
                )
                .load(conn)?,
            ),
            Conn::Postgres(_) => Ok(Vec::new()),
        })
        .expect("the schema");
    for Line { line } in schema {
        hash.update(line);
    }
    backend::clock::hex(hash.finalize().get(..6).unwrap_or_default())
}
