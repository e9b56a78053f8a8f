//! What the outbox promises, one test per promise.

use std::cell::RefCell;
use std::collections::VecDeque;

use pollster::block_on;

use super::*;
use crate::case::NextDate;
use crate::case::SetNextDate;
use crate::command::Command;
use crate::device::{MemoryStore, Standing};
use crate::exchange::{Answered, FORMAT, Outcome, Refusal};
use crate::kernel::{
    CaseId, DeviceId, Edits, EnvelopeId, FieldConflict, FieldEdit, FieldProblems, PersonId,
    ProblemCode,
};
use crate::person::{EditPerson, PersonDraft, RecordPerson};

const NOW: Moment = Moment::from_millis(1_790_000_000_000);

fn number(n: u8) -> [u8; 10] {
    [n; 10]
}

fn me() -> AccountId {
    AccountId::born(NOW, number(1))
}

fn person(n: u8) -> Subject {
    Subject::Person(PersonId::born(NOW, number(n)))
}

fn envelope(id: u8, subject: Subject) -> Envelope {
    Envelope {
        id: EnvelopeId::born(NOW, number(id)),
        format: FORMAT,
        subject,
        based_on: None,
        authored_at: NOW,
        device: DeviceId::born(NOW, number(9)),
        command: Command::RecordPerson(RecordPerson {
            draft: PersonDraft::default(),
        }),
    }
}

type Answer = Box<dyn Fn(&Offer) -> Result<OfferAnswer, NetFailure>>;

/// A server that answers as it is told, one answer per offer; then it applies everything.
#[derive(Default)]
struct Scripted {
    answers: RefCell<VecDeque<Answer>>,
    heard: RefCell<Vec<Offer>>,
    epoch: Cell<u8>,
    backed_up_to: Cell<Sequence>,
}

impl Scripted {
    fn then(self, answer: impl Fn(&Offer) -> Result<OfferAnswer, NetFailure> + 'static) -> Self {
        self.answers.borrow_mut().push_back(Box::new(answer));
        self
    }

    fn fails(self, failure: NetFailure) -> Self {
        self.then(move |_| Err(failure.clone()))
    }

    fn heard_ids(&self) -> Vec<Vec<u8>> {
        let heard = self.heard.borrow();
        heard
            .iter()
            .map(|offer| {
                let envelopes = offer.groups.iter().flatten();
                envelopes.map(|one| one.id.uuid().as_bytes()[15]).collect()
            })
            .collect()
    }
}

fn answer(offer: &Offer, epoch: u8, backed_up_to: Sequence, outcome: Outcome) -> OfferAnswer {
    OfferAnswer {
        epoch: Epoch::born(NOW, number(epoch)),
        epoch_began_at: 0,
        backed_up_to,
        outcomes: offer
            .groups
            .iter()
            .flatten()
            .map(|one| Answered {
                id: one.id,
                sequence: Some(u64::from(one.id.uuid().as_bytes()[15])),
                answer: outcome.clone(),
            })
            .collect(),
    }
}

impl Net for Scripted {
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure> {
        self.heard.borrow_mut().push(offer.clone());
        let scripted = self.answers.borrow_mut().pop_front();
        match scripted {
            Some(scripted) => scripted(&offer),
            None => Ok(answer(
                &offer,
                self.epoch.get(),
                self.backed_up_to.get(),
                Outcome::Applied,
            )),
        }
    }
}

fn outbox(store: &MemoryStore) -> Outbox<MemoryStore> {
    block_on(Outbox::open(store.clone(), me())).unwrap()
}

fn with(groups: &[&[(u8, u8)]]) -> (MemoryStore, Outbox<MemoryStore>) {
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    for group in groups {
        let group = group
            .iter()
            .map(|(id, subject)| envelope(*id, person(*subject)))
            .collect();
        block_on(outbox.record(group, NOW)).unwrap();
    }
    (store, outbox)
}

fn standings(outbox: &Outbox<MemoryStore>) -> Vec<(u8, Option<Standing>)> {
    let entries = outbox.entries();
    entries
        .iter()
        .map(|entry| {
            let id = entry.envelopes[0].id.uuid().as_bytes()[15];
            (id, entry.standing())
        })
        .collect()
}

