//! Second factors: checking one at sign-in, setting one up, taking it away.

use qrcodegen::{QrCode, QrCodeEcc};
use shared::kernel::{AccountId, Moment, Problem, SessionId};
use shared::signin::SecondFactor;
use shared::signin::events::AccountEvent;
use shared::signin::factors::{Factors, RECOVERY_CODES, RecoveryCodes, TotpSecret};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use super::limits::Limit;
use super::passkeys;
use super::service::{Current, SignIn, count, not_right, uncount};
use super::store::{self, Ending};
use super::token::{PaperCode, Token};
use crate::clock::hex;
use crate::db::{Conn, Failure};
use crate::seal::{Purpose, Vault};
use crate::web::Fault;

/// Under which name the app stands in an authenticator.
const ISSUER: &str = "Lückenlos";

fn place(account: AccountId) -> String {
    format!("signin_totp.secret:{account}")
}

/// What lies in the database of a recovery code: a code under a key that the database does not have.
fn blind(signin: &SignIn, account: AccountId, code: &PaperCode) -> String {
    let key = signin.vault.key_for(Purpose::RecoveryCodes);
    hex(&key.chain(&[account.to_string().as_bytes(), code.bytes()]))
}

/// The app's way to make codes of a secret; `login` names the account in the app.
fn totp(secret: &[u8], login: &str) -> Result<Totp, Failure> {
    // A colon would end the issuer's name.
    let login = login.replace(':', "-");
    Builder::new()
        .with_secret(secret)
        .with_issuer(Some(ISSUER))
        .with_account_name(login)
        .build()
        .map_err(|_| Failure::Broken("the secret of an authenticator app"))
}

fn seconds(now: Moment) -> u64 {
    u64::try_from(now.millis() / 1_000).unwrap_or_default()
}

/// Whether a second factor is right, using it up: no code of an app counts twice, and a recovery code only once.
fn is_right(
    conn: &mut Conn,
    signin: &SignIn,
    (account, session): (AccountId, SessionId),
    factor: &SecondFactor,
    origin: Option<&str>,
    now: Moment,
) -> Result<bool, Failure> {
    match factor {
        SecondFactor::Passkey { credential } => {
            passkeys::is_right(conn, signin, (account, session), credential, origin, now)
        }
        SecondFactor::Totp { code } => is_right_totp(conn, signin, account, code, true, now),
        SecondFactor::Recovery { code } => {
            let code = blind(signin, account, &PaperCode::read(code));
            let is_used = store::use_recovery(conn, &signin.municipality, account, &code)?;
            if is_used {
                let event = AccountEvent::RecoveryCodeUsed;
                signin.note_change(conn, account, account, &event)?;
            }
            Ok(is_used)
        }
    }
}

/// A second factor as it was given.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) factor: &'a SecondFactor,
    /// Which page a passkey signed for.
    pub(super) page: Option<&'a str>,
    /// The field at which it is answered.
    pub(super) field: &'static str,
}

/// Takes a second factor, if it is right; tries are counted, and right ones taken back. What is wrong is the inner error, so
/// that the count is written.
pub(super) fn try_one(
    conn: &mut Conn,
    signin: &SignIn,
    of: (AccountId, SessionId),
    given: Given<'_>,
    now: Moment,
) -> Result<Result<(), Problem>, Failure> {
    counted(conn, signin, of.0, given.field, now, |conn| {
        is_right(conn, signin, of, given.factor, given.page, now)
    })
}

/// Counts a try at a factor of the account, unless it is right.
fn counted(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
    field: &str,
    now: Moment,
    is_right: impl FnOnce(&mut Conn) -> Result<bool, Failure>,
) -> Result<Result<(), Problem>, Failure> {
    let municipality = &signin.municipality;
    let bucket = Limit::Factor.bucket(&[&account.to_string()]);
    let buckets = [(Limit::Factor, bucket.clone())];
    if let Some(after_seconds) = count(conn, municipality, &buckets, now)? {
        return Ok(Err(Problem::TooMany { after_seconds }));
    }
    if !is_right(conn)? {
        return Ok(Err(not_right(field)));
    }
    uncount(conn, municipality, &[bucket], now)?;
    Ok(Ok(()))
}

