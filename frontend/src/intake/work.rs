//! What one intake form holds, and which commands bring the record up to what is on the screen. Pure: the clock, the
//! store and the ids come in as values.
//!
//! A field that is wrong as typed stays on the screen and in the draft on this device; the fields around it are
//! recorded all the same, so that one slip of the pen never holds up a whole form.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::command::Command;
use shared::intake::{EditIntake, IntakeDraft, StartIntake};
use shared::kernel::edit::set_fields;
use shared::kernel::{Day, Edits, FieldEdit, FieldPath, FieldProblems, IntakeId, PersonId};
use shared::person::{EditPerson, PersonDraft, RecordPerson};
use strum::{EnumIter, IntoStaticStr};

/// The parts of the form, in the order they are shown; any other order is as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Section {
    /// Who the person is and how to reach them.
    Person,
    /// What brought them.
    Concern,
    /// Who else works on it.
    Others,
    /// Whether case management is needed.
    Screening,
    /// Information sheet and consents.
    Consent,
    /// The case manager's lanes.
    Lanes,
    /// Target group and what follows.
    Finish,
}

impl Section {
    /// The code that text keys and element ids are made of.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The section that holds a field, by its path under `person.` or `intake.`.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let Some(field) = path.strip_prefix("intake.") else {
            return Self::Person;
        };
        match field.split('.').next().unwrap_or_default() {
            "other_case_management" | "other_case_management_at" => Self::Others,
            "screening" => Self::Screening,
            "information_sheet" | "information_language" | "consents" => Self::Consent,
            _ => Self::Concern,
        }
    }
}

/// One person's form while it is being worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct IntakeWork {
    /// Whose form it is.
    pub person_id: PersonId,
    /// The intake that is open, or will be.
    pub intake_id: IntakeId,
    /// The person as on the screen.
    pub person: PersonDraft,
    /// The intake as on the screen.
    pub intake: IntakeDraft,
    /// The person as all commands so far leave it; absent: not recorded yet.
    pub recorded_person: Option<PersonDraft>,
    /// The intake as all commands so far leave it; absent: not started yet.
    pub recorded_intake: Option<IntakeDraft>,
    /// Whether an intake begins where there is none yet. Whoever corrects a record begins none.
    pub begins_intake: bool,
    /// Whether somebody is in the middle of typing the place. Half a place names no Stadtteil, and recorded it would be a
    /// move to nowhere: it stays in the draft until it says where, or the field is left.
    pub is_placing: bool,
}

/// What is not recorded while the place is being typed.
const PLACE: [&str; 3] = ["address.place", "address.locality", "address.town"];

/// The commands that are due, and what the record will hold once they are in the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct DueCommands {
    /// One group: done as a whole or not at all.
    pub commands: Vec<Command>,
    /// The person after them.
    pub person: PersonDraft,
    /// The intake after them.
    pub intake: IntakeDraft,
}

impl IntakeWork {
    /// A form for somebody new.
    #[must_use]
    pub fn begin(
        person_id: PersonId,
        intake_id: IntakeId,
        person: PersonDraft,
        intake: IntakeDraft,
    ) -> Self {
        Self {
            person_id,
            intake_id,
            person,
            intake,
            recorded_person: None,
            recorded_intake: None,
            begins_intake: true,
            is_placing: false,
        }
    }

