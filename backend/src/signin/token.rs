//! Random tokens: what they look like outside, and the hash under which they lie in the database.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::clock::hex;
use crate::db::Failure;
use crate::surroundings::Surroundings;

/// 32 random bytes. Whoever has them is let in; the database never has them.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn new(surroundings: &Surroundings) -> Result<Self, Failure> {
        surroundings.random().map(Self)
    }

    /// Reads one from its text; absent if it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text that goes into the cookie or onto paper.
    #[must_use]
    pub fn as_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What lies in the database.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0))
    }
}