/// Whether the app shows this code now; `counts` asks for an app that counts already.
fn is_right_totp(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
    code: &str,
    counts: bool,
    now: Moment,
) -> Result<bool, Failure> {
    let Some(stored) = store::find_totp(conn, &signin.municipality, account)?
        .filter(|stored| stored.counts == counts)
    else {
        return Ok(false);
    };
    let secret = open(signin, account, &stored.secret)?;
    let digits: String = code.chars().filter(|one| !one.is_whitespace()).collect();
    match totp(&secret, "")?.check(&digits, seconds(now)) {
        Some(step) => {
            let step = i64::try_from(step).unwrap_or(i64::MAX);
            store::use_totp(conn, &signin.municipality, account, step, now)
        }
        None => Ok(false),
    }
}

fn open(signin: &SignIn, account: AccountId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let key = signin.vault.key_for(Purpose::SecondFactors);
    let secret: Vec<u8> = key.open(&place(account), "signin_totp.secret", sealed)?;
    Ok(Zeroizing::new(secret))
}

/// Seals the secrets of all authenticator apps under another key. What passkeys were asked to sign, which holds for minutes,
/// is forgotten: it is asked again.
///
/// # Errors
/// If a secret does not open under the first key, or the database cannot answer.
pub fn reseal(conn: &mut Conn, from: &Vault, to: &Vault) -> Result<(), Failure> {
    let (old, new) = (
        from.key_for(Purpose::SecondFactors),
        to.key_for(Purpose::SecondFactors),
    );
    for (municipality, account, sealed) in store::list_totp_secrets(conn)? {
        let sealed = old.reseal(&new, &place(account), "signin_totp.secret", &sealed)?;
        store::update_totp_secret(conn, &municipality, account, &sealed)?;
    }
    store::delete_challenges(conn)
}

/// Whether an account has a second factor.
pub(super) fn has_any(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
) -> Result<bool, Failure> {
    let ways = signin.ways_on(conn, account)?;
    Ok(ways.has_totp || ways.has_passkey)
}

/// From now on the account's factors are asked for: this session is whole, under a new token, and all others end.
pub(super) fn begin_to_ask(
    conn: &mut Conn,
    signin: &SignIn,
    current: &Current,
    old: &str,
    new: &Token,
) -> Result<(), Fault> {
    signin.renew(conn, current, old, new)?;
    let hash = new.hash();
    let others = Ending::AllBut(&hash);
    store::delete_sessions(conn, &signin.municipality, current.actor.account, others)?;
    Ok(())
}

/// New recovery codes for an account that has none; empty for one that has.
pub(super) fn first_codes(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
) -> Result<RecoveryCodes, Failure> {
    if store::count_recovery(conn, &signin.municipality, account)? > 0 {
        return Ok(RecoveryCodes::default());
    }
    new_codes(conn, signin, account)
}

/// Recovery codes stand in for a factor: with the last one they go.
pub(super) fn forget_codes_without_factor(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
) -> Result<(), Failure> {
    if has_any(conn, signin, account)? {
        return Ok(());
    }
    store::replace_recovery(conn, &signin.municipality, account, &[])
}

fn new_codes(
    conn: &mut Conn,
    signin: &SignIn,
    account: AccountId,
) -> Result<RecoveryCodes, Failure> {
    let codes = (0..RECOVERY_CODES)
        .map(|_| PaperCode::spare(&signin.surroundings))
        .collect::<Result<Vec<_>, _>>()?;
    let blinded: Vec<String> = codes
        .iter()
        .map(|code| blind(signin, account, code))
        .collect();
    store::replace_recovery(conn, &signin.municipality, account, &blinded)?;
    Ok(RecoveryCodes {
        codes: codes.iter().map(PaperCode::printed).collect(),
    })
}

