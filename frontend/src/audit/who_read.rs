//! The sheet for a client who asks who has seen their data (Art. 15 DSGVO): day by day, in plain words, in German and on
//! wish in the client's language below. No id and no technical word stands on it, and of the client neither name nor address:
//! it is carried in a pocket.

use std::rc::Rc;

use shared::audit::calls::{ToldOthers, WhoRead, WhoReadOnDay, WhoReadOne};
use shared::kernel::{CaseId, Day};
use strum::IntoEnumIterator;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::use_who_read;
use super::tongue::Tongue;
use crate::assignment::state::use_organisation;
use crate::i18n::Value;
use crate::intake::desk::use_unit_name;
use crate::routes::{Go, Route};
use crate::ui::{Button, ButtonKind, Choice, IconName, Page, RadioGroup};
use crate::{platform, t};

/// Properties of [`WhoReadPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct WhoReadPageProps {
    /// The case.
    pub case: CaseId,
}

/// The page: the sheet as it is printed, and in which languages.
#[component]
pub fn WhoReadPage(props: &WhoReadPageProps) -> Html {
    let loaded = use_who_read(props.case);
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let second = use_state_eq(|| Tongue::German);
    let choices: Rc<[Choice]> = Tongue::iter()
        .map(|tongue| match tongue {
            Tongue::German => Choice::new(tongue.tag(), t!("told-language-german")),
            other => Choice::new(
                other.tag(),
                t!("told-language-both", language = other.own_name()),
            ),
        })
        .collect();
    let on_choose = {
        let second = second.clone();
        Callback::from(move |chosen: AttrValue| {
            let second = second.clone();
            let wanted = chosen.parse().unwrap_or(Tongue::German);
            spawn_local(async move {
                // Without its words the sheet stays as it is.
                if wanted.load().await {
                    second.set(wanted);
                }
            });
        })
    };
    let Some(told) = loaded.ready() else {
        return html! { <Page title={t!("told-title")}>{ loaded.instead() }</Page> };
    };
    let officer = organisation
        .municipality_on(told.until)
        .map_or("", |town| &town.data_protection);
    let back = Route::CaseTab {
        case: props.case,
        tab: "person".to_owned(),
    };
    html! {
        <Page title={t!("told-title")} lead={t!("told-lead")}>
            <div class="no-print stack">
                <RadioGroup
                    id="told-language"
                    label={t!("told-language")}
                    hint={t!("told-language-hint")}
                    {choices}
                    value={Some(AttrValue::from(second.tag()))}
                    {on_choose}
                />
                <div class="row">
                    <Button id="told-print" kind={ButtonKind::Primary} icon={IconName::Printer} on_press={Callback::from(|()| platform::print())}>{ t!("told-print") }</Button>
                    <Go to={back} class="button button--quiet">{ t!("told-back") }</Go>
                </div>
            </div>
            <div class="handout handout--seen" id="told-sheet">
                { sheet(told, Tongue::German, &unit, officer) }
                { for (*second != Tongue::German).then(|| sheet(told, *second, &unit, officer)) }
            </div>
        </Page>
    }
}

fn say_day(tongue: Tongue, day: Day) -> String {
    let parts = [
        ("day", Value::from(format!("{:02}", day.day()))),
        ("month", Value::from(format!("{:02}", day.month()))),
        ("year", Value::from(day.year().to_string())),
    ];
    tongue.say("when-day", &parts).to_string()
}

fn sheet(
    told: &WhoRead,
    tongue: Tongue,
    unit: &Callback<String, AttrValue>,
    officer: &str,
) -> Html {
    let period = [
        ("since", Value::from(say_day(tongue, told.since))),
        ("until", Value::from(say_day(tongue, told.until))),
    ];
    html! {
        <section key={tongue.tag()} lang={tongue.tag()} dir={tongue.direction()} class="told">
            <h2>{ tongue.say("told-heading", &[]) }</h2>
            <p>{ tongue.say("told-intro", &period) }</p>
            <p hidden={!told.days.is_empty()}>{ tongue.say("told-none", &[]) }</p>
            { for told.days.iter().map(|day| on_day(day, tongue, unit)) }
            { for (!told.told.is_empty()).then(|| given(&told.told, tongue)) }
            <p>
                { tongue.say("told-questions", &[]) }
                // An address stands as it is written on a letter, in every language.
                { for (!officer.is_empty()).then(|| html! { <><br /><bdi lang="de">{ officer.to_owned() }</bdi></> }) }
            </p>
            <p class="muted">{ tongue.say("told-binding", &[]) }</p>
        </section>
    }
}

