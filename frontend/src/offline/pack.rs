//! The pack as pages use it: packed cases with what is unsent on top, fetched, chosen and left.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use shared::case::{CaseFile, CaseHead, calls::CaseHeads};
use shared::device::{
    PackAbout, PackState, ShownCase, ShownPerson, Standing, overlay, overlay_forms, overlay_person,
    persons_on_device,
};
use shared::intake::calls::IntakeFiles;
use shared::kernel::{CaseId, Moment, PersonId};
use shared::organisation::Organisation;
use shared::person::calls::PersonFile;

use super::state::{Offline, Place, RecordFailure};
use crate::platform;

/// The packed files as they were opened last, and how they look with what is unsent. They are in the memory of an open
/// device only, as its keys are.
#[derive(Debug, Default)]
pub(super) struct KeptFiles {
    kept: RefCell<Option<Kept>>,
    /// Counts up with every change of the pack: what was being opened meanwhile is not kept.
    changes: Cell<u32>,
}

#[derive(Debug)]
struct Kept {
    about: PackAbout,
    files: Rc<[CaseFile]>,
    /// How they were shown last.
    shown: Option<Shown>,
    /// The lines of the packed worklist whose files are not among them.
    left: Option<Rc<[CaseHead]>>,
}

/// How the files look with what is unsent, and the state of the outbox that this is of.
type Shown = (u32, Rc<[ShownCase]>);

impl KeptFiles {
    /// The files, as long as the pack may be read, and how they were shown last.
    fn find(&self, now: Moment) -> Option<(Rc<[CaseFile]>, Option<Shown>)> {
        let kept = self.kept.borrow();
        let kept = kept
            .as_ref()
            .filter(|kept| kept.about.age_hours(now) < i64::from(kept.about.hours))?;
        Some((Rc::clone(&kept.files), kept.shown.clone()))
    }

    fn keep(&self, changes: u32, about: PackAbout, files: &Rc<[CaseFile]>) {
        if self.changes.get() != changes {
            return;
        }
        let files = Rc::clone(files);
        self.kept.replace(Some(Kept {
            about,
            files,
            shown: None,
            left: None,
        }));
    }

    /// Who was left behind when the pack was opened, as long as it may be read.
    fn find_left(&self, now: Moment) -> Option<Rc<[CaseHead]>> {
        self.find(now)?;
        self.kept.borrow().as_ref()?.left.clone()
    }

    fn keep_left(&self, changes: u32, left: &Rc<[CaseHead]>) {
        if self.changes.get() == changes
            && let Some(kept) = self.kept.borrow_mut().as_mut()
        {
            kept.left = Some(Rc::clone(left));
        }
    }

    fn keep_shown(&self, revision: u32, files: &Rc<[CaseFile]>, shown: &Rc<[ShownCase]>) {
        if let Some(kept) = self.kept.borrow_mut().as_mut()
            && Rc::ptr_eq(&kept.files, files)
        {
            kept.shown = Some((revision, Rc::clone(shown)));
        }
    }

    /// What was looked up of the pack just now: one that is gone is kept no longer.
    fn follow(&self, state: &PackState) {
        match state {
            PackState::Ready(about) => {
                if let Some(kept) = self.kept.borrow_mut().as_mut() {
                    kept.about = about.clone();
                }
            }
            PackState::Absent | PackState::Expired => self.forget(),
        }
    }

    /// The pack was changed: it is opened anew when it is next asked for.
    pub(super) fn forget(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.kept.take();
    }
}

/// Packed cases with what is unsent on top.
#[derive(Debug, Clone, PartialEq)]
pub struct PackHandle(pub(super) Offline);

impl PackHandle {
    /// Where the work of this window is kept.
    #[must_use]
    pub fn place(&self) -> Place {
        self.0.place.clone()
    }

    /// Whether there is a pack to work with. One that has expired is wiped by asking.
    pub async fn state(&self) -> PackState {
        let Some(core) = self.0.verbs.core() else {
            return PackState::Absent;
        };
        let state = core.packs.open(platform::now()).await;
        let state = state.unwrap_or(PackState::Absent);
        core.kept.follow(&state);
        state
    }

