//! One run: a seed, a number of steps, the faults that are switched on. Everything that happens follows from these.

use std::cell::RefCell;
use std::collections::BTreeSet;

use pollster::block_on;
use sha2::{Digest, Sha256};
use shared::command::CommandName;
use shared::device::{EntryState, Net, NetFailure, RoundEnd};
use shared::exchange::{Envelope, Offer, OfferAnswer, Outcome};
use shared::kernel::{
    AccountId, Actor, DeviceId, EnvelopeId, FieldProblems, Moment, ProblemCode, Role,
};
use strum::IntoEnumIterator;

use crate::checks;
use crate::commands::{self, Hand, Known, Opens, POSTS};
use crate::device::{Device, Recorded, StoreFault};
use crate::dice::Dice;
use crate::faults::{Fault, Met};
use crate::server::{Server, ags};

/// 2026-11-23 09:00 in Leverkusen.
const MORNING: Moment = Moment::from_millis(1_795_420_800_000);
/// How many rounds of sending may be needed once nothing goes wrong any more (I6).
const ROUNDS_MAX: usize = 3;

/// What a run is made of.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) steps: usize,
    pub(crate) faults: BTreeSet<Fault>,
    /// The one that strikes most.
    pub(crate) certain: Fault,
    /// The command that is made most.
    pub(crate) wanted: CommandName,
    /// How often these two are chosen, in a thousand.
    pub(crate) rate: usize,
    /// Steps that are left out, to find the few that matter.
    pub(crate) without: BTreeSet<usize>,
}

impl Plan {
    /// The plan that follows from a seed: some faults are switched on, and one of them for certain.
    pub(crate) fn of(seed: u64, steps: usize) -> Self {
        let mut dice = Dice::seeded(seed);
        let all = Fault::all();
        let certain = all[usize::try_from(seed).unwrap_or(0) % all.len()];
        let share = [0, 150, 400, 800][dice.below(4)];
        let mut faults: BTreeSet<_> = all.into_iter().filter(|_| dice.chance(share)).collect();
        faults.insert(certain);
        let wanted = CommandName::iter()
            .cycle()
            .nth(usize::try_from(seed).unwrap_or(0) / Fault::all().len())
            .unwrap_or(CommandName::AddNote);
        Self {
            seed,
            steps,
            faults,
            certain,
            wanted,
            rate: 200,
            without: BTreeSet::new(),
        }
    }

    /// A plan for one pair: this command is made again and again, and meets this fault.
    pub(crate) fn of_pair(seed: u64, wanted: CommandName, certain: Fault) -> Self {
        Self {
            faults: [certain].into(),
            certain,
            wanted,
            rate: 600,
            ..Self::of(seed, 60)
        }
    }

    fn is_for_a_pair(&self) -> bool {
        self.faults.len() == 1 && self.rate > 500
    }
}

/// What came of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// A hash over everything that happened, in order.
    pub(crate) hash: String,
    pub(crate) met: Met,
    pub(crate) violations: Vec<String>,
    pub(crate) commands: usize,
    pub(crate) offers: usize,
    pub(crate) restores: usize,
    /// What was done in each step, for people.
    pub(crate) story: Vec<(usize, String)>,
}

/// Everything between devices and server.
struct Between {
    server: Server,
    dice: Dice,
    faults: BTreeSet<Fault>,
    certain: Option<Fault>,
    rate: usize,
    is_calm: bool,
    late: Vec<(usize, usize, Offer)>,
    behind: Vec<(usize, Offer)>,
    actors: Vec<Actor>,
    step: usize,
    met: Met,
    offers: usize,
    events: Sha256,
    in_second_tab: bool,
}

impl Between {
    fn deliver(&mut self, device: usize, offer: &Offer) -> Result<OfferAnswer, NetFailure> {
        let actor = self.actors[device].clone();
        self.server
            .offer(&actor, offer)
            .map_err(|_| NetFailure::Unavailable)
    }

    fn note(&mut self, offer: &Offer, fault: Fault) {
        for envelope in offer.groups.iter().flatten() {
            self.met.note(CommandName::from(&envelope.command), fault);
        }
    }

