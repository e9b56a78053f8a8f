//! Own account: language, theme, signing out.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::{Language, use_language};
use crate::platform::theme::Theme;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Choice, Page, RadioGroup};

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
    let leave = {
        let signin = signin.clone();
        Callback::from(move |()| signin.leave())
    };
    html! {
        <Page title={t!("account-title")} heading={name} lead={roles} class="narrow">
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
            <Card title={t!("account-leave-title")}>
                <p>{ t!("account-leave-text") }</p>
                <Button kind={ButtonKind::Secondary} on_press={leave}>{ t!("account-leave") }</Button>
            </Card>
        </Page>
    }
}
