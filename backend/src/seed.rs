//! The demo town: accounts for every role, the organisation, invented people. Only ever on this machine.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::kernel::{AccountId, Actor, Ags, Role};

use crate::db::schema::setting;
use crate::db::{Conn, Failure};
use crate::signin::password::hash_blocking;
use crate::signin::store::{self, NewAccount};
use crate::tx::Town;

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "demo-lueckenlos";

/// Login, shown name, unit, post, role.
type DemoAccount = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Role,
);

/// One account for each role; the case managers hold the five posts of the programme.
const ACCOUNTS: [DemoAccount; 8] = [
    (
        "empfang",
        "Erika Empfang",
        "service-point",
        None,
        Role::Reception,
    ),
    (
        "caritas",
        "Carla Caritas",
        "caritas",
        Some("caritas-1"),
        Role::CaseManager,
    ),
    ("awo", "Anton Awo", "awo", Some("awo-1"), Role::CaseManager),
    (
        "diakonie",
        "Doris Diakonie",
        "diakonie",
        Some("diakonie-1"),
        Role::CaseManager,
    ),
    (
        "soziales",
        "Sami Soziales",
        "soziales",
        Some("soziales-1"),
        Role::CaseManager,
    ),
    (
        "ki-fall",
        "Kim Integration",
        "ki",
        Some("ki-1"),
        Role::CaseManager,
    ),
    (
        "koordination",
        "Konrad Koordination",
        "ki",
        None,
        Role::Coordinator,
    ),
    ("admin", "Ada Verwaltung", "ki", None, Role::Administrator),
];

/// Fills the demo town; what is there already stays. Answers how many accounts were made.
///
/// # Errors
/// If the database cannot answer.
pub fn seed_demo(town: &Town, municipality: &Ags) -> anyhow::Result<usize> {
    // One hash for all: the password is printed in the manual, and eight computations would take a second.
    let password = hash_blocking(DEMO_PASSWORD, town.surroundings())?;
    let made = town.db().write_blocking(|conn| {
        let now = town.surroundings().now();
        mark_as_demo(conn, municipality)?;
        let mut made = 0;
        for (login, name, unit, post, role) in ACCOUNTS {
            let account = NewAccount {
                actor: Actor {
                    account: AccountId::born(now, town.surroundings().random()?),
                    municipality: municipality.clone(),
                    unit: unit.parse().map_err(|_| Failure::Broken("a demo unit"))?,
                    roles: BTreeSet::from([role]),
                    post: post
                        .map(str::parse)
                        .transpose()
                        .map_err(|_| Failure::Broken("a demo post"))?,
                    name: name.to_owned(),
                },
                login: login.to_owned(),
                password: password.clone(),
            };
            made += usize::from(store::insert_account(conn, municipality, &account, now)?);
        }
        Ok::<_, Failure>(made)
    })?;
    Ok(made)
}

fn mark_as_demo(conn: &mut Conn, municipality: &Ags) -> Result<(), Failure> {
    if is_demo(conn, municipality)? {
        return Ok(());
    }
    diesel::insert_into(setting::table)
        .values((
            setting::municipality.eq(municipality.as_str()),
            setting::name.eq("demo"),
            setting::value.eq("yes"),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether this is the demo town.
///
/// # Errors
/// If the database cannot answer.
pub fn is_demo(conn: &mut Conn, municipality: &Ags) -> Result<bool, Failure> {
    let found: i64 = setting::table
        .find((municipality.as_str(), "demo"))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}
