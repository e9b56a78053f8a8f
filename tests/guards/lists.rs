//! A worklist is put together when one of its lines changed, and not at every look.

use backend::decision::Stop;
use harness::{Database, crowd_town};

use crate::recorded::statements;
use crate::requests::Crowded;

fn a_list_that_did_not_change_is_not_put_together_again(kind: Database) {
    let town = Crowded::with(kind, 12);
    let (first, _) = statements(|| town.worklist());
    let (again, sent) = statements(|| town.worklist());
    assert_eq!(first, again);
    let asks = |what: &str| sent.iter().any(|sql| sql.contains(what));
    assert!(asks("worklist"), "{sent:#?}");
    for table in [
        "integration_case",
        "person",
        "appointment",
        "subject_key",
        "organisation",
    ] {
        assert!(!asks(table), "{table}: {sent:#?}");
    }
}

mod a_list_that_did_not_change {
    use super::*;

    #[test]
    fn sqlite() {
        a_list_that_did_not_change_is_not_put_together_again(Database::Sqlite);
    }

    #[test]
    fn postgres() {
        if Database::Postgres.is_there() {
            a_list_that_did_not_change_is_not_put_together_again(Database::Postgres);
        }
    }
}

/// A post can have more cases than it can carry, and more than a worklist shows: none of them is out of sight.
#[test]
fn every_case_of_a_post_is_listed_however_many_there_are() {
    const CASES: usize = 53;
    let town = Crowded::with(Database::Sqlite, CASES);
    let all = |login| {
        let actor = town.actor(login);
        town.town.read_blocking(&crowd_town(), |tx| {
            let listed = backend::case::all_cases(tx, &actor)?.into_value();
            Ok::<_, Stop>(listed)
        })
    };
    let first = town.worklist();
    assert_eq!((first.cases.len(), first.total), (50, 53));
    let listed = all("caritas-1").unwrap();
    assert_eq!((listed.cases.len(), listed.total), (CASES, 53));
    // In the order of the worklist.
    assert_eq!(listed.cases[..50], first.cases);
    assert!(matches!(all("empfang"), Err(Stop::NotAllowed(_))));
}
