//! Sealing content under a key per subject (design 3.6).
//!
//! Each content subject has one random data key. It lies in the database wrapped by the key-encryption key, which lives
//! in a file outside the database and its backups ([`crate::key`]). Three keys are derived from it: one seals, one makes
//! nonces, one links the chain. Destroying the data key makes all content of the subject unreadable and leaves the chain's
//! links.
//!
//! Nonces are made from what is sealed, so the same content at the same place gives the same bytes: replaying the log
//! gives byte-equal tables, and no pair of key and nonce ever meets two different texts. What that reveals: whether a
//! value was set back to exactly what it was before.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use shared::exchange::Subject;
use shared::kernel::{Ags, canonical};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::clock::hex;
use crate::db::Failure;
use crate::key::file::{self, KeyFileFailure};
use crate::surroundings::Surroundings;

/// Bytes of a key's digest that name it.
pub(crate) const ID_BYTES: usize = 6;

/// The form of sealed bytes: one byte for the form, 12 for the nonce, then AES-256-GCM with its tag.
const FORM: u8 = 1;
const NONCE: usize = 12;

/// A message authentication code over canonical bytes.
pub type Code = [u8; 32];

/// What a key is for that is nobody's content.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    /// Links the batches of the read log and adds its index up.
    ReadLog,
    /// Links the changes of accounts.
    AccountEvents,
    /// Blinds recovery codes.
    RecoveryCodes,
    /// Blinds who somebody is at the town's own sign-in service.
    ProviderSubjects,
    /// Makes what a browser takes to the sign-in service and brings back.
    ProviderAttempts,
    /// Seals the secrets of authenticator apps.
    SecondFactors,
    /// Seals what a passkey was asked to sign.
    PasskeyQuestions,
    /// Seals the server's half of a device's key.
    DeviceSecret,
    /// Seals copies of the database.
    Backup,
}

impl Purpose {
    /// Whether the key of this purpose stays the same when the key-encryption key is changed: chains would break under
    /// another one, and of what is blinded (recovery codes, persons at the sign-in service) nobody has the text to blind it
    /// anew.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        match self {
            Self::ReadLog | Self::AccountEvents | Self::RecoveryCodes | Self::ProviderSubjects => {
                true
            }
            Self::ProviderAttempts
            | Self::SecondFactors
            | Self::PasskeyQuestions
            | Self::DeviceSecret
            | Self::Backup => false,
        }
    }

    /// Its name, as it stands in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Keys that outlive the key-encryption key they came from.
pub type KeptKeys = BTreeMap<Purpose, Zeroizing<[u8; 32]>>;

/// Holds the key-encryption key. Clones share it.
#[derive(Clone)]
pub struct Vault(Arc<Kek>);

#[derive(Zeroize, ZeroizeOnDrop)]
struct Kek {
    key: [u8; 32],
    search: [u8; 32],
    #[zeroize(skip)]
    id: String,
    /// Each wipes itself.
    #[zeroize(skip)]
    kept: KeptKeys,
    /// The key file, locked as in use; given back when the last clone is gone.
    #[zeroize(skip)]
    in_use: Option<Arc<File>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({})", self.0.id)
    }
}

impl Vault {
    /// From the key itself.
    #[must_use]
    pub fn of(key: [u8; 32]) -> Self {
        Self::with(key, KeptKeys::new(), None)
    }

    fn with(key: [u8; 32], kept: KeptKeys, in_use: Option<Arc<File>>) -> Self {
        let id = hex(Sha256::digest(key).get(..ID_BYTES).unwrap_or_default());
        let (_, kdf) = Hkdf::<Sha256>::extract(None, &key);
        let mut search = [0; 32];
        // 32 bytes are always within what the function can give.
        let _ = kdf.expand(b"lueckenlos/1/search", &mut search);
        Self(Arc::new(Kek {
            key,
            search,
            id,
            kept,
            in_use,
        }))
    }

    /// Reads the key file, or makes one with a new key, for its owner only. As long as the vault or a clone of it is there,
    /// the file is locked against a change of the key.
    ///
    /// # Errors
    /// If it cannot be read or made, holds no key, may be read by others, or the key is being changed.
    pub fn open(path: &Path, surroundings: &Surroundings) -> Result<Self, KeyFileFailure> {
        let (key, file) = file::open_or_make(path, surroundings)?;
        Ok(Self::with(*key, KeptKeys::new(), Some(Arc::new(file))))
    }

