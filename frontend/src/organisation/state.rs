//! An import step by step: files chosen, read by the rules that the server uses, looked at, sent.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::command::Command;
use shared::exchange::{Outcome, Refusal, Subject};
use shared::kernel::{Ags, ProblemCode};
use shared::organisation::calls::{
    OrganisationStanding, ReadOrganisation, ReadOrganisationStanding,
};
use shared::organisation::files::{FileProblem, read_over, write};
use shared::organisation::{ListChange, LoadOrganisation, Organisation, WhatIsWrong, preview};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::case::state::Loaded;
use crate::offline::{NewCommand, Offline, Sent, use_offline};
use crate::platform;
use crate::platform::files::Chosen;

/// The organisation that holds, and which state of it that is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub(super) organisation: Organisation,
    pub(super) standing: OrganisationStanding,
}

/// What an import would do.
#[derive(Debug, PartialEq)]
pub(super) struct Preview {
    /// What would hold then.
    pub(super) after: Organisation,
    /// The names of the files that were chosen.
    pub(super) files: Vec<String>,
    /// List by list, what comes and what goes.
    pub(super) changes: Vec<ListChange>,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// No file is chosen.
    Nothing,
    /// Files are being read.
    Reading,
    /// They cannot be taken; every problem.
    Wrong(Rc<Vec<FileProblem>>),
    /// They can be taken, and change this.
    Ready(Rc<Preview>),
    /// On its way.
    Sending(Rc<Preview>),
    /// It holds now.
    Done,
    /// Not taken, as a text key; nothing changed.
    Failed(&'static str),
}

/// The import and its verbs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Import {
    pub(super) loaded: Loaded<Standing>,
    pub(super) step: Step,
    pub(super) on_choose: Callback<Vec<Chosen>>,
    pub(super) on_accept: Callback<()>,
    pub(super) on_leave: Callback<()>,
}

/// An import of a municipality's organisation.
#[hook]
pub(super) fn use_import(municipality: Ags) -> Import {
    let offline = use_offline();
    let loaded = use_state_eq(|| Loaded::<Standing>::Waiting);
    let step = use_state_eq(|| Step::Nothing);
    {
        let loaded = loaded.clone();
        use_effect_with((), move |()| {
            spawn_local(async move { loaded.set(read().await) });
        });
    }
    let known = match &*loaded {
        Loaded::Ready(known) => Some(Rc::clone(known)),
        Loaded::Waiting | Loaded::Failed(_) => None,
    };
    let on_choose = {
        let (step, known, municipality) = (step.clone(), known.clone(), municipality.clone());
        Callback::from(move |chosen: Vec<Chosen>| {
            let Some(known) = known.clone() else { return };
            if chosen.is_empty() {
                return;
            }
            let (step, municipality) = (step.clone(), municipality.clone());
            step.set(Step::Reading);
            spawn_local(async move { step.set(look(&known, &municipality, chosen).await) });
        })
    };
    let on_accept = {
        let (step, known) = (step.clone(), known);
        let loaded = loaded.clone();
        Callback::from(move |()| {
            let (Step::Ready(preview), Some(known)) = (&*step, known.clone()) else {
                return;
            };
            let (preview, step, loaded) = (Rc::clone(preview), step.clone(), loaded.clone());
            let (offline, municipality) = (offline.clone(), municipality.clone());
            step.set(Step::Sending(Rc::clone(&preview)));
            spawn_local(async move {
                let next = send(&offline, municipality, &known, &preview).await;
                // What holds now is read before anything is said: who is told "accepted" and saves a list has to get the
                // new one.
                loaded.set(read().await);
                step.set(next);
            });
        })
    };
    let on_leave = {
        let step = step.clone();
        Callback::from(move |()| step.set(Step::Nothing))
    };
    Import {
        loaded: (*loaded).clone(),
        step: (*step).clone(),
        on_choose,
        on_accept,
        on_leave,
    }
}

async fn read() -> Loaded<Standing> {
    match read_both().await {
        Ok(standing) => Loaded::Ready(Rc::new(standing)),
        Err(failure) => Loaded::Failed(failure),
    }
}

async fn read_both() -> Result<Standing, ApiFailure> {
    // First the place, then what stands there: a change in between makes the import start from too early a place, and the
    // server refuses it.
    let standing = api::send::<ReadOrganisationStanding>(&Nothing {}).await?;
    let organisation = api::send::<ReadOrganisation>(&Nothing {}).await?;
    Ok(Standing {
        organisation,
        standing,
    })
}

async fn look(known: &Standing, municipality: &Ags, chosen: Vec<Chosen>) -> Step {
    let mut given = Vec::new();
    for file in chosen {
        let Some(text) = file.text().await else {
            return Step::Failed("organisation-unreadable");
        };
        given.push((file.name(), text));
    }
    let after = match read_over(&known.organisation, &given) {
        Ok(after) => after,
        Err(problems) => return Step::Wrong(Rc::new(problems.into_iter().collect())),
    };
    let call = LoadOrganisation {
        organisation: after,
    };
    let today = platform::now().day();
    if let Err(fields) = call.check(municipality, today) {
        let lacks = fields.iter().map(|(path, problems)| FileProblem {
            file: file_of(path),
            line: None,
            column: None,
            what: if problems
                .iter()
                .any(|problem| problem.code == ProblemCode::Missing)
            {
                WhatIsWrong::NothingToday
            } else {
                WhatIsWrong::Unreadable
            },
        });
        return Step::Wrong(Rc::new(lacks.collect()));
    }
    let after = call.organisation;
    match preview(&known.organisation, &after) {
        Ok(changes) if changes.is_empty() => Step::Failed("organisation-same"),
        Ok(changes) => Step::Ready(Rc::new(Preview {
            after,
            files: given.into_iter().map(|(name, _)| name).collect(),
            changes,
        })),
        Err(_) => Step::Failed("failure-unavailable"),
    }
}

/// The file of a path like `organisation.units`.
fn file_of(path: &str) -> String {
    let list = path.split('.').nth(1).unwrap_or(path);
    format!("{list}.csv")
}

async fn send(offline: &Offline, municipality: Ags, known: &Standing, preview: &Preview) -> Step {
    let command = Command::LoadOrganisation(LoadOrganisation {
        organisation: preview.after.clone(),
    });
    let new = NewCommand::new(Subject::Organisation(municipality), command)
        .based_on(known.standing.sequence);
    match offline.send(vec![new], None).await {
        Ok(Sent::Waits) => Step::Failed("organisation-waits"),
        Ok(Sent::Answered(answers)) => match answers.first().map(|answered| &answered.answer) {
            Some(Outcome::Applied) => Step::Done,
            Some(Outcome::Refused {
                because: Refusal::WrongState,
                ..
            }) => Step::Failed("organisation-changed"),
            _ => Step::Failed("organisation-refused"),
        },
        Err(failure) => Step::Failed(failure.text_key()),
    }
}

/// Saves one list as its file.
pub(super) fn save(organisation: &Organisation, file: &str) -> Option<()> {
    let files = write(organisation).ok()?;
    let (name, text) = files.into_iter().find(|(name, _)| *name == file)?;
    // The mark tells a spreadsheet that this is UTF-8.
    let bytes = format!("\u{FEFF}{text}");
    platform::files::save(name, "text/csv", bytes.as_bytes())
}