impl SignIn {
    /// Which second factors somebody has.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub async fn factors(&self, current: &Current) -> Result<Factors, Fault> {
        let (signin, actor) = (self.clone(), current.actor.clone());
        Ok(self
            .db
            .read(move |conn| {
                let municipality = &signin.municipality;
                let totp = store::find_totp(conn, municipality, actor.account)?;
                Ok::<_, Failure>(Factors {
                    has_totp: totp.is_some_and(|totp| totp.counts),
                    passkeys: passkeys::lines(conn, &signin, actor.account)?,
                    recovery_left: store::count_recovery(conn, municipality, actor.account)?,
                    is_required: signin.asks_factor(conn, &actor)?,
                })
            })
            .await?)
    }

    /// Makes a secret for an authenticator app, which counts once a code of it was given.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately, or the account has an app that counts.
    pub async fn begin_totp(&self, current: &Current) -> Result<TotpSecret, Fault> {
        current.is_confirmed(self.surroundings.now())?;
        let secret: [u8; 20] = self.surroundings.random()?;
        let (signin, account) = (self.clone(), current.actor.account);
        self.db
            .write(move |conn| {
                let municipality = &signin.municipality;
                let there = store::find_totp(conn, municipality, account)?;
                if there.is_some_and(|there| there.counts) {
                    return Err(Problem::NotAllowed {
                        because: "has_factor".to_owned(),
                    }
                    .into());
                }
                let login = store::find_account_by_id(conn, municipality, account)?
                    .ok_or(Problem::NotSignedIn)?
                    .login;
                let key = signin.vault.key_for(Purpose::SecondFactors);
                let sealed = key.seal(&place(account), &secret.to_vec())?;
                store::put_totp(conn, municipality, account, &sealed)?;
                let totp = totp(&secret, &login)?;
                let address = totp
                    .to_url()
                    .map_err(|_| Failure::Broken("the address of an authenticator app"))?;
                Ok::<_, Fault>(TotpSecret {
                    secret: totp.secret().to_base32(),
                    picture: picture(&address)?,
                    address,
                })
            })
            .await
    }

    /// Takes the first code of the app, from which on it is asked for. Where no recovery codes are left, new ones are made.
    /// This session goes on under a new token; others of the account, which somebody may have begun with the password alone,
    /// end.
    ///
    /// # Errors
    /// `NotRight` at `code`; `TooMany` after too many tries.
    pub async fn finish_totp(
        &self,
        current: &Current,
        token: &Token,
        code: String,
    ) -> Result<(RecoveryCodes, Token), Fault> {
        let new = Token::new(&self.surroundings)?;
        let (signin, current, old, goes_on) =
            (self.clone(), current.clone(), token.hash(), new.clone());
        let codes = self
            .db
            .write(move |conn| {
                let (account, now) = (current.actor.account, signin.surroundings.now());
                let tried = counted(conn, &signin, account, "code", now, |conn| {
                    is_right_totp(conn, &signin, account, &code, false, now)
                })?;
                if let Err(problem) = tried {
                    return Ok(Err(problem));
                }
                signin.note_change(conn, account, account, &AccountEvent::TotpAdded)?;
                begin_to_ask(conn, &signin, &current, &old, &goes_on)?;
                Ok::<_, Fault>(Ok(first_codes(conn, &signin, account)?))
            })
            .await??;
        Ok((codes, new))
    }

    /// Takes the app away. Where a role asks for a second factor, the next thing to do is to set one up.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately.
    pub async fn remove_totp(&self, current: &Current) -> Result<(), Fault> {
        let now = self.surroundings.now();
        current.is_confirmed(now)?;
        let (signin, account) = (self.clone(), current.actor.account);
        Ok(self
            .db
            .write(move |conn| {
                let municipality = &signin.municipality;
                if store::delete_totp(conn, municipality, account)? {
                    forget_codes_without_factor(conn, &signin, account)?;
                    signin.note_change(conn, account, account, &AccountEvent::TotpRemoved)?;
                }
                Ok::<_, Failure>(())
            })
            .await?)
    }

    /// Makes new recovery codes in the place of all earlier ones.
    ///
    /// # Errors
    /// `NotAllowed` if the password was not given lately, or there is no factor that they could stand in for.
    pub async fn new_recovery_codes(&self, current: &Current) -> Result<RecoveryCodes, Fault> {
        let now = self.surroundings.now();
        current.is_confirmed(now)?;
        let (signin, account) = (self.clone(), current.actor.account);
        self.db
            .write(move |conn| {
                if !has_any(conn, &signin, account)? {
                    return Err(Problem::NotAllowed {
                        because: "no_factor".to_owned(),
                    }
                    .into());
                }
                signin.note_change(conn, account, account, &AccountEvent::RecoveryCodesMade)?;
                Ok::<_, Fault>(new_codes(conn, &signin, account)?)
            })
            .await
    }
}

/// A picture that telephones read: rows of modules, `1` is dark.
fn picture(address: &str) -> Result<Vec<String>, Failure> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium)
        .map_err(|_| Failure::Broken("the picture of an authenticator app"))?;
    let size = code.size();
    let module = |x, y| if code.get_module(x, y) { '1' } else { '0' };
    Ok((0..size)
        .map(|y| (0..size).map(|x| module(x, y)).collect())
        .collect())
}
