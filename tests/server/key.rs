//! Another key in the place of the one in use: everything that hung on the old one goes on, and what must be secret can no
//! longer be had from it.

use std::collections::BTreeSet;

use backend::db::{Db, Failure};
use backend::key::{self, NotReady};
use backend::seal::{Purpose, Vault};
use backend::signin::verify_events;
use backend::{audit, check, person};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use harness::Database;
use serde_json::json;

use crate::devices::{self, DEVICE};
use crate::identity::{GIVE, does, set_up, totp};
use crate::support::{MINUTE, Server, on_both};

#[derive(QueryableByName)]
struct Token {
    #[diesel(sql_type = BigInt)]
    token: i64,
}

fn tokens(db: &Db) -> BTreeSet<i64> {
    let rows: Vec<Token> = db
        .read_blocking(|conn| {
            let query = diesel::sql_query("SELECT token FROM person_token");
            Ok::<_, Failure>(query.load(conn)?)
        })
        .unwrap();
    rows.into_iter().map(|row| row.token).collect()
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Binary)]
    sealed: Vec<u8>,
}

/// Whether this key opens the only secret of a table.
fn opens(db: &Db, vault: &Vault, purpose: Purpose, (table, id): (&str, &str)) -> bool {
    let sealed: Sealed = db
        .read_blocking(|conn| {
            let query = format!("SELECT {id} AS name, secret AS sealed FROM {table}");
            Ok::<_, Failure>(diesel::sql_query(query).get_result(conn)?)
        })
        .unwrap();
    let place = format!("{table}.secret:{}", sealed.name);
    vault
        .key_for(purpose)
        .open::<serde_json::Value>(&place, "secret", &sealed.sealed)
        .is_ok()
}

on_both! {
    async fn everything_goes_on_under_another_key(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        let (app, codes) = set_up(&server, &owner).await;
        assert_eq!(devices::enrol(&owner, DEVICE, &devices::key(1)).await.status, 200);
        let secret = devices::open(&owner, DEVICE).await.json();
        let searched = json!({ "text": "Noori" });
        let found = does(&owner, "/api/persons/find", &searched).await;
        assert!(!found["hits"].as_array().unwrap().is_empty(), "{found}");
        drop(owner);

        let (old, new) = (server.state().town.vault().clone(), Vault::of([9; 32]));
        let before = tokens(server.state().town.db());
        let server = server.under(&new);
        let state = server.state();
        let (db, municipality) = (state.town.db(), &state.config.municipality);
        assert!(tokens(db).is_empty(), "nothing that the old key blinded is left");
        person::renew_all(&state.town, municipality).unwrap();
        let after = tokens(db);
        assert_eq!((after.len(), after.intersection(&before).count()), (before.len(), 0));

        // Signing in with the app and with a recovery code from before, the device, the search.
        server.clock.pass(MINUTE);
        let owner = server.browser("192.0.2.1");
        let step = owner.sign_in("awo", backend::seed::DEMO_PASSWORD).await.json();
        assert_eq!(step["step"], "second_factor");
        does(&owner, GIVE, &totp(&app.shows(&server))).await;
        let other = server.browser("192.0.2.1");
        other.sign_in("awo", backend::seed::DEMO_PASSWORD).await;
        does(&other, GIVE, &json!({ "way": "recovery", "code": codes[3] })).await;
        assert_eq!(devices::open(&owner, DEVICE).await.json(), secret);
        assert_eq!(does(&owner, "/api/persons/find", &searched).await, found);

        // The chains go on where they were, and the work is whole.
        assert!(matches!(verify_events(db, state.town.vault(), municipality), Ok(Ok(lines)) if lines > 1));
        let links = state.town.vault().key_for(Purpose::ReadLog);
        assert!(matches!(audit::verify(state.reads.db(), &links, municipality), Ok(Ok(lines)) if lines > 1));
        assert_eq!(check::check(&state.town).unwrap().findings, []);

        // Once more: what is kept is kept by the next key too.
        let server = server.under(&Vault::of([10; 32]));
        let state = server.state();
        assert!(matches!(verify_events(state.town.db(), state.town.vault(), &state.config.municipality), Ok(Ok(_))));
        assert!(matches!(key::ready(&old, state.town.db()), Err(NotReady::OtherKey { .. })));
    }

    async fn the_old_key_opens_no_secret_and_wraps_nothing_any_more(database: Database) {
        let server = Server::demo(database);
        let owner = server.signed_in("awo").await;
        set_up(&server, &owner).await;
        assert_eq!(devices::enrol(&owner, DEVICE, &devices::key(1)).await.status, 200);
        drop(owner);
        let secrets = [
            (Purpose::SecondFactors, ("signin_totp", "account_id")),
            (Purpose::DeviceSecret, ("signin_device", "device_id")),
        ];
        let (stale, new) = (server.state().town.clone(), Vault::of([9; 32]));
        for (purpose, at) in secrets {
            assert!(opens(stale.db(), stale.vault(), purpose, at));
        }
        let municipality = server.state().config.municipality.clone();
        let server = server.under(&new);
        for (purpose, at) in secrets {
            assert!(!opens(stale.db(), stale.vault(), purpose, at));
            assert!(opens(stale.db(), server.state().town.vault(), purpose, at));
        }
        // A server that was not stopped: it finds out, and until then it reads nobody and takes nobody new in.
        assert!(!key::is_in_use(&stale).unwrap());
        assert!(key::is_in_use(&server.state().town).unwrap());
        let subjects = "SELECT subject AS name, wrapped AS sealed FROM subject_key WHERE subject LIKE 'person:%'";
        let known: Sealed = stale.db().read_blocking(|conn| {
            Ok::<_, Failure>(diesel::sql_query(subjects).get_result(conn)?)
        }).unwrap();
        let known = known.name.parse().unwrap();
        let read = stale.read_blocking(&municipality, |tx| tx.key_state(&known));
        assert!(matches!(read, Err(Failure::Unreadable("subject_key"))), "{read:?}");
        let someone = harness::a_person().subject();
        let taken_in = stale.write_blocking(&municipality, |tx| tx.ensure_key(&someone));
        assert!(matches!(taken_in, Err(Failure::Query(_))), "{taken_in:?}");
        server.state().town.write_blocking(&municipality, |tx| tx.ensure_key(&someone)).unwrap();
    }
}
