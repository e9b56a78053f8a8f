//! Codes: stable ASCII names for what law, council or the town's organisation defines.
//!
//! The lists behind them are dated data (`organisation`, [`super::lists`]), never Rust enums, because law moves
//! faster than releases. A code says only that it is well formed; whether it exists on a day, the list says.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is not a code of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed code")]
pub struct UnreadableCode;

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident matches $pattern:literal by $check:expr;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnreadableCode;

            fn try_from(text: String) -> Result<Self, UnreadableCode> {
                let is_code: fn(&str) -> bool = $check;
                if is_code(&text) { Ok(Self(text)) } else { Err(UnreadableCode) }
            }
        }

        impl FromStr for $name {
            type Err = UnreadableCode;

            fn from_str(text: &str) -> Result<Self, UnreadableCode> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    )+};
}

fn is_plain_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

codes! {
    /// An entry of a dated code list: residence status, legal sphere, language, state, field of action.
    Code matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// The official key of a municipality (Amtlicher Gemeindeschlüssel), eight digits. Leverkusen is 05316000.
    Ags matches "^[0-9]{8}$" by |text| text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    /// A legal body (Träger): Caritas, AWO, Diakonie, the city.
    BodyCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// A unit (Einheit): the wall inside which a case is worked; the city has two.
    UnitCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// A case manager's post (Stelle).
    PostCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// A Stadtbezirk, the unit of responsibility.
    DistrictCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// A Stadtteil, from which the district follows.
    LocalityCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
    /// An office or counselling service that a person can be referred to (aufnehmende Stelle).
    OfficeCode matches "^[A-Za-z0-9_-]{1,40}$" by is_plain_code;
}
