//! Who works in the simulated town: reception, coordinator, a case manager at each of the five units, the head of the city, and
//! the service itself. Some have two devices, some devices have the same unit: two tablets, one case.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use shared::kernel::{AccountId, Actor, Moment, Role, UnitCode};

use crate::dice::Dice;
use crate::server::ags;

/// 2026-11-23 09:00 in Leverkusen.
pub(crate) const MORNING: Moment = Moment::from_millis(1_795_420_800_000);

/// The posts of the programme, with their units.
pub(crate) const POSTS: [(&str, &str); 5] = [
    ("caritas-1", "caritas"),
    ("awo-1", "awo"),
    ("diakonie-1", "diakonie"),
    ("soziales-1", "soziales"),
    ("ki-1", "ki"),
];

/// The device of the one who opens the town at the desk.
pub(crate) const DESK: usize = 0;
/// The coordinator's device.
pub(crate) const COORDINATOR: usize = 1;
/// The device of the case manager at the first of [`POSTS`]; the others follow.
pub(crate) const FIRST_WORKER: usize = 2;
/// The service itself, which takes messages in for whoever writes. What it holds stands for the browser of a stranger, who
/// sends again when no answer came.
pub(crate) const SERVICE: usize = 11;

/// The device of the head of the city, to which two of [`POSTS`] belong.
pub(crate) const HEAD: usize = 12;

/// One actor per device.
pub(crate) fn actors() -> &'static [Actor] {
    static ACTORS: OnceLock<Vec<Actor>> = OnceLock::new();
    ACTORS.get_or_init(|| {
        let mut dice = Dice::seeded(1);
        let mut actor = |unit: &str, role, post: Option<&str>| Actor {
            account: AccountId::born(MORNING, dice.bytes()),
            municipality: ags(),
            unit: unit.parse().unwrap(),
            roles: [role].into(),
            post: post.map(|post| post.parse().unwrap()),
            name: format!("{role} {unit}"),
        };
        let mut actors = vec![
            actor("service-point", Role::Reception, None),
            actor("ki", Role::Coordinator, None),
        ];
        for (post, unit) in POSTS {
            actors.push(actor(unit, Role::CaseManager, Some(post)));
        }
        actors.push(actor("service-point", Role::Reception, None));
        let head = actor("ki", Role::HeadOfBody, None);
        for twice in [DESK, FIRST_WORKER, FIRST_WORKER + 1] {
            actors.push(actors[twice].clone());
        }
        actors.push(Actor::system(ags(), "ki".parse().unwrap()));
        actors.push(head);
        actors
    })
}

/// The unit of an account; the service's own account belongs to the integration centre.
pub(crate) fn unit_of(account: AccountId) -> UnitCode {
    static UNITS: OnceLock<BTreeMap<AccountId, UnitCode>> = OnceLock::new();
    let units = UNITS.get_or_init(|| {
        actors()
            .iter()
            .map(|actor| (actor.account, actor.unit.clone()))
            .collect()
    });
    units
        .get(&account)
        .cloned()
        .unwrap_or_else(|| "ki".parse().unwrap())
}
