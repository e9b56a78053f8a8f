//! The contact form over HTTP: anybody writes, a few times an hour; those who answer read it, and nobody else.

use harness::{now, on_both_databases, random};
use shared::calls::Nothing;
use shared::command::Command;
use shared::contact::calls::{ListMessages, NewMessage, SendMessage};
use shared::contact::{AnswerMessage, MessageDraft, ReceiveMessage};
use shared::exchange::{Outcome, Refusal, Subject};
use shared::kernel::{MessageId, Problem, ProblemCode};

fn message(text: &str) -> NewMessage {
    NewMessage {
        message: MessageId::born(now(), random()),
        draft: MessageDraft {
            text: text.to_owned(),
            ..MessageDraft::default()
        },
    }
}

on_both_databases! {
    fn anybody_writes_and_those_who_answer_read_it(town: &Town) {
        let stranger = town.stranger();
        let sent = message("Der Knopf „Sichern“ ist ohne Maus nicht zu erreichen.");
        stranger.ask(SendMessage, &sent).expect("a message is taken");
        // The answer was lost: the same again is no second message.
        stranger.ask(SendMessage, &sent).expect("the same message again");
        let other = NewMessage { message: sent.message, ..message("etwas anderes") };
        let refused = stranger.ask(SendMessage, &other).expect_err("another text under the same id");
        let Some(Problem::Fields { fields }) = refused.problem else { panic!("{refused:?}") };
        assert_eq!(fields.of("message")[0].code, ProblemCode::Duplicate);

        for person in [town.reception(), town.case_manager()] {
            let refused = person.ask(ListMessages, &Nothing {}).expect_err("not theirs");
            assert_eq!(refused.status, 403);
        }
        let answer = |note: &str| Command::AnswerMessage(AnswerMessage { note: note.to_owned() });
        let subject = Subject::Message(sent.message);
        let coordinator = town.coordinator();
        let listed = coordinator.ask(ListMessages, &Nothing {}).expect("messages").messages;
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0].draft, &listed[0].answered), (&sent.draft, &None));
        assert_eq!(
            town.case_manager().command(subject.clone(), answer("x")).expect("an answer"),
            Outcome::refused(Refusal::NotAllowed)
        );
        coordinator.must(subject.clone(), answer("Angerufen, behoben."));
        let administrator = town.administrator();
        assert_eq!(
            administrator.command(subject, answer("noch einmal")).expect("an answer"),
            Outcome::refused(Refusal::WrongState)
        );
        let listed = administrator.ask(ListMessages, &Nothing {}).expect("messages").messages;
        let answered = listed[0].answered.clone().expect("answered");
        assert_eq!((answered.by_name, answered.note), (coordinator.actor().name.clone(), "Angerufen, behoben.".to_owned()));
        town.stop();
        town.check();
    }

    /// The form's own call counts what one network sends; nobody goes past it, whatever they may do otherwise.
    fn a_message_is_taken_in_by_the_service_alone(town: &Town) {
        for person in [town.reception(), town.case_manager(), town.coordinator(), town.administrator()] {
            let sent = message("An der Grenze vorbei");
            let offered = Command::ReceiveMessage(ReceiveMessage { draft: sent.draft });
            assert_eq!(
                person.command(Subject::Message(sent.message), offered).expect("an answer"),
                Outcome::refused(Refusal::NotAllowed)
            );
        }
        let listed = town.coordinator().ask(ListMessages, &Nothing {}).expect("messages");
        assert_eq!(listed.messages, []);
    }

    fn a_network_that_writes_too_much_is_asked_to_wait_and_a_wrong_form_costs_nothing(town: &Town) {
        let stranger = town.stranger();
        for _ in 0..8 {
            let refused = stranger.ask(SendMessage, &message(" ")).expect_err("an empty message");
            let Some(Problem::Fields { fields }) = refused.problem else { panic!("{refused:?}") };
            assert_eq!(fields.of("text")[0].code, ProblemCode::Missing);
        }
        for count in 0..5 {
            stranger.ask(SendMessage, &message(&format!("Nachricht {count}"))).expect("one of five");
        }
        let refused = stranger.ask(SendMessage, &message("zu viel")).expect_err("the sixth");
        let Some(Problem::TooMany { after_seconds }) = refused.problem else { panic!("{refused:?}") };
        assert!((3_500..=3_601).contains(&after_seconds), "{after_seconds}");
        let listed = town.administrator().ask(ListMessages, &Nothing {}).expect("messages");
        assert_eq!(listed.messages.len(), 5);
    }
}