    /// As [`Vault::open`], for whoever must be the only one to use the key, until the vault and its clones are gone.
    ///
    /// # Errors
    /// If anybody uses the key, or it cannot be read.
    pub fn open_alone(path: &Path) -> Result<Self, KeyFileFailure> {
        let (key, file) = file::open_alone(path)?;
        Ok(Self::with(*key, KeptKeys::new(), Some(Arc::new(file))))
    }

    /// The same key with these keys beside it, which are not derived from it.
    #[must_use]
    pub fn with_kept(&self, kept: KeptKeys) -> Self {
        Self::with(self.0.key, kept, self.0.in_use.clone())
    }

    /// Names the key without giving it away; stands beside everything wrapped by it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The key that blinds the tokens of the search index.
    #[must_use]
    pub fn search_key(&self) -> &[u8; 32] {
        &self.0.search
    }

    /// The keys for one purpose that is nobody's content.
    #[must_use]
    pub fn key_for(&self, purpose: Purpose) -> SubjectKey {
        SubjectKey::of(&self.data_for(purpose))
    }

    /// What the keys for one purpose are made of: kept through changes of the key-encryption key, or derived from it.
    pub(crate) fn data_for(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        if let Some(kept) = self.0.kept.get(&purpose) {
            return kept.clone();
        }
        let (_, kdf) = Hkdf::<Sha256>::extract(None, &self.0.key);
        let mut data = Zeroizing::new([0; 32]);
        // 32 bytes are always within what the function can give.
        let _ = kdf.expand_multi_info(
            &[b"lueckenlos/1/purpose/", purpose.name().as_bytes()],
            data.as_mut_slice(),
        );
        data
    }

    /// Wraps the key of one purpose, as it is, for the database.
    ///
    /// # Errors
    /// If there is no randomness.
    pub(crate) fn wrap_purpose(
        &self,
        purpose: Purpose,
        data: &[u8; 32],
        surroundings: &Surroundings,
    ) -> Result<Vec<u8>, Failure> {
        let nonce = surroundings.random()?;
        encrypt(&self.0.key, nonce, &place_of_purpose(purpose), data)
    }

    /// Unwraps the key of one purpose.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] if it was wrapped by another key or for another purpose, or is damaged.
    pub(crate) fn unwrap_purpose(
        &self,
        purpose: Purpose,
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, Failure> {
        self.unwrap_data(&place_of_purpose(purpose), "purpose_key", wrapped)
    }

    /// A new data key, wrapped for the database.
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn new_key(
        &self,
        municipality: &Ags,
        subject: &Subject,
        surroundings: &Surroundings,
    ) -> Result<(SubjectKey, Vec<u8>), Failure> {
        let data: Zeroizing<[u8; 32]> = Zeroizing::new(surroundings.random()?);
        let nonce: [u8; NONCE] = surroundings.random()?;
        let wrapped = encrypt(
            &self.0.key,
            nonce,
            &place_of_key(municipality, subject),
            data.as_slice(),
        )?;
        Ok((SubjectKey::of(&data), wrapped))
    }

    /// Unwraps a data key.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] if it was wrapped by another key or for another subject, or is damaged.
    pub fn unwrap(
        &self,
        municipality: &Ags,
        subject: &Subject,
        wrapped: &[u8],
    ) -> Result<SubjectKey, Failure> {
        let place = place_of_key(municipality, subject);
        let data = self.unwrap_data(&place, "subject_key", wrapped)?;
        Ok(SubjectKey::of(&data))
    }

    /// Wraps a data key by another key-encryption key.
    ///
    /// # Errors
    /// As [`Vault::unwrap`], or if there is no randomness.
    pub(crate) fn rewrap(
        &self,
        to: &Self,
        (municipality, subject): (&Ags, &Subject),
        wrapped: &[u8],
        surroundings: &Surroundings,
    ) -> Result<Vec<u8>, Failure> {
        let place = place_of_key(municipality, subject);
        let data = self.unwrap_data(&place, "subject_key", wrapped)?;
        encrypt(&to.0.key, surroundings.random()?, &place, data.as_slice())
    }

    fn unwrap_data(
        &self,
        place: &[u8],
        column: &'static str,
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, Failure> {
        let data = decrypt(&self.0.key, place, wrapped).ok_or(Failure::Unreadable(column))?;
        let data = Zeroizing::new(data);
        let key: &[u8; 32] = data
            .as_slice()
            .try_into()
            .map_err(|_| Failure::Unreadable(column))?;
        Ok(Zeroizing::new(*key))
    }
}

/// The keys of one subject.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SubjectKey {
    sealing: [u8; 32],
    nonce: [u8; 32],
    chain: [u8; 32],
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey")
    }
}

