//! The demo town: accounts for every role, the organisation, invented people. Only ever on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use diesel::prelude::*;
use shared::exchange::{Envelope, FORMAT, Offer, Outcome};
use shared::fixtures::{DemoActor, demo_organisation, demo_town};
use shared::kernel::{AccountId, Actor, Ags, DeviceId, EnvelopeId, Moment, Role};
use shared::organisation::Organisation;

use crate::db::schema::{person, setting};
use crate::db::{Conn, Failure};
use crate::signin::password::hash_blocking;
use crate::signin::store::{self, NewAccount};
use crate::surroundings::{Source, Surroundings};
use crate::tx::Town;
use crate::{exchange, organisation};

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "demo-lueckenlos";

/// For how many days everybody has had their account.
const WORKED_DAYS: i64 = 400;

/// Login, shown name, unit, post, role.
type DemoAccount = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Role,
);

/// One account for each role; the case managers hold the five posts of the programme.
const ACCOUNTS: [DemoAccount; 11] = [
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
    (
        "dsb",
        "Dana Datenschutz",
        "ki",
        None,
        Role::DataProtectionOfficer,
    ),
    (
        "leitung",
        "Lena Leitung",
        "soziales",
        None,
        Role::HeadOfBody,
    ),
    ("steuerung", "Stefan Steuerung", "ki", None, Role::Steering),
];

/// What seeding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seeded {
    /// Accounts made.
    pub accounts: usize,
    /// Commands run.
    pub commands: usize,
}

/// Fills the demo town: accounts, the organisation, and half a year of work, run as commands by the people who did it.
/// What is there already stays; a town with persons in it gets none added.
///
/// # Errors
/// If people work here who are no demo, the database cannot answer, or a command of the demo is not applied.
pub fn seed_demo(town: &Town, municipality: &Ags) -> anyhow::Result<Seeded> {
    let is_real = town.db().read_blocking(|conn| {
        let has_accounts = !store::list_accounts(conn, municipality)?.is_empty();
        Ok::<_, Failure>(has_accounts && !is_demo(conn, municipality)?)
    })?;
    anyhow::ensure!(
        !is_real,
        "people have accounts here: the demo town, whose password everybody knows, is for an empty database"
    );
    // One hash for all: the password is printed in the manual, and a computation for each would take seconds.
    let password = hash_blocking(DEMO_PASSWORD, town.surroundings())?;
    let organisation = demo_organisation(town.surroundings().now().day())
        .map_err(|_| Failure::Broken("the demo organisation"))?;
    let accounts = town.db().write_blocking(|conn| {
        let now = town.surroundings().now();
        // They have worked for longer than the demo's story.
        let since = now.plus_millis(-WORKED_DAYS * 24 * 60 * 60_000);
        mark_as_demo(conn, municipality)?;
        let mut made = 0;
        for (login, name, unit, post, role) in ACCOUNTS {
            // Who holds a post has the name under which the desk and the clients know them.
            let holder =
                post.and_then(|post| organisation.holder_on(&post.parse().ok()?, now.day()));
            let name = holder.map_or(name, |holder| holder.name.as_str());
            let account = NewAccount {
                actor: actor(town, municipality, (name, unit, post, role))?,
                login: login.to_owned(),
                password: password.clone(),
            };
            made += usize::from(store::insert_account(conn, municipality, &account, since)?);
        }
        Ok::<_, Failure>(made)
    })?;
    let commands = if is_empty(town, municipality)? {
        fill(town, municipality, organisation)?
    } else {
        0
    };
    Ok(Seeded { accounts, commands })
}

fn actor(
    town: &Town,
    municipality: &Ags,
    (name, unit, post, role): (&str, &str, Option<&str>, Role),
) -> Result<Actor, Failure> {
    Ok(Actor {
        account: AccountId::born(town.surroundings().now(), town.surroundings().random()?),
        municipality: municipality.clone(),
        unit: unit.parse().map_err(|_| Failure::Broken("a demo unit"))?,
        roles: BTreeSet::from([role]),
        post: post
            .map(str::parse)
            .transpose()
            .map_err(|_| Failure::Broken("a demo post"))?,
        name: name.to_owned(),
    })
}

fn is_empty(town: &Town, municipality: &Ags) -> Result<bool, Failure> {
    let persons: i64 = town.db().read_blocking(|conn| {
        person::table
            .filter(person::municipality.eq(municipality.as_str()))
            .count()
            .get_result(conn)
            .map_err(Failure::from)
    })?;
    Ok(persons == 0)
}

/// A clock that shows the moment each step of the demo was done; randomness is the machine's.
#[derive(Clone)]
struct StoryClock {
    at: Arc<AtomicI64>,
    machine: Surroundings,
}

impl Source for StoryClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.at.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        bytes.iter_mut().all(|byte| {
            self.machine
                .random::<1>()
                .map(|[random]| *byte = random)
                .is_ok()
        })
    }
}

/// Runs the demo's commands, each at its own moment and by the account of whoever did it.
fn fill(town: &Town, municipality: &Ags, organisation: Organisation) -> anyhow::Result<usize> {
    let now = town.surroundings().now();
    let steps = demo_town(now.day());
    let begin = steps.first().map_or(now, |step| step.at);
    let clock = StoryClock {
        at: Arc::new(AtomicI64::new(begin.millis())),
        machine: town.surroundings().clone(),
    };
    let story = Town::of(
        town.db().clone(),
        town.vault().clone(),
        Surroundings::from(clock.clone()),
    );

    organisation::load_as_system(&story, municipality, organisation)?;

    let device = DeviceId::born(begin, town.surroundings().random()?);
    let mut accounts: BTreeMap<&str, Actor> = BTreeMap::new();
    for step in &steps {
        let login = login_of(&step.by)?;
        if !accounts.contains_key(login) {
            let found = town.db().read_blocking(|conn| {
                let account = store::find_account(conn, municipality, login)?;
                let id = account.map(|account| account.account);
                let actor = id.map(|id| store::find_actor(conn, municipality, id, now.day()));
                Ok::<_, Failure>(actor.transpose()?.flatten())
            })?;
            accounts.insert(login, found.ok_or(Failure::Broken("a demo account"))?);
        }
        let Some(actor) = accounts.get(login) else {
            continue;
        };
        let at = step.at.min(now);
        clock.at.store(at.millis(), Ordering::Relaxed);
        let envelope = Envelope {
            id: EnvelopeId::born(at, town.surroundings().random()?),
            format: FORMAT,
            subject: step.subject.clone(),
            based_on: None,
            authored_at: at,
            device,
            command: step.command.clone(),
        };
        let offer = Offer {
            groups: vec![vec![envelope]],
            ..Offer::default()
        };
        let answer = exchange::offer_blocking(&story, actor, &offer)?;
        let outcome = answer
            .outcomes
            .into_iter()
            .next()
            .map(|answered| answered.answer);
        if outcome != Some(Outcome::Applied) {
            anyhow::bail!(
                "a step of the demo was not applied: {} by {login}: {outcome:?}",
                step.command.name()
            );
        }
    }
    Ok(steps.len())
}

fn login_of(by: &DemoActor) -> Result<&'static str, Failure> {
    let wanted = |(_, _, _, post, role): &DemoAccount| match by {
        DemoActor::Reception => *role == Role::Reception,
        DemoActor::Coordinator => *role == Role::Coordinator,
        DemoActor::Post(code) => *post == Some(code.as_str()),
    };
    ACCOUNTS
        .iter()
        .find(|account| wanted(account))
        .map(|account| account.0)
        .ok_or(Failure::Broken("a demo account"))
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
