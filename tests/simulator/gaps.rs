//! The gaps on a device (reliability.md part 5a): between the key press and "confirmed" lie ten moments and nine gaps. In
//! each of them the tab is killed, the browser is killed, the server is killed, the line is cut, the store fails: 45 ways
//! to be interrupted, with what must be left in each, in a table that people review (`gaps.txt`).
//!
//! The real drafts, outbox and pack over the store with crash points, the real server with its log. What cannot be forced
//! in a browser is forced here by dropping the future that waits.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use pollster::block_on;
use serde_json::json;
use shared::case::calls::PackWish;
use shared::command::Command;
use shared::device::{
    Draft, Drafts, Net, NetFailure, Outbox, PackedLists, Packs, RoundEnd, Standing, Write,
};
use shared::documentation::{AddNote, NoteDraft};
use shared::exchange::{Envelope, Offer, OfferAnswer, Subject};
use shared::kernel::{Actor, EnvelopeId, Moment, NoteId};
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};

use crate::device::{CrashStore, Device, StoreFault};
use crate::opening::opened;
use crate::people::{FIRST_WORKER, MORNING, actors};
use crate::server::Server;

const FORM: &str = "note:1";
const TEXT: &str = "Heizung kaputt, Hausverwaltung angerufen";
const NOW: Moment = MORNING;

/// Where it happens: after this moment and before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
enum After {
    /// The last key was pressed; the draft holds what was typed before.
    KeyPress,
    /// The draft holds everything.
    DraftPut,
    /// The envelope is in the store; the screen has not said so.
    EnvelopePut,
    /// The screen says "on this device".
    SaidOnDevice,
    /// The offer is on its way.
    PostStarts,
    /// The server has committed.
    ServerCommits,
    /// The answer is on its way.
    AnswerLeaves,
    /// The outcome is in the store; the pack is of before.
    OutcomePut,
    /// The pack holds the note; the screen has not said "confirmed".
    PackUpdated,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
enum Blow {
    TabKill,
    BrowserKill,
    ServerKill,
    Cut,
    StorageError,
}

impl Blow {
    /// Whether the app is gone and has to be started again.
    const fn ends_app(self) -> bool {
        matches!(self, Self::TabKill | Self::BrowserKill)
    }
}

/// The line, the server at its end, and where it breaks.
struct Line<'a> {
    server: &'a RefCell<Server>,
    actor: &'a Actor,
    breaks: Cell<Option<(After, Blow)>>,
}

impl Line<'_> {
    fn breaks_at(&self, at: After) -> Option<Blow> {
        let (after, blow) = self.breaks.get()?;
        (after == at).then(|| {
            self.breaks.set(None);
            blow
        })
    }
}

impl Net for Line<'_> {
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure> {
        match self.breaks_at(After::PostStarts) {
            // Whoever waited is gone before the offer was read; nobody hears of it.
            Some(Blow::TabKill | Blow::BrowserKill) => std::future::pending().await,
            Some(Blow::ServerKill) => {
                self.server.borrow().fail_write(9);
                drop(self.server.borrow_mut().offer(self.actor, &offer));
                self.server.borrow().calm();
                self.server.borrow_mut().restart();
                return Err(NetFailure::NoAnswer);
            }
            Some(Blow::Cut) => return Err(NetFailure::NoAnswer),
            Some(Blow::StorageError) | None => {}
        }
        let answer = self
            .server
            .borrow_mut()
            .offer(self.actor, &offer)
            .map_err(|_| NetFailure::Unavailable)?;
        for at in [After::ServerCommits, After::AnswerLeaves] {
            match self.breaks_at(at) {
                Some(Blow::TabKill | Blow::BrowserKill) => std::future::pending().await,
                Some(Blow::ServerKill) if at == After::ServerCommits => {
                    self.server.borrow_mut().restart();
                    return Err(NetFailure::NoAnswer);
                }
                // The answer has left the server; what becomes of that does not matter any more.
                Some(Blow::ServerKill) => self.server.borrow_mut().restart(),
                Some(Blow::Cut) => return Err(NetFailure::NoAnswer),
                Some(Blow::StorageError) | None => {}
            }
        }
        Ok(answer)
    }
}

/// Drives a future as far as it gets; `None` if it waits for something that never comes, as in a tab that was closed.
fn until_it_waits<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}

/// What a person finds, and what is there.
#[derive(Debug)]
struct Left {
    /// What the screen said last before or after the blow.
    said: &'static str,
    /// What the form holds when it is opened again: all, all but the last keys, nothing.
    typed: &'static str,
    /// Where the record stands.
    entry: &'static str,
    /// How often the server has it.
    on_server: usize,
    /// Whether the pack shows it.
    packed: bool,
}

