//! Random tokens and codes on paper: what they look like outside, and the hash under which they lie in the database.

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

/// Digits and letters that are not taken for one another, after Crockford: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many characters stand together.
const GROUP: usize = 4;

/// A code that is printed, handed over and typed in again. Dashes, spaces and small letters do not matter, nor whether
/// somebody typed an O for a zero.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PaperCode(String);

impl fmt::Debug for PaperCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaperCode")
    }
}

impl PaperCode {
    /// A new one of 28 characters, 140 random bits: nobody guesses it, whatever the limits.
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn long(surroundings: &Surroundings) -> Result<Self, Failure> {
        Ok(Self::of(&surroundings.random::<28>()?))
    }

    /// A new one of 24 characters, 120 random bits, of which somebody keeps several.
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn spare(surroundings: &Surroundings) -> Result<Self, Failure> {
        Ok(Self::of(&surroundings.random::<24>()?))
    }

    fn of(random: &[u8]) -> Self {
        let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied();
        Self(random.iter().filter_map(letter).map(char::from).collect())
    }

    /// Reads one as typed; what cannot be one reads as one that fits nothing.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        let meant = |letter: char| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        Self(
            typed
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .take(64)
                .map(meant)
                .collect(),
        )
    }

    /// In groups, as it is printed.
    #[must_use]
    pub fn printed(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters
            .chunks(GROUP)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    }

    /// What lies in the database of a long one.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(&self.0))
    }

    /// Its characters, for a code under a key.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_on_paper_is_read_again_however_it_is_typed() {
        let code = PaperCode::long(&Surroundings::machine()).unwrap();
        let printed = code.printed();
        assert_eq!(printed.len(), 28 + 6);
        assert_eq!(PaperCode::read(&printed), code);
        assert_eq!(
            PaperCode::read(&printed.to_lowercase().replace('-', " ")),
            code
        );
        assert_eq!(PaperCode::read("oIl0"), PaperCode::read("0110"));
        let spare = PaperCode::spare(&Surroundings::machine()).unwrap();
        assert_eq!(spare.printed().len(), 24 + 5);
        assert_ne!(PaperCode::spare(&Surroundings::machine()).unwrap(), spare);
    }
}
