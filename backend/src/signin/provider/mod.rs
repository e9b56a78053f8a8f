//! Signing in with the town's own sign-in service (OpenID Connect, authorization code with PKCE): a browser goes there, comes
//! back with a code, and the service says to this server who it was. An account is found by that and by nothing else, once its
//! owner has linked it.
//!
//! What a browser takes along (state, nonce, the secret of PKCE) is made of the token in its cookie under a key of ours: the
//! database has the token's hash, the browser has the token, and neither can make the rest. Not here: the protocol
//! ([`client`]).

mod client;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::kernel::{AccountId, Moment, Problem, SessionId};
use shared::signin::events::AccountEvent;
use shared::signin::provider::{
    AwaitedFactor, CameBack, ProviderAddress, ProviderLink, ProviderStanding,
};
use subtle::ConstantTimeEq as _;

use self::client::NotVouched;
pub use self::client::Provider;
use super::limits::Limit;
use super::service::{Caller, Current, Entered, Proved, SignIn, uncount};
use super::store::{self, Account, Attempt};
use super::token::Token;
use crate::clock::hex;
use crate::db::{Conn, Failure};
use crate::seal::Purpose;
use crate::web::Fault;

const MINUTE: i64 = 60_000;
/// How long somebody may take at the service.
pub const AWAY_MINUTES: i64 = 10;
/// Where the service sends browsers back to.
pub const BACK: &str = "/api/session/provider/callback";

/// What a browser takes along to the service and brings back.
struct Travel {
    state: String,
    nonce: String,
    verifier: String,
    back_to: String,
    began_at: Moment,
}

/// What the service said about a person.
struct Vouched {
    /// Who they are there.
    subject: String,
    /// Whether they gave a second factor there that stands for ours.
    gave_factor: bool,
}

/// A browser that sets out to the service.
#[derive(Debug)]
pub struct SetOut {
    /// Where it goes.
    pub address: ProviderAddress,
    /// For its cookie, by which it is known when it is back.
    pub token: Token,
}

/// What a browser brings back in the address.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Brought {
    /// What is exchanged for the service's word.
    pub code: Option<String>,
    /// What it took along.
    pub state: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Which service sent it back, where that says so (RFC 9207).
    pub iss: Option<String>,
}

/// What came of it.
#[derive(Debug)]
pub enum Arrival {
    /// Somebody signed in, as far as the second factor.
    Entered(Entered),
    /// A page says the rest: that of one's own account for whoever wanted to link it, else that for signing in.
    Told {
        /// What it says.
        word: CameBack,
        /// Whether an account was to be linked.
        is_link: bool,
    },
}

impl Arrival {
    const fn told(word: CameBack) -> Self {
        Self::Told {
            word,
            is_link: false,
        }
    }
}

impl SignIn {
    /// The service, where there is one.
    fn provider(&self) -> Result<&Provider, Problem> {
        self.provider.as_deref().ok_or(Problem::NotFound)
    }

    /// What a browser with this token takes along.
    fn travel(&self, token: &Token, origin: &str, began_at: Moment) -> Travel {
        let key = self.vault.key_for(Purpose::ProviderAttempts);
        let part = |name: &str| {
            URL_SAFE_NO_PAD.encode(key.chain(&[name.as_bytes(), token.as_text().as_bytes()]))
        };
        Travel {
            state: part("state"),
            nonce: part("nonce"),
            verifier: part("verifier"),
            back_to: format!("{origin}{BACK}"),
            began_at,
        }
    }

    /// What lies in the database of a person at the service: a code under a key that the database does not have.
    fn blind_subject(&self, issuer: &str, subject: &str) -> String {
        let key = self.vault.key_for(Purpose::ProviderSubjects);
        hex(&key.chain(&[issuer.as_bytes(), subject.as_bytes()]))
    }

