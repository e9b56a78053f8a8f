//! The log of what was written: who, when, what kind of work and which fields. What stands in the fields is not shown.

use std::rc::Rc;

use shared::audit::calls::{ReadingSearch, WritingLine, WritingSearch};
use shared::kernel::{AccountId, FieldProblems};
use yew::prelude::*;

use super::page::to_readings;
use super::state::{Finding, OfWrites, use_readers, use_search};
use super::words;
use crate::assignment::state::use_organisation;
use crate::intake::desk::use_unit_name;
use crate::routes::Go;
use crate::ui::{
    Button, ButtonKind, Card, Choice, DayField, EmptyState, Notice, SelectField, TextField, Tone,
    Waiting,
};
use crate::{i18n, platform, t};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct WritingsProps {
    /// About whom, by the address.
    pub(super) whom: String,
    /// Who wrote, by the address.
    pub(super) account: Option<AccountId>,
}

/// Form and lines.
#[component]
pub(super) fn Writings(props: &WritingsProps) -> Html {
    let first = WritingSearch {
        whom: props.whom.clone(),
        account: props.account,
        ..WritingSearch::default()
    };
    let typed = use_state_eq(|| first.clone());
    let readers = use_readers();
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let handle = use_search::<OfWrites>(Some(first));
    let on_whom = {
        let typed = typed.clone();
        Callback::from(move |whom: String| {
            typed.set(WritingSearch {
                whom,
                ..(*typed).clone()
            })
        })
    };
    let on_account = {
        let typed = typed.clone();
        Callback::from(move |value: Option<AttrValue>| {
            let account = value.and_then(|value| value.parse().ok());
            typed.set(WritingSearch {
                account,
                ..(*typed).clone()
            });
        })
    };
    let on_from = {
        let typed = typed.clone();
        Callback::from(move |from| {
            typed.set(WritingSearch {
                from,
                ..(*typed).clone()
            })
        })
    };
    let on_until = {
        let typed = typed.clone();
        Callback::from(move |until| {
            typed.set(WritingSearch {
                until,
                ..(*typed).clone()
            })
        })
    };
    let onsubmit = {
        let (typed, on_ask) = (typed.clone(), handle.on_ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_ask.emit(WritingSearch {
                before: None,
                ..(*typed).clone()
            });
        })
    };
    use_effect_with(handle.finding.clone(), |finding| {
        if matches!(finding, Finding::Wrong(_)) {
            platform::focus("written-whom");
        }
    });
    let wrong = match &handle.finding {
        Finding::Wrong(fields) => fields.clone(),
        _ => FieldProblems::default(),
    };
    let accounts: Rc<[Choice]> = readers
        .iter()
        .map(|reader| Choice::new(reader.account.to_string(), words::who(reader)))
        .collect();
    html! {
        <>
            <Card>
                <form class="form" {onsubmit} novalidate=true>
                    <div class="fields fields--log">
                        <TextField
                            id="written-whom"
                            label={t!("log-whom")}
                            hint={t!("log-whom-hint")}
                            value={AttrValue::from(typed.whom.clone())}
                            on_input={on_whom}
                            problems={wrong.of("whom").to_vec()}
                        />
                        <SelectField
                            id="written-account"
                            label={t!("log-wrote")}
                            choices={accounts}
                            value={typed.account.map(|account| AttrValue::from(account.to_string()))}
                            on_choose={on_account}
                            empty={t!("log-anybody")}
                        />
                        <DayField id="written-from" label={t!("log-from")} value={typed.from} on_change={on_from} />
                        <DayField id="written-until" label={t!("log-until")} value={typed.until} on_change={on_until} />
                    </div>
                    <div class="row">
                        <Button kind={ButtonKind::Primary} is_submit=true is_waiting={handle.finding == Finding::Waiting}>{ t!("log-search") }</Button>
                    </div>
                </form>
            </Card>
            <div aria-live="polite">
                { match &handle.finding {
                    Finding::Nothing | Finding::Wrong(_) => html! { <></> },
                    Finding::Waiting => html! { <Waiting /> },
                    Finding::Failed(failure) => html! { <Notice tone={Tone::Danger} text={t!(failure.text_key())} /> },
                    Finding::Here(found) => html! {
                        <Card title={t!("log-found", count = found.lines.len())}>
                            <div hidden={!found.lines.is_empty()}>
                                <EmptyState text={t!(if handle.is_more { "log-none-yet" } else { "log-none" })} />
                            </div>
                            <div hidden={found.lines.is_empty()}>{ table(&found.lines, &unit) }</div>
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

fn table(lines: &[WritingLine], unit: &Callback<String, AttrValue>) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={t!("log-tab-writings")}>
            <table class="table table--log">
                <thead>
                    <tr>
                        <th scope="col">{ t!("log-when") }</th>
                        <th scope="col">{ t!("log-wrote") }</th>
                        <th scope="col">{ t!("log-what") }</th>
                        <th scope="col">{ t!("log-fields") }</th>
                        <th scope="col">{ t!("log-outcome") }</th>
                        <th scope="col">{ t!("log-about") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for lines.iter().map(|line| row(line, unit)) }
                </tbody>
            </table>
        </div>
    }
}

fn row(line: &WritingLine, unit: &Callback<String, AttrValue>) -> Html {
    let search = ReadingSearch {
        whom: words::id(&line.whom).0,
        ..ReadingSearch::default()
    };
    let what = line
        .command
        .as_deref()
        .map_or_else(|| t!("log-erased"), words::command);
    html! {
        <tr key={line.sequence.to_string()}>
            <th scope="row">{ i18n::moment(line.at) }</th>
            <td><strong>{ words::who(&line.who) }</strong><br /><span class="muted">{ words::what_they_are(&line.who, unit) }</span></td>
            <td>{ what }</td>
            <td>{ words::fields(line.command.as_deref().unwrap_or_default(), &line.fields) }</td>
            <td>{ words::outcome(&line.outcome) }</td>
            <td class="table__ids"><Go to={to_readings(&search)}>{ words::whom(&line.whom, line.number.as_deref()) }</Go></td>
        </tr>
    }
}
