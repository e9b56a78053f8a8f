//! The search in the log of reads: by whom it is about, who read, days and reason; its lines as a table in which what a page
//! fetched by itself is one row, and as a file.

use std::rc::Rc;

use shared::audit::Why;
use shared::audit::calls::{ReadingLine, ReadingSearch};
use shared::kernel::{FieldProblems, Moment, sheet};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::folding::{Fold, fold};
use super::page::to_readings;
use super::state::{Finding, Lines, OfReads, export, use_readers, use_search};
use super::words;
use crate::assignment::state::use_organisation;
use crate::intake::desk::use_unit_name;
use crate::routes::{Go, Route};
use crate::ui::{
    Button, ButtonKind, Card, Choice, DayField, EmptyState, Notice, SelectField, TextField, Tone,
    Waiting,
};
use crate::{i18n, platform, t};

/// Where the lines stand; the focus is led there when they come.
const FOUND: &str = "log-found";

#[derive(Debug, PartialEq, Properties)]
pub(super) struct ReadingsProps {
    /// The search in the address; it is asked at once.
    pub(super) search: ReadingSearch,
}

/// Form, lines, file.
#[component]
pub(super) fn Readings(props: &ReadingsProps) -> Html {
    let typed = use_state_eq(|| props.search.clone());
    let readers = use_readers();
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let handle = use_search::<OfReads>(Some(props.search.clone()));
    let failed = use_state_eq(|| None::<&'static str>);
    {
        let typed = typed.clone();
        use_effect_with(props.search.clone(), move |search| {
            typed.set(search.clone())
        });
    }
    let change = |change: fn(&mut ReadingSearch, String)| {
        let typed = typed.clone();
        Callback::from(move |value: String| {
            let mut search = (*typed).clone();
            change(&mut search, value);
            typed.set(search);
        })
    };
    let on_account = {
        let typed = typed.clone();
        Callback::from(move |value: Option<AttrValue>| {
            let account = value.and_then(|value| value.parse().ok());
            typed.set(ReadingSearch {
                account,
                ..(*typed).clone()
            });
        })
    };
    let on_why = {
        let typed = typed.clone();
        Callback::from(move |value: Option<AttrValue>| {
            let why = value.map(|value| value.to_string()).unwrap_or_default();
            typed.set(ReadingSearch {
                why,
                ..(*typed).clone()
            });
        })
    };
    let on_from = {
        let typed = typed.clone();
        Callback::from(move |from| {
            typed.set(ReadingSearch {
                from,
                ..(*typed).clone()
            })
        })
    };
    let on_until = {
        let typed = typed.clone();
        Callback::from(move |until| {
            typed.set(ReadingSearch {
                until,
                ..(*typed).clone()
            })
        })
    };
    let onsubmit = {
        let (typed, on_ask, failed) = (typed.clone(), handle.on_ask.clone(), failed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            failed.set(None);
            on_ask.emit(ReadingSearch {
                before: None,
                ..(*typed).clone()
            });
        })
    };
    {
        // What is wrong is shown at its field, and that is where the focus goes.
        use_effect_with(handle.finding.clone(), |finding| {
            if let Finding::Wrong(fields) = finding {
                let first = ["whom", "until"]
                    .iter()
                    .find(|field| !fields.of(field).is_empty());
                platform::focus(&format!("log-{}", first.unwrap_or(&"whom")));
            }
        });
    }
    let wrong = match &handle.finding {
        Finding::Wrong(fields) => fields.clone(),
        _ => FieldProblems::default(),
    };
    let accounts: Rc<[Choice]> = readers
        .iter()
        .map(|reader| {
            Choice::new(
                reader.account.to_string(),
                format!(
                    "{} · {}",
                    words::who(reader),
                    words::what_they_are(reader, &unit)
                ),
            )
        })
        .collect();
    let reasons: Rc<[Choice]> = Why::codes()
        .map(|code| Choice::new(code, t!(format!("why-{code}"))))
        .collect();
    let hint = match number_of(&typed.whom, &handle.finding) {
        Some(number) => t!("log-whom-is", number = number.to_owned()),
        None => t!("log-whom-hint"),
    };
    let on_export = {
        let (finding, failed) = (handle.finding.clone(), failed.clone());
        Callback::from(move |()| {
            let Finding::Here(seen) = &finding else {
                return;
            };
            let (seen, failed) = (Rc::clone(seen), failed.clone());
            spawn_local(async move {
                failed.set(match export(&seen).await {
                    Ok(lines) => match file(&lines) {
                        Some(file) => {
                            platform::files::save("protokoll.csv", "text/csv", file.as_bytes());
                            None
                        }
                        None => Some("failure-unreadable"),
                    },
                    Err(failure) => Some(failure.text_key()),
                });
            });
        })
    };
    html! {
        <>
            <Card>
                <form class="form" {onsubmit} novalidate=true>
                    <div class="fields fields--log">
                        <TextField
                            id="log-whom"
                            label={t!("log-whom")}
                            {hint}
                            value={AttrValue::from(typed.whom.clone())}
                            on_input={change(|search, whom| search.whom = whom)}
                            problems={wrong.of("whom").to_vec()}
                        />
                        <SelectField
                            id="log-account"
                            label={t!("log-who")}
                            choices={accounts}
                            value={typed.account.map(|account| AttrValue::from(account.to_string()))}
                            on_choose={on_account}
                            empty={t!("log-anybody")}
                        />
                        <DayField id="log-from" label={t!("log-from")} value={typed.from} on_change={on_from} />
                        <DayField id="log-until" label={t!("log-until")} value={typed.until} on_change={on_until} problems={wrong.of("until").to_vec()} />
                        <SelectField
                            id="log-why"
                            label={t!("log-why")}
                            choices={reasons}
                            value={Some(AttrValue::from(typed.why.clone())).filter(|why| !why.is_empty())}
                            on_choose={on_why}
                            empty={t!("log-any-reason")}
                        />
                    </div>
                    <div class="row">
                        <Button kind={ButtonKind::Primary} is_submit=true is_waiting={handle.finding == Finding::Waiting}>{ t!("log-search") }</Button>
                    </div>
                </form>
            </Card>
            <div id={FOUND} aria-live="polite">
                { match &handle.finding {
                    Finding::Nothing | Finding::Wrong(_) => html! { <></> },
                    Finding::Waiting => html! { <Waiting /> },
                    Finding::Failed(failure) => html! { <Notice tone={Tone::Danger} text={t!(failure.text_key())} /> },
                    Finding::Here(found) if found.lines.is_empty() => html! { <EmptyState text={t!("log-none")} /> },
                    Finding::Here(found) => html! {
                        <Card title={t!("log-found", count = found.lines.len())}>
                            <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
                            <div class="row">
                                <Button id="log-export" on_press={on_export}>{ t!("log-export") }</Button>
                                { link(found) }
                            </div>
                            { table(found, &unit) }
                            <div class="actions" hidden={!handle.is_more}>
                                <Button on_press={handle.on_more.clone()} is_waiting={handle.is_going_on}>{ t!("log-more") }</Button>
                            </div>
                        </Card>
                    },
                } }
            </div>
        </>
    }
}

