//! Passkeys (WebAuthn): making one, asking one at sign-in, taking one away. What is signed is checked by a library; here is
//! what is asked of whom, and that nothing is signed twice.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::kernel::{
    AccountId, FieldProblems, Moment, PasskeyId, Problem, ProblemCode, SessionId,
};
use shared::signin::events::AccountEvent;
use shared::signin::factors::{NewPasskey, PasskeyLine, PasskeyOptions, RecoveryCodes};
use url::Url;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder,
};

use super::factors;
use super::service::{Current, SignIn};
use super::store::{self, PasskeyRow};
use super::token::Token;
use crate::db::{Conn, Failure};
use crate::seal::Purpose;
use crate::web::Fault;

const MINUTE: i64 = 60_000;
/// How long an authenticator may take.
const MINUTES: i64 = 5;
/// How the service calls itself to authenticators.
const NAME: &str = "Lückenlos";

/// There is no way to passkeys from this address.
fn no_passkeys() -> Problem {
    Problem::NotAllowed {
        because: "no_passkeys".to_owned(),
    }
}

/// The other side of every passkey: this service at the address that the page came from.
fn service(origin: Option<&str>) -> Result<Webauthn, Problem> {
    let origin = origin.and_then(|origin| Url::parse(origin).ok());
    let origin = origin.ok_or_else(no_passkeys)?;
    let host = origin.domain().ok_or_else(no_passkeys)?;
    WebauthnBuilder::new(host, &origin)
        .map(|builder| builder.rp_name(NAME))
        .and_then(WebauthnBuilder::build)
        .map_err(|_| no_passkeys())
}

fn place(session: SessionId) -> String {
    format!("signin_challenge.state:{session}")
}

/// What was read out of the database is what was written there; what cannot be is a defect of ours.
fn read(row: &PasskeyRow) -> Result<Passkey, Failure> {
    serde_json::from_str(&row.credential)
        .map_err(|_| Failure::Unreadable("signin_passkey.credential"))
}

fn written(passkey: &Passkey) -> Result<String, Failure> {
    serde_json::to_string(passkey).map_err(|_| Failure::Broken("a passkey has no text"))
}

/// The options as browsers read them, without the frame that older ones wanted around.
fn options(challenge: &impl Serialize) -> Result<PasskeyOptions, Failure> {
    let mut whole = serde_json::to_value(challenge)
        .map_err(|_| Failure::Broken("a passkey's question has no text"))?;
    Ok(PasskeyOptions {
        options: whole
            .get_mut("publicKey")
            .map(Value::take)
            .unwrap_or_default(),
    })
}

/// The passkeys of an account, as their owner sees them.
pub(super) fn lines(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
) -> Result<Vec<PasskeyLine>, Failure> {
    let rows = store::list_passkeys(conn, &signin.municipality, account)?;
    Ok(rows
        .into_iter()
        .map(|row| PasskeyLine {
            passkey: row.id,
            label: row.label,
            made_at: row.made_at,
            used_at: row.used_at,
        })
        .collect())
}

impl SignIn {
    fn keep<T: Serialize>(
        &self,
        conn: &mut Conn,
        session: SessionId,
        state: &T,
        now: Moment,
    ) -> Result<(), Failure> {
        let text = serde_json::to_string(state)
            .map_err(|_| Failure::Broken("a passkey's question has no text"))?;
        let key = self.vault.key_for(Purpose::PasskeyQuestions);
        let sealed = key.seal(&place(session), &text)?;
        let until = now.plus_millis(MINUTES * MINUTE);
        store::put_challenge(conn, &self.municipality, session, &sealed, until)
    }

    /// What the session was asked; none if it was asked nothing, or too long ago, or something else.
    fn kept<T: DeserializeOwned>(
        &self,
        conn: &mut Conn,
        session: SessionId,
        now: Moment,
    ) -> Result<Option<T>, Failure> {
        let Some(sealed) = store::take_challenge(conn, &self.municipality, session, now)? else {
            return Ok(None);
        };
        let key = self.vault.key_for(Purpose::PasskeyQuestions);
        let text: String = key.open(&place(session), "signin_challenge.state", &sealed)?;
        Ok(serde_json::from_str(&text).ok())
    }