    /// Fetches the pack anew.
    ///
    /// # Errors
    /// The key of the text that says why it could not be fetched.
    pub async fn fetch(&self) -> Result<(), &'static str> {
        self.0.verbs.fetch_pack().await
    }

    /// The cases that were chosen by hand.
    pub async fn chosen(&self) -> BTreeSet<CaseId> {
        match self.0.verbs.core() {
            Some(core) => core.packs.chosen().await.unwrap_or_default(),
            None => BTreeSet::new(),
        }
    }

    /// Takes a case along: it is chosen at once and its file fetched; without a network it comes with the next pack.
    ///
    /// # Errors
    /// The key of the text that says why it could not be chosen or fetched.
    pub async fn choose(&self, case: CaseId) -> Result<(), &'static str> {
        let core = self.0.verbs.core().ok_or("offline-closed")?;
        let chosen = core.packs.choose(case).await;
        chosen.map_err(|failure| RecordFailure::Store(failure).text_key())?;
        self.fetch().await
    }

    /// Takes a case off the device. Unsent work on it stays.
    ///
    /// # Errors
    /// The key of the text that says why it could not be taken off.
    pub async fn leave(&self, case: CaseId) -> Result<(), &'static str> {
        let core = self.0.verbs.core().ok_or("offline-closed")?;
        let left = core.packs.leave(case).await;
        core.kept.forget();
        self.0.verbs.changed();
        left.map_err(|failure| RecordFailure::Store(failure).text_key())
    }

    /// Takes the copy of a case off the device that the server no longer shows to this person. Unsent work on it stays.
    pub async fn withdraw(&self, case: CaseId) {
        if let Some(core) = self.0.verbs.core()
            && let Ok(Some(_)) = core.packs.file(case).await
        {
            // A copy that cannot be taken off now is taken off with the next pack.
            drop(core.packs.leave(case).await);
            core.kept.forget();
            self.0.verbs.changed();
        }
    }

    /// A packed case as it looks on this device.
    pub async fn case(&self, case: CaseId) -> Option<ShownCase> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        if matches!(self.state().await, PackState::Ready(_))
            && let Some(file) = core.packs.file(case).await.ok()?
        {
            return Some(overlay(&file, &core.outbox.entries(), &actor));
        }
        // Opened here, and not known to the server yet.
        let entries = core.outbox.entries();
        persons_on_device(&entries)
            .into_iter()
            .filter_map(|person| overlay_person(person, &entries, &actor)?.1)
            .find(|shown| shown.head.case == case)
    }

    /// A case that was read from the server just now, with what is unsent on top; its packed copy is refreshed.
    pub async fn show(&self, file: &CaseFile) -> Option<ShownCase> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        // A copy that cannot be refreshed is only an older copy.
        drop(core.packs.refresh(file).await);
        core.kept.forget();
        Some(overlay(file, &core.outbox.entries(), &actor))
    }

    /// A person whose forms were read from the server just now, with what is unsent on top.
    #[must_use]
    pub fn show_forms(&self, file: &PersonFile, intakes: &IntakeFiles) -> Option<ShownPerson> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        Some(overlay_forms(file, intakes, &core.outbox.entries(), &actor))
    }

    /// A person as they look on this device, from a packed case or from what was recorded here.
    pub async fn person(&self, person: PersonId) -> Option<ShownPerson> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        let entries = core.outbox.entries();
        let files = core.packs.files().await.ok()?;
        match files.iter().find(|file| file.head.person == person) {
            Some(file) => Some(overlay(file, &entries, &actor).person),
            None => Some(overlay_person(person, &entries, &actor)?.0),
        }
    }

    /// The persons that were recorded on this device and are not confirmed yet, oldest first, each with the case that
    /// was opened for them here.
    #[must_use]
    pub fn on_device(&self) -> Vec<(ShownPerson, Option<ShownCase>)> {
        let (Some(core), Some(actor)) = (self.0.verbs.core(), self.0.verbs.actor.borrow().clone())
        else {
            return Vec::new();
        };
        let entries = core.outbox.entries();
        persons_on_device(&entries)
            .into_iter()
            .filter_map(|person| overlay_person(person, &entries, &actor))
            .filter(|(person, _)| person.standing != Standing::Confirmed)
            .collect()
    }

    /// The packed organisation.
    pub async fn organisation(&self) -> Organisation {
        match self.0.verbs.core() {
            Some(core) => core.packs.organisation().await.unwrap_or_default(),
            None => Organisation::default(),
        }
    }

    /// The packed worklist.
    pub async fn worklist(&self) -> CaseHeads {
        match self.0.verbs.core() {
            Some(core) => core.packs.worklist().await.unwrap_or_default(),
            None => CaseHeads::default(),
        }
    }

    /// Those of the packed worklist whose cases were not taken along: only their lines are here. Kept as [`Self::cases`].
    pub async fn left_behind(&self) -> Rc<[CaseHead]> {
        let Some(core) = self.0.verbs.core() else {
            return Rc::new([]);
        };
        if let Some(left) = core.kept.find_left(platform::now()) {
            return left;
        }
        let changes = core.kept.changes.get();
        let packed: BTreeSet<CaseId> = {
            let cases = self.cases().await;
            cases.iter().map(|case| case.head.case).collect()
        };
        if !matches!(self.state().await, PackState::Ready(_)) {
            return Rc::new([]);
        }
        let heads = self.worklist().await.cases.into_iter();
        let left: Rc<[CaseHead]> = heads.filter(|head| !packed.contains(&head.case)).collect();
        core.kept.keep_left(changes, &left);
        left
    }

    /// Every packed case with what is unsent on top. Opening all of them takes a while, so what was opened is kept, as
    /// long as the device is open, until the pack changes or expires.
    pub async fn cases(&self) -> Rc<[ShownCase]> {
        let (Some(core), Some(actor)) = (self.0.verbs.core(), self.0.verbs.actor.borrow().clone())
        else {
            return Rc::new([]);
        };
        let revision = self.0.verbs.revision.get();
        let files = match core.kept.find(platform::now()) {
            Some((_, Some((of, shown)))) if of == revision => return shown,
            Some((files, _)) => files,
            None => {
                let PackState::Ready(about) = self.state().await else {
                    return Rc::new([]);
                };
                let changes = core.kept.changes.get();
                let files = core.packs.files().await.unwrap_or_default().into();
                core.kept.keep(changes, about, &files);
                files
            }
        };
        let entries = core.outbox.entries();
        let shown: Rc<[ShownCase]> = files
            .iter()
            .map(|file| overlay(file, &entries, &actor))
            .collect();
        core.kept.keep_shown(revision, &files, &shown);
        shown
    }
}