    fn send(&mut self, device: usize, offer: &Offer) -> Result<OfferAnswer, NetFailure> {
        self.offers += 1;
        if self.in_second_tab {
            self.note(offer, Fault::SecondTab);
        }
        let able: Vec<_> = Fault::ON_THE_WAY
            .into_iter()
            .filter(|fault| self.faults.contains(fault))
            .collect();
        let certain = self.certain.filter(|fault| able.contains(fault));
        let fault = match self.dice.below(1000) {
            _ if self.is_calm => None,
            below if below < self.rate && certain.is_some() => certain,
            600.. => self.dice.one(&able).copied(),
            _ => None,
        };
        if let Some(fault) = fault {
            self.note(offer, fault);
        }
        let answer = self.strike(device, offer, fault);
        // What was overtaken arrives now.
        let (behind, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.behind)
            .into_iter()
            .partition(|(of, held)| *of == device && held != offer);
        self.behind = rest;
        for (of, held) in behind {
            // Nobody waits for this answer any more.
            drop(self.deliver(of, &held));
        }
        answer
    }

    fn strike(
        &mut self,
        device: usize,
        offer: &Offer,
        fault: Option<Fault>,
    ) -> Result<OfferAnswer, NetFailure> {
        match fault {
            Some(Fault::RequestLost) => Err(if self.dice.chance(500) {
                NetFailure::Unreachable
            } else {
                NetFailure::NoAnswer
            }),
            Some(Fault::AnswerLost) => {
                drop(self.deliver(device, offer));
                Err(NetFailure::NoAnswer)
            }
            Some(Fault::Delayed) => {
                let due = self.step + 1 + self.dice.below(20);
                self.late.push((due, device, offer.clone()));
                Err(NetFailure::NoAnswer)
            }
            Some(Fault::Reordered) => {
                self.behind.push((device, offer.clone()));
                Err(NetFailure::NoAnswer)
            }
            Some(Fault::Duplicated) => {
                drop(self.deliver(device, offer));
                self.deliver(device, offer)
            }
            Some(Fault::Odd) => Err(NetFailure::Odd {
                status: [200, 403, 404, 413][self.dice.below(4)],
            }),
            Some(Fault::Unreadable) => {
                let group = self.dice.below(offer.groups.len());
                let path = format!("groups.{group}.0.command.with");
                Err(NetFailure::Fields {
                    fields: FieldProblems::at(path, ProblemCode::UnknownField),
                })
            }
            Some(Fault::ServerCrash) => {
                let n = 1 + self.dice.below(30 * offer.groups.len());
                self.server.fail_write(i64::try_from(n).unwrap());
                drop(self.deliver(device, offer));
                self.server.restart();
                Err(NetFailure::NoAnswer)
            }
            Some(Fault::ServerCrashAfterCommit) => {
                drop(self.deliver(device, offer));
                self.server.restart();
                Err(NetFailure::NoAnswer)
            }
            Some(Fault::ServerFull) => {
                let n = 1 + self.dice.below(30 * offer.groups.len());
                self.server.fail_write(i64::try_from(n).unwrap());
                let answer = self.deliver(device, offer);
                self.server.calm();
                answer
            }
            Some(Fault::Busy) => Err(NetFailure::Unavailable),
            _ => self.deliver(device, offer),
        }
    }

    fn deliver_late(&mut self, until: usize) {
        let (due, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.late)
            .into_iter()
            .partition(|(due, ..)| *due <= until);
        self.late = rest;
        for (_, device, offer) in due {
            drop(self.deliver(device, &offer));
        }
    }

    fn event(&mut self, text: &str) {
        self.events.update(text.as_bytes());
        self.events.update([0]);
    }
}

/// One device's way to the server.
struct Wire<'a> {
    between: &'a RefCell<Between>,
    device: usize,
    is_signed_in: bool,
}

impl Net for Wire<'_> {
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure> {
        let mut between = self.between.borrow_mut();
        if !self.is_signed_in {
            between.note(&offer, Fault::SessionEnd);
            return Err(NetFailure::NotSignedIn);
        }
        between.send(self.device, &offer)
    }
}

