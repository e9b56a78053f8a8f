//! The Lückenlos app: screens for reception, case manager and coordinator, in the browser, with or without a network.
//!
//! Not here: rules and checks, which live in `shared`. `web-sys` is used by `platform` and, for elements that a widget
//! holds itself, by `ui`.

pub mod account;
pub mod api;
mod app;
pub mod assignment;
pub mod audit;
pub mod case;
pub mod consent;
pub mod contact;
pub mod disclosure;
pub mod documentation;
pub mod emergency;
pub mod erasure;
pub mod forms;
pub mod i18n;
pub mod inquiry;
pub mod intake;
pub mod offline;
pub mod organisation;
mod parts;
pub mod person;
pub mod platform;
pub mod reporting;
pub mod routes;
pub mod shell;
pub mod signin;
mod split;
pub mod ui;

/// Shows the reload screen if something goes wrong for good, chooses the language, starts the app.
pub fn start() {
    platform::crash::install();
    platform::theme::apply_remembered();
    platform::press::listen();
    wasm_bindgen_futures::spawn_local(async {
        i18n::choose_first().await;
        yew::Renderer::<app::App>::with_root(platform::app_root()).render();
        platform::started();
    });
}