impl SubjectKey {
    fn of(data: &[u8; 32]) -> Self {
        let (_, kdf) = Hkdf::<Sha256>::extract(None, data);
        let derive = |purpose: &[u8]| {
            let mut key = [0; 32];
            // 32 bytes are always within what the function can give.
            let _ = kdf.expand(purpose, &mut key);
            key
        };
        Self {
            sealing: derive(b"lueckenlos/1/seal"),
            nonce: derive(b"lueckenlos/1/nonce"),
            chain: derive(b"lueckenlos/1/chain"),
        }
    }

    /// Seals a value for one place: table, column and row. Nowhere else can it be opened.
    ///
    /// # Errors
    /// If the value has no canonical form.
    pub fn seal(&self, place: &str, value: &impl Serialize) -> Result<Vec<u8>, Failure> {
        self.seal_bytes(place, &Zeroizing::new(canonical::bytes(value)?))
    }

    /// As [`SubjectKey::seal`], for a value whose canonical bytes are there already.
    ///
    /// # Errors
    /// If there is more of it than can be sealed.
    pub fn seal_bytes(&self, place: &str, text: &[u8]) -> Result<Vec<u8>, Failure> {
        let code = mac(&self.nonce, &[place.as_bytes(), text]);
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(code.get(..NONCE).unwrap_or(&[0; NONCE]));
        encrypt(&self.sealing, nonce, place.as_bytes(), text)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`Failure::Unreadable`], naming the column, if it is damaged, from elsewhere or of another kind.
    pub fn open<T: DeserializeOwned>(
        &self,
        place: &str,
        column: &'static str,
        sealed: &[u8],
    ) -> Result<T, Failure> {
        let text =
            decrypt(&self.sealing, place.as_bytes(), sealed).ok_or(Failure::Unreadable(column))?;
        let text = Zeroizing::new(text);
        serde_json::from_slice(&text).map_err(|_| Failure::Unreadable(column))
    }

    /// Seals for the same place under another key.
    ///
    /// # Errors
    /// [`Failure::Unreadable`], naming the column, if it was not sealed there under this key.
    pub(crate) fn reseal(
        &self,
        to: &Self,
        place: &str,
        column: &'static str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let text =
            decrypt(&self.sealing, place.as_bytes(), sealed).ok_or(Failure::Unreadable(column))?;
        to.seal_bytes(place, &Zeroizing::new(text))
    }

    /// The code over parts, under the chain's key. Each part counts with its length.
    #[must_use]
    pub fn chain(&self, parts: &[&[u8]]) -> Code {
        mac(&self.chain, parts)
    }
}

fn place_of_key(municipality: &Ags, subject: &Subject) -> Vec<u8> {
    format!("subject_key.wrapped:{municipality}:{subject}").into_bytes()
}

fn place_of_purpose(purpose: Purpose) -> Vec<u8> {
    format!("purpose_key.wrapped:{}", purpose.name()).into_bytes()
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Code {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block(key));
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A key of 32 bytes as the block that HMAC-SHA-256 takes: filled up with zeros, as its definition says.
fn block(key: &[u8; 32]) -> hmac::digest::Key<Hmac<Sha256>> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    block
}

fn encrypt(
    key: &[u8; 32],
    nonce: [u8; NONCE],
    place: &[u8],
    text: &[u8],
) -> Result<Vec<u8>, Failure> {
    let body = Aes256Gcm::new(&(*key).into())
        .encrypt(
            &Nonce::from(nonce),
            Payload {
                msg: text,
                aad: place,
            },
        )
        .map_err(|_| Failure::Broken("sealing"))?;
    let mut sealed = Vec::with_capacity(1 + NONCE + body.len());
    sealed.push(FORM);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    Ok(sealed)
}

