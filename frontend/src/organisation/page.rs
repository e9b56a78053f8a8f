//! The coordinator's page of the organisation: what holds, as files to save; files to import, with every problem by file,
//! line and column, and with every row that comes or goes before anything changes.

use std::rc::Rc;

use shared::access::{Action, Facts, may};
use shared::kernel::Ags;
use shared::organisation::files::{FILES, FileProblem};
use shared::organisation::{ListChange, Organisation, Period};
use yew::prelude::*;

use super::state::{Preview, Standing, Step, save, use_import};
use super::words;
use crate::case::state::Loaded;
use crate::signin::use_signin;
use crate::ui::{Badge, Button, ButtonKind, Card, Notice, Page, Tone};
use crate::{i18n, platform, t};

/// Rows of one list that are shown; a directory of streets has thousands.
const ROWS_SHOWN: usize = 50;

/// The page, for those who may change the organisation.
#[component]
pub fn OrganisationPage() -> Html {
    let signin = use_signin();
    let actor = signin
        .actor()
        .filter(|actor| may(actor, Action::ChangeOrganisation, &Facts::default()).is_yes());
    match actor {
        Some(actor) => html! { <Files municipality={actor.municipality.clone()} /> },
        None => html! {
            <Page title={t!("nav-organisation")} class="narrow">
                <Notice tone={Tone::Warning} text={t!("organisation-not-yours")} />
            </Page>
        },
    }
}

/// The field where files are chosen.
const FILES_FIELD: &str = "organisation-files";
/// Below it: what stands in them, and what became of them.
const STEP: &str = "organisation-step";

#[derive(Debug, PartialEq, Properties)]
struct FilesProps {
    municipality: Ags,
}

#[component]
fn Files(props: &FilesProps) -> Html {
    let title = t!("nav-organisation");
    let import = use_import(props.municipality.clone());
    {
        // What was read or accepted stands where the file was chosen: the focus is led there, and back when it is left.
        let is_shown = use_mut_ref(|| false);
        use_effect_with(import.step.clone(), move |step| {
            let is_first = !is_shown.replace(true);
            match step {
                _ if is_first => {}
                Step::Reading | Step::Sending(_) => {}
                Step::Nothing => platform::focus_soon(FILES_FIELD),
                Step::Wrong(_) | Step::Ready(_) | Step::Failed(_) | Step::Done => {
                    platform::focus_soon(STEP);
                }
            }
        });
    }
    let Loaded::Ready(known) = &import.loaded else {
        // Also then it is said what became of an import.
        return html! {
            <Page {title}>
                { step(&import.step, &import.on_accept, &import.on_leave) }
                { import.loaded.instead() }
            </Page>
        };
    };
    let aside = t!(
        "organisation-since",
        when = i18n::moment(known.standing.loaded_at).to_string()
    );
    html! {
        <Page {title} lead={t!("organisation-lead")}>
            <Card title={t!("organisation-import-title")}>
                <p>{ t!("organisation-import-lead") }</p>
                <div class="field">
                    <label class="field__label" for={FILES_FIELD}>{ t!("organisation-choose") }</label>
                    <p class="field__hint muted" id="organisation-files-hint">{ t!("organisation-choose-hint") }</p>
                    <input
                        class="input"
                        type="file"
                        id={FILES_FIELD}
                        accept=".csv,text/csv"
                        multiple=true
                        aria-describedby="organisation-files-hint"
                        onchange={let choose = import.on_choose.clone(); Callback::from(move |event: Event| choose.emit(platform::files::all_chosen(&event)))}
                    />
                </div>
                <div id={STEP} tabindex="-1" role="group" aria-label={t!("organisation-step")}>
                    { step(&import.step, &import.on_accept, &import.on_leave) }
                </div>
            </Card>
            <Card title={t!("organisation-lists-title")} {aside}>
                <p>{ t!("organisation-lists-lead") }</p>
                { lists(known) }
            </Card>
        </Page>
    }
}

