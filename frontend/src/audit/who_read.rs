//! The sheet for a client who asks who has seen their data (Art. 15 DSGVO): day by day, in plain words, in German and on
//! wish in a second language below. No id and no technical word stands on it, and of the client neither name nor address:
//! it is carried in a pocket.

use std::rc::Rc;

use shared::audit::calls::{WhoRead, WhoReadOnDay, WhoReadOne};
use shared::kernel::{CaseId, Day};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::use_who_read;
use crate::assignment::state::use_organisation;
use crate::i18n::{Language, Value, text_in};
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
    let second = use_state_eq(|| None::<Language>);
    let choices: Rc<[Choice]> = [
        Choice::new("de", t!("told-language-german")),
        Choice::new("en", t!("told-language-both")),
    ]
    .into();
    let on_choose = {
        let second = second.clone();
        Callback::from(move |chosen: AttrValue| {
            let second = second.clone();
            spawn_local(async move {
                let wanted = Language::ALL
                    .into_iter()
                    .find(|language| language.code() == chosen.as_str())
                    .filter(|language| *language != Language::German);
                // Without its texts the sheet stays German.
                let is_there = match wanted {
                    Some(language) => language.load().await.is_ok(),
                    None => true,
                };
                if is_there {
                    second.set(wanted);
                }
            });
        })
    };
    let Some(told) = loaded.ready() else {
        return html! { <Page title={t!("told-title")}>{ loaded.instead() }</Page> };
    };
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
                    {choices}
                    value={Some(AttrValue::from(second.map_or("de", Language::code)))}
                    {on_choose}
                />
                <div class="row">
                    <Button id="told-print" kind={ButtonKind::Primary} icon={IconName::Printer} on_press={Callback::from(|()| platform::print())}>{ t!("told-print") }</Button>
                    <Go to={back} class="button button--quiet">{ t!("told-back") }</Go>
                </div>
            </div>
            <div class="handout handout--seen" id="told-sheet">
                { sheet(told, Language::German, &unit) }
                { for second.map(|language| sheet(told, language, &unit)) }
            </div>
        </Page>
    }
}

/// Gives texts in the language of a sheet.
#[derive(Debug, Clone, Copy)]
struct Words(Language);

impl Words {
    fn say(self, key: &str, arguments: &[(&str, Value<'_>)]) -> AttrValue {
        text_in(self.0, key, arguments)
    }

    fn day(self, day: Day) -> String {
        let parts = [
            ("day", Value::from(format!("{:02}", day.day()))),
            ("month", Value::from(format!("{:02}", day.month()))),
            ("year", Value::from(day.year().to_string())),
        ];
        self.say("when-day", &parts).to_string()
    }
}

fn sheet(told: &WhoRead, language: Language, unit: &Callback<String, AttrValue>) -> Html {
    let words = Words(language);
    let period = [
        ("since", Value::from(words.day(told.since))),
        ("until", Value::from(words.day(told.until))),
    ];
    html! {
        <section key={language.code()} lang={language.code()} class="told">
            <h2>{ words.say("told-heading", &[]) }</h2>
            <p>{ words.say("told-intro", &period) }</p>
            <p hidden={!told.days.is_empty()}>{ words.say("told-none", &[]) }</p>
            { for told.days.iter().map(|day| on_day(day, words, unit)) }
            <p>{ words.say("told-questions", &[]) }</p>
        </section>
    }
}

fn on_day(day: &WhoReadOnDay, words: Words, unit: &Callback<String, AttrValue>) -> Html {
    html! {
        <div key={day.day.to_string()} class="told__day">
            <h3>{ words.day(day.day) }</h3>
            <ul>
                { for day.readers.iter().map(|one| reader(one, words, unit)) }
            </ul>
        </div>
    }
}

fn reader(one: &WhoReadOne, words: Words, unit: &Callback<String, AttrValue>) -> Html {
    let name = if one.who.name.is_empty() {
        let is_service = one.who.account.uuid().is_nil();
        words.say(
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
        words.say(&format!("role-{code}"), &[]).to_string()
    });
    let unit = one
        .who
        .unit
        .as_ref()
        .map(|code| unit.emit(code.to_string()).to_string());
    let position: Vec<String> = roles.chain(unit).collect();
    let what = one.what.iter().map(|kind| {
        let code: &'static str = kind.into();
        words.say(&format!("told-what-{code}"), &[]).to_string()
    });
    let what: Vec<String> = what.collect();
    let why = one.why.iter().map(|why| {
        words
            .say(&format!("told-why-{}", why.code()), &[])
            .to_string()
    });
    let why: Vec<String> = why.collect();
    html! {
        <li key={one.who.account.to_string()}>
            <strong>{ name }</strong>
            <span hidden={position.is_empty()}>{ format!(" ({})", position.join(", ")) }</span>
            { " " }{ what.join("; ") }{ "." }
            <br />
            { words.say("told-reason", &[]) }{ ": " }{ why.join(" ") }
        </li>
    }
}
