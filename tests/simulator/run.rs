//! One run: a seed, a number of steps, the faults that are switched on. Everything that happens follows from these.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pollster::block_on;
use sha2::{Digest, Sha256};
use shared::command::{Command, CommandName};
use shared::device::{Entry, EntryState, Net, NetFailure, RoundEnd};
use shared::erasure::{AskErasure, ConfirmErasure, ErasureReason};
use shared::exchange::{Envelope, Offer, OfferAnswer, Subject};
use shared::intake::EditIntake;
use shared::kernel::{
    Actor, DeviceId, Edits, EnvelopeId, ErasureId, FieldEdit, FieldProblems, IntakeId, Moment,
    PersonId, ProblemCode, Role,
};
use shared::person::EditPerson;
use strum::IntoEnumIterator;

use crate::checks;
use crate::commands::{self, Hand};
use crate::device::{Device, Recorded, StoreFault};
use crate::dice::Dice;
use crate::faults::{Deed, Fault, Met};
use crate::looking;
use crate::opening::opened;
use crate::people::{COORDINATOR, MORNING, actors};
use crate::server::Server;

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
    /// The commands that are made most.
    pub(crate) wanted: Vec<CommandName>,
    /// How often these two are chosen, in a thousand.
    pub(crate) rate: usize,
    /// Steps that are left out, to find the few that matter.
    pub(crate) without: BTreeSet<usize>,
    /// A mistake made on purpose, to see that it is found.
    pub(crate) mistake: Option<Mistake>,
}

