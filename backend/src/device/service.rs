//! Enrolling a device, opening it, taking its unsent work. A device that is unknown, lost or somebody else's is refused
//! alike: not there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use shared::device::calls::DeviceStanding;
use shared::device::{DeviceSecret, Enrolment, HandedIn, ToSign};
use shared::exchange::OfferAnswer;
use shared::kernel::attachment::ATTACHMENTS_MOST;
use shared::kernel::{
    Actor, Ags, DeviceId, FieldProblem, FieldProblems, Problem, ProblemCode, canonical, text,
};

use super::store::{self, Device};
use crate::db::{Conn, Failure};
use crate::exchange;
use crate::organisation;
use crate::seal::{Purpose, Vault};
use crate::signin;
use crate::signin::store::find_actor;
use crate::tx::Town;
use crate::web::Fault;

/// The most envelopes handed in at once.
const HANDED_IN_MAX: usize = 200;
const LABEL_MAX: usize = 80;

/// Enrols a device for the account; the same device with the same key again changes nothing.
///
/// # Errors
/// Problems at fields; `NotFound` if the id belongs to another account or another key.
pub async fn enrol(town: &Town, actor: &Actor, enrolment: Enrolment) -> Result<(), Fault> {
    let public_key = check(&enrolment)?;
    let (actor, town_) = (actor.clone(), town.clone());
    town.db()
        .write(move |conn| {
            let municipality = &actor.municipality;
            if let Some(there) = store::find(conn, municipality, enrolment.device)? {
                let is_same = there.account == actor.account
                    && there.public_key == public_key
                    && !there.is_lost;
                return if is_same {
                    Ok(())
                } else {
                    Err(Problem::NotFound.into())
                };
            }
            let secret: [u8; 32] = town_.surroundings().random()?;
            let row = Device {
                account: actor.account,
                public_key: public_key.clone(),
                secret: town_
                    .vault()
                    .key_for(Purpose::DeviceSecret)
                    .seal(&place(enrolment.device), &STANDARD.encode(secret))?,
                is_lost: false,
            };
            let now = town_.surroundings().now();
            store::insert(
                conn,
                municipality,
                enrolment.device,
                enrolment.label.trim(),
                &row,
                now,
            )?;
            Ok::<_, Fault>(())
        })
        .await
}

/// Seals the server's halves of the keys of all devices under another key.
///
/// # Errors
/// If one does not open under the first key, or the database cannot answer.
pub fn reseal(conn: &mut Conn, from: &Vault, to: &Vault) -> Result<(), Failure> {
    let (old, new) = (
        from.key_for(Purpose::DeviceSecret),
        to.key_for(Purpose::DeviceSecret),
    );
    for (municipality, device, sealed) in store::list_secrets(conn)? {
        let sealed = old.reseal(&new, &place(device), "signin_device.secret", &sealed)?;
        store::update_secret(conn, &municipality, device, &sealed)?;
    }
    Ok(())
}

/// Releases the server's half of the outbox key to the owner of the device, with what their unit allows devices.
///
/// # Errors
/// `NotFound` if the account has no such device.
pub async fn open(town: &Town, actor: &Actor, device: DeviceId) -> Result<DeviceSecret, Fault> {
    let there = find_own(town, actor, device).await?;
    let secret = town.vault().key_for(Purpose::DeviceSecret).open(
        &place(device),
        "signin_device.secret",
        &there.secret,
    )?;
    let unit = actor.unit.clone();
    let policy = town
        .read(actor.municipality.clone(), move |tx| {
            let organisation = organisation::current(tx)?;
            Ok::<_, Failure>(organisation.pack_policy_on(&unit, tx.now().day()))
        })
        .await?;
    Ok(DeviceSecret {
        secret,
        packed_cases_max: policy.cases.into(),
        pack_hours: policy.hours.into(),
    })
}

async fn find_own(town: &Town, actor: &Actor, device: DeviceId) -> Result<Device, Fault> {
    let (municipality, account) = (actor.municipality.clone(), actor.account);
    town.db()
        .read(move |conn| store::find(conn, &municipality, device))
        .await?
        .filter(|there| there.account == account && !there.is_lost)
        .ok_or(Fault::Problem(Problem::NotFound))
}

