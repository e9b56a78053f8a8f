//! Who gets in at all: every call refuses a stranger, every demo account can sign in and out.

use harness::{Town, on_both_databases};
use shared::calls::{Audience, Call, Nothing, Verb, Visitor, each};
use shared::kernel::Role;
use shared::signin::calls::{SignOut, WhoAmI};

struct Stranger<'a> {
    town: &'a Town,
    refused: usize,
}

impl Visitor for Stranger<'_> {
    fn visit<C: Call>(&mut self, _call: C) {
        if C::AUDIENCE == Audience::Public {
            return;
        }
        let (verb, body) = match C::VERB {
            Verb::Get => ("GET", None),
            Verb::Post => ("POST", Some("{}")),
        };
        let answer = self
            .town
            .stranger()
            .send(verb, C::PATH, body)
            .expect("an answer");
        assert_eq!(answer.status, 401, "{} says {}", C::NAME, answer.body);
        self.refused += 1;
    }
}

on_both_databases! {
    fn every_call_refuses_a_stranger(town: &Town) {
        let mut stranger = Stranger { town, refused: 0 };
        each(&mut stranger);
        assert!(stranger.refused > 10, "{} calls", stranger.refused);
    }

    fn each_role_signs_in_and_out(town: &Town) {
        let people = [
            (town.reception(), Role::Reception),
            (town.case_manager(), Role::CaseManager),
            (town.coordinator(), Role::Coordinator),
            (town.administrator(), Role::Administrator),
        ];
        for (person, role) in people {
            assert!(person.actor().is(role), "{role}");
            let session = person.ask(WhoAmI, &Nothing {}).expect("a session");
            assert_eq!(session.actor, *person.actor());
            assert!(session.is_demo);
            person.ask(SignOut, &Nothing {}).expect("signing out");
            assert!(!person.is_signed_in(), "{role} after signing out");
        }
    }

    fn a_wrong_name_and_a_wrong_password_are_answered_alike(town: &Town) {
        let says = |login: &str| {
            let refused = town.stranger().sign_in(login, "not the password").expect_err("a refusal");
            (refused.status, refused.problem)
        };
        assert_eq!(says("empfang"), says("nobody"));
    }

    fn a_session_survives_a_restart_of_the_server(town: &Town) {
        let person = town.case_manager();
        town.stop();
        town.start();
        assert!(person.at(&town.address()).is_signed_in());
        town.kill();
        town.start();
        assert!(person.at(&town.address()).is_signed_in());
    }
}
