//! The app: its providers, and which page belongs to which address.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::assignment::PoolPage;
use crate::case::{CasePage, CasesPage, TodayPage};
use crate::contact::{ContactPage, MessagesPage};
use crate::i18n::LanguageProvider;
use crate::intake::desk::{ReceptionPage, SearchPage, SlipPage};
use crate::intake::exceptions::ExceptionsPage;
use crate::intake::page::IntakePage;
use crate::intake::slips::SlipsPage;
use crate::offline::{ClearingPage, DevicePage, OfflineProvider};
use crate::person::comparison::{CompareWithPage, ComparisonPage};
use crate::routes::Route;
use crate::shell::{AccessibilityPage, AccountPage, HomePage, NotFoundPage, Shell};
use crate::signin::{SetUpPage, SignInPage, SignInProvider};
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
    let key = route.to_path();
    match route {
        Route::Home => html! { <HomePage {key} /> },
        Route::SignIn => html! { <SignInPage {key} /> },
        Route::SetUp => html! { <SetUpPage {key} /> },
        Route::Account => html! { <AccountPage {key} /> },
        Route::Reception => html! { <ReceptionPage {key} /> },
        Route::Search => html! { <SearchPage {key} /> },
        Route::Slips => html! { <SlipPage {key} /> },
        Route::Person { person } | Route::Intake { person } => {
            html! { <IntakePage {key} {person} /> }
        }
        Route::CompareWith { person } => html! { <CompareWithPage {key} {person} /> },
        Route::Compare { person, other } => html! { <ComparisonPage {key} {person} {other} /> },
        Route::LatestSlips => html! { <SlipsPage {key} /> },
        Route::Exceptions => html! { <ExceptionsPage {key} /> },
        Route::Clearing => html! { <ClearingPage {key} /> },
        Route::Device => html! { <DevicePage {key} /> },
        Route::Accessibility => html! { <AccessibilityPage {key} /> },
        Route::Contact => html! { <ContactPage {key} /> },
        Route::Today => html! { <TodayPage {key} /> },
        Route::Cases => html! { <CasesPage {key} /> },
        Route::Case { case } => html! { <CasePage key={case.to_string()} {case} /> },
        Route::CaseTab { case, tab } => html! { <CasePage key={case.to_string()} {case} {tab} /> },
        Route::Pool => html! { <PoolPage {key} /> },
        Route::Messages => html! { <MessagesPage {key} /> },
        Route::NotFound => html! { <NotFoundPage {key} /> },
    }
}