#[cfg(test)]
mod tests {
    use shared::kernel::{AccountId, Actor, Role};

    use super::*;

    const NOW: Moment = Moment::from_millis(1_795_420_800_000);

    fn about() -> PackAbout {
        PackAbout {
            actor: Actor {
                account: AccountId::born(NOW, [1; 10]),
                municipality: "05316000".parse().unwrap(),
                unit: "awo".parse().unwrap(),
                roles: [Role::CaseManager].into(),
                post: Some("awo-1".parse().unwrap()),
                name: "Anton Awo".into(),
            },
            fetched_at: NOW,
            latest_seen: NOW,
            hours: 72,
            cases: 0,
            limit: 0,
            by_itself: BTreeSet::new(),
        }
    }

    fn kept() -> KeptFiles {
        let kept = KeptFiles::default();
        kept.keep(0, about(), &Rc::from([]));
        kept
    }

    #[test]
    fn what_was_opened_is_kept_as_long_as_the_pack_may_be_read() {
        let hours = |hours: i64| NOW.plus_millis(hours * 3_600_000);
        let kept = kept();
        assert!(kept.find(hours(71)).is_some());
        assert!(kept.find(hours(72)).is_none());
        // A clock that was turned back makes it no younger.
        let seen = PackAbout {
            latest_seen: hours(72),
            ..about()
        };
        kept.follow(&PackState::Ready(seen));
        assert!(kept.find(NOW).is_none());
    }

    #[test]
    fn a_pack_that_changed_or_is_gone_is_opened_anew() {
        let kept = kept();
        kept.forget();
        assert!(kept.find(NOW).is_none());
        // What was being opened while it changed is what it held before.
        kept.keep(0, about(), &Rc::from([]));
        assert!(kept.find(NOW).is_none());
        kept.keep(1, about(), &Rc::from([]));
        assert!(kept.find(NOW).is_some());
        kept.follow(&PackState::Expired);
        assert!(kept.find(NOW).is_none());
    }

    #[test]
    fn what_is_shown_belongs_to_the_files_it_was_made_of() {
        let kept = kept();
        let (files, shown) = kept.find(NOW).unwrap();
        assert!(shown.is_none());
        kept.keep_shown(7, &files, &Rc::from([]));
        assert_eq!(kept.find(NOW).unwrap().1.unwrap().0, 7);
        kept.keep(0, about(), &Rc::from([]));
        kept.keep_shown(8, &files, &Rc::from([]));
        assert!(kept.find(NOW).unwrap().1.is_none());
    }
}