    /// Whether there is a sign-in service, and whether this browser's sign-in waits for its second factor.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn provider_standing(
        &self,
        session: Option<Token>,
    ) -> Result<ProviderStanding, Fault> {
        let Some(provider) = &self.provider else {
            return Ok(ProviderStanding::default());
        };
        let signin = self.clone();
        let waits = match session {
            Some(token) => {
                self.db
                    .read(move |conn| signin.awaited(conn, &token))
                    .await?
            }
            None => None,
        };
        Ok(ProviderStanding {
            provider: Some(provider.name()),
            waits,
        })
    }

    fn awaited(&self, conn: &mut Conn, token: &Token) -> Result<Option<AwaitedFactor>, Failure> {
        let now = self.surroundings.now();
        let Some(waiting) = self.waiting(conn, &token.hash(), now)? else {
            return Ok(None);
        };
        Ok(Some(self.ways_on(conn, waiting.actor.account)?))
    }

    /// A browser sets out to sign in at the service.
    ///
    /// # Errors
    /// `NotFound` if there is no service; `NotAllowed` because of `provider_away` if it cannot be reached; `TooMany` if this
    /// network has tried enough for the moment.
    pub async fn set_out(&self, caller: &Caller) -> Result<SetOut, Fault> {
        let is_fresh = self.provider()?.can_count();
        self.count_alone(Limit::Provider, &caller.network).await?;
        let replaces = caller.session.as_ref().map(Token::hash);
        self.leave(caller.origin.as_deref(), None, replaces, is_fresh)
            .await
    }

    /// A browser sets out to link the own account. Whoever is signed in at the service signs in there anew, so that nobody
    /// links somebody else who sat at this desk before.
    ///
    /// # Errors
    /// As [`SignIn::set_out`]; `NotAllowed` if the password was not given lately.
    pub async fn set_out_to_link(
        &self,
        current: &Current,
        origin: Option<&str>,
    ) -> Result<SetOut, Fault> {
        self.provider()?;
        current.is_confirmed(self.surroundings.now())?;
        let account = current.actor.account;
        self.count_alone(Limit::Provider, &account.to_string())
            .await?;
        let links = Some((account, current.session));
        self.leave(origin, links, None, true).await
    }

    async fn leave(
        &self,
        origin: Option<&str>,
        links: Option<(AccountId, SessionId)>,
        replaces: Option<String>,
        is_fresh: bool,
    ) -> Result<SetOut, Fault> {
        let away = || Problem::NotAllowed {
            because: "provider_away".to_owned(),
        };
        let origin = origin.ok_or_else(away)?;
        let now = self.surroundings.now();
        let token = Token::new(&self.surroundings)?;
        let travel = self.travel(&token, origin, now);
        let address = self
            .ask(move |provider| provider.address(&travel, is_fresh))
            .await?
            .map_err(|why| {
                tracing::warn!(?why, "nobody can be sent to the sign-in service");
                away()
            })?;
        let (municipality, hash) = (self.municipality.clone(), token.hash());
        let attempt = Attempt {
            began_at: now,
            links,
            replaces,
        };
        self.db
            .write(move |conn| store::insert_attempt(conn, &municipality, &hash, &attempt))
            .await?;
        Ok(SetOut {
            address: ProviderAddress { address },
            token,
        })
    }

    /// Asks the service something, in its turn and off the threads that answer requests.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Provider) -> Result<T, NotVouched> + Send + 'static,
    ) -> Result<Result<T, NotVouched>, Fault> {
        let provider = self.provider.clone().ok_or(Problem::NotFound)?;
        let asked = provider.clone();
        let _turn = provider.turn().await;
        Ok(actix_web::web::block(move || question(&asked))
            .await
            .map_err(|_| Failure::Broken("asking the sign-in service"))?)
    }

    /// A browser is back from the service. Whatever it brings ends on a page of ours.
    pub async fn come_back(
        &self,
        caller: Caller,
        token: Option<Token>,
        brought: Brought,
    ) -> Arrival {
        match self.arrive(caller, token, brought).await {
            Ok(arrival) => arrival,
            Err(Fault::Failure(failure)) => {
                tracing::error!(%failure, "coming back from the sign-in service");
                Arrival::told(CameBack::Failed)
            }
            Err(_) => Arrival::told(CameBack::Failed),
        }
    }

    async fn arrive(
        &self,
        caller: Caller,
        token: Option<Token>,
        brought: Brought,
    ) -> Result<Arrival, Fault> {
        let provider = self.provider()?;
        let (Some(token), Some(origin)) = (token, caller.origin.clone()) else {
            return Ok(Arrival::told(CameBack::Expired));
        };
        // Looked at before the attempt is used up: nobody spoils somebody else's with an address that they made up.
        let state = self.travel(&token, &origin, Moment::default()).state;
        let brought_state = brought.state.as_deref().unwrap_or_default();
        if !bool::from(state.as_bytes().ct_eq(brought_state.as_bytes())) {
            return Ok(Arrival::told(CameBack::Expired));
        }
        let now = self.surroundings.now();
        let (municipality, hash) = (self.municipality.clone(), token.hash());
        let Some(attempt) = self
            .db
            .write(move |conn| store::take_attempt(conn, &municipality, &hash))
            .await?
            .filter(|attempt| now < attempt.began_at.plus_millis(AWAY_MINUTES * MINUTE))
        else {
            return Ok(Arrival::told(CameBack::Expired));
        };
        let is_link = attempt.links.is_some();
        let told = |word| Ok(Arrival::Told { word, is_link });
        if let Some(word) = refusal(provider, &brought) {
            return told(word);
        }
        let is_fresh = is_link || provider.can_count();
        let travel = self.travel(&token, &origin, attempt.began_at);
        let code = brought.code.unwrap_or_default();
        let said = self
            .ask(move |provider| provider.vouch(&travel, code, is_fresh, now))
            .await?;
        match said {
            Ok(vouched) if is_link => told(self.link(attempt, vouched).await?),
            Ok(vouched) => self.enter(attempt, vouched, caller).await,
            Err(why) => {
                tracing::warn!(?why, "the sign-in service vouched for nobody");
                told(match why {
                    NotVouched::Away(_) => CameBack::Away,
                    NotVouched::NotRight(_) => CameBack::NotRight,
                })
            }
        }
    }

    /// Links the account that set out, if its session is still there.
    async fn link(&self, attempt: Attempt, vouched: Vouched) -> Result<CameBack, Fault> {
        let issuer = self.provider()?.issuer().to_owned();
        let subject = self.blind_subject(&issuer, &vouched.subject);
        let Some((account, session)) = attempt.links else {
            return Ok(CameBack::Failed);
        };
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let (municipality, now) = (&signin.municipality, signin.surroundings.now());
                let since = signin.lifetimes.held_since(now);
                if !store::is_session_there(conn, municipality, (account, session), since)? {
                    return Ok(CameBack::Expired);
                }
                let linked = store::find_linked(conn, municipality, &subject)?;
                if linked.is_some_and(|other| other != account) {
                    return Ok(CameBack::Taken);
                }
                store::put_link(conn, municipality, account, (&issuer, &subject), now)?;
                signin.note_change(conn, account, account, &AccountEvent::ProviderLinked)?;
                uncount(conn, municipality, &[bucket(&account.to_string())], now)?;
                Ok(CameBack::Linked)
            })
            .await
    }

    /// Signs the owner of the linked account in.
    async fn enter(
        &self,
        attempt: Attempt,
        vouched: Vouched,
        caller: Caller,
    ) -> Result<Arrival, Fault> {
        let subject = self.blind_subject(self.provider()?.issuer(), &vouched.subject);
        let signin = self.clone();
        let browser = caller.browser.as_ref().map(Token::hash);
        let found = self
            .db
            .write(move |conn| signin.linked(conn, &subject, browser.as_deref()))
            .await?;
        let Some((account, is_known_browser)) = found else {
            return Ok(Arrival::told(CameBack::Unknown));
        };
        if account.is_closed {
            return Ok(Arrival::told(CameBack::Closed));
        }
        let proved = Proved {
            account,
            is_known_browser,
            buckets: vec![bucket(&caller.network)],
            outdated: None,
            replaces: attempt.replaces,
            browser_name: caller.browser_name,
            gave_factor: vouched.gave_factor,
            is_confirmed: vouched.gave_factor,
        };
        match self.begin(proved).await {
            Ok(entered) => Ok(Arrival::Entered(entered)),
            Err(Fault::Problem(Problem::NotAllowed { .. })) => Ok(Arrival::told(CameBack::Closed)),
            Err(fault) => Err(fault),
        }
    }

    /// Whose account is linked to a person at the service, noting that the link is used; and whether they have signed in in
    /// this browser before.
    fn linked(
        &self,
        conn: &mut Conn,
        subject: &str,
        browser: Option<&str>,
    ) -> Result<Option<(Account, bool)>, Failure> {
        let municipality = &self.municipality;
        let Some(id) = store::find_linked(conn, municipality, subject)? else {
            return Ok(None);
        };
        let Some(account) = store::find_account_by_id(conn, municipality, id)? else {
            return Ok(None);
        };
        store::update_link_used(conn, municipality, id, self.surroundings.now())?;
        let is_known = match browser {
            Some(browser) => store::is_known_browser(conn, municipality, browser, id)?,
            None => false,
        };
        Ok(Some((account, is_known)))
    }

    /// Whether the own account is linked.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn provider_link(&self, current: &Current) -> Result<ProviderLink, Fault> {
        let Some(provider) = self.provider.clone() else {
            return Ok(ProviderLink::default());
        };
        let (municipality, account) = (self.municipality.clone(), current.actor.account);
        let name = provider.name();
        let link = self
            .db
            .read(move |conn| store::find_link(conn, &municipality, account, provider.issuer()))
            .await?;
        Ok(ProviderLink {
            provider: Some(name),
            linked_at: link.map(|link| link.linked_at),
            used_at: link.and_then(|link| link.used_at),
        })
    }

    /// Ends the link of the own account.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately.
    pub async fn unlink(&self, current: &Current) -> Result<(), Fault> {
        current.is_confirmed(self.surroundings.now())?;
        let (signin, account) = (self.clone(), current.actor.account);
        Ok(self
            .db
            .write(move |conn| signin.end_link(conn, account, account))
            .await?)
    }

    /// Ends the link of an account, if it has one, in the transaction that asks for it.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub(super) fn end_link(
        &self,
        conn: &mut Conn,
        by: AccountId,
        account: AccountId,
    ) -> Result<(), Failure> {
        if store::delete_link(conn, &self.municipality, account)? {
            self.note_change(conn, by, account, &AccountEvent::ProviderUnlinked)?;
        }
        Ok(())
    }
}

/// Where the ways to the service are counted: of a network, or of an account that is to be linked.
fn bucket(of: &str) -> String {
    Limit::Provider.bucket(&[of])
}

/// Why there is no code to exchange, if there is none.
fn refusal(provider: &Provider, brought: &Brought) -> Option<CameBack> {
    let is_from_there = brought
        .iss
        .as_deref()
        .is_none_or(|issuer| issuer == provider.issuer());
    if !is_from_there {
        return Some(CameBack::NotRight);
    }
    match (brought.error.as_deref(), brought.code.as_deref()) {
        (None, Some(code)) if !code.is_empty() => None,
        (None, _) => Some(CameBack::NotRight),
        (
            Some(
                "access_denied"
                | "login_required"
                | "consent_required"
                | "interaction_required"
                | "account_selection_required",
            ),
            _,
        ) => Some(CameBack::Refused),
        (Some(_), _) => Some(CameBack::Away),
    }
}
