//! A person moves to another district (Z4): the worker stays, the district counts from the day of the move, somebody is
//! asked to look. And a post outside the district is chosen with a reason (Z2).

use serde_json::json;
use shared::assignment::AssignCase;
use shared::case::{CaseHistory, ChoiceReason, KeepPost};
use shared::command::Command;
use shared::exchange::{Envelope, Outcome, Refusal};
use shared::kernel::{Actor, CaseId, Edits, FieldEdit, PersonId, ProblemCode, Role};
use shared::organisation::Organisation;
use shared::organisation::files::shipped;
use shared::person::EditPerson;

use crate::support::{Bench, MORNING, ags, coordinator, envelope, id, on_both, record};

/// The shipped town, loaded; a case manager of it with a district they have and one they do not have.
pub(crate) struct Scene {
    town: Organisation,
    pub(crate) worker: Actor,
    pub(crate) own: &'static str,
    other: &'static str,
}

/// Localities, one in each of two districts.
pub(crate) fn scene(bench: &Bench) -> Scene {
    let town = shipped().unwrap();
    backend::organisation::load_as_system(&bench.town, &ags(), town.clone()).unwrap();
    let day = MORNING.day();
    let row = town.coverage.first().unwrap().clone();
    let post = town.post_on(&row.post, day).unwrap();
    let worker = Actor {
        unit: post.unit.clone(),
        post: Some(post.code.clone()),
        roles: [Role::CaseManager].into(),
        ..crate::support::worker()
    };
    let locality = |covered: bool| -> &'static str {
        let found = town
            .localities
            .iter()
            .find(|locality| town.covers_on(&row.post, &locality.district, day) == covered);
        String::leak(found.unwrap().code.as_str().to_owned())
    };
    Scene {
        own: locality(true),
        other: locality(false),
        worker,
        town,
    }
}

impl Scene {
    /// A case manager of another unit.
    pub(crate) fn colleague(&self) -> Actor {
        let day = MORNING.day();
        let post = self.town.posts.iter().find(|post| {
            post.unit != self.worker.unit && self.town.holder_on(&post.code, day).is_some()
        });
        let post = post.unwrap();
        Actor {
            unit: post.unit.clone(),
            post: Some(post.code.clone()),
            account: crate::support::other_worker().account,
            ..self.worker.clone()
        }
    }

    fn district(&self, locality: &str) -> shared::kernel::DistrictCode {
        let found = self
            .town
            .localities
            .iter()
            .find(|one| one.code.as_str() == locality);
        found.unwrap().district.clone()
    }
}

fn lives(n: u128, person: PersonId, from: &serde_json::Value, to: &str) -> Envelope {
    let edit = FieldEdit {
        saw: from.clone(),
        wrote: json!(to),
    };
    let edits = Edits([("address.locality".to_owned(), edit)].into());
    envelope(n, person, Command::EditPerson(EditPerson { edits }))
}

/// A person who lives in a locality, with a case in the pool.
pub(crate) fn in_pool(bench: &Bench, worker: &Actor, locality: &str) -> (PersonId, CaseId) {
    let person = PersonId::from_uuid(id(10));
    let case = CaseId::from_uuid(id(11));
    assert_eq!(bench.send(worker, &record(12, person)), Outcome::Applied);
    let moved_in = lives(13, person, &json!(null), locality);
    assert_eq!(bench.send(worker, &moved_in), Outcome::Applied);
    let opened = bench
        .town
        .read_blocking(&ags(), |tx| {
            let town = backend::organisation::current(tx)?;
            let draft = backend::person::get_draft(tx, person)?;
            let day = MORNING.day();
            let district = draft.located(&town, day).district().cloned();
            backend::case::open_case(tx, case, district, day)
        })
        .unwrap();
    bench.apply(person, &[backend::effect::Effect::Case(opened)]);
    (person, case)
}

fn assign(
    n: u128,
    (person, case): (PersonId, CaseId),
    to: &Actor,
    because: Option<ChoiceReason>,
) -> Envelope {
    let call = AssignCase {
        case,
        to: to.post.clone().unwrap(),
        because,
        reason: "Wunsch der Mutter".to_owned(),
    };
    envelope(n, person, Command::AssignCase(call))
}

