//! Two towns in one database: nobody of one reaches anything of the other, not even with its ids.

use backend::decision::Stop;
use backend::organisation::load_as_system;
use shared::access::Action;
use shared::assignment::calls::CaseSearch;
use shared::case::SeeCase;
use shared::command::Command;
use shared::emergency::{EmergencyKind, OpenInEmergency};
use shared::exchange::{Outcome, Refusal, Subject};
use shared::kernel::{Actor, Ags, EmergencyId, PersonId, Role};
use shared::organisation::files::shipped;
use shared::person::calls::PersonSearch;

use crate::support::{
    Bench, ags, at_post, coordinator, envelope, id, note, on_both, record, worker,
};

fn elsewhere() -> Ags {
    "05315000".parse().unwrap()
}

/// The same person at the same post with the same role, in the other town.
fn of_elsewhere(actor: Actor) -> Actor {
    Actor {
        municipality: elsewhere(),
        ..actor
    }
}

fn responsible() -> Actor {
    at_post(worker(), "caritas", "caritas-1")
}

/// The same districts, posts and offices in both.
fn two_towns(bench: &Bench) {
    for town in [ags(), elsewhere()] {
        let mut organisation = shipped().unwrap();
        for municipality in &mut organisation.municipality {
            municipality.ags = town.clone();
        }
        load_as_system(&bench.town, &town, organisation).unwrap();
    }
}

on_both! {
    /// Each path that takes an id, a name or nothing answers as if the other town were not there.
    fn nothing_of_one_town_is_read_from_another(bench: &Bench) {
        two_towns(bench);
        let (person, case) = bench.case_at(10, "caritas-1", "caritas");
        let written = note(20, (person, case), "Schlüssel übergeben");
        assert_eq!(bench.send(&responsible(), &written), Outcome::Applied);

        let stranger = of_elsewhere(responsible());
        let is_nowhere = |stop: Stop| assert!(matches!(stop, Stop::NotFound), "{stop:?}");
        bench
            .town
            .read_blocking(&elsewhere(), |tx| {
                is_nowhere(backend::case::file(tx, &stranger, case).unwrap_err());
                is_nowhere(backend::case::sight(tx, &stranger, case).unwrap_err());
                is_nowhere(backend::person::read(tx, &stranger, person).unwrap_err());
                is_nowhere(backend::person::open_for(tx, &stranger, Action::EditPerson, person).unwrap_err());
                let search = PersonSearch { text: "Al-Hassan".into() };
                let found = backend::person::find(tx, &stranger, &search)?;
                assert_eq!((found.hits.hits.len(), found.shown.len()), (0, 0));
                let card = backend::person::card(tx, &stranger, person)?;
                // Of somebody who is nowhere not even that they were asked for is written down.
                assert_eq!((card.shown.len(), card.withheld.len()), (0, 0));
                assert_eq!(backend::case::worklist(tx, &stranger)?.into_value().total, 0);
                assert_eq!(backend::exchange::list_held(tx, &Subject::Person(person))?.len(), 0);
                let coordinator = of_elsewhere(coordinator());
                assert_eq!(backend::assignment::pool(tx, &coordinator)?.cases.len(), 0);
                let head = Actor { roles: [Role::HeadOfBody].into(), ..stranger.clone() };
                assert_eq!(backend::assignment::body(tx, &head)?.0.cases.len(), 0);
                is_nowhere(backend::assignment::read(tx, &head, case).unwrap_err());
                let number = CaseSearch { number: "LEV-2026-0001".into(), ..CaseSearch::default() };
                assert_eq!(backend::assignment::find(tx, &head, &number)?.0.cases.len(), 0);
                assert_eq!(backend::assignment::find(tx, &coordinator, &number)?.0.cases.len(), 0);
                assert_eq!(backend::emergency::read(tx, &stranger)?.1.len(), 0);
                assert_eq!(backend::inquiry::read(tx, &stranger)?.1.len(), 0);
                Ok::<_, Stop>(())
            })
            .unwrap();
    }

    /// What is written under the same ids in the other town is written there, and changes nothing here.
    fn nothing_of_one_town_is_changed_from_another(bench: &Bench) {
        two_towns(bench);
        let (person, case) = bench.case_at(10, "caritas-1", "caritas");
        let stranger = of_elsewhere(responsible());
        let open = OpenInEmergency {
            emergency: EmergencyId::from_uuid(id(40)),
            kind: EmergencyKind::Danger,
            reason: "liegt bewusstlos im Flur".into(),
            hours: 1,
        };
        for refused in [
            note(30, (person, case), "von anderswo"),
            envelope(31, person, Command::SeeCase(SeeCase { case })),
            envelope(32, person, Command::OpenInEmergency(open)),
        ] {
            assert_eq!(bench.send(&stranger, &refused), Outcome::refused(Refusal::NotFound));
        }
        // The id is free there, and whoever takes it gets a file of their own.
        assert_eq!(bench.send(&stranger, &record(33, person)), Outcome::Applied);
        let drafts = [ags(), elsewhere()].map(|town| {
            let read = |tx: &mut backend::tx::Tx<'_>| backend::person::get_draft(tx, person);
            bench.town.read_blocking(&town, read).unwrap()
        });
        assert_eq!(drafts[0].family_name, drafts[1].family_name);
        assert_eq!(bench.notes(person, case), Vec::<String>::new());
        let unknown = PersonId::from_uuid(id(999));
        let both = bench.town.read_blocking(&elsewhere(), |tx| {
            Ok::<_, Stop>([person, unknown].map(|one| backend::person::facts_of(tx, &of_elsewhere(worker()), one).is_ok()))
        });
        assert_eq!(both.unwrap(), [true, false]);
        assert!(backend::check::check(&bench.town).unwrap().findings.is_empty());
        assert!(of_elsewhere(worker()).is(Role::CaseManager));
    }
}