/// The number of the case whose person was looked for by their id, where a line tells it: nobody knows an id by heart.
fn number_of<'a>(whom: &str, finding: &'a Finding<OfReads>) -> Option<&'a str> {
    let (Ok(person), Finding::Here(found)) = (whom.parse(), finding) else {
        return None;
    };
    let mut lines = found.lines.iter();
    lines
        .find_map(|line| line.numbers.get(&person))
        .map(String::as_str)
}

/// The address of the search, where it has one.
fn link(found: &Lines<OfReads>) -> Html {
    match to_readings(&found.search) {
        to @ Route::LogOf { .. } => {
            html! { <Go {to} class="button button--quiet">{ t!("log-link") }</Go> }
        }
        _ => html! { <></> },
    }
}

fn table(found: &Lines<OfReads>, unit: &Callback<String, AttrValue>) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={t!("log-tab-readings")}>
            <table class="table table--log">
                <thead>
                    <tr>
                        <th scope="col">{ t!("log-when") }</th>
                        <th scope="col">{ t!("log-who") }</th>
                        <th scope="col">{ t!("log-what") }</th>
                        <th scope="col">{ t!("log-why") }</th>
                        <th scope="col">{ t!("log-about") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for fold(&found.lines).iter().map(|fold| html! {
                        <Rows key={format!("{} {}", fold.key().segment, fold.key().line)} fold={fold.clone()} unit={unit.clone()} />
                    }) }
                </tbody>
            </table>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RowsProps {
    fold: Fold,
    unit: Callback<String, AttrValue>,
}