/// What a worse product would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// The app forgets an unsent entry when it is started again.
    ForgetsOnStart,
    /// The server lets everybody read a pack as if they were somebody else.
    PacksForAnother,
    /// The app sends what was written later first.
    SendsBackwards,
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
            wanted: vec![wanted],
            rate: 200,
            without: BTreeSet::new(),
            mistake: None,
        }
    }

    /// A plan for one fault and the commands that have not met it.
    pub(crate) fn of_pairs(seed: u64, certain: Fault, wanted: Vec<CommandName>) -> Self {
        Self {
            faults: [certain].into(),
            certain,
            rate: 700,
            ..Self::of(seed, 30 + 12 * wanted.len())
        }
        .wanting(wanted)
    }

    /// A plan for commands that were answered too rarely in some way, with a little of what goes wrong.
    pub(crate) fn of_commands(seed: u64, wanted: Vec<CommandName>) -> Self {
        // In every third round nothing makes work late, so that it is done and not held.
        let turn = seed % 3;
        let (mut faults, mut certain) = if turn != 1 {
            let faults = [Fault::HandedIn, Fault::CaseMoved, Fault::AnswerLost];
            (BTreeSet::from(faults), Fault::HandedIn)
        } else {
            (BTreeSet::from([Fault::AnswerLost]), Fault::AnswerLost)
        };
        if wanted.contains(&CommandName::ConfirmErasure) {
            // Only an older copy has somebody to be erased again.
            faults.extend([Fault::Erased, Fault::Restore]);
            if turn == 2 {
                certain = Fault::Erased;
            }
        }
        Self {
            rate: 700,
            faults,
            certain,
            ..Self::of(seed, 40 + 20 * wanted.len())
        }
        .wanting(wanted)
    }

    fn wanting(self, wanted: Vec<CommandName>) -> Self {
        Self { wanted, ..self }
    }

    fn is_for_a_pair(&self) -> bool {
        self.rate > 500
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
    pub(crate) restores: u32,
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
    is_backwards: bool,
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
        let mut offer = offer.clone();
        if self.is_backwards {
            offer.groups.reverse();
        }
        self.server
            .offer(&actor, &offer)
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
            Some(Fault::Busy) => {
                let lock = self.server.lock();
                let answer = self.deliver(device, offer);
                drop(lock);
                if answer.is_ok() {
                    self.server
                        .violations
                        .push("something was written although the lock was held".to_owned());
                }
                answer
            }
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

/// The town while it runs.
pub(crate) struct World {
    pub(crate) devices: Vec<Device>,
    between: RefCell<Between>,
    now: Moment,
    commands: usize,
    mistake: Option<Mistake>,
    violations: Vec<String>,
    story: Vec<(usize, String)>,
}

/// Runs a plan to its end and checks what must hold.
pub(crate) fn run(plan: &Plan) -> Report {
    let mut world = World::begin(plan);
    for step in 0..plan.steps {
        if !plan.without.contains(&step) {
            world.step(plan, step);
        }
    }
    world.settle();
    let mut violations = world.violations;
    let between = world.between.into_inner();
    let mut met = between.met;
    let log = between.server.log();
    for logged in log.iter().filter(|logged| {
        // What the opening did says nothing about this run.
        !opened().server.has(logged.id)
    }) {
        if let Some(told) = &logged.content {
            met.answered(&told.envelope.command, &told.outcome);
        }
    }
    met.done(Deed::ErasedAgain, between.server.erased_again);
    let told = world.devices.iter().map(Device::told_of_erased).sum();
    met.done(Deed::ToldOfErased, told);
    violations.extend(between.server.violations.iter().cloned());
    violations.extend(checks::all(&world.devices, &between.server, &log));
    let hash = between.events.finalize();
    Report {
        hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        met,
        violations,
        commands: world.commands,
        offers: between.offers,
        restores: between.server.restores,
        story: world.story,
    }
}

impl World {
    fn begin(plan: &Plan) -> Self {
        let opened = opened();
        let devices = actors()
            .iter()
            .zip(&opened.devices)
            .map(|(actor, (id, content))| Device::new(actor.clone(), *id, content))
            .collect();
        Self {
            devices,
            between: RefCell::new(Between {
                server: Server::from(&opened.server, plan.seed, MORNING),
                dice: Dice::seeded(plan.seed.wrapping_add(77)),
                faults: plan.faults.clone(),
                certain: Some(plan.certain),
                rate: plan.rate,
                is_calm: false,
                is_backwards: plan.mistake == Some(Mistake::SendsBackwards),
                late: Vec::new(),
                behind: Vec::new(),
                actors: actors().to_vec(),
                step: 0,
                met: Met::default(),
                offers: 0,
                events: Sha256::new(),
                in_second_tab: false,
            }),
            now: MORNING,
            commands: 0,
            mistake: plan.mistake,
            violations: Vec::new(),
            story: Vec::new(),
        }
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
        let wanted = *dice.one(&plan.wanted).unwrap_or(&CommandName::AddNote);
        let device = self.whose_turn(plan, wanted, &mut dice);
        match dice.below(100) {
            below if plan.is_for_a_pair() && below < 15 => self.disturb(plan, device, &mut dice),
            0..56 => self.record(plan, wanted, device, &mut dice),
            56..77 => self.drain(plan, device, &mut dice),
            77..84 => self.read(plan, device, &mut dice),
            84..87 => self.restart(device),
            87..90 => self.tidy_up(device, &mut dice),
            90..93 => self.devices[device].is_signed_in = true,
            _ => self.disturb(plan, device, &mut dice),
        }
    }

    /// Any device; where one command is wanted, most often one whose user does such work.
    fn whose_turn(&self, plan: &Plan, wanted: CommandName, dice: &mut Dice) -> usize {
        let any = dice.below(self.devices.len());
        if !plan.is_for_a_pair() || dice.chance(300) {
            return any;
        }
        let able: Vec<usize> = (0..self.devices.len())
            .filter(|device| commands::is_work_of(&self.devices[*device].actor, wanted))
            .collect();
        let favourite = usize::try_from(plan.seed).unwrap_or(0) % able.len().max(1);
        able.get(favourite).copied().unwrap_or(any)
    }

    fn tell(&mut self, step: usize, text: String) {
        self.between.get_mut().event(&text);
        self.story.push((step, text));
    }

    /// The app is started again.
    fn restart(&mut self, device: usize) {
        let worker = &mut self.devices[device];
        if self.mistake == Some(Mistake::ForgetsOnStart)
            && let Some(last) = worker.outbox.unsent().pop()
        {
            let gone = shared::device::Write::Delete(shared::device::Area::Outbox, last.key());
            block_on(shared::device::Store::commit(&worker.store, vec![gone])).unwrap();
        }
        worker.restart();
    }

    fn record(&mut self, plan: &Plan, wanted: CommandName, device: usize, dice: &mut Dice) {
        let step = self.between.get_mut().step;
        let wanted = dice.chance(plan.rate).then_some(wanted);
        let name = wanted.unwrap_or_else(|| commands::choose(&self.devices[device].actor, dice));
        let now = self.devices[device].now(self.now);
        let group = {
            let worker = &self.devices[device];
            let pending = worker.pending();
            let model = &self.between.get_mut().server.model;
            let town = model.with(&worker.actor, pending.iter());
            let mut group = Vec::new();
            let size = if dice.chance(150) { 2 } else { 1 };
            for _ in 0..size {
                let mut hand = Hand {
                    dice,
                    now,
                    actor: &worker.actor,
                    town: &town,
                    screen: worker,
                };
                let Some((subject, command)) = commands::make(name, &mut hand) else {
                    continue;
                };
                let id = EnvelopeId::born(now, dice.bytes());
                group.push(worker.envelope(id, subject, command, now));
            }
            group
        };
        if group.is_empty() {
            return;
        }
        let fault = self.store_fault(plan, dice);
        let in_second_tab = dice.chance(500);
        let worker = &mut self.devices[device];
        let (is_off, is_ahead) = (worker.clock_is_off_by != 0, worker.is_ahead);
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
            if is_ahead {
                met.note(name, Fault::AppVersion);
            }
        }
        if kept {
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
        self.after_writing(device);
        let worker = &self.devices[device];
        let text = format!("device {device} sends: {round:?} {:?}", answers(worker));
        self.tell(step, text);
    }

    /// Nothing strikes the store any more; a killed app is started again, a living one reads what is there.
    fn after_writing(&mut self, device: usize) {
        let worker = &mut self.devices[device];
        worker.store.strike(None);
        if worker.store.was_killed() {
            self.restart(device);
        } else {
            block_on(worker.outbox.reload()).unwrap();
        }
    }

    /// The device reads what it may from the server, and tries what it may not.
    fn read(&mut self, plan: &Plan, device: usize, dice: &mut Dice) {
        if !self.devices[device].is_signed_in {
            return;
        }
        let strike = self.store_fault(plan, dice);
        let reader = self.reader(device);
        let between = self.between.get_mut();
        let actor = between.actors[device].clone();
        let persons: Vec<PersonId> = between.server.model.persons.keys().rev().copied().collect();
        let mut whom: Vec<PersonId> = persons.iter().take(6).copied().collect();
        whom.extend((0..2).filter_map(|_| dice.one(&persons).copied()));
        whom.extend(between.server.model.erased.iter().rev().take(2));
        let worker = &mut self.devices[device];
        let server = &between.server;
        let mut broken = looking::look(worker, server, &actor, &whom, "Yılmaz Amina 1991");
        if worker.actor.is(Role::CaseManager) {
            worker.store.strike(strike.map(|(_, strike)| strike));
            let now = worker.now(self.now);
            broken.extend(looking::pack(worker, server, &actor, &reader, now));
        }
        self.violations.extend(broken);
        self.after_writing(device);
    }

    /// Whom the server takes a device for when it asks for a pack.
    fn reader(&self, device: usize) -> Actor {
        let actors = &self.between.borrow().actors;
        if self.mistake == Some(Mistake::PacksForAnother) && device + 1 < actors.len() {
            actors[device + 1].clone()
        } else {
            actors[device].clone()
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
        if matches!(entry.state, EntryState::NeedsYou { .. })
            && entry.conflicts().next().is_some()
            && entry
                .conflicts()
                .all(|(envelope, _)| is_edit(&envelope.command))
            && dice.chance(500)
        {
            self.choose(device, entry, dice);
            return;
        }
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

    /// The worker chooses at every field of a conflict what holds; from then on it needs nobody.
    fn choose(&mut self, device: usize, entry: &Entry, dice: &mut Dice) {
        let now = self.devices[device].now(self.now);
        let mut forms: BTreeMap<(Subject, Option<IntakeId>), Edits> = BTreeMap::new();
        for (envelope, conflict) in entry.conflicts() {
            let intake = match &envelope.command {
                Command::EditPerson(_) => None,
                Command::EditIntake(edit) => Some(edit.intake),
                _ => continue,
            };
            let (current, wrote) = (&conflict.current, &conflict.wrote);
            let wrote = if dice.chance(500) { wrote } else { current };
            let edit = FieldEdit {
                saw: current.clone(),
                wrote: wrote.clone(),
            };
            let of = (envelope.subject.clone(), intake);
            let edits = forms.entry(of).or_default();
            edits.0.insert(conflict.path.clone(), edit);
        }
        let worker = &mut self.devices[device];
        let group: Vec<Envelope> = forms
            .into_iter()
            .map(|((subject, intake), edits)| {
                let command = match intake {
                    None => Command::EditPerson(EditPerson { edits }),
                    Some(intake) => Command::EditIntake(EditIntake { intake, edits }),
                };
                let id = EnvelopeId::born(now, dice.bytes());
                worker.envelope(id, subject, command, now)
            })
            .collect();
        if group.is_empty() {
            return;
        }
        worker.record(group, now, false);
        let still = worker.outbox.entries().into_iter().any(|one| {
            one.key() == entry.key() && matches!(one.state, EntryState::NeedsYou { .. })
        });
        if still {
            self.violations
                .push("a conflict that was decided still needs somebody".to_owned());
        }
        let step = self.between.get_mut().step;
        self.tell(step, format!("device {device} decides a conflict"));
    }

    /// Something happens to the town as a whole, or to a device as a whole.
    fn disturb(&mut self, plan: &Plan, device: usize, dice: &mut Dice) {
        let able: Vec<Fault> = Fault::TO_THE_TOWN
            .into_iter()
            .filter(|fault| plan.faults.contains(fault))
            .collect();
        let fault = match able.contains(&plan.certain) && plan.is_for_a_pair() {
            true if dice.chance(850) => Some(plan.certain),
            _ if dice.chance(200) => None,
            _ => dice.one(&able).copied(),
        };
        match fault {
            Some(Fault::Restore) => self.restore(),
            Some(Fault::ClockJump) => {
                let by = i64::try_from(dice.below(6 * 86_400_000)).unwrap() - 3 * 86_400_000;
                self.devices[device].clock_is_off_by = by;
            }
            Some(Fault::SessionEnd) => self.devices[device].is_signed_in = false,
            Some(Fault::CaseMoved) => self.move_case(dice),
            Some(Fault::Erased) => self.erase(dice),
            Some(Fault::HandedIn) => self.hand_in(device, dice),
            Some(Fault::RightRevoked) => self.revoke(device),
            Some(Fault::StoreEvicted) => self.evict(device, dice),
            Some(Fault::AppVersion) => {
                let worker = &mut self.devices[device];
                worker.is_ahead = !worker.is_ahead;
            }
            _ => self.between.get_mut().server.back_up(),
        }
    }

    /// The server goes back to its last backup.
    fn restore(&mut self) {
        let between = self.between.get_mut();
        let step = between.step;
        if between.server.restore() {
            self.note_held(Fault::Restore, None);
            self.tell(step, "the server is restored".to_owned());
        }
    }

    /// The session is over and what waits is handed in, signed by the device; the answer may get lost.
    fn hand_in(&mut self, device: usize, dice: &mut Dice) {
        let now = self.devices[device].now(self.now);
        let worker = &mut self.devices[device];
        worker.is_signed_in = false;
        let between = self.between.get_mut();
        let step = between.step;
        // The first answer may say that the server was restored; the second is about what it lost as well.
        for _ in 0..2 {
            let mut entries = worker.outbox.unsent();
            // What came from another device this one cannot sign for.
            let id = worker.id;
            entries.retain(|entry| entry.envelopes.iter().all(|envelope| envelope.device == id));
            let envelopes: Vec<Envelope> = entries
                .iter()
                .flat_map(|entry| entry.envelopes.iter().cloned())
                .collect();
            if envelopes.is_empty() {
                break;
            }
            for envelope in &envelopes {
                between
                    .met
                    .note(CommandName::from(&envelope.command), Fault::HandedIn);
            }
            let is_answer_lost = dice.chance(200);
            let known = worker.outbox.marks().epoch;
            if let Ok(answer) = between.server.hand_in(&worker.actor, known, &envelopes)
                && !is_answer_lost
            {
                // A store that fails here hands in again; the answer is then the same.
                drop(block_on(worker.outbox.handed_in(&entries, answer, now)));
            }
            if worker.outbox.marks().epoch == known {
                break;
            }
        }
        let text = format!("device {device} hands in: {:?}", answers(worker));
        self.tell(step, text);
    }

    /// Post and roles are taken from an account, or given back.
    fn revoke(&mut self, device: usize) {
        self.note_held(Fault::RightRevoked, Some(device));
        let account = self.devices[device].actor.account;
        let between = self.between.get_mut();
        for (now, then) in between.actors.iter_mut().zip(actors()) {
            if then.account == account {
                if now.roles.is_empty() {
                    *now = then.clone();
                } else {
                    now.roles.clear();
                    now.post = None;
                }
            }
        }
        let step = between.step;
        self.tell(step, format!("rights of device {device} change"));
    }

    /// The browser takes the store of a device away.
    fn evict(&mut self, device: usize, dice: &mut Dice) {
        self.note_held(Fault::StoreEvicted, Some(device));
        let now = self.devices[device].now(self.now);
        let id = DeviceId::born(now, dice.bytes());
        let has_rescue = dice.chance(500);
        let between = self.between.get_mut();
        let step = between.step;
        let life = (between.server.epoch(), between.server.restores);
        self.devices[device].lose_store(id, has_rescue, life, now);
        self.tell(
            step,
            format!("device {device} loses its store, rescue file: {has_rescue}"),
        );
    }

    /// The coordinator gives a case to another post while others have unsent work.
    fn move_case(&mut self, dice: &mut Dice) {
        let step = self.between.get_mut().step;
        let now = self.devices[COORDINATOR].now(self.now);
        let made = {
            let worker = &self.devices[COORDINATOR];
            let mut hand = Hand {
                dice,
                now,
                actor: &worker.actor,
                town: &self.between.get_mut().server.model,
                screen: worker,
            };
            commands::make(CommandName::AssignCase, &mut hand)
        };
        self.note_held(Fault::CaseMoved, None);
        let Some((subject, command)) = made else {
            return;
        };
        let told = self.send_at_once(COORDINATOR, subject, command, dice);
        self.tell(step, format!("the coordinator moves a case: {told}"));
    }

    /// Two decide that somebody is erased, most often one whom work that waits somewhere is about.
    fn erase(&mut self, dice: &mut Dice) {
        let step = self.between.get_mut().step;
        let model = &self.between.get_mut().server.model;
        let waiting: Vec<PersonId> = self
            .devices
            .iter()
            .flat_map(Device::pending)
            .filter_map(|envelope| envelope.subject.person())
            .filter(|person| model.persons.contains_key(person))
            .collect();
        let all: Vec<PersonId> = model.persons.keys().copied().collect();
        let of = if dice.chance(800) && !waiting.is_empty() {
            &waiting
        } else {
            &all
        };
        let Some((id, person)) = dice
            .one(of)
            .and_then(|id| Some((*id, model.persons.get(id)?)))
        else {
            return;
        };
        let asked = person.asked();
        let asker = (0..self.devices.len())
            .filter(|device| *device != COORDINATOR)
            .find(|device| person.is_for(&self.devices[*device].actor));
        let Some(asker) = asker else {
            return;
        };
        self.note_held(Fault::Erased, None);
        let erasure = asked.unwrap_or_else(|| ErasureId::born(self.now, dice.bytes()));
        let mut told = format!("{id} is erased:");
        if asked.is_none() {
            let ask = Command::AskErasure(AskErasure {
                erasure,
                reason: ErasureReason::KeptLongEnough,
                remark: String::new(),
            });
            told += " ";
            told += &self.send_at_once(asker, Subject::Person(id), ask, dice);
        }
        let confirm = Command::ConfirmErasure(ConfirmErasure { person: id });
        told += " ";
        told += &self.send_at_once(COORDINATOR, Subject::Erasure(erasure), confirm, dice);
        self.tell(step, told);
    }

    /// A worker does something and sends it, with all that waits on their device; nothing goes wrong with it. Says what it was.
    fn send_at_once(
        &mut self,
        device: usize,
        subject: Subject,
        command: Command,
        dice: &mut Dice,
    ) -> String {
        let now = self.devices[device].now(self.now);
        let id = EnvelopeId::born(now, dice.bytes());
        let worker = &mut self.devices[device];
        let envelope = worker.envelope(id, subject, command, now);
        let told = about(&envelope);
        worker.record(vec![envelope], now, false);
        let between = self.between.get_mut();
        let was_calm = std::mem::replace(&mut between.is_calm, true);
        let wire = Wire {
            between: &self.between,
            device,
            is_signed_in: true,
        };
        drop(block_on(self.devices[device].outbox.drain(&wire, now)));
        self.between.get_mut().is_calm = was_calm;
        told
    }

    /// Notes the fault for every command that waits on a device or is held there until it is backed up.
    fn note_held(&mut self, fault: Fault, only: Option<usize>) {
        let met = &mut self.between.get_mut().met;
        for (number, device) in self.devices.iter().enumerate() {
            if only.is_some_and(|only| only != number) {
                continue;
            }
            device.outbox.each(|entry| {
                for envelope in &entry.envelopes {
                    met.note(CommandName::from(&envelope.command), fault);
                }
            });
        }
    }

    /// Nothing goes wrong any more: everybody signs in, everything that is under way arrives, outboxes get empty (I6),
    /// packs are fetched.
    fn settle(&mut self) {
        {
            let between = self.between.get_mut();
            between.server.calm();
            between.server.restart();
            between.server.set_clock(self.now);
            between.is_calm = true;
            between.actors = actors().to_vec();
            between.deliver_late(usize::MAX);
            for (device, offer) in std::mem::take(&mut between.behind) {
                drop(between.deliver(device, &offer));
            }
        }
        for device in 0..self.devices.len() {
            self.restart(device);
            let worker = &mut self.devices[device];
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
                self.violations.push(format!(
                    "I6: device {device} still has {waiting:?} after {ROUNDS_MAX} quiet rounds: {end:?}"
                ));
            }
            let text = format!("device {device} settles: {:?}", answers(worker));
            self.between.get_mut().event(&text);
        }
        for device in 0..self.devices.len() {
            let reader = self.reader(device);
            let server = &self.between.get_mut().server;
            let worker = &mut self.devices[device];
            if worker.actor.is(Role::CaseManager) {
                let actor = worker.actor.clone();
                self.violations
                    .extend(looking::pack(worker, server, &actor, &reader, self.now));
            }
        }
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

/// Whether a command edits a form. Late work that was accepted conflicts too, and is decided at the form.
fn is_edit(command: &Command) -> bool {
    matches!(command, Command::EditPerson(_) | Command::EditIntake(_))
}
