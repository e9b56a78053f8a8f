//! The app: its providers, and which page belongs to which address.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::i18n::LanguageProvider;
use crate::offline::OfflineProvider;
use crate::parts::PartPage;
use crate::routes::Route;
use crate::shell::{HomePage, NotFoundPage, Shell};
use crate::signin::{SignInPage, SignInProvider};
use crate::ui::ToastProvider;

/// The whole app. The session outlives a change of language, the screen is built anew by it.
#[function_component]
pub(crate) fn App() -> Html {
    html! {
        <BrowserRouter>
            <SignInProvider>
                <OfflineProvider>
                    <LanguageProvider>
                        <ToastProvider>
                            <Shell page={Callback::from(page)} />
                        </ToastProvider>
                    </LanguageProvider>
                </OfflineProvider>
            </SignInProvider>
        </BrowserRouter>
    }
}

/// The page at an address. The key makes each address a page of its own, so that the focus moves when it changes.
fn page(route: Route) -> Html {
    let key = match &route {
        // Its sides are one page.
        Route::Case { case } | Route::CaseTab { case, .. } => case.to_string(),
        _ => route.to_path(),
    };
    match route {
        Route::Home => html! { <HomePage {key} /> },
        Route::SignIn => html! { <SignInPage {key} /> },
        Route::NotFound => html! { <NotFoundPage {key} /> },
        route => html! { <PartPage {key} {route} /> },
    }
}
