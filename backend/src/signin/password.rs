//! Password hashes: Argon2id, 64 MiB, three passes, one lane (reliability.md row 43). Computed by as many threads as
//! there are cores, away from those that answer requests.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::db::Failure;
use crate::surroundings::Surroundings;

const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// How many may wait for a computation; more would wait longer than people do.
const WAITING_MAX: usize = 64;

/// Computes password hashes. Clones share the limit.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    computed: Arc<AtomicU64>,
    nobodys: Arc<str>,
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hasher({} computed)", self.computed())
    }
}

/// Too many are waiting for a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// What came of comparing a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Whether it was the right one.
    pub is_right: bool,
    /// Whether the stored hash is weaker than what is computed today.
    pub is_outdated: bool,
}

impl Hasher {
    /// A hasher with one place per core.
    ///
    /// # Errors
    /// If there is no randomness.
    pub fn new(surroundings: &Surroundings) -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        // The hash that names without an account are compared with: of a password that nobody knows.
        let nobody: [u8; 32] = surroundings.random()?;
        let nobodys = hash_blocking(&crate::clock::hex(&nobody), surroundings)?;
        Ok(Self {
            places: Arc::new(Semaphore::new(cores)),
            waiting: Arc::default(),
            computed: Arc::default(),
            nobodys: nobodys.into(),
        })
    }

    /// How many comparisons were computed so far; a test counts them.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// Compares a password with a stored hash, or with nobody's: one computation in either case.
    ///
    /// # Errors
    /// If too many are waiting already.
    pub async fn compare(
        &self,
        password: Zeroizing<String>,
        stored: Option<String>,
    ) -> Result<Compared, TooMany> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(TooMany);
        }
        let place = self.places.acquire().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.computed.fetch_add(1, Ordering::Relaxed);
        let is_somebody = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobodys.to_string());
        let compared =
            actix_web::rt::task::spawn_blocking(move || compare_blocking(&password, &stored))
                .await
                .unwrap_or(Compared {
                    is_right: false,
                    is_outdated: false,
                });
        drop(place);
        Ok(Compared {
            is_right: compared.is_right && is_somebody,
            ..compared
        })
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// If there is no randomness, or the computation failed.
    pub async fn hash(
        &self,
        password: Zeroizing<String>,
        surroundings: Surroundings,
    ) -> Result<String, Failure> {
        let place = self.places.acquire().await;
        let hash =
            actix_web::rt::task::spawn_blocking(move || hash_blocking(&password, &surroundings))
                .await
                .unwrap_or(Err(Failure::Broken("a password computation panicked")));
        drop(place);
        hash
    }
}

/// Hashes a new password on this thread; for the command line.
///
/// # Errors
/// If there is no randomness, or the computation failed.
pub fn hash_blocking(password: &str, surroundings: &Surroundings) -> Result<String, Failure> {
    let salt: [u8; 16] = surroundings.random()?;
    argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| Failure::Broken("a password computation"))
}

fn argon2() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|_| Failure::Broken("parameters of the password computation"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn compare_blocking(password: &str, stored: &str) -> Compared {
    let wrong = Compared {
        is_right: false,
        is_outdated: false,
    };
    let (Ok(hash), Ok(argon2)) = (PasswordHash::new(stored), argon2()) else {
        return wrong;
    };
    let is_outdated = !stored.starts_with(&format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"
    ));
    Compared {
        is_right: argon2.verify_password(password.as_bytes(), &hash).is_ok(),
        is_outdated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_what_it_was_computed_with_and_fits_only_its_password() {
        let surroundings = Surroundings::machine();
        let hash = hash_blocking("richtig", &surroundings).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"),
            "{hash}"
        );
        let right = compare_blocking("richtig", &hash);
        assert!(right.is_right && !right.is_outdated);
        assert!(!compare_blocking("falsch", &hash).is_right);
        assert!(!compare_blocking("richtig", "damaged").is_right);
    }
}