/// A line, or several told as one that can be opened.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let (fold, unit) = (&props.fold, &props.unit);
    let is_open = use_state_eq(|| false);
    if fold.count() == 1 {
        return row(&fold.latest, unit, false);
    }
    let on_press = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let kinds: Vec<String> = fold
        .kinds()
        .into_iter()
        .map(|kind| t!(format!("reading-{}", <&str>::from(kind))).to_string())
        .collect();
    html! {
        <>
            <tr class="table__fold">
                <th scope="row">{ from_until(fold.since(), fold.latest.at) }</th>
                { who(&fold.latest, unit) }
                <td>
                    { kinds.join(", ") }<br />
                    <button type="button" class="button button--quiet" aria-expanded={is_open.to_string()} onclick={on_press}>
                        { t!("log-folded", count = fold.count()) }
                    </button>
                </td>
                <td>{ words::why(&fold.why()) }</td>
                { about(&fold.latest) }
            </tr>
            { for fold.lines().map(|line| row(line, unit, !*is_open)) }
        </>
    }
}

fn row(line: &ReadingLine, unit: &Callback<String, AttrValue>, is_folded: bool) -> Html {
    html! {
        <tr key={format!("{} {}", line.key.segment, line.key.line)} class={classes!("table__line", is_folded.then_some("table__line--folded"))}>
            <th scope="row">{ i18n::moment(line.at) }</th>
            { who(line, unit) }
            <td>{ words::call(line) }</td>
            <td>{ words::why(&line.why) }</td>
            { about(line) }
        </tr>
    }
}

/// From when until when, `27.11.2026, 14:03–14:09`; over midnight with both days, within a minute as one.
fn from_until(from: Moment, until: Moment) -> String {
    let (begin, end) = (i18n::moment(from), i18n::moment(until));
    match () {
        () if begin == end => begin.to_string(),
        () if from.day() == until.day() => format!("{begin}–{}", i18n::clock_time(until)),
        () => format!("{begin}–{end}"),
    }
}

/// The cell of who read.
fn who(line: &ReadingLine, unit: &Callback<String, AttrValue>) -> Html {
    html! {
        <td><strong>{ words::who(&line.who) }</strong><br /><span class="muted">{ words::what_they_are(&line.who, unit) }</span></td>
    }
}

/// The cell of whom a line is about, each with the way to all lines about them.
fn about(line: &ReadingLine) -> Html {
    let left = usize::try_from(line.count)
        .unwrap_or(usize::MAX)
        .saturating_sub(line.whom.len());
    html! {
        <td class="table__ids">
            { for line.whom.iter().map(|subject| {
                let number = subject.person().and_then(|person| line.numbers.get(&person));
                let search = ReadingSearch { whom: words::id(subject).0, ..ReadingSearch::default() };
                html! { <Go key={search.whom.clone()} to={to_readings(&search)}>{ words::whom(subject, number.map(String::as_str)) }</Go> }
            }) }
            <span class="muted" hidden={left == 0}>{ t!("log-and-more", count = left) }</span>
            <span class="muted" hidden={line.count > 0}>{ t!("log-about-nobody") }</span>
        </td>
    }
}

/// The lines as a file for a spreadsheet.
fn file(lines: &[ReadingLine]) -> Option<String> {
    let head = [
        "log-when",
        "log-who",
        "log-role",
        "log-what",
        "log-call",
        "log-why",
        "log-about",
        "log-count",
    ];
    let head = head.map(|key| t!(key).to_string()).to_vec();
    let rows = lines.iter().map(|line| {
        let kind: &'static str = line.kind.into();
        let codes = Callback::from(AttrValue::from);
        let whom: Vec<String> = line
            .whom
            .iter()
            .map(|subject| words::id(subject).0)
            .collect();
        vec![
            i18n::moment(line.at).to_string(),
            words::who(&line.who).to_string(),
            words::what_they_are(&line.who, &codes).to_string(),
            t!(format!("reading-{kind}")).to_string(),
            line.call.clone(),
            words::why(&line.why).to_string(),
            whom.join(" "),
            line.count.to_string(),
        ]
    });
    // A spreadsheet takes the mark in front for the sign that these are letters of all the world.
    let file = sheet::write(std::iter::once(head).chain(rows)).ok()?;
    Some(format!("\u{feff}{file}"))
}
