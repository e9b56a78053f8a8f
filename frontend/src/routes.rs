//! The list of addresses. They hold ids and nothing else about a person, and no slash at the end.

use shared::kernel::{CaseId, PersonId};
use yew::prelude::*;
use yew_router::prelude::*;

/// Every page that has an address.
#[derive(Debug, Clone, PartialEq, Routable)]
pub enum Route {
    /// The first screen of whoever is signed in.
    #[at("/")]
    Home,
    /// A case manager's day.
    #[at("/heute")]
    Today,
    /// Reception: who is there, and the contact slip.
    #[at("/empfang")]
    Reception,
    /// Search for a person.
    #[at("/suche")]
    Search,
    /// A person.
    #[at("/person/:person")]
    Person {
        /// Whose page.
        person: PersonId,
    },
    /// The record of a person, to be corrected.
    #[at("/person/:person/angaben")]
    Correction {
        /// Whose record.
        person: PersonId,
    },
    /// The same, opened at a section or field.
    #[at("/person/:person/angaben/:at")]
    CorrectionAt {
        /// Whose record.
        person: PersonId,
        /// The code of the section, or the id of the field.
        at: String,
    },
    /// With whom a person is to be compared.
    #[at("/vergleich/:person")]
    CompareWith {
        /// The person.
        person: PersonId,
    },
    /// Two persons side by side.
    #[at("/vergleich/:person/:other")]
    Compare {
        /// The one, whom the reader works with.
        person: PersonId,
        /// The other.
        other: PersonId,
    },
    /// The intake of a person.
    #[at("/aufnahme/:person")]
    Intake {
        /// Whose intake.
        person: PersonId,
    },
    /// A new intake of a person whose latest one has ended.
    #[at("/aufnahme/:person/neu")]
    IntakeAgain {
        /// Whose intake.
        person: PersonId,
    },
    /// The case manager's cases.
    #[at("/faelle")]
    Cases,
    /// A case.
    #[at("/fall/:case")]
    Case {
        /// Which case.
        case: CaseId,
    },
    /// One side of a case.
    #[at("/fall/:case/:tab")]
    CaseTab {
        /// Which case.
        case: CaseId,
        /// Which side.
        tab: String,
    },
    /// What waits to be sent, and what needs a decision.
    #[at("/klaerung")]
    Clearing,
    /// Cases that nobody is responsible for.
    #[at("/pool")]
    Pool,
    /// The organisation as files, for the coordinator.
    #[at("/organisation")]
    Organisation,
    /// Who has which case, for the coordinator.
    #[at("/zustaendigkeit")]
    Responsibilities,
    /// Who has a case, and giving it to another post.
    #[at("/zustaendigkeit/:case")]
    Responsibility {
        /// Which case.
        case: CaseId,
    },
    /// What a legal body carries, for its head.
    #[at("/traeger")]
    Body,
    /// Reports that can name nobody, for the steering group.
    #[at("/berichte")]
    Reports,
    /// The logs, for the data protection officer.
    #[at("/protokoll")]
    Log,
    /// One side of them.
    #[at("/protokoll/:side")]
    LogSide {
        /// Which side.
        side: String,
    },
    /// A search in one of them.
    #[at("/protokoll/:side/:filter")]
    LogOf {
        /// Which side.
        side: String,
        /// What is looked for: ids and days, nothing else.
        filter: String,
    },
    /// Who has seen the data of a case's person, for the client who asks.
    #[at("/auskunft/:case")]
    WhoRead {
        /// Which case.
        case: CaseId,
    },
    /// What was changed about a person, and what stood there before.
    #[at("/aenderungen/:person")]
    Changes {
        /// Whose record.
        person: PersonId,
    },
    /// Asking that a person be erased.
    #[at("/loeschung/:person")]
    Erasure {
        /// Who.
        person: PersonId,
    },
    /// Requests to erase somebody, for the coordinator.
    #[at("/loeschantraege")]
    Erasures,
    /// Messages by the contact form, for those who answer them.
    #[at("/nachrichten")]
    Messages,
    /// Inquiries across units.
    #[at("/anfragen")]
    Inquiries,
    /// Contact slips.
    #[at("/zettel")]
    Slips,
    /// The contact slips of the last days.
    #[at("/zettel/letzte")]
    LatestSlips,
    /// Exceptions from the target group that wait for the coordinator.
    #[at("/ausnahmen")]
    Exceptions,
    /// Own account: password, second factor, sessions, language, theme, sign out.
    #[at("/konto")]
    Account,
    /// The accounts of everybody, for the administrator.
    #[at("/konten")]
    Accounts,
    /// A second factor that has to be set up before anything else.
    #[at("/zweiter-faktor")]
    Factor,
    /// Getting a password with a code on paper.
    #[at("/einladung")]
    Invitation,
    /// This device.
    #[at("/geraet")]
    Device,
    /// The accessibility statement.
    #[at("/barrierefreiheit")]
    Accessibility,
    /// Who runs this, and whom to write to.
    #[at("/kontakt")]
    Contact,
    /// Signing in.
    #[at("/anmelden")]
    SignIn,
    /// The first account of a fresh installation.
    #[at("/einrichten")]
    SetUp,
    /// No such page.
    #[not_found]
    #[at("/nicht-gefunden")]
    NotFound,
}

impl Route {
    /// Whether the page is there for everybody, signed in or not.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(
            self,
            Self::Accessibility
                | Self::Contact
                | Self::SignIn
                | Self::SetUp
                | Self::Invitation
                | Self::NotFound
        )
    }
}

/// Properties of [`Go`].
#[derive(Debug, PartialEq, Properties)]
pub struct GoProps {
    /// Where to.
    pub to: Route,
    /// What the link says.
    pub children: Children,
    /// Classes; `button button--primary` makes it look like a button.
    #[prop_or_default]
    pub class: Classes,
    /// Whether this is the page that is shown now.
    #[prop_or_default]
    pub is_current: bool,
    /// The link is followed here, and the page changes next.
    #[prop_or_default]
    pub on_follow: Callback<()>,
}

/// A link inside the app: it can be opened in another tab like any link, and loads nothing anew when followed here.
#[function_component]
pub fn Go(props: &GoProps) -> Html {
    let navigator = use_navigator();
    let onclick = {
        let (to, on_follow) = (props.to.clone(), props.on_follow.clone());
        Callback::from(move |event: MouseEvent| {
            let is_plain = event.button() == 0
                && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
            if let (true, Some(navigator)) = (is_plain, &navigator) {
                event.prevent_default();
                on_follow.emit(());
                navigator.push(&to);
            }
        })
    };
    html! {
        <a
            href={props.to.to_path()}
            class={props.class.clone()}
            aria-current={props.is_current.then_some("page")}
            {onclick}
        >
            { props.children.clone() }
        </a>
    }
}