/// Who works in the simulated town: reception, coordinator, and a case manager at each of the five units.
fn actors() -> Vec<Actor> {
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
    // A second receptionist, and second devices of the first one and of two case managers: two tablets, one case.
    actors.push(actor("service-point", Role::Reception, None));
    for twice in [0, 2, 3] {
        actors.push(actors[twice].clone());
    }
    actors
}

/// The town while it runs.
pub(crate) struct World {
    pub(crate) devices: Vec<Device>,
    between: RefCell<Between>,
    known: Known,
    now: Moment,
    commands: usize,
    restores: usize,
    story: Vec<(usize, String)>,
}

/// Runs a plan to its end and checks what must hold.
pub(crate) fn run(plan: &Plan) -> Report {
    let mut world = World::begin(plan);
    world.open();
    for step in 0..plan.steps {
        if !plan.without.contains(&step) {
            world.step(plan, step);
        }
    }
    let mut violations = world.settle();
    let between = world.between.into_inner();
    let mut met = between.met;
    let log = between.server.log();
    for logged in &log {
        let how = match logged.outcome {
            Outcome::Applied => "applied",
            Outcome::Refused { .. } => "refused",
            Outcome::Conflict { .. } => "conflict",
            Outcome::Held => "held",
        };
        met.answered(CommandName::from(&logged.envelope.command), how);
    }
    violations.extend(between.server.violations.iter().cloned());
    violations.extend(checks::all(&world.devices, &between.server, &log));
    let hash = between.events.finalize();
    Report {
        hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        met,
        violations,
        commands: world.commands,
        offers: between.offers,
        restores: world.restores,
        story: world.story,
    }
}

impl World {
    fn begin(plan: &Plan) -> Self {
        let actors = actors();
        let mut dice = Dice::seeded(2);
        let devices = actors
            .iter()
            .map(|actor| Device::new(actor.clone(), DeviceId::born(MORNING, dice.bytes())))
            .collect();
        Self {
            devices,
            between: RefCell::new(Between {
                server: Server::start(plan.seed, MORNING),
                dice: Dice::seeded(plan.seed.wrapping_add(77)),
                faults: plan.faults.clone(),
                certain: Some(plan.certain),
                rate: plan.rate,
                is_calm: false,
                late: Vec::new(),
                behind: Vec::new(),
                actors,
                step: 0,
                met: Met::default(),
                offers: 0,
                events: Sha256::new(),
                in_second_tab: false,
            }),
            known: Known::default(),
            now: MORNING,
            commands: 0,
            restores: 0,
            story: Vec::new(),
        }
    }

    /// What is there before anything goes wrong, made by commands like everything else.
    fn open(&mut self) {
        self.between.get_mut().is_calm = true;
        let mut dice = Dice::seeded(3);
        for (who, subject, command) in commands::opening(&mut dice, self.now) {
            let device = match who {
                Opens::Reception => 0,
                Opens::Coordinator => 1,
            };
            let worker = &mut self.devices[device];
            let actor = worker.actor.clone();
            let id = EnvelopeId::born(self.now, dice.bytes());
            self.known.learn(&actor, &subject, &command);
            let envelope = worker.envelope(id, subject, command, self.now);
            worker.record(vec![envelope], self.now, false);
            let wire = Wire {
                between: &self.between,
                device,
                is_signed_in: true,
            };
            let round = block_on(worker.outbox.drain(&wire, self.now)).unwrap();
            assert_eq!(
                (round.answered, round.needs_you),
                (1, 0),
                "the opening is done: {:?}",
                answers(worker)
            );
        }
        self.between.get_mut().is_calm = false;
    }

