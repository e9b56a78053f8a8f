//! Killed with SIGKILL under a load of writes, again and again (reliability.md, T01).
//!
//! The eight writers reach the server through a proxy. In every second round the proxy holds answers back before the
//! kill, so that the server has committed what its author never hears of. Afterwards every author offers again what was
//! not answered; what the log already held then was committed before the kill.

use std::collections::BTreeSet;
use std::thread::{sleep, yield_now};
use std::time::{Duration, Instant};

use harness::{Hold, Proxy, on_both_databases};
use shared::exchange::Outcome;
use shared::person::calls::{ReadPerson, ThisPerson};

use crate::writers::{Told, a_record};

const WRITERS: usize = 8;
/// `KILLS=5000` for the long run before a release.
const KILLS: usize = 50;
const PATIENCE: Duration = Duration::from_secs(30);

/// What the rounds were like, for the report at the end.
#[derive(Default)]
struct Count {
    kills: usize,
    with_commands_in_flight: usize,
    between_commit_and_answer: usize,
    unanswered: usize,
    committed_unanswered: usize,
    slowest_start: Duration,
}

on_both_databases! {
    fn what_was_acknowledged_is_there_once_after_fifty_kills(town: &Town) {
        let kills = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
        let proxy = Proxy::before(&town.address());
        let person = town.reception();
        let through_the_proxy = person.at(&proxy.address());
        let told = Told::default();
        let mut count = Count::default();
        while count.kills < kills {
            let holds = count.kills % 2 == 1;
            std::thread::scope(|scope| {
                for _ in 0..WRITERS {
                    // A connection of its own for each: they must not wait for each other.
                    let writer = through_the_proxy.at(&proxy.address());
                    let told = &told;
                    scope.spawn(move || told.write(&writer));
                }
                wait_for(told.heard() + 1 + usize::from(harness::random()[0]) % 40, || told.heard());
                if holds {
                    let held = proxy.held();
                    proxy.hold(Hold::Answers);
                    wait_for(usize::try_from(held).expect("few") + 1, || usize::try_from(proxy.held()).expect("few"));
                }
                sleep(Duration::from_micros(u64::from(u16::from_be_bytes([harness::random()[0], harness::random()[1]])) / 4));
                town.kill();
            });
            count.kills += 1;
            proxy.hold(Hold::Nothing);
            let began = Instant::now();
            town.start();
            count.slowest_start = count.slowest_start.max(began.elapsed());
            proxy.point_to(&town.address());
            let person = person.at(&town.address());
            offer_again(&person, &told, &mut count);
        }
        let acknowledged = told.acknowledged.into_inner().expect("the acknowledged");
        let person = person.at(&town.address());
        let mut places = BTreeSet::new();
        for (envelope, answered) in &acknowledged {
            let again = person.offer_one(envelope).expect("an answer");
            assert_eq!(again, *answered, "acknowledged, and now answered otherwise");
            assert!(places.insert(answered.sequence), "two commands in one place of the log: {answered:?}");
            let id = envelope.subject.person().expect("a person");
            let file = person.ask(ReadPerson, &ThisPerson { person: id }).expect("the person is there");
            assert_eq!(Some(file.sequence), answered.sequence, "written once");
        }
        town.stop();
        town.check();
        eprintln!(
            "{:?}: {} kills, {} with commands in flight, {} between commit and answer ({} of {} unanswered commands \
             had been committed); {} acknowledged, 0 lost, 0 doubled; slowest start {} ms",
            town.database(),
            count.kills,
            count.with_commands_in_flight,
            count.between_commit_and_answer,
            count.committed_unanswered,
            count.unanswered,
            acknowledged.len(),
            count.slowest_start.as_millis(),
        );
        assert!(count.with_commands_in_flight * 2 > count.kills, "too few kills met a command in flight");
        assert!(count.between_commit_and_answer * 4 > count.kills, "too few kills fell between commit and answer");
    }
}

/// Everybody offers again what was not answered. A marker tells what the log held before.
fn offer_again(person: &harness::Client, told: &Told, count: &mut Count) {
    let unanswered = std::mem::take(&mut *told.unanswered.lock().expect("the unanswered"));
    let marker = a_record();
    let marked = person
        .offer_one(&marker)
        .expect("an answer after the start");
    let mut committed = 0;
    for envelope in &unanswered {
        let answered = person
            .offer_one(envelope)
            .expect("an answer after the start");
        assert_eq!(answered.answer, Outcome::Applied);
        committed += usize::from(answered.sequence < marked.sequence);
        told.acknowledged
            .lock()
            .expect("the acknowledged")
            .push((envelope.clone(), answered));
    }
    told.acknowledged
        .lock()
        .expect("the acknowledged")
        .push((marker, marked));
    count.unanswered += unanswered.len();
    count.committed_unanswered += committed;
    count.with_commands_in_flight += usize::from(!unanswered.is_empty());
    count.between_commit_and_answer += usize::from(committed > 0);
}

fn wait_for(wanted: usize, now: impl Fn() -> usize) {
    let began = Instant::now();
    while now() < wanted {
        assert!(
            began.elapsed() < PATIENCE,
            "waited in vain for {wanted}, there are {}",
            now()
        );
        yield_now();
    }
}