    /// What is wrong with the fields as typed, under `person.` and `intake.`.
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = FieldProblems::default();
        problems.add_under("person", self.person.field_problems(today));
        problems.add_under("intake", self.intake.field_problems(today));
        problems
    }

    /// Whether anything is on the screen that no command holds yet.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        let is_intake_ahead = match &self.recorded_intake {
            Some(recorded) => *recorded != self.intake,
            None => self.begins_intake,
        };
        is_intake_ahead || self.recorded_person.as_ref() != Some(&self.person)
    }

    /// The commands that bring the record up to the screen; `None` if there is nothing to record.
    ///
    /// `has_begun` says whether somebody touched the form: an untouched one records nobody.
    #[must_use]
    pub fn due(&self, has_begun: bool, today: Day) -> Option<DueCommands> {
        let mut commands = Vec::new();
        let person_before = self.recorded_person.clone().unwrap_or_default();
        let (person, edits) = sound(
            &person_before,
            &self.person,
            &self.person.field_problems(today),
            if self.is_placing { &PLACE } else { &[] },
        )?;
        match &self.recorded_person {
            None if has_begun => commands.push(Command::RecordPerson(RecordPerson {
                draft: person.clone(),
            })),
            None => return None,
            Some(_) if edits.is_empty() => {}
            Some(_) => commands.push(Command::EditPerson(EditPerson { edits })),
        }
        let intake_before = self.recorded_intake.clone().unwrap_or_default();
        let (intake, edits) = sound(
            &intake_before,
            &self.intake,
            &self.intake.field_problems(today),
            &[],
        )?;
        match &self.recorded_intake {
            None if has_begun && self.begins_intake => {
                commands.push(Command::StartIntake(StartIntake {
                    intake: self.intake_id,
                    draft: intake.clone(),
                }))
            }
            None => {}
            Some(_) if edits.is_empty() => {}
            Some(_) => commands.push(Command::EditIntake(EditIntake {
                intake: self.intake_id,
                edits,
            })),
        }
        (!commands.is_empty()).then_some(DueCommands {
            commands,
            person,
            intake,
        })
    }

    /// Takes over that the commands are in the outbox.
    pub fn take_recorded(&mut self, due: &DueCommands) {
        self.recorded_person = Some(due.person.clone());
        let starts = due
            .commands
            .iter()
            .any(|command| matches!(command, Command::StartIntake(_)));
        if starts || self.recorded_intake.is_some() {
            self.recorded_intake = Some(due.intake.clone());
        }
    }

    /// Brings in what others wrote meanwhile: fields that nobody touched here follow the record, fields that were
    /// touched here stay. Where both wrote something else, the record stays as it was seen here: what was typed then is
    /// told apart from what nobody here has seen, and people decide.
    pub fn follow(&mut self, person: PersonDraft, intake: Option<IntakeDraft>) {
        if let Some(before) = self.recorded_person.take() {
            let (recorded, typed) = rebased(&before, &self.person, &person);
            (self.recorded_person, self.person) = (Some(recorded), typed);
        } else {
            self.recorded_person = Some(person);
        }
        if let Some(intake) = intake {
            let before = self.recorded_intake.take().unwrap_or_default();
            let (recorded, typed) = rebased(&before, &self.intake, &intake);
            (self.recorded_intake, self.intake) = (Some(recorded), typed);
        }
    }
}

/// The form with those changes only that are neither wrong as typed nor `held` back, and the edits that lead there.
fn sound<T: Serialize + DeserializeOwned>(
    before: &T,
    now: &T,
    problems: &FieldProblems,
    held: &[&str],
) -> Option<(T, Edits)> {
    let mut edits = Edits::between(before, now).ok()?;
    edits.0.retain(|edited, _| {
        !held.contains(&edited.as_str())
            && !problems
                .iter()
                .any(|(wrong, _)| is_at_or_under(wrong, edited) || is_at_or_under(edited, wrong))
    });
    let values: BTreeMap<_, _> = edits
        .0
        .iter()
        .map(|(path, edit)| (path.clone(), edit.wrote.clone()))
        .collect();
    Some((set_fields(before, &values).ok()?, edits))
}

/// The record that what was typed stands against from now on, and what was typed on top of what is `there`.
fn rebased<T: Serialize + DeserializeOwned + Clone>(before: &T, typed: &T, there: &T) -> (T, T) {
    let (Ok(here), Ok(others)) = (Edits::between(before, typed), Edits::between(before, there))
    else {
        return (there.clone(), typed.clone());
    };
    let is_contested = |path: &FieldPath, edit: &FieldEdit| {
        let other = others.0.get(path);
        other.is_some_and(|other| other.wrote != edit.wrote)
    };
    let seen: BTreeMap<_, _> = here
        .0
        .iter()
        .filter(|(path, edit)| is_contested(path, edit))
        .map(|(path, edit)| (path.clone(), edit.saw.clone()))
        .collect();
    let wrote: BTreeMap<_, _> = here
        .0
        .into_iter()
        .map(|(path, edit)| (path, edit.wrote))
        .collect();
    (
        set_fields(there, &seen).unwrap_or_else(|_| there.clone()),
        set_fields(there, &wrote).unwrap_or_else(|_| typed.clone()),
    )
}