    /// Begins making a passkey.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately, or the page's address can have no passkeys.
    pub async fn begin_passkey(
        &self,
        current: &Current,
        origin: Option<String>,
    ) -> Result<PasskeyOptions, Fault> {
        let now = self.surroundings.now();
        current.is_confirmed(now)?;
        let webauthn = service(origin.as_deref())?;
        let (signin, account, session) = (self.clone(), current.actor.account, current.session);
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let there = store::find_account_by_id(conn, municipality, account)?
                    .ok_or(Problem::NotSignedIn)?;
                let known = store::list_passkeys(conn, municipality, account)?
                    .iter()
                    .map(|row| read(row).map(|passkey| passkey.cred_id().clone()))
                    .collect::<Result<Vec<_>, _>>()?;
                let (challenge, state) = webauthn
                    .start_passkey_registration(
                        account.uuid(),
                        &there.login,
                        &there.name,
                        Some(known),
                    )
                    .map_err(|_| Failure::Broken("asking for a passkey"))?;
                signin.keep::<PasskeyRegistration>(conn, session, &state, now)?;
                Ok::<_, Fault>(options(&challenge)?)
            })
            .await
    }

    /// Takes the passkey that the authenticator made. Where no recovery codes are left, new ones are made; this session goes
    /// on under a new token, and others of the account end.
    ///
    /// # Errors
    /// Problems at `label`; `NotRight` at `credential` if it is not what was asked for.
    pub async fn finish_passkey(
        &self,
        current: &Current,
        token: &Token,
        origin: Option<String>,
        new: NewPasskey,
    ) -> Result<(RecoveryCodes, Token), Fault> {
        new.check()?;
        let webauthn = service(origin.as_deref())?;
        let not_right = || Problem::Fields {
            fields: FieldProblems::at("credential", ProblemCode::NotRight),
        };
        let answer: RegisterPublicKeyCredential =
            serde_json::from_value(new.credential).map_err(|_| not_right())?;
        let now = self.surroundings.now();
        let next = Token::new(&self.surroundings)?;
        let (signin, current, old, goes_on) =
            (self.clone(), current.clone(), token.hash(), next.clone());
        let id = PasskeyId::born(now, self.surroundings.random()?);
        let label = new.label.trim().to_owned();
        let codes = self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let account = current.actor.account;
                let asked: Option<PasskeyRegistration> = signin.kept(conn, current.session, now)?;
                let Some(passkey) = asked
                    .and_then(|state| webauthn.finish_passkey_registration(&answer, &state).ok())
                else {
                    // What was asked is used up all the same.
                    return Ok(Err(not_right()));
                };
                let row = PasskeyRow {
                    id,
                    label: label.clone(),
                    credential: written(&passkey)?,
                    made_at: now,
                    used_at: None,
                };
                store::insert_passkey(conn, municipality, account, &row)?;
                signin.note_change(conn, account, account, &AccountEvent::PasskeyAdded)?;
                factors::begin_to_ask(conn, &signin, &current, &old, &goes_on)?;
                Ok::<_, Fault>(Ok(factors::first_codes(conn, &signin, account)?))
            })
            .await??;
        Ok((codes, next))
    }

    /// Takes a passkey away.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately; `NotFound` if the account has no such passkey.
    pub async fn remove_passkey(&self, current: &Current, passkey: PasskeyId) -> Result<(), Fault> {
        current.is_confirmed(self.surroundings.now())?;
        let (signin, account) = (self.clone(), current.actor.account);
        self.db
            .write(move |conn| {
                if !store::delete_passkey(conn, &signin.municipality, account, passkey)? {
                    return Err(Problem::NotFound.into());
                }
                signin.note_change(conn, account, account, &AccountEvent::PasskeyRemoved)?;
                Ok::<_, Fault>(factors::forget_codes_without_factor(
                    conn, &signin, account,
                )?)
            })
            .await
    }

    /// Asks the passkeys of a sign-in that waits for its second factor, or of a session that gives it once more.
    ///
    /// # Errors
    /// `NotSignedIn` if there is no such session under the token; `NotAllowed` if the account has no passkey for this address.
    pub async fn ask_passkey(
        &self,
        token: Option<Token>,
        origin: Option<String>,
    ) -> Result<PasskeyOptions, Fault> {
        let token = token.ok_or(Problem::NotSignedIn)?.hash();
        let webauthn = service(origin.as_deref())?;
        let now = self.surroundings.now();
        let signin = self.clone();
        self.db
            .write(move |conn| {
                let session = store::find_session(conn, &signin.municipality, &token, now.day())?
                    .filter(|session| signin.lifetimes.of(session).holds(now))
                    .ok_or(Problem::NotSignedIn)?;
                let account = session.actor.account;
                let passkeys = store::list_passkeys(conn, &signin.municipality, account)?
                    .iter()
                    .map(read)
                    .collect::<Result<Vec<_>, _>>()?;
                if passkeys.is_empty() {
                    return Err(no_passkeys().into());
                }
                let (challenge, state) = webauthn
                    .start_passkey_authentication(&passkeys)
                    .map_err(|_| Failure::Broken("asking a passkey"))?;
                signin.keep::<PasskeyAuthentication>(conn, session.id, &state, now)?;
                Ok::<_, Fault>(options(&challenge)?)
            })
            .await
    }
}

/// Whether a passkey of the account signed what this sign-in was asked, noting its counter.
pub(super) fn is_right(
    conn: &mut Conn,
    signin: &SignIn,
    (account, session): (AccountId, SessionId),
    credential: &Value,
    origin: Option<&str>,
    now: Moment,
) -> Result<bool, Failure> {
    let asked: Option<PasskeyAuthentication> = signin.kept(conn, session, now)?;
    let (Some(state), Ok(webauthn)) = (asked, service(origin)) else {
        return Ok(false);
    };
    let Ok(answer) = serde_json::from_value::<PublicKeyCredential>(credential.clone()) else {
        return Ok(false);
    };
    let Ok(result) = webauthn.finish_passkey_authentication(&answer, &state) else {
        return Ok(false);
    };
    for row in store::list_passkeys(conn, &signin.municipality, account)? {
        let mut passkey = read(&row)?;
        if passkey.cred_id() == result.cred_id() {
            passkey.update_credential(&result);
            let credential = written(&passkey)?;
            store::update_passkey(conn, &signin.municipality, row.id, &credential, now)?;
            return Ok(true);
        }
    }
    // It was taken away meanwhile.
    Ok(false)
}