    /// One step. Its dice depend on seed and number alone, so that leaving out another step changes nothing here.
    fn step(&mut self, plan: &Plan, step: usize) {
        let mut dice = Dice::seeded(plan.seed.wrapping_mul(1_000_003).wrapping_add(step as u64));
        {
            let between = self.between.get_mut();
            between.step = step;
            between.dice = Dice::seeded(dice.next());
            between.deliver_late(step);
        }
        self.now = self
            .now
            .plus_millis(1 + i64::try_from(dice.below(600_000)).unwrap());
        let skew = if plan.faults.contains(&Fault::ClockJump) && dice.chance(50) {
            i64::try_from(dice.below(6 * 86_400_000)).unwrap() - 3 * 86_400_000
        } else {
            0
        };
        self.between
            .get_mut()
            .server
            .set_clock(self.now.plus_millis(skew));
        let device = dice.below(self.devices.len());
        match dice.below(100) {
            below if plan.is_for_a_pair() && below < 15 => self.disturb(plan, device, &mut dice),
            0..58 => self.record(plan, step, device, &mut dice),
            58..80 => self.drain(plan, device, &mut dice),
            80..86 => self.read(device),
            86..89 => self.devices[device].restart(),
            89..92 => self.tidy_up(device, &mut dice),
            92..94 => self.devices[device].is_signed_in = true,
            _ => self.disturb(plan, device, &mut dice),
        }
    }

    fn tell(&mut self, step: usize, text: String) {
        self.between.get_mut().event(&text);
        self.story.push((step, text));
    }

    fn record(&mut self, plan: &Plan, step: usize, device: usize, dice: &mut Dice) {
        let wanted = dice.chance(plan.rate).then_some(plan.wanted);
        let name = wanted.unwrap_or_else(|| commands::choose(&self.devices[device].actor, dice));
        let now = self.devices[device].now(self.now);
        let mut group = Vec::new();
        let size = if dice.chance(150) { 2 } else { 1 };
        for _ in 0..size {
            let worker = &self.devices[device];
            let view = |person| worker.view(person);
            let mut hand = Hand {
                dice,
                now,
                actor: &worker.actor,
                known: &self.known,
                view: &view,
            };
            let Some((subject, command)) = commands::make(name, &mut hand) else {
                continue;
            };
            let id = EnvelopeId::born(now, dice.bytes());
            group.push(worker.envelope(id, subject, command, now));
        }
        if group.is_empty() {
            return;
        }
        let fault = self.store_fault(plan, dice);
        let in_second_tab = dice.chance(500);
        let worker = &mut self.devices[device];
        let is_off = worker.clock_is_off_by != 0;
        worker.store.strike(fault.map(|(_, strike)| strike));
        worker.record(group.clone(), now, in_second_tab);
        worker.store.strike(None);
        let kept = worker
            .remembered
            .last()
            .is_some_and(|last| last.recorded == Recorded::Kept);
        let met = &mut self.between.get_mut().met;
        for envelope in &group {
            let name = CommandName::from(&envelope.command);
            if let Some((fault, _)) = fault {
                met.note(name, fault);
            }
            if is_off {
                met.note(name, Fault::ClockJump);
            }
        }
        if kept {
            let actor = self.devices[device].actor.clone();
            for envelope in &group {
                self.known.learn_of(&actor, envelope);
            }
            self.commands += group.len();
        }
        let told: Vec<String> = group.iter().map(about).collect();
        let faulty = fault.map_or("", |(fault, _)| fault.into());
        let text = format!("device {device} records {} {faulty}", told.join(" + "));
        self.tell(step, text);
    }

    fn store_fault(&self, plan: &Plan, dice: &mut Dice) -> Option<(Fault, StoreFault)> {
        let faults = [
            (Fault::DeviceCrash, StoreFault::KilledBefore),
            (Fault::DeviceCrashAfterPut, StoreFault::KilledAfter),
            (Fault::DeviceFull, StoreFault::Full),
        ];
        let able: Vec<_> = faults
            .into_iter()
            .filter(|(fault, _)| plan.faults.contains(fault))
            .collect();
        if dice.chance(300) {
            dice.one(&able).copied()
        } else {
            None
        }
    }

