//! Where the key comes from that wraps a device's keys. A source turns what its user knows or has into 32 bytes; which
//! sources there are can change without touching what lies below. Today: a passphrase of four random words, and the
//! half that the server releases after a full sign-in. A passkey's PRF is a third of the same kind.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::platform::crypto::{CryptoFailure, SealKey};

/// Makes the wrapping key. Asking may show something to the person.
#[expect(
    async_fn_in_trait,
    reason = "the browser is single-threaded: no Send is needed"
)]
pub trait KeySource {
    /// The 32 bytes that wrap; the same ones every time for the same source and salt.
    async fn wrapping_key(&self, salt: &[u8; 16]) -> Result<[u8; 32], CryptoFailure>;
}

/// Memory and passes of Argon2id. 64 MiB and three passes: with four words out of more than two thousand, a copied
/// profile costs its finder more than it is worth.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// A passphrase of four words.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(String);

impl Passphrase {
    /// From what was typed: case, white space and hyphens between the words do not matter.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let words: Vec<String> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        Self(words.join(" "))
    }
}

/// Makes the room that a passphrase is stretched in before somebody has typed one: finding 64 MiB for the first time takes
/// a tablet a noticeable part of the whole, and whoever types four words is not kept waiting by it.
pub(super) async fn make_room() {
    crate::platform::breathe().await;
    drop(std::hint::black_box(vec![0_u8; MEMORY_KIB as usize * 1024]));
}

impl KeySource for Passphrase {
    async fn wrapping_key(&self, salt: &[u8; 16]) -> Result<[u8; 32], CryptoFailure> {
        // The page stands still for this moment; the screen says so before it begins. A worker would need a second
        // build of the app; see docs/decisions.
        crate::platform::breathe().await;
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|_| CryptoFailure)?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt, &mut key)
            .map_err(|_| CryptoFailure)?;
        Ok(key)
    }
}

/// The half that the server keeps: 32 random bytes, released after a full sign-in. It is random already, so it is
/// used as it is.
#[derive(Clone)]
pub struct ServerHalf([u8; 32]);

impl ServerHalf {
    /// From what the server sent.
    ///
    /// # Errors
    /// If it is not 32 bytes in base64.
    pub fn read(secret: &str) -> Result<Self, CryptoFailure> {
        STANDARD
            .decode(secret)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(CryptoFailure)
    }
}

impl KeySource for ServerHalf {
    async fn wrapping_key(&self, _salt: &[u8; 16]) -> Result<[u8; 32], CryptoFailure> {
        Ok(self.0)
    }
}

/// Bytes wrapped by a key source; safe to lie on the device in the open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrap {
    salt: String,
    sealed: String,
}

impl Wrap {
    /// Wraps bytes for a place.
    ///
    /// # Errors
    /// Where there is no WebCrypto or no room for Argon2.
    pub async fn make(
        source: &impl KeySource,
        place: &str,
        secret: &[u8],
    ) -> Result<Self, CryptoFailure> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|_| CryptoFailure)?;
        let key = SealKey::of(&source.wrapping_key(&salt).await?).await?;
        Ok(Self {
            salt: STANDARD.encode(salt),
            sealed: STANDARD.encode(key.seal(place, secret).await?),
        })
    }

    /// Opens the wrap. That it opens is the only proof that the source was right: no hash of it is kept.
    ///
    /// # Errors
    /// If the source is the wrong one.
    pub async fn open(
        &self,
        source: &impl KeySource,
        place: &str,
    ) -> Result<Vec<u8>, CryptoFailure> {
        let salt = STANDARD
            .decode(&self.salt)
            .ok()
            .and_then(|salt| salt.try_into().ok())
            .ok_or(CryptoFailure)?;
        let sealed = STANDARD.decode(&self.sealed).map_err(|_| CryptoFailure)?;
        let key = SealKey::of(&source.wrapping_key(&salt).await?).await?;
        key.open(place, &sealed).await
    }
}
