//! The organisation is parsed once per version, and a version that another server loaded is seen at once.

use backend::db::Db;
use backend::organisation::{current, load_as_system};
use backend::seal::Vault;
use backend::surroundings::Surroundings;
use backend::tx::Town;
use harness::{CROWD_KEY, Database, crowd_town};
use shared::fixtures::crowd_organisation;

use crate::recorded::statements;
use crate::requests::{Crowded, a_record};

fn reads_of_its_content(sent: &[String]) -> usize {
    sent.iter()
        .filter(|sql| {
            sql.starts_with("SELECT") && sql.contains("organisation") && sql.contains("content")
        })
        .filter(|sql| !sql.contains("log_entry"))
        .count()
}

#[test]
fn the_organisation_is_read_as_a_whole_only_when_it_changed() {
    let town = Crowded::with(Database::Sqlite, 2);
    let (_, first) = statements(|| town.worklist());
    assert_eq!(reads_of_its_content(&first), 1, "{first:#?}");
    let (_, later) = statements(|| {
        town.worklist();
        town.search(&town.letters());
        town.offer("empfang", vec![a_record()]);
    });
    assert_eq!(reads_of_its_content(&later), 0, "{later:#?}");
}

fn what_another_server_loaded_holds_at_once(kind: Database) {
    let crowded = Crowded::with(kind, 1);
    let ags = crowd_town();
    let posts = |town: &Town| {
        let read = town.read_blocking(&ags, current).unwrap();
        read.posts.len()
    };
    let beside = Town::of(
        Db::open(crowded.bare.url().parse().unwrap(), 2),
        Vault::of(CROWD_KEY),
        Surroundings::machine(),
    );
    assert_eq!((posts(&crowded.town), posts(&beside)), (1, 1));
    load_as_system(&beside, &ags, crowd_organisation(8).unwrap()).unwrap();
    assert_eq!((posts(&crowded.town), posts(&beside)), (8, 8));
    // And back to what was known before: the same content is another version.
    load_as_system(&crowded.town, &ags, crowd_organisation(5).unwrap()).unwrap();
    assert_eq!((posts(&crowded.town), posts(&beside)), (5, 5));
}

mod what_another_server_loaded_holds {
    use super::*;

    #[test]
    fn sqlite() {
        what_another_server_loaded_holds_at_once(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            what_another_server_loaded_holds_at_once(Database::Postgres);
        }
    }
}

/// A transaction that changed the organisation sees its own change, and one that is taken back leaves nothing behind.
#[test]
fn a_change_that_is_taken_back_was_never_known() {
    let crowded = Crowded::with(Database::Sqlite, 1);
    let ags = crowd_town();
    let changed = crowd_organisation(9).unwrap();
    let effect = backend::organisation::OrganisationEffect::Loaded {
        at: harness::now(),
        organisation: Box::new(changed),
    };
    let seen = std::cell::Cell::new(0);
    let taken_back = crowded.town.write_blocking(&ags, |tx| {
        current(tx)?;
        backend::organisation::apply(tx, &effect)?;
        seen.set(current(tx)?.posts.len());
        Err::<(), _>(backend::db::Failure::Broken("on purpose"))
    });
    assert!(taken_back.is_err());
    assert_eq!(seen.get(), 9);
    let read = crowded.town.read_blocking(&ags, current).unwrap();
    assert_eq!(read.posts.len(), 1);
}