/// Whether a device is to give up what it holds: it was noted as lost, or the account it was enrolled for is closed or has
/// no role today. One that nobody knows keeps what it has.
///
/// # Errors
/// If the database cannot answer.
pub async fn standing(
    town: &Town,
    municipality: &Ags,
    device: DeviceId,
) -> Result<DeviceStanding, Fault> {
    let municipality = municipality.clone();
    let today = town.surroundings().now().day();
    let gives_up = town
        .db()
        .read(move |conn| {
            let Some(found) = store::find(conn, &municipality, device)? else {
                return Ok(false);
            };
            let is_somebody = signin::is_somebody(conn, &municipality, found.account, today)?;
            Ok::<_, Failure>(found.is_lost || !is_somebody)
        })
        .await?;
    Ok(DeviceStanding { gives_up })
}

/// Takes unsent work that the device signed; its author is the account it was enrolled for, also if that can no longer
/// sign in, and also if the device is lost: what was written on it before is held like all work that comes late, and
/// whoever is responsible looks at it.
///
/// # Errors
/// `NotFound` if the device is none of ours or did not sign this.
pub async fn hand_in(
    town: &Town,
    municipality: &Ags,
    handed_in: HandedIn,
) -> Result<OfferAnswer, Fault> {
    sized(&handed_in)?;
    let (municipality, device) = (municipality.clone(), handed_in.device);
    let today = town.surroundings().now().day();
    let found = town
        .db()
        .read(move |conn| {
            let Some(device) = store::find(conn, &municipality, device)? else {
                return Ok(None);
            };
            let author = find_actor(conn, &municipality, device.account, today)?;
            Ok::<_, Failure>(author.map(|author| (device, author)))
        })
        .await?;
    let (device, author): (Device, Actor) = found.ok_or(Problem::NotFound)?;
    let all_its_own = handed_in
        .envelopes
        .iter()
        .all(|envelope| envelope.device == handed_in.device);
    if !all_its_own || !is_signed(&device.public_key, &handed_in) {
        return Err(Problem::NotFound.into());
    }
    let HandedIn {
        epoch,
        envelopes,
        attachments,
        ..
    } = handed_in;
    Ok(exchange::hand_in(town, author, epoch, envelopes, attachments).await?)
}

fn is_signed(public_key: &[u8], handed_in: &HandedIn) -> bool {
    let signed = ToSign {
        device: handed_in.device,
        envelopes: &handed_in.envelopes,
        epoch: handed_in.epoch,
        signed_at: handed_in.signed_at,
    };
    let (Ok(key), Ok(bytes), Ok(signature)) = (
        VerifyingKey::from_public_key_der(public_key),
        canonical::bytes(&signed),
        STANDARD.decode(&handed_in.signature),
    ) else {
        return false;
    };
    Signature::from_slice(&signature).is_ok_and(|signature| key.verify(&bytes, &signature).is_ok())
}

fn check(enrolment: &Enrolment) -> Result<Vec<u8>, FieldProblems> {
    let mut problems = FieldProblems::default();
    let key = STANDARD
        .decode(&enrolment.public_key)
        .ok()
        .filter(|key| VerifyingKey::from_public_key_der(key).is_ok());
    if key.is_none() {
        problems.add("public_key", ProblemCode::Invalid);
    }
    if enrolment.label.chars().count() > LABEL_MAX {
        problems.add(
            "label",
            FieldProblem::limited(ProblemCode::TooLong, "max", LABEL_MAX),
        );
    }
    if let Err(error) = text::plain_line(&enrolment.label) {
        problems.add("label", FieldProblem::from(&error));
    }
    problems.or(key.unwrap_or_default())
}

fn sized(handed_in: &HandedIn) -> Result<(), FieldProblems> {
    let mut problems = FieldProblems::default();
    match handed_in.envelopes.len() {
        0 => problems.add("envelopes", ProblemCode::Missing),
        size if size > HANDED_IN_MAX => problems.add("envelopes", ProblemCode::TooMany),
        _ => {}
    }
    if handed_in.attachments.len() > ATTACHMENTS_MOST {
        problems.add("attachments", ProblemCode::TooMany);
    }
    problems.or(())
}

fn place(device: DeviceId) -> String {
    format!("signin_device.secret:{device}")
}