struct Tablet<'a> {
    device: Device,
    line: &'a Line<'a>,
    envelope: Envelope,
    said: &'static str,
}

impl Tablet<'_> {
    fn draft(&self, text: &str) -> Draft {
        Draft {
            form_version: 1,
            saved_at: NOW,
            before: None,
            value: json!({ "text": text }),
        }
    }

    fn drafts(&self) -> Drafts<CrashStore> {
        Drafts::new(self.device.store.clone())
    }

    fn packs(&self) -> &Packs<CrashStore> {
        &self.device.packs
    }

    /// Goes on from the beginning to the end, as long as nothing ends it.
    fn work(&mut self, after: After, blow: Blow) -> Option<()> {
        let strikes = |at: After| after == at && blow == Blow::StorageError;
        let ends = |at: After| after == at && blow.ends_app();
        block_on(
            self.drafts()
                .keep(FORM, &self.draft(&TEXT[..TEXT.len() - 3])),
        )
        .unwrap();
        self.said = "typing";
        if ends(After::KeyPress) {
            return None;
        }
        self.hit(strikes(After::KeyPress));
        if block_on(self.drafts().keep(FORM, &self.draft(TEXT))).is_err() {
            self.said = "not saved";
            // The next pause in typing tries again.
            return None;
        }
        if ends(After::DraftPut) {
            return None;
        }
        self.hit(strikes(After::DraftPut));
        let group = vec![self.envelope.clone()];
        let done: Vec<Write> = vec![Drafts::<CrashStore>::done(FORM)];
        if block_on(self.device.outbox.record_with(group, done, NOW)).is_err() {
            self.said = "not saved";
            return None;
        }
        if ends(After::EnvelopePut) {
            return None;
        }
        self.said = "on this device";
        if ends(After::SaidOnDevice) {
            return None;
        }
        // Before the offer nothing is written: an error of the store strikes the next write, which is the outcome's.
        let until_outcome = [
            After::EnvelopePut,
            After::SaidOnDevice,
            After::PostStarts,
            After::ServerCommits,
            After::AnswerLeaves,
        ];
        self.hit(until_outcome.into_iter().any(strikes));
        let is_away = matches!(
            after,
            After::KeyPress | After::DraftPut | After::EnvelopePut | After::SaidOnDevice
        );
        if is_away && blow == Blow::Cut {
            self.line.breaks.set(Some((After::PostStarts, Blow::Cut)));
        }
        if is_away && blow == Blow::ServerKill {
            self.line.server.borrow_mut().restart();
        }
        let round = until_it_waits(self.device.outbox.drain(self.line, NOW))?;
        match round {
            Ok(round) if round.end == RoundEnd::Done => {}
            Ok(_) => {
                self.said = "sent";
                return None;
            }
            Err(_) => return None,
        }
        if ends(After::OutcomePut) {
            return None;
        }
        self.hit(strikes(After::OutcomePut));
        let is_packed = match (after, blow) {
            (After::OutcomePut, Blow::Cut | Blow::ServerKill) => false,
            _ => self.fetch_pack(),
        };
        if ends(After::PackUpdated) {
            return None;
        }
        self.said = if is_packed {
            "confirmed"
        } else {
            "confirmed, pack of before"
        };
        Some(())
    }

    fn hit(&self, is_hit: bool) {
        self.device.store.strike(is_hit.then_some(StoreFault::Full));
    }

    fn fetch_pack(&self) -> bool {
        let actor = &self.device.actor;
        let server = self.line.server.borrow();
        let pack = server
            .ask(|tx| {
                let wish = PackWish {
                    chosen: vec![case_of(&self.envelope)],
                };
                backend::case::pack(tx, actor, &wish)
            })
            .unwrap()
            .into_value();
        let lists = PackedLists::default();
        block_on(self.packs().replace(actor, &pack, &lists, 72, NOW)).is_ok()
    }

    fn left(&self) -> Left {
        let outbox = block_on(Outbox::open(
            self.device.store.clone(),
            self.device.actor.account,
        ))
        .unwrap();
        let entries = outbox.entries();
        let entry = entries
            .iter()
            .find(|entry| entry.envelopes[0].id == self.envelope.id);
        let draft = block_on(self.drafts().find(FORM)).unwrap();
        let typed = match draft {
            Some(draft) if draft == self.draft(TEXT) => "all",
            Some(_) => "all but the last keys",
            None => "nothing",
        };
        let log = self.line.server.borrow().log();
        let files = block_on(self.packs().files()).unwrap();
        Left {
            said: self.said,
            typed,
            entry: match entry.and_then(shared::device::Entry::standing) {
                Some(Standing::Confirmed) => "confirmed",
                Some(Standing::Sent) => "sent",
                Some(Standing::OnDevice) => "on_device",
                Some(Standing::NeedsYou) => "needs_you",
                None => "none",
            },
            on_server: log
                .iter()
                .filter(|logged| logged.id == self.envelope.id)
                .count(),
            packed: files
                .iter()
                .flat_map(|file| &file.notes)
                .any(|note| note.draft.as_ref().is_some_and(|draft| draft.text == TEXT)),
        }
    }
}