fn is_at_or_under(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use shared::kernel::Moment;

    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn work() -> IntakeWork {
        let at = Moment::from_millis(1);
        IntakeWork::begin(
            PersonId::born(at, [1; 10]),
            IntakeId::born(at, [2; 10]),
            PersonDraft::default(),
            IntakeDraft::default(),
        )
    }

    fn names(due: &DueCommands) -> Vec<&'static str> {
        due.commands.iter().map(Command::name).collect()
    }

    #[test]
    fn an_untouched_form_records_nobody() {
        assert_eq!(work().due(false, TODAY), None);
    }

    #[test]
    fn person_and_intake_begin_as_one_group_and_go_on_as_edits() {
        let mut work = work();
        work.person.spoken_name = "Amira".into();
        let due = work.due(true, TODAY).unwrap();
        assert_eq!(names(&due), ["record_person", "start_intake"]);
        work.take_recorded(&due);
        assert!(!work.is_ahead());
        assert_eq!(work.due(true, TODAY), None);

        work.intake.concern = "Brief nicht verstanden".into();
        let due = work.due(true, TODAY).unwrap();
        assert_eq!(names(&due), ["edit_intake"]);
        work.take_recorded(&due);
        work.person.called = "Mira".into();
        assert_eq!(names(&work.due(true, TODAY).unwrap()), ["edit_person"]);
    }

    #[test]
    fn a_wrong_field_waits_and_the_others_are_recorded() {
        let mut work = work();
        work.person.family_name = "a\u{202E}b".into();
        work.person.given_name = "Amira".into();
        let due = work.due(true, TODAY).unwrap();
        assert_eq!(due.person.family_name, "");
        assert_eq!(due.person.given_name, "Amira");
        work.take_recorded(&due);
        assert!(work.is_ahead());
        assert_eq!(work.due(true, TODAY), None);
        work.person.family_name = "Haddad".into();
        assert_eq!(work.due(true, TODAY).unwrap().person.family_name, "Haddad");
    }

    #[test]
    fn half_a_place_waits_in_the_draft() {
        let mut work = work();
        work.person.address.place = "Opladen".into();
        work.person.address.locality = "opladen".parse().ok();
        let due = work.due(true, TODAY).unwrap();
        work.take_recorded(&due);

        work.person.address.place = "Schleb".into();
        work.person.address.locality = None;
        work.person.address.street = "Musterweg 1".into();
        work.is_placing = true;
        let due = work.due(true, TODAY).unwrap();
        assert_eq!(due.person.address.place, "Opladen");
        assert_eq!(due.person.address.street, "Musterweg 1");
        work.take_recorded(&due);
        assert!(work.is_ahead());

        work.is_placing = false;
        assert_eq!(
            work.due(true, TODAY).unwrap().person.address.place,
            "Schleb"
        );
    }

    #[test]
    fn what_others_wrote_comes_in_where_nothing_was_typed_here() {
        let mut work = work();
        work.person.given_name = "Amira".into();
        let due = work.due(true, TODAY).unwrap();
        work.take_recorded(&due);
        work.person.called = "Mira".into();
        let mut there = due.person.clone();
        there.family_name = "Haddad".into();
        there.called = "Ami".into();
        work.follow(there, None);
        assert_eq!(work.person.family_name, "Haddad");
        assert_eq!(work.person.called, "Mira");

        // What was typed without having seen the other's is sent as that.
        let due = work.due(true, TODAY).unwrap();
        let [Command::EditPerson(EditPerson { edits })] = &due.commands[..] else {
            panic!("{:?}", due.commands);
        };
        let edits: Vec<_> = edits.0.iter().collect();
        let [(path, edit)] = edits[..] else {
            panic!("{edits:?}");
        };
        assert_eq!(path.to_string(), "called");
        assert_eq!((&edit.saw, &edit.wrote), (&"".into(), &"Mira".into()));
    }

    #[test]
    fn a_correction_of_somebody_without_an_intake_begins_none() {
        let mut work = work();
        work.recorded_person = Some(PersonDraft::default());
        work.begins_intake = false;
        assert!(!work.is_ahead());
        work.person.contact.telephone = "0214 1234567".into();
        assert!(work.is_ahead());
        let due = work.due(true, TODAY).unwrap();
        assert_eq!(names(&due), ["edit_person"]);
        work.take_recorded(&due);
        assert!(!work.is_ahead());
        assert_eq!(work.recorded_intake, None);
    }

    #[test]
    fn every_field_has_its_section() {
        assert_eq!(Section::of("person.address.street"), Section::Person);
        assert_eq!(
            Section::of("intake.screening.is_wanted"),
            Section::Screening
        );
        assert_eq!(Section::of("intake.other_case_management"), Section::Others);
        assert_eq!(Section::of("intake.concern"), Section::Concern);
        assert_eq!(Section::of("intake.information_sheet"), Section::Consent);
    }
}
