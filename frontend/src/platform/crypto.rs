//! WebCrypto: AES-256-GCM under keys that cannot be read out again, hashes, and the device's signature.

use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, CryptoKeyPair, EcKeyGenParams, EcdsaParams, SubtleCrypto};

/// Bytes of a nonce of AES-GCM.
const NONCE: usize = 12;
const CURVE: &str = "P-256";

/// The browser could not do it: wrong key, damaged bytes, or no secure context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the browser could not seal, open or sign")]
pub struct CryptoFailure;

/// A key for sealing. The browser keeps it and never gives it out.
#[derive(Debug, Clone)]
pub struct SealKey(CryptoKey);

impl SealKey {
    /// Hands 32 bytes to the browser; whoever made them forgets them.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn of(bytes: &[u8; 32]) -> Result<Self, CryptoFailure> {
        let raw = Uint8Array::from(bytes.as_slice());
        let key = wait(subtle()?.import_key_with_str(
            "raw",
            &raw,
            "AES-GCM",
            false,
            &usages(&["encrypt", "decrypt"]),
        ))
        .await?;
        // The copy that JavaScript saw is overwritten; the browser has its own.
        raw.fill(0, 0, 32);
        Ok(Self(key.unchecked_into()))
    }

    /// Seals bytes for one place: what was sealed for one place does not open at another.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, CryptoFailure> {
        let nonce = nonce()?;
        let sealed = wait(subtle()?.encrypt_with_object_and_js_u8_array(
            &params(&nonce, place),
            &self.0,
            &Uint8Array::from(plain),
        ))
        .await?;
        let sealed = Uint8Array::new(&sealed.unchecked_into::<ArrayBuffer>());
        Ok([nonce.as_slice(), &sealed.to_vec()].concat())
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// If it was sealed under another key or for another place, or was changed since.
    pub async fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, CryptoFailure> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(CryptoFailure)?;
        let plain = wait(subtle()?.decrypt_with_object_and_js_u8_array(
            &params(nonce, place),
            &self.0,
            &Uint8Array::from(sealed),
        ))
        .await?;
        Ok(Uint8Array::new(&plain.unchecked_into::<ArrayBuffer>()).to_vec())
    }
}

/// A fresh key pair: the private half to be sealed (PKCS 8), the public half to be shown (SPKI).
#[derive(Debug)]
pub struct FreshPair {
    /// PKCS 8, in DER.
    pub private: Vec<u8>,
    /// SPKI, in DER.
    pub public: Vec<u8>,
}

/// Makes a key pair for signing (ECDSA on P-256).
///
/// # Errors
/// Where there is no WebCrypto.
pub async fn fresh_pair() -> Result<FreshPair, CryptoFailure> {
    let subtle = subtle()?;
    let pair = wait(subtle.generate_key_with_object(
        &EcKeyGenParams::new("ECDSA", CURVE),
        true,
        &usages(&["sign", "verify"]),
    ))
    .await?
    .unchecked_into::<CryptoKeyPair>();
    let private = wait(subtle.export_key("pkcs8", &pair.get_private_key())).await?;
    let public = wait(subtle.export_key("spki", &pair.get_public_key())).await?;
    Ok(FreshPair {
        private: Uint8Array::new(&private).to_vec(),
        public: Uint8Array::new(&public).to_vec(),
    })
}

/// Signs bytes with a private key (PKCS 8): 64 bytes, r and s.
///
/// # Errors
/// If the key cannot be read.
pub async fn sign(private: &[u8], message: &[u8]) -> Result<Vec<u8>, CryptoFailure> {
    let subtle = subtle()?;
    let key = wait(subtle.import_key_with_object(
        "pkcs8",
        &Uint8Array::from(private),
        &EcKeyGenParams::new("ECDSA", CURVE),
        false,
        &usages(&["sign"]),
    ))
    .await?
    .unchecked_into::<CryptoKey>();
    let params = EcdsaParams::new_with_str("ECDSA", "SHA-256");
    let signature =
        wait(subtle.sign_with_object_and_js_u8_array(&params, &key, &Uint8Array::from(message)))
            .await?;
    Ok(Uint8Array::new(&signature).to_vec())
}

/// SHA-256 of bytes.
///
/// # Errors
/// Where there is no WebCrypto.
pub async fn hash(bytes: &[u8]) -> Result<[u8; 32], CryptoFailure> {
    let bytes = Uint8Array::from(bytes);
    let hash = wait(subtle()?.digest_with_str_and_buffer_source("SHA-256", &bytes)).await?;
    let hash = Uint8Array::new(&hash).to_vec();
    hash.try_into().map_err(|_| CryptoFailure)
}

fn subtle() -> Result<SubtleCrypto, CryptoFailure> {
    // Without a secure context there is no `subtle`, and reading it must not panic.
    let crypto = gloo::utils::window().crypto().map_err(|_| CryptoFailure)?;
    Reflect::get(&crypto, &"subtle".into())
        .ok()
        .and_then(|subtle| subtle.dyn_into().ok())
        .ok_or(CryptoFailure)
}

fn nonce() -> Result<[u8; NONCE], CryptoFailure> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| CryptoFailure)?;
    Ok(nonce)
}

fn params(nonce: &[u8], place: &str) -> AesGcmParams {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce));
    params.set_additional_data_u8_array(&Uint8Array::from(place.as_bytes()));
    params
}

fn usages(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from_str(name)).collect()
}

async fn wait(promise: Result<Promise, JsValue>) -> Result<JsValue, CryptoFailure> {
    JsFuture::from(promise.map_err(|_| CryptoFailure)?)
        .await
        .map_err(|_| CryptoFailure)
}