fn history(bench: &Bench, actor: &Actor, case: CaseId) -> (CaseHistory, Option<jiff::civil::Date>) {
    let file = bench
        .town
        .read_blocking(&ags(), |tx| backend::case::file(tx, actor, case))
        .unwrap()
        .into_value();
    (file.history, file.head.check_by)
}

on_both! {
    fn a_post_outside_the_district_takes_a_case_only_with_a_reason(bench: &Bench) {
        let scene = scene(bench);
        let case = in_pool(bench, &scene.worker, scene.other);
        let send = |n, because| bench.send(&coordinator(), &assign(n, case, &scene.worker, because));
        let Outcome::Refused { fields, .. } = send(20, None) else { panic!("a refusal") };
        assert_eq!(fields.of("because")[0].code, ProblemCode::ReasonNeeded);
        let Outcome::Refused { fields, .. } = send(21, Some(ChoiceReason::OnSite)) else {
            panic!("a refusal");
        };
        assert_eq!(fields.of("because")[0].code, ProblemCode::Contradiction);
        assert_eq!(send(22, Some(ChoiceReason::ClientChoice)), Outcome::Applied);
        let (history, check_by) = history(bench, &scene.worker, case.1);
        assert_eq!(history.posts.len(), 1);
        assert_eq!(history.posts[0].because, Some(ChoiceReason::ClientChoice));
        assert_eq!(history.posts[0].reason, "Wunsch der Mutter");
        assert_eq!(check_by, None, "who was chosen with a reason is not asked again");
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }

    fn the_worker_stays_after_a_move_and_both_districts_stand_in_the_history(bench: &Bench) {
        let scene = scene(bench);
        let case = in_pool(bench, &scene.worker, scene.own);
        bench.send(&coordinator(), &assign(20, case, &scene.worker, None));
        let pool = || bench.town
            .read_blocking(&ags(), |tx| backend::assignment::pool(tx, &coordinator()))
            .unwrap();
        assert_eq!(pool().to_check, []);
        let keep = |n| {
            let call = KeepPost { case: case.1, reason: "gute Beziehung".to_owned() };
            envelope(n, case.0, Command::KeepPost(call))
        };
        assert_eq!(bench.send(&scene.worker, &keep(21)), Outcome::refused(Refusal::WrongState));

        // Two days later, so that the two districts begin on days of their own.
        bench.clock.pass(2 * 86_400_000);
        let mut moved = lives(30, case.0, &json!(scene.own), scene.other);
        moved.authored_at = MORNING.plus_millis(86_400_000);
        assert_eq!(bench.send(&scene.worker, &moved), Outcome::Applied);
        let (before, check_by) = history(bench, &scene.worker, case.1);
        assert!(check_by.is_some());
        let districts: Vec<_> = before.districts.iter()
            .map(|one| (one.district.clone(), one.since)).collect();
        assert_eq!(districts, [
            (Some(scene.district(scene.own)), MORNING.day()),
            (Some(scene.district(scene.other)), moved.authored_at.day()),
        ]);
        assert_eq!(before.posts.len(), 1, "the worker stays");
        let seen = pool();
        assert_eq!(seen.to_check.len(), 1);
        assert_eq!(seen.to_check[0].district, Some(scene.district(scene.other)));
        assert_eq!(seen.to_check[0].name, "");
        assert_eq!(seen.to_check[0].responsible.as_ref().map(|by| by.post.clone()), scene.worker.post);

        assert_eq!(bench.send(&scene.worker, &keep(31)), Outcome::Applied);
        let (after, check_by) = history(bench, &scene.worker, case.1);
        assert_eq!(check_by, None);
        assert_eq!(after.districts[1].kept.as_ref().unwrap().reason, "gute Beziehung");
        assert_eq!(pool().to_check, []);
        assert_eq!(backend::replay::compare(&bench.town).unwrap(), []);
    }
}