fn decrypt(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (form, rest) = sealed.split_first()?;
    if *form != FORM {
        return None;
    }
    let (nonce, body) = rest.split_first_chunk::<NONCE>()?;
    Aes256Gcm::new(&(*key).into())
        .decrypt(
            &Nonce::from(*nonce),
            Payload {
                msg: body,
                aad: place,
            },
        )
        .ok()
}

#[cfg(test)]
mod tests {
    use shared::kernel::PersonId;

    use super::*;

    fn person(n: u128) -> Subject {
        Subject::Person(PersonId::from_uuid(uuid::Uuid::from_u128(n)))
    }

    fn town() -> Ags {
        "05316000".parse().unwrap()
    }

    #[test]
    fn what_was_sealed_opens_only_at_its_place_and_under_its_key() {
        let vault = Vault::of([7; 32]);
        let surroundings = Surroundings::machine();
        let (key, wrapped) = vault.new_key(&town(), &person(1), &surroundings).unwrap();
        let (other, _) = vault.new_key(&town(), &person(2), &surroundings).unwrap();
        let sealed = key.seal("note.content:1", &"Termin am Montag").unwrap();

        let again = vault.unwrap(&town(), &person(1), &wrapped).unwrap();
        assert_eq!(
            again
                .open::<String>("note.content:1", "note.content", &sealed)
                .unwrap(),
            "Termin am Montag"
        );
        assert!(
            key.open::<String>("note.content:2", "note.content", &sealed)
                .is_err()
        );
        assert!(
            other
                .open::<String>("note.content:1", "note.content", &sealed)
                .is_err()
        );
        assert!(vault.unwrap(&town(), &person(2), &wrapped).is_err());
        assert!(
            Vault::of([8; 32])
                .unwrap(&town(), &person(1), &wrapped)
                .is_err()
        );
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let vault = Vault::of([7; 32]);
        let (key, _) = vault
            .new_key(&town(), &person(1), &Surroundings::machine())
            .unwrap();
        let sealed = key.seal("a", &"b").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut bent = sealed.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(key.open::<String>("a", "a", &bent).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn the_same_content_at_the_same_place_gives_the_same_bytes_and_another_place_another_nonce() {
        let (key, _) = Vault::of([7; 32])
            .new_key(&town(), &person(1), &Surroundings::machine())
            .unwrap();
        assert_eq!(key.seal("a", &"x").unwrap(), key.seal("a", &"x").unwrap());
        let nonce = |place: &str, text: &str| key.seal(place, &text).unwrap()[1..13].to_vec();
        assert_ne!(nonce("a", "x"), nonce("b", "x"));
        assert_ne!(nonce("a", "x"), nonce("a", "y"));
    }

    #[test]
    fn a_key_of_a_purpose_outlives_the_key_it_came_from_only_if_it_is_kept() {
        let (old, new) = (Vault::of([7; 32]), Vault::of([8; 32]));
        let surroundings = Surroundings::machine();
        let code = |vault: &Vault, purpose| vault.key_for(purpose).chain(&[b"line"]);
        let data = old.data_for(Purpose::ReadLog);
        let wrapped = new
            .wrap_purpose(Purpose::ReadLog, &data, &surroundings)
            .unwrap();
        assert!(old.unwrap_purpose(Purpose::ReadLog, &wrapped).is_err());
        assert!(new.unwrap_purpose(Purpose::Backup, &wrapped).is_err());
        let kept = new.unwrap_purpose(Purpose::ReadLog, &wrapped).unwrap();
        let changed = new.with_kept(KeptKeys::from([(Purpose::ReadLog, kept)]));
        assert_eq!(
            code(&changed, Purpose::ReadLog),
            code(&old, Purpose::ReadLog)
        );
        assert_ne!(code(&new, Purpose::ReadLog), code(&old, Purpose::ReadLog));
        assert_ne!(
            code(&changed, Purpose::DeviceSecret),
            code(&old, Purpose::DeviceSecret)
        );
    }
}
