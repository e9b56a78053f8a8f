//! The pack as pages use it: packed cases with what is unsent on top, fetched, chosen and left.

use std::collections::BTreeSet;

use shared::case::{CaseFile, calls::CaseHeads};
use shared::device::{
    PackState, PackedLists, ShownCase, ShownPerson, Standing, overlay, overlay_forms,
    overlay_person, persons_on_device,
};
use shared::intake::calls::IntakeFiles;
use shared::kernel::{CaseId, PersonId};
use shared::person::calls::PersonFile;

use super::state::{Offline, RecordFailure};
use crate::platform;

/// Packed cases with what is unsent on top.
#[derive(Debug, Clone, PartialEq)]
pub struct PackHandle(pub(super) Offline);

impl PackHandle {
    /// Whether there is a pack to work with. One that has expired is wiped by asking.
    pub async fn state(&self) -> PackState {
        match self.0.verbs.core() {
            Some(core) => core
                .packs
                .open(platform::now())
                .await
                .unwrap_or(PackState::Absent),
            None => PackState::Absent,
        }
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
        self.0.verbs.changed();
        left.map_err(|failure| RecordFailure::Store(failure).text_key())
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

    /// The packed worklist and organisation.
    pub async fn lists(&self) -> PackedLists {
        match self.0.verbs.core() {
            Some(core) => core.packs.lists().await.unwrap_or_default(),
            None => PackedLists::default(),
        }
    }

    /// The packed worklist.
    pub async fn worklist(&self) -> CaseHeads {
        self.lists().await.worklist
    }

    /// Every packed case with what is unsent on top, for the search without a network.
    pub async fn cases(&self) -> Vec<ShownCase> {
        let (Some(core), Some(actor)) = (self.0.verbs.core(), self.0.verbs.actor.borrow().clone())
        else {
            return Vec::new();
        };
        let entries = core.outbox.entries();
        let files = core.packs.files().await.unwrap_or_default();
        files
            .iter()
            .map(|file| overlay(file, &entries, &actor))
            .collect()
    }
}