    fn drain(&mut self, plan: &Plan, device: usize, dice: &mut Dice) {
        let now = self.devices[device].now(self.now);
        let step = self.between.get_mut().step;
        if plan.faults.contains(&Fault::SecondTab) && dice.chance(600) {
            let worker = &mut self.devices[device];
            if worker.second_tab.is_none() {
                let second = block_on(shared::device::Outbox::open(
                    worker.store.clone(),
                    worker.actor.account,
                ));
                worker.second_tab = second.ok();
            }
        }
        let in_second_tab = self.devices[device].second_tab.is_some() && dice.chance(600);
        // The app is killed while the answer is being stored.
        let fault = self.store_fault(plan, dice);
        let strike = fault.filter(|_| dice.chance(400));
        self.between.get_mut().in_second_tab = self.devices[device].second_tab.is_some();
        let worker = &self.devices[device];
        worker.store.strike(strike.map(|(_, strike)| strike));
        let wire = Wire {
            between: &self.between,
            device,
            is_signed_in: worker.is_signed_in,
        };
        let tab = match (&worker.second_tab, in_second_tab) {
            (Some(second), true) => second,
            _ => &worker.outbox,
        };
        let round = block_on(tab.drain(&wire, now));
        self.between.get_mut().in_second_tab = false;
        let worker = &mut self.devices[device];
        worker.store.strike(None);
        if worker.store.was_killed() {
            worker.restart();
        } else {
            block_on(worker.outbox.reload()).unwrap();
        }
        let text = format!("device {device} sends: {round:?} {:?}", answers(worker));
        self.tell(step, text);
    }

    /// The device reads what it may from the server, as a page or a pack does.
    fn read(&mut self, device: usize) {
        let worker = &mut self.devices[device];
        if !worker.is_signed_in {
            return;
        }
        let server = &self.between.get_mut().server;
        for known in self.known.persons.iter().rev().take(8) {
            if let Some(draft) = checks::read_person(server, &worker.actor, known.person) {
                worker.read.insert(known.person, draft);
            }
        }
    }

    /// The worker looks at what needs them.
    fn tidy_up(&mut self, device: usize, dice: &mut Dice) {
        let now = self.devices[device].now(self.now);
        let worker = &mut self.devices[device];
        let in_need: Vec<_> = worker
            .outbox
            .entries()
            .into_iter()
            .filter(|entry| {
                matches!(
                    entry.state,
                    EntryState::NeedsYou { .. } | EntryState::Discarded { .. }
                )
            })
            .collect();
        let Some(entry) = dice.one(&in_need) else {
            return;
        };
        let choice = dice.below(3);
        let done = match choice {
            0 => block_on(worker.outbox.discard(entry.order, now)),
            1 => block_on(worker.outbox.take_back(entry.order)),
            _ => block_on(worker.outbox.offer_again(entry.order)),
        };
        if done != Ok(true) {
            return;
        }
        for remembered in &mut worker.remembered {
            if remembered.envelopes.first().map(|one| one.id)
                == entry.envelopes.first().map(|one| one.id)
            {
                match choice {
                    0 => remembered.is_discarded = true,
                    1 => remembered.is_discarded = false,
                    _ => remembered.is_out_of_order = true,
                }
            }
        }
    }

    /// Something happens to the town as a whole.
    fn disturb(&mut self, plan: &Plan, device: usize, dice: &mut Dice) {
        let has = |fault| plan.faults.contains(&fault);
        let what = match plan.certain {
            Fault::ClockJump if plan.is_for_a_pair() => 2,
            Fault::SessionEnd if plan.is_for_a_pair() => 3,
            Fault::CaseMoved if plan.is_for_a_pair() => 4,
            _ => dice.below(5),
        };
        match what {
            0 => self.between.get_mut().server.back_up(),
            1 if has(Fault::Restore) => self.restore(),
            2 if has(Fault::ClockJump) => {
                let by = i64::try_from(dice.below(6 * 86_400_000)).unwrap() - 3 * 86_400_000;
                self.devices[device].clock_is_off_by = by;
            }
            3 if has(Fault::SessionEnd) => self.devices[device].is_signed_in = false,
            4 if has(Fault::CaseMoved) => self.move_case(dice),
            _ => {}
        }
    }