#[test]
fn what_was_recorded_is_there_after_the_app_was_killed() {
    let (store, first) = with(&[&[(1, 1)], &[(2, 2)]]);
    drop(first);
    let again = outbox(&store);
    assert_eq!(again.waiting().unanswered, 2);
    assert_eq!(again.waiting().oldest, Some(NOW));
    assert_eq!(
        standings(&again),
        [(1, Some(Standing::OnDevice)), (2, Some(Standing::OnDevice))]
    );
}

#[test]
fn order_is_kept_although_the_clock_goes_back() {
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    for (id, millis) in [(1, 5_000), (2, 1_000), (3, 3_000)] {
        let now = Moment::from_millis(millis);
        block_on(outbox.record(vec![envelope(id, person(1))], now)).unwrap();
    }
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(net.heard_ids(), [[1, 2, 3]]);
}

#[test]
fn the_same_content_twice_is_sent_twice() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 1)], &[(3, 1)]]);
    let net = Scripted::default();
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!((round.answered, round.end), (3, RoundEnd::Done));
    assert_eq!(net.heard_ids(), [[1, 2, 3]]);
}

#[test]
fn no_failure_deletes_anything_and_the_same_ids_are_offered_again() {
    let failures = [
        NetFailure::Unreachable,
        NetFailure::NoAnswer,
        NetFailure::NotSignedIn,
        NetFailure::TooMany { after_seconds: 7 },
        NetFailure::Unavailable,
        NetFailure::Odd { status: 404 },
        NetFailure::Odd { status: 403 },
        NetFailure::Odd { status: 200 },
    ];
    for failure in failures {
        let (store, outbox) = with(&[&[(1, 1)]]);
        let mut net = Scripted::default();
        for _ in 0..20 {
            net = net.fails(failure.clone());
        }
        for _ in 0..20 {
            let round = block_on(outbox.drain(&net, NOW)).unwrap();
            assert_eq!(round.end, RoundEnd::Stopped(failure.clone()));
        }
        let outbox = super::tests::outbox(&store);
        assert_eq!(outbox.entries()[0].tries, 20, "{failure}");
        assert_eq!(outbox.waiting().unanswered, 1, "{failure}");
        let round = block_on(outbox.drain(&net, NOW)).unwrap();
        assert_eq!(round.end, RoundEnd::Done, "{failure}");
        assert_eq!(standings(&outbox), [(1, Some(Standing::Confirmed))]);
    }
}

#[test]
fn sent_is_said_only_where_the_server_may_have_heard_it() {
    for (failure, standing) in [
        (NetFailure::Unreachable, Standing::OnDevice),
        (NetFailure::NotSignedIn, Standing::OnDevice),
        (NetFailure::Unavailable, Standing::OnDevice),
        (NetFailure::NoAnswer, Standing::Sent),
    ] {
        let (_, outbox) = with(&[&[(1, 1)]]);
        block_on(outbox.drain(&Scripted::default().fails(failure), NOW)).unwrap();
        assert_eq!(standings(&outbox), [(1, Some(standing))]);
    }
}

#[test]
fn a_group_named_unreadable_is_set_aside_and_the_others_go() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 2), (3, 2)], &[(4, 3)]]);
    let net = Scripted::default().fails(NetFailure::Fields {
        fields: FieldProblems::at("groups.1.0.command.with", ProblemCode::UnknownField),
    });
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!((round.needs_you, round.end), (1, RoundEnd::Done));
    assert_eq!(net.heard_ids(), [vec![1, 2, 3, 4], vec![1, 4]]);
    let entries = outbox.entries();
    assert_eq!(entries[1].answers().len(), 2);
    assert_eq!(
        entries[1].answers()[0].answer,
        Outcome::refused(Refusal::Unreadable)
    );
    // A newer server may read it.
    assert!(block_on(outbox.offer_again(entries[1].order)).unwrap());
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert!(
        standings(&outbox)
            .iter()
            .all(|(_, standing)| *standing == Some(Standing::Confirmed))
    );
}

#[test]
fn an_entry_that_meets_odd_answers_holds_back_its_own_subject_only() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 2)], &[(3, 3)], &[(4, 2)], &[(5, 4)]]);
    let odd = |offer: &Offer| {
        let is_bad = offer
            .groups
            .iter()
            .flatten()
            .any(|one| one.id == EnvelopeId::born(NOW, number(2)));
        if is_bad {
            Err(NetFailure::Odd { status: 403 })
        } else {
            Ok(answer(offer, 0, 0, Outcome::Applied))
        }
    };
    let mut net = Scripted::default();
    for _ in 0..10 {
        net = net.then(odd);
    }
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(
        round.end,
        RoundEnd::Stopped(NetFailure::Odd { status: 403 })
    );
    let waiting: Vec<u8> = standings(&outbox)
        .into_iter()
        .filter(|(_, standing)| *standing != Some(Standing::Confirmed))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(waiting, [2, 4], "what shares the subject waits behind it");
}