fn step(step: &Step, on_accept: &Callback<()>, on_leave: &Callback<()>) -> Html {
    match step {
        Step::Nothing => html! { <div key="nothing" /> },
        Step::Reading => {
            html! { <Notice key="reading" tone={Tone::Info} text={t!("organisation-reading")} /> }
        }
        Step::Failed(why) => {
            html! { <Notice key="failed" tone={Tone::Warning} text={t!(*why)} /> }
        }
        Step::Done => {
            html! { <Notice key="done" tone={Tone::Success} text={t!("organisation-done")} /> }
        }
        Step::Wrong(problems) => html! {
            <div key="wrong" class="stack">
                <Notice tone={Tone::Danger} text={t!("organisation-wrong", count = problems.len())} />
                { problems_table(problems) }
            </div>
        },
        Step::Ready(preview) => html! {
            <div key="ready" class="stack" id="organisation-preview">
                { changes(preview) }
                <div class="row">
                    <Button id="organisation-accept" kind={ButtonKind::Primary} on_press={on_accept.clone()}>{ t!("organisation-accept") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={on_leave.clone()}>{ t!("organisation-leave") }</Button>
                </div>
            </div>
        },
        Step::Sending(preview) => html! {
            <div key="sending" class="stack">
                { changes(preview) }
                <Button kind={ButtonKind::Primary} is_waiting=true>{ t!("organisation-accept") }</Button>
            </div>
        },
    }
}

/// Every problem, where an editor or a spreadsheet finds it.
fn problems_table(problems: &[FileProblem]) -> Html {
    let place = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={t!("organisation-problems")}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ t!("organisation-file") }</th>
                        <th scope="col">{ t!("organisation-line") }</th>
                        <th scope="col">{ t!("organisation-column") }</th>
                        <th scope="col">{ t!("organisation-what") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for problems.iter().map(|problem| {
                        let what: &'static str = problem.what.into();
                        html! {
                            <tr key={problem.to_string()}>
                                <th scope="row"><bdi>{ problem.file.clone() }</bdi></th>
                                <td>{ place(problem.line.map(|line| line.to_string())) }</td>
                                <td>{ problem.column.as_deref().map_or_else(|| html! { "–" }, named) }</td>
                                <td>{ t!(format!("organisation-wrong-{what}")) }</td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// A column by what it holds, with its name in the file where they differ.
fn named(column: &str) -> Html {
    html! { <>{ words::column(column) }{ " " }<code class="muted">{ column.to_owned() }</code></> }
}

fn changes(preview: &Preview) -> Html {
    html! {
        <>
            <Notice tone={Tone::Info} text={t!("organisation-preview", files = preview.files.join(", "))} />
            { for preview.changes.iter().map(|list| change(&preview.after, list)) }
        </>
    }
}

/// One list: rows that go stand before those that come, so that a changed row is seen in both forms.
fn change(town: &Organisation, change: &ListChange) -> Html {
    let rows: Vec<(bool, &Vec<String>)> = change
        .removed
        .iter()
        .map(|row| (false, row))
        .chain(change.added.iter().map(|row| (true, row)))
        .collect();
    let name = list_name(change.file);
    let more = rows.len().saturating_sub(ROWS_SHOWN);
    html! {
        <section key={change.file} class="stack">
            <h3>
                { name.clone() }{ " " }
                <span class="muted">{ t!("organisation-counts", added = change.added.len(), removed = change.removed.len()) }</span>
            </h3>
            <div class="table-scroll" tabindex="0" role="region" aria-label={name}>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ t!("organisation-change") }</th>
                            { for change.columns.iter().map(|column| html! { <th key={*column} scope="col">{ words::column(column) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for rows.iter().take(ROWS_SHOWN).enumerate().map(|(at, (is_new, cells))| html! {
                            <tr key={at}>
                                <th scope="row">
                                    if *is_new {
                                        <Badge tone={Tone::Success}>{ t!("organisation-added") }</Badge>
                                    } else {
                                        <Badge tone={Tone::Warning}>{ t!("organisation-removed") }</Badge>
                                    }
                                </th>
                                { for cells.iter().zip(&change.columns).map(|(cell, column)| html! { <td key={*column}><bdi>{ words::cell(town, column, cell) }</bdi></td> }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <p class="muted" hidden={more == 0}>{ t!("organisation-more", count = more) }</p>
        </section>
    }
}

/// Every list with how many rows hold today, and a button that saves it.
fn lists(known: &Rc<Standing>) -> Html {
    let organisation = &known.organisation;
    html! {
        <ul class="entries">
            { for FILES.iter().map(|(file, _)| {
                let (today, all) = counted(organisation, file);
                let name = list_name(file);
                let on_press = {
                    let (known, file) = (Rc::clone(known), *file);
                    Callback::from(move |()| {
                        save(&known.organisation, file);
                    })
                };
                html! {
                    <li key={*file} class="entry entry--row">
                        <div class="entry__words">
                            <strong>{ name.clone() }</strong>
                            <p class="muted">{ t!("organisation-rows", today = today, all = all) }{ " · " }<code>{ *file }</code></p>
                        </div>
                        <Button {on_press} aria_label={t!("organisation-save-of", list = name.to_string())}>{ t!("organisation-save") }</Button>
                    </li>
                }
            }) }
        </ul>
    }
}

fn list_name(file: &str) -> AttrValue {
    t!(format!(
        "organisation-list-{}",
        file.trim_end_matches(".csv").replace('_', "-")
    ))
}

/// How many rows of a list hold today, and how many there are with those of other times.
fn counted(organisation: &Organisation, file: &str) -> (usize, usize) {
    let today = platform::now().day();
    let periods = organisation.periods_of(file.trim_end_matches(".csv"));
    let holding = periods
        .iter()
        .filter(|period: &&Period| period.holds_on(today));
    (holding.count(), periods.len())
}