fn case_of(envelope: &Envelope) -> shared::kernel::CaseId {
    match &envelope.command {
        Command::AddNote(note) => note.case,
        _ => unreachable!("the tablet writes a note"),
    }
}

/// One way to be interrupted: what is left at once, and what is there once everything works again.
fn interrupted(after: After, blow: Blow) -> (Left, Left) {
    let opened = opened();
    let actor = actors()[FIRST_WORKER].clone();
    let server = RefCell::new(Server::from(&opened.server, 1, NOW));
    let (person, case) = {
        let server = server.borrow();
        let post = actor.post.clone().unwrap();
        let (person, case, ..) = server.model.cases_of(&post).next().unwrap();
        (person, case)
    };
    let (id, content) = &opened.devices[FIRST_WORKER];
    let device = Device::new(actor.clone(), *id, content);
    let draft = NoteDraft {
        occurred_on: Some(NOW.day()),
        contact: Some("HAUSBESUCH".parse().unwrap()),
        text: TEXT.to_owned(),
        ..NoteDraft::default()
    };
    let note = NoteId::born(NOW, [8; 10]);
    let command = Command::AddNote(AddNote { note, case, draft });
    let envelope = device.envelope(
        EnvelopeId::born(NOW, [9; 10]),
        Subject::Person(person),
        command,
        NOW,
    );
    let is_on_the_way = matches!(
        after,
        After::PostStarts | After::ServerCommits | After::AnswerLeaves
    );
    let line = Line {
        server: &server,
        actor: &actor,
        breaks: Cell::new(is_on_the_way.then_some((after, blow))),
    };
    let mut tablet = Tablet {
        device,
        line: &line,
        envelope,
        said: "",
    };
    tablet.work(after, blow);
    tablet.device.store.strike(None);
    if blow.ends_app() {
        tablet.device.restart();
    }
    let at_once = tablet.left();
    // Everything works again: who finds a draft finishes it, what waits is sent, the pack is fetched.
    line.breaks.set(None);
    if tablet.left().entry == "none" {
        let done = vec![Drafts::<CrashStore>::done(FORM)];
        let group = vec![tablet.envelope.clone()];
        block_on(tablet.device.outbox.record_with(group, done, NOW)).unwrap();
    }
    let round = block_on(tablet.device.outbox.drain(&line, NOW)).unwrap();
    assert_eq!(round.end, RoundEnd::Done, "{after:?} {blow:?}");
    assert!(tablet.fetch_pack());
    tablet.said = "confirmed";
    let later = tablet.left();
    let is_applied = server
        .borrow()
        .log()
        .iter()
        .any(|logged| logged.id == tablet.envelope.id && logged.kind == "applied");
    assert!(is_applied, "{after:?} {blow:?}");
    (at_once, later)
}

#[test]
fn a_tablet_that_is_interrupted_anywhere_keeps_what_the_table_says() {
    let mut table = String::new();
    for after in After::iter() {
        for blow in Blow::iter() {
            let (now, later) = interrupted(after, blow);
            let (after, blow): (&str, &str) = (after.into(), blow.into());
            writeln!(
                table,
                "{after:<15}| {blow:<14}| {:<26}| {:<22}| {:<10}| {:<7}| {}",
                now.said,
                now.typed,
                now.entry,
                now.on_server,
                if now.packed { "yes" } else { "no" },
            )
            .unwrap();
            // Whatever it was: in the end it is there once, everywhere, and nothing is left half typed.
            assert_eq!(
                (later.typed, later.entry, later.on_server, later.packed),
                ("nothing", "confirmed", 1, true),
                "{after} {blow}"
            );
        }
    }
    let wanted: String = include_str!("gaps.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(table, wanted, "as it is now:\n{table}");
}
