//! Own account: where one works, password, second factor, sessions, language, theme, signing out.

use std::rc::Rc;

use yew::prelude::*;

use super::factor::SecondFactor;
use super::password::PasswordCard;
use super::provider::ProviderCard;
use super::sessions::SessionsCard;
use super::state::use_units;
use crate::i18n::{Language, use_language};
use crate::platform::theme::Theme;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Choice, Notice, Page, RadioGroup, Tone};

/// What somebody sets for themselves.
#[function_component]
pub(crate) fn AccountPage() -> Html {
    let signin = use_signin();
    let language = use_language();
    let theme = use_state_eq(Theme::remembered);
    let languages: Rc<[Choice]> = Language::ALL
        .iter()
        .map(|language| Choice::new(language.code(), language.own_name()))
        .collect();
    let themes: Rc<[Choice]> = Theme::ALL
        .iter()
        .map(|theme| Choice::new(theme.code(), t!(format!("account-theme-{}", theme.code()))))
        .collect();
    let choose_language = {
        let language = language.clone();
        Callback::from(move |code: AttrValue| {
            if let Some(chosen) = Language::ALL
                .into_iter()
                .find(|language| language.code() == code.as_str())
            {
                language.choose(chosen);
            }
        })
    };
    let choose_theme = {
        let theme = theme.clone();
        Callback::from(move |code: AttrValue| {
            if let Some(chosen) = Theme::ALL
                .into_iter()
                .find(|theme| theme.code() == code.as_str())
            {
                chosen.choose();
                theme.set(chosen);
            }
        })
    };
    let roles = signin
        .actor()
        .map(|actor| {
            let names: Vec<_> = actor
                .roles
                .iter()
                .map(|role| t!(format!("role-{role}")).to_string())
                .collect();
            names.join(", ")
        })
        .unwrap_or_default();
    let name = signin
        .actor()
        .map(|actor| AttrValue::from(actor.name.clone()));
    let is_with_server = signin.session().is_some();
    let leave = {
        let signin = signin.clone();
        Callback::from(move |()| signin.leave())
    };
    html! {
        <Page title={t!("account-title")} heading={name} lead={roles} class="narrow">
            <ActingCard />
            <Card>
                <RadioGroup
                    id="language"
                    label={t!("account-language")}
                    choices={languages}
                    value={AttrValue::from(language.language.code())}
                    on_choose={choose_language}
                />
                <RadioGroup
                    id="theme"
                    label={t!("account-theme")}
                    choices={themes}
                    value={AttrValue::from(theme.code())}
                    on_choose={choose_theme}
                />
            </Card>
            <Card title={t!("account-device-title")}>
                <p>{ t!("account-device-text") }</p>
                <Go to={Route::Device} class="button button--secondary">{ t!("account-device") }</Go>
            </Card>
            <div class="stack" hidden={!is_with_server}>
                { for is_with_server.then(|| html! {
                    <div key="with-server" class="stack">
                        <PasswordCard />
                        <Card title={t!("factor-title")}><SecondFactor /></Card>
                        <ProviderCard />
                        <SessionsCard />
                    </div>
                }) }
            </div>
            <Card title={t!("account-leave-title")}>
                <p>{ t!("account-leave-text") }</p>
                <Button kind={ButtonKind::Secondary} on_press={leave}>{ t!("account-leave") }</Button>
            </Card>
        </Page>
    }
}

/// Where somebody works who is something in several units, and going on in another one.
#[component]
fn ActingCard() -> Html {
    let signin = use_signin();
    let units = use_units();
    let failed = use_state_eq(|| None::<&'static str>);
    let elsewhere = signin
        .session()
        .map(|session| session.elsewhere.clone())
        .unwrap_or_default();
    let here = signin.actor().map(|actor| units.unit(&actor.unit));
    let choose = {
        let (signin, failed) = (signin.clone(), failed.clone());
        Callback::from(move |unit| {
            let failed = failed.clone();
            signin.act_in(unit, Callback::from(move |key| failed.set(key)));
        })
    };
    html! {
        <div hidden={elsewhere.is_empty()}>
            <Card title={t!("acting-title")}>
                <p>{ t!("acting-now", unit = here.unwrap_or_default().to_string()) }</p>
                <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
                <div class="actions">
                    { for elsewhere.iter().map(|unit| {
                        let chosen = unit.clone();
                        html! {
                            <Button key={unit.to_string()} on_press={choose.reform(move |()| chosen.clone())}>
                                { t!("acting-change", unit = units.unit(unit).to_string()) }
                            </Button>
                        }
                    }) }
                </div>
            </Card>
        </div>
    }
}