/// What was told to others: the office and the purpose stand there as they were written.
fn given(told: &[ToldOthers], tongue: Tongue) -> Html {
    html! {
        <div class="told__day">
            <h3>{ tongue.say("told-given", &[]) }</h3>
            <p>{ tongue.say("told-given-intro", &[]) }</p>
            <ul>
                { for told.iter().map(|one| {
                    let classes = one.classes.iter().map(|class| {
                        let code: &'static str = class.into();
                        tongue.say(&format!("told-class-{code}"), &[]).to_string()
                    });
                    let conference = one.conference_on.map(|on| {
                        let on = Value::from(say_day(tongue, on));
                        tongue.say("told-given-conference", &[("day", on)])
                    });
                    let revoked = one.revoked_on.map(|on| {
                        let on = Value::from(say_day(tongue, on));
                        tongue.say("told-given-revoked", &[("day", on)])
                    });
                    html! {
                        <li key={format!("{}{}{}", one.day, one.offices.join(","), one.purpose)}>
                            <strong>{ say_day(tongue, one.day) }{ ": " }<bdi>{ one.offices.join(", ") }</bdi></strong>
                            { for conference.map(|words| html! { <>{ " (" }{ words }{ ")" }</> }) }
                            { ". " }{ classes.collect::<Vec<_>>().join(tongue.comma()) }{ "." }
                            <br />
                            { tongue.say("told-given-purpose", &[]) }{ ": " }<bdi>{ one.purpose.clone() }</bdi>
                            { for revoked.map(|words| html! { <><br />{ words }</> }) }
                        </li>
                    }
                }) }
            </ul>
        </div>
    }
}

fn on_day(day: &WhoReadOnDay, tongue: Tongue, unit: &Callback<String, AttrValue>) -> Html {
    html! {
        <div key={day.day.to_string()} class="told__day">
            <h3>{ say_day(tongue, day.day) }</h3>
            <ul>
                { for day.readers.iter().map(|one| reader(one, tongue, unit)) }
            </ul>
        </div>
    }
}

fn reader(one: &WhoReadOne, tongue: Tongue, unit: &Callback<String, AttrValue>) -> Html {
    let name = if one.who.name.is_empty() {
        let is_service = one.who.account.uuid().is_nil();
        tongue.say(
            if is_service {
                "log-who-service"
            } else {
                "log-who-gone"
            },
            &[],
        )
    } else {
        AttrValue::from(one.who.name.clone())
    };
    let roles = one.who.roles.iter().map(|role| {
        let code: &'static str = role.into();
        tongue.say(&format!("role-{code}"), &[]).to_string()
    });
    let unit = one
        .who
        .unit
        .as_ref()
        .map(|code| unit.emit(code.to_string()).to_string());
    let position: Vec<String> = roles.chain(unit).collect();
    let what = one.what.iter().map(|kind| {
        let code: &'static str = kind.into();
        tongue.say(&format!("told-what-{code}"), &[]).to_string()
    });
    let what: Vec<String> = what.collect();
    let why = one.why.iter().map(|why| {
        tongue
            .say(&format!("told-why-{}", why.code()), &[])
            .to_string()
    });
    let why: Vec<String> = why.collect();
    html! {
        <li key={one.who.account.to_string()}>
            <strong>{ name }</strong>
            <span hidden={position.is_empty()}>{ format!(" ({})", position.join(tongue.comma())) }</span>
            { " " }{ what.join(tongue.semicolon()) }{ "." }
            <br />
            { tongue.say("told-reason", &[]) }{ ": " }{ why.join(" ") }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each part of a text is kept apart from what stands around it. From right to left that turns a day round, unless it is one
    /// piece.
    #[test]
    fn a_day_keeps_its_order_where_writing_goes_from_right_to_left() {
        let day = jiff::civil::date(2026, 11, 7);
        for tongue in Tongue::iter() {
            let said = say_day(tongue, day);
            let is_one = said.starts_with('\u{2066}') && said.ends_with('\u{2069}');
            assert_eq!(is_one, tongue.direction() == "rtl", "{tongue:?}: {said:?}");
            let signs = said.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
            assert_eq!(signs, "07.11.2026", "{tongue:?}");
        }
    }
}