    /// The server goes back to its last backup, if it has one.
    fn restore(&mut self) {
        let between = self.between.get_mut();
        let step = between.step;
        if between.server.restore() {
            self.restores += 1;
            self.note_held(Fault::Restore);
            self.tell(step, "the server is restored".to_owned());
        }
    }

    /// The coordinator gives a case to another post while others have unsent work.
    fn move_case(&mut self, dice: &mut Dice) {
        let step = self.between.get_mut().step;
        let coordinator = 1;
        let now = self.devices[coordinator].now(self.now);
        let view = |person| self.devices[coordinator].view(person);
        let mut hand = Hand {
            dice,
            now,
            actor: &self.devices[coordinator].actor,
            known: &self.known,
            view: &view,
        };
        let made = commands::make(CommandName::AssignCase, &mut hand);
        self.note_held(Fault::CaseMoved);
        let Some((subject, command)) = made else {
            return;
        };
        let id = EnvelopeId::born(now, dice.bytes());
        let envelope = self.devices[coordinator].envelope(id, subject, command, now);
        let text = format!("the coordinator moves a case: {}", about(&envelope));
        let actor = self.devices[coordinator].actor.clone();
        self.known
            .learn(&actor, &envelope.subject, &envelope.command);
        self.devices[coordinator].record(vec![envelope], now, false);
        let between = self.between.get_mut();
        let was_calm = std::mem::replace(&mut between.is_calm, true);
        let wire = Wire {
            between: &self.between,
            device: coordinator,
            is_signed_in: true,
        };
        drop(block_on(self.devices[coordinator].outbox.drain(&wire, now)));
        self.between.get_mut().is_calm = was_calm;
        self.tell(step, text);
    }

    /// Notes the fault for every command that waits on a device or is held there until it is backed up.
    fn note_held(&mut self, fault: Fault) {
        let met = &mut self.between.get_mut().met;
        for device in &self.devices {
            device.outbox.each(|entry| {
                for envelope in &entry.envelopes {
                    met.note(CommandName::from(&envelope.command), fault);
                }
            });
        }
    }

    /// Nothing goes wrong any more: everybody signs in, everything that is under way arrives, outboxes get empty (I6).
    fn settle(&mut self) -> Vec<String> {
        let mut violations = Vec::new();
        {
            let between = self.between.get_mut();
            between.server.calm();
            between.server.set_clock(self.now);
            between.is_calm = true;
            between.deliver_late(usize::MAX);
            for (device, offer) in std::mem::take(&mut between.behind) {
                drop(between.deliver(device, &offer));
            }
        }
        for device in 0..self.devices.len() {
            let worker = &mut self.devices[device];
            worker.restart();
            worker.is_signed_in = true;
            worker.clock_is_off_by = 0;
            let mut end = None;
            for _ in 0..ROUNDS_MAX {
                let wire = Wire {
                    between: &self.between,
                    device,
                    is_signed_in: true,
                };
                let round = block_on(worker.outbox.drain(&wire, self.now)).unwrap();
                let is_done = round.end == RoundEnd::Done;
                end = Some(round);
                if is_done {
                    break;
                }
            }
            let waiting = worker.outbox.waiting();
            if waiting.unanswered > 0 || waiting.damaged > 0 {
                violations.push(format!(
                    "I6: device {device} still has {waiting:?} after {ROUNDS_MAX} quiet rounds: {end:?}"
                ));
            }
            let text = format!("device {device} settles: {:?}", answers(worker));
            self.between.get_mut().event(&text);
        }
        violations
    }
}

fn about(envelope: &Envelope) -> String {
    format!(
        "{} on {} as {}",
        envelope.command.name(),
        envelope.subject,
        envelope.id
    )
}

/// Where every entry of a device stands, for the hash of the run.
fn answers(device: &Device) -> Vec<String> {
    let mut answers = Vec::new();
    device.outbox.each(|entry| {
        answers.push(format!(
            "{} {:?} {:?}",
            entry.key(),
            entry.standing(),
            entry.answers()
        ));
    });
    answers
}