/// The batch is halved, and the group that waits behind the bad entry stands in the other half than what follows it.
#[test]
fn a_group_that_waits_holds_back_all_its_subjects_in_every_part_of_a_batch() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 1), (3, 2)], &[(4, 3)], &[(5, 2)]]);
    let mut net = Scripted::default();
    for _ in 0..10 {
        net = net.then(|offer: &Offer| {
            let mut offered = offer.groups.iter().flatten();
            if offered.any(|one| one.id == EnvelopeId::born(NOW, number(1))) {
                Err(NetFailure::Odd { status: 403 })
            } else {
                Ok(answer(offer, 0, 0, Outcome::Applied))
            }
        });
    }
    block_on(outbox.drain(&net, NOW)).unwrap();
    let heard: Vec<u8> = net.heard_ids().concat();
    assert!(
        heard.contains(&4),
        "what shares nothing with them is offered"
    );
    let after_it_failed = net.heard_ids().pop();
    assert_eq!(after_it_failed, Some(vec![4]), "5 is about the person of 3");
}

#[test]
fn an_entry_that_the_server_fails_on_again_and_again_does_not_block_the_others() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 2)], &[(3, 3)]]);
    let mut net = Scripted::default();
    for _ in 0..20 {
        net = net.then(|offer: &Offer| {
            let mut offered = offer.groups.iter().flatten();
            if offered.any(|one| one.id == EnvelopeId::born(NOW, number(2))) {
                Err(NetFailure::Unavailable)
            } else {
                Ok(answer(offer, 0, 0, Outcome::Applied))
            }
        });
    }
    for _ in 0..4 {
        block_on(outbox.drain(&net, NOW)).unwrap();
    }
    assert_eq!(
        standings(&outbox),
        [
            (1, Some(Standing::Confirmed)),
            (2, Some(Standing::OnDevice)),
            (3, Some(Standing::Confirmed))
        ]
    );
}

