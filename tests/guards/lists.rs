//! A worklist is put together when one of its lines changed, and not at every look.

use harness::Database;

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
