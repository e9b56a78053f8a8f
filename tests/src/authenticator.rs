//! An authenticator of passkeys (WebAuthn level 3) as a program: one key on P-256, attested by nobody, that confirms its
//! user's presence and PIN each time. It answers what browsers answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The user is present and gave their PIN.
const HERE: u8 = 0b0000_0101;
/// A new key comes along.
const WITH_KEY: u8 = 0b0100_0000;

/// One passkey.
#[derive(Debug)]
pub struct Authenticator {
    key: SigningKey,
    id: [u8; 16],
    /// The address of the page that asks, as the browser says it.
    pub origin: String,
    used: u32,
}

impl Authenticator {
    /// A passkey whose key and id follow from a number, for pages of this address.
    ///
    /// # Panics
    /// If the number makes no key: zero.
    #[must_use]
    pub fn new(number: u8, origin: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).expect("a key"),
            id: [number; 16],
            origin: origin.to_owned(),
            used: 0,
        }
    }

    /// Makes the passkey that the options ask for.
    ///
    /// # Panics
    /// If they are no options.
    pub fn make(&mut self, options: &Value) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("x"), point.y().expect("y"));
        // COSE: an EC2 key (1: 2) for ES256 (3: -7) on P-256 (-1: 1).
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend_from_slice(x);
        key.extend_from_slice(&[0x22, 0x58, 0x20]);
        key.extend_from_slice(y);
        let mut data = self.data(
            options["rp"]["id"].as_str().expect("a host"),
            HERE | WITH_KEY,
        );
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&[0, 16]);
        data.extend_from_slice(&self.id);
        data.extend_from_slice(&key);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend_from_slice(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attestation.push(u8::try_from(data.len()).expect("less than 256 bytes"));
        attestation.extend_from_slice(&data);
        let client = self.client("webauthn.create", options);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "attestationObject": BASE64.encode(attestation),
            "transports": ["internal"],
        }))
    }

    /// Signs what the options ask.
    ///
    /// # Panics
    /// If they are no options.
    pub fn sign(&mut self, options: &Value) -> Value {
        let data = self.data(options["rpId"].as_str().expect("a host"), HERE);
        let client = self.client("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend_from_slice(&Sha256::digest(&client));
        let signature: Signature = self.key.sign(&signed);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": null,
        }))
    }

    fn data(&mut self, host: &str, flags: u8) -> Vec<u8> {
        self.used += 1;
        let mut data = Sha256::digest(host).to_vec();
        data.push(flags);
        data.extend_from_slice(&self.used.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn answer(&self, response: Value) -> Value {
        json!({
            "id": BASE64.encode(self.id), "rawId": BASE64.encode(self.id), "type": "public-key",
            "response": response, "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        })
    }
}