/// A batch was halved, and the first half met a restored server, which runs nothing: the second half must not overtake it.
#[test]
fn a_new_epoch_between_two_halves_of_a_batch_lets_nothing_overtake() {
    let (store, outbox) = with(&[&[(1, 1)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    drop(outbox);
    let outbox = self::outbox(&store);
    for id in [2, 3] {
        block_on(outbox.record(vec![envelope(id, person(2))], NOW)).unwrap();
    }
    let net = Scripted::default()
        .fails(NetFailure::Odd { status: 200 })
        .then(|offer| {
            let mut answer = answer(offer, 5, 0, Outcome::Applied);
            answer.outcomes.clear();
            Ok(answer)
        });
    net.epoch.set(5);
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(round.end, RoundEnd::Done);
    let heard = net.heard_ids();
    assert_eq!(heard, [vec![2, 3], vec![2], vec![1, 2, 3]]);
}

#[test]
fn a_network_that_answers_with_pages_of_its_own_is_not_asked_for_each_entry() {
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    for id in 0..40 {
        block_on(outbox.record(vec![envelope(id, person(id))], NOW)).unwrap();
    }
    let mut net = Scripted::default();
    for _ in 0..100 {
        net = net.fails(NetFailure::Odd { status: 200 });
    }
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert!(net.heard.borrow().len() <= 8);
    assert_eq!(outbox.waiting().unanswered, 40);
}

#[test]
fn refused_and_conflicting_entries_stay_until_a_person_puts_them_away() {
    let conflict = Outcome::Conflict {
        fields: vec![FieldConflict {
            path: "called".into(),
            saw: "a".into(),
            current: "b".into(),
            wrote: "c".into(),
            current_by: None,
            wrote_by: None,
        }],
    };
    for (outcome, is_kept) in [
        (Outcome::refused(Refusal::NotAllowed), false),
        (conflict, true),
    ] {
        let (_, outbox) = with(&[&[(1, 1)]]);
        let net = Scripted::default().then(move |offer| Ok(answer(offer, 0, 99, outcome.clone())));
        block_on(outbox.drain(&net, NOW)).unwrap();
        assert_eq!(standings(&outbox), [(1, Some(Standing::NeedsYou))]);
        let later = NOW.plus_millis(400 * 86_400_000);
        net.backed_up_to.set(99);
        block_on(outbox.record(vec![envelope(2, person(2))], later)).unwrap();
        block_on(outbox.drain(&net, later)).unwrap();
        assert_eq!(
            standings(&outbox),
            [(1, Some(Standing::NeedsYou))],
            "neither age nor a backup takes it away"
        );

        let order = outbox.entries()[0].order;
        assert!(block_on(outbox.discard(order, later)).unwrap());
        assert_eq!(standings(&outbox), [(1, None)]);
        assert!(block_on(outbox.take_back(order)).unwrap());
        assert_eq!(standings(&outbox), [(1, Some(Standing::NeedsYou))]);
        assert!(block_on(outbox.discard(order, later)).unwrap());
        let much_later = later.plus_millis(UNDO_MILLIS + 1);
        block_on(outbox.drain(&net, much_later)).unwrap();
        if is_kept {
            assert_eq!(standings(&outbox), [(1, Some(Standing::Confirmed))]);
        } else {
            assert!(outbox.entries().is_empty());
        }
    }
}

/// An edit of one person's name they go by.
fn rename(id: u8, saw: &str, wrote: &str) -> Envelope {
    let edit = FieldEdit {
        saw: saw.into(),
        wrote: wrote.into(),
    };
    let edits = Edits([("called".to_owned(), edit)].into());
    Envelope {
        command: Command::EditPerson(EditPerson { edits }),
        ..envelope(id, person(1))
    }
}

#[test]
fn a_conflict_needs_nobody_once_somebody_who_saw_what_is_there_has_written_on() {
    let conflict = Outcome::Conflict {
        fields: vec![FieldConflict {
            path: "called".into(),
            saw: "a".into(),
            current: "b".into(),
            wrote: "c".into(),
            current_by: None,
            wrote_by: None,
        }],
    };
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    block_on(outbox.record(vec![rename(1, "a", "c")], NOW)).unwrap();
    let net = Scripted::default().then(move |offer| Ok(answer(offer, 0, 0, conflict.clone())));
    block_on(outbox.drain(&net, NOW)).unwrap();
    let of_first = |outbox: &Outbox<MemoryStore>| standings(outbox)[0];
    assert_eq!(of_first(&outbox), (1, Some(Standing::NeedsYou)));

    // Of another person, or by somebody who saw something else: neither decides it.
    let other = Envelope {
        subject: person(2),
        ..rename(2, "b", "c")
    };
    for unseen in [other, rename(3, "a", "d")] {
        block_on(outbox.record(vec![unseen], NOW)).unwrap();
        assert_eq!(of_first(&outbox), (1, Some(Standing::NeedsYou)));
    }

    // What is there may also simply be left: seen it was.
    block_on(outbox.record(vec![rename(4, "b", "b")], NOW)).unwrap();
    assert_eq!(of_first(&outbox), (1, Some(Standing::Confirmed)));
    assert_eq!(outbox.waiting().needs_you, 0);
    // Another tab, or the app started again, sees it so too.
    let again = Outbox::open(store.clone(), me());
    assert_eq!(
        of_first(&block_on(again).unwrap()),
        (1, Some(Standing::Confirmed))
    );
    // The copy of what lost stays on the device until a backup covers it.
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(of_first(&outbox), (1, Some(Standing::Confirmed)));
    net.backed_up_to.set(99);
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert!(outbox.entries().is_empty());
}

#[test]
fn what_waits_cannot_be_put_away() {
    let (_, outbox) = with(&[&[(1, 1)]]);
    let order = outbox.entries()[0].order;
    assert!(!block_on(outbox.discard(order, NOW)).unwrap());
    assert_eq!(outbox.waiting().unanswered, 1);
}

#[test]
fn a_confirmed_copy_stays_until_a_backup_covers_it() {
    let (store, outbox) = with(&[&[(1, 1)], &[(2, 2)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(outbox.entries().len(), 2);
    net.backed_up_to.set(1);
    block_on(outbox.record(vec![envelope(3, person(3))], NOW)).unwrap();
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(
        standings(&outbox)
            .iter()
            .map(|(id, _)| *id)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(block_on(store.list(Area::Outbox)).unwrap().len(), 2);
}

#[test]
fn what_a_restored_server_lost_is_offered_again_before_what_is_new() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 2)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    block_on(outbox.record(vec![envelope(3, person(1))], NOW)).unwrap();
    // The restored server runs nothing that was offered under the old epoch.
    net.epoch.set(7);
    net.answers.borrow_mut().push_back(Box::new(|offer| {
        Ok(OfferAnswer {
            outcomes: Vec::new(),
            ..answer(offer, 7, 0, Outcome::Applied)
        })
    }));
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(round.end, RoundEnd::Done);
    assert_eq!(net.heard_ids(), [vec![1, 2], vec![3], vec![1, 2, 3]]);
    let heard = net.heard.borrow();
    assert_eq!(heard[0].epoch, None);
    assert_eq!(heard[2].epoch, Some(Epoch::born(NOW, number(7))));
    assert_eq!(heard[0].author, Some(me()));
}

#[test]
fn a_device_with_nothing_to_send_hears_of_a_restore_and_of_a_backup() {
    let (_, outbox) = with(&[&[(1, 1)], &[(2, 2)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    net.epoch.set(7);
    net.answers.borrow_mut().push_back(Box::new(|offer| {
        Ok(OfferAnswer {
            outcomes: Vec::new(),
            ..answer(offer, 7, 0, Outcome::Applied)
        })
    }));
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!((round.answered, round.end), (2, RoundEnd::Done));
    assert_eq!(net.heard_ids(), [vec![1, 2], vec![2], vec![1, 2]]);

    net.backed_up_to.set(2);
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert!(outbox.entries().is_empty(), "the backup covers both");
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(
        net.heard_ids().len(),
        4,
        "with nothing held, nothing is asked"
    );
}

#[test]
fn a_greeting_that_fails_changes_nothing() {
    let (_, outbox) = with(&[&[(1, 1)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    net.answers
        .borrow_mut()
        .push_back(Box::new(|_| Err(NetFailure::NoAnswer)));
    let before = outbox.entries();
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(round.end, RoundEnd::Stopped(NetFailure::NoAnswer));
    assert_eq!(outbox.entries(), before);
}

#[test]
fn a_place_in_the_log_of_another_epoch_does_not_let_a_copy_go() {
    let (_, outbox) = with(&[&[(1, 1)]]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    // The restored server has other content at the same places and a backup of it.
    net.epoch.set(7);
    net.backed_up_to.set(50);
    block_on(outbox.record(vec![envelope(60, person(2))], NOW)).unwrap();
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(net.heard_ids(), [vec![1], vec![60], vec![1]]);
}

#[test]
fn databases_that_change_with_every_answer_end_the_round() {
    let (_, outbox) = with(&[&[(1, 1)]]);
    let mut net = Scripted::default();
    for epoch in 0..50 {
        net = net.then(move |offer| Ok(answer(offer, epoch, 0, Outcome::Applied)));
    }
    for _ in 0..5 {
        block_on(outbox.record(vec![envelope(2, person(2))], NOW)).unwrap();
        block_on(outbox.drain(&net, NOW)).unwrap();
    }
    assert!(net.heard.borrow().len() < 40);
}

#[test]
fn an_answer_that_speaks_of_other_envelopes_confirms_nothing() {
    let (_, outbox) = with(&[&[(1, 1), (2, 1)]]);
    let net = Scripted::default().then(|offer| {
        let mut half = answer(offer, 0, 0, Outcome::Applied);
        half.outcomes.pop();
        Ok(half)
    });
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(standings(&outbox), [(1, Some(Standing::Sent))]);
}

#[test]
fn damaged_values_are_counted_and_left_where_they_are() {
    let (store, _) = with(&[&[(1, 1)]]);
    let damaged = Write::Put(Area::Outbox, "0-damaged".into(), b"{".to_vec());
    block_on(store.commit(vec![damaged])).unwrap();
    let outbox = outbox(&store);
    assert_eq!(outbox.waiting().damaged, 1);
    block_on(outbox.drain(&Scripted::default(), NOW)).unwrap();
    assert_eq!(standings(&outbox), [(1, Some(Standing::Confirmed))]);
    assert!(
        block_on(store.get(Area::Outbox, "0-damaged"))
            .unwrap()
            .is_some()
    );
}

#[test]
fn two_tabs_see_each_others_entries_in_the_order_they_were_written() {
    let store = MemoryStore::default();
    let (left, right) = (outbox(&store), outbox(&store));
    let at = |millis| Moment::from_millis(millis);
    block_on(left.record(vec![envelope(1, person(1))], at(10))).unwrap();
    block_on(right.record(vec![envelope(2, person(1))], at(20))).unwrap();
    block_on(left.record(vec![envelope(3, person(1))], at(30))).unwrap();
    let net = Scripted::default();
    block_on(right.drain(&net, NOW)).unwrap();
    assert_eq!(net.heard_ids(), [[1, 2, 3]]);
    block_on(left.reload()).unwrap();
    assert_eq!(left.waiting().unanswered, 0);
}

#[test]
fn a_rescue_file_is_taken_in_once_and_in_order() {
    let (_, lost) = with(&[&[(1, 1)], &[(2, 1)]]);
    let (_, rescued) = with(&[&[(2, 1)]]);
    let count = block_on(rescued.take_in(lost.unsent(), NOW)).unwrap();
    assert_eq!(count, 1, "what is here already stays as it is");
    assert_eq!(
        block_on(rescued.take_in(lost.unsent(), NOW)).unwrap(),
        0,
        "a second time takes nothing"
    );
    assert_eq!(rescued.waiting().unanswered, 2);
}

#[test]
fn a_store_that_is_full_says_so_and_nothing_is_pretended() {
    struct Full(MemoryStore);
    impl Store for Full {
        async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
            self.0.get(area, key).await
        }
        async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure> {
            self.0.list(area).await
        }
        async fn commit(&self, _: Vec<Write>) -> Result<(), StoreFailure> {
            Err(StoreFailure::Full)
        }
    }
    let outbox = block_on(Outbox::open(Full(MemoryStore::default()), me())).unwrap();
    let refused = block_on(outbox.record(vec![envelope(1, person(1))], NOW));
    assert_eq!(refused, Err(StoreFailure::Full));
    assert_eq!(outbox.waiting(), Waiting::default());
}

#[test]
fn the_pause_grows_to_five_minutes_and_is_spread() {
    let whole: Vec<u64> = (0..12).map(|tries| backoff(tries, 0)).collect();
    assert_eq!(
        whole,
        [
            2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
            300_000, 300_000
        ]
    );
    assert_eq!(backoff(0, u16::MAX), 1_000);
    let round = |end| Round {
        answered: 0,
        needs_you: 0,
        end,
        tries: 1,
    };
    let stopped = |failure| round(RoundEnd::Stopped(failure));
    assert_eq!(stopped(NetFailure::NotSignedIn).pause_millis(0), None);
    assert_eq!(round(RoundEnd::Done).pause_millis(0), None);
    assert_eq!(
        stopped(NetFailure::TooMany { after_seconds: 60 }).pause_millis(0),
        Some(60_000)
    );
    assert_eq!(
        stopped(NetFailure::Unavailable).pause_millis(0),
        Some(4_000)
    );
}

#[test]
fn a_day_of_many_entries_goes_in_several_offers() {
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    let next = |id: u8| {
        let what = "x".repeat(20_000);
        let mut one = envelope(id, person(id));
        one.command = Command::SetNextDate(SetNextDate {
            case: CaseId::born(NOW, number(id)),
            next: NextDate::Due {
                on: NOW.day(),
                what,
            },
        });
        one
    };
    for id in 0..60 {
        block_on(outbox.record(vec![next(id)], NOW)).unwrap();
    }
    let net = Scripted::default();
    let round = block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!((round.answered, round.end), (60, RoundEnd::Done));
    let heard = net.heard.borrow();
    assert!(heard.len() > 2);
    for offer in heard.iter() {
        assert!(serde_json::to_vec(offer).unwrap().len() < 500_000);
        assert!(offer.groups.len() <= GROUPS_MAX);
    }
}

/// A yes to a deputy, signed on a sheet of which this picture was taken.
fn scanned(id: u8, subject: u8, picture: &[u8]) -> Envelope {
    Envelope {
        command: Command::RecordConsent(crate::consent::RecordConsent {
            consent: crate::kernel::ConsentId::born(NOW, number(id)),
            kind: crate::consent::ConsentKind::Aftercare,
            answer: crate::consent::ConsentAnswer::Given,
            text_version: "2026-1".to_owned(),
            language: "ara".parse().unwrap(),
            explained: "read".parse().unwrap(),
            answered_on: NOW.day(),
            receiver: None,
            until: None,
            interpreter: String::new(),
            signature: Some(crate::kernel::Signature::Scanned(AttachmentId::of(picture))),
        }),
        ..envelope(id, person(subject))
    }
}

/// An outbox in which one picture waits with each of these envelopes.
fn with_pictures(envelopes: &[(u8, u8, &[u8])]) -> (MemoryStore, Outbox<MemoryStore>) {
    let store = MemoryStore::default();
    let outbox = outbox(&store);
    for (id, subject, picture) in envelopes {
        let name = AttachmentId::of(picture).to_string();
        let also = vec![Write::Put(Area::Attachment, name, picture.to_vec())];
        let group = vec![scanned(*id, *subject, picture)];
        block_on(outbox.record_with(group, also, NOW)).unwrap();
    }
    (store, outbox)
}

fn pictures(store: &MemoryStore) -> Vec<Vec<u8>> {
    let listed = block_on(store.list(Area::Attachment)).unwrap();
    let mut pictures: Vec<_> = listed.into_iter().filter_map(|(_, bytes)| bytes).collect();
    pictures.sort();
    pictures
}

#[test]
fn a_picture_travels_with_the_envelope_that_names_it_also_when_it_is_offered_again() {
    let (_, outbox) = with_pictures(&[(1, 1, b"one"), (2, 2, b"two")]);
    let net = Scripted::default().fails(NetFailure::NoAnswer);
    block_on(outbox.drain(&net, NOW)).unwrap();
    block_on(outbox.drain(&net, NOW)).unwrap();
    let heard = net.heard.borrow();
    let of = |offer: &Offer| -> Vec<Vec<u8>> {
        let attachments = offer.attachments.iter();
        attachments.filter_map(Attachment::bytes).collect()
    };
    // One picture fills an offer: what follows it goes with the next one.
    assert_eq!(net.heard_ids(), [vec![1], vec![1], vec![2]]);
    assert_eq!(of(&heard[0]), [b"one"]);
    assert_eq!(of(&heard[1]), [b"one"]);
    assert_eq!(of(&heard[2]), [b"two"]);
}

#[test]
fn a_picture_leaves_the_device_with_the_last_entry_that_names_it() {
    let (store, outbox) = with_pictures(&[(1, 1, b"one"), (2, 2, b"one"), (3, 3, b"three")]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(pictures(&store).len(), 2, "not backed up yet");
    net.backed_up_to.set(1);
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(outbox.entries().len(), 2);
    assert_eq!(pictures(&store).len(), 2, "another entry names it");
    net.backed_up_to.set(2);
    block_on(outbox.drain(&net, NOW)).unwrap();
    assert_eq!(pictures(&store), [b"three"]);
}

#[test]
fn what_a_restored_database_lost_is_offered_again_with_its_picture() {
    let (_, outbox) = with_pictures(&[(1, 1, b"one")]);
    let net = Scripted::default();
    block_on(outbox.drain(&net, NOW)).unwrap();
    net.epoch.set(1);
    block_on(outbox.drain(&net, NOW)).unwrap();
    let heard = net.heard.borrow();
    let last = heard.last().unwrap();
    assert_eq!(last.attachments, [Attachment::of(b"one")]);
}

#[test]
fn a_picture_that_nothing_names_is_swept_unless_something_cannot_be_read() {
    let (store, outbox) = with_pictures(&[(1, 1, b"one")]);
    let drafted = AttachmentId::of(b"drafted");
    let put = |area, key: &str, value: &[u8]| Write::Put(area, key.to_owned(), value.to_vec());
    let draft = format!(r#"{{"signature":{{"scanned":"{drafted}"}}}}"#);
    block_on(store.commit(vec![
        put(Area::Attachment, &drafted.to_string(), b"drafted"),
        put(
            Area::Attachment,
            &AttachmentId::of(b"left").to_string(),
            b"left",
        ),
        put(Area::Draft, "consent:1", draft.as_bytes()),
        put(Area::Outbox, "damaged", b"~"),
    ]))
    .unwrap();
    block_on(outbox.reload()).unwrap();
    block_on(outbox.sweep()).unwrap();
    assert_eq!(pictures(&store).len(), 3);
    block_on(store.commit(vec![Write::Delete(Area::Outbox, "damaged".to_owned())])).unwrap();
    block_on(outbox.reload()).unwrap();
    block_on(outbox.sweep()).unwrap();
    assert_eq!(pictures(&store), [b"drafted".to_vec(), b"one".to_vec()]);
}
