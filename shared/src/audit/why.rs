//! Why an answer showed somebody, as it stands in the log of reads.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

use crate::access::{Basis, Reason};

/// The code for an answer to one's own command that showed what others wrote at the same fields.
const OWN_CONFLICT: &str = "own_conflict";
/// What stands before the reason of a read that was refused.
const REFUSED: &str = "refused:";

/// Why somebody stands in a line. On the wire and in the log `responsible`, `own_conflict`, `refused:not_responsible`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Why {
    /// They were shown on this basis.
    Allowed(Basis),
    /// The reader's own command met what others had written at the same fields, and both texts were shown.
    OwnConflict,
    /// They were asked for and not shown, for this reason.
    Refused(Reason),
    /// A code of an older or newer version.
    Other,
}

impl Why {
    /// The code of the text that says it: each basis has its own, all refusals share one.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Allowed(basis) => basis.into(),
            Self::OwnConflict => OWN_CONFLICT,
            Self::Refused(_) => "refused",
            Self::Other => "other",
        }
    }

    /// Whether nothing was shown.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(self, Self::Refused(_))
    }

    /// Whether it was shown although somebody else is responsible for them: who finds them at the desk, who had them once.
    #[must_use]
    pub const fn is_of_others(self) -> bool {
        matches!(
            self,
            Self::Allowed(Basis::Consent | Basis::Former | Basis::Role)
        )
    }

    /// Every code, for texts and for choosing one.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        Basis::iter()
            .map(Self::Allowed)
            .map(Self::code)
            .chain([OWN_CONFLICT, "refused", "other"])
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(because) => write!(f, "{REFUSED}{}", <&str>::from(because)),
            _ => f.write_str(self.code()),
        }
    }
}

impl FromStr for Why {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == OWN_CONFLICT {
            return Ok(Self::OwnConflict);
        }
        if let Some(because) = text.strip_prefix(REFUSED) {
            let known = Reason::iter().find(|reason| <&str>::from(*reason) == because);
            return Ok(known.map_or(Self::Other, Self::Refused));
        }
        let known = Basis::iter().find(|basis| <&str>::from(*basis) == text);
        Ok(known.map_or(Self::Other, Self::Allowed))
    }
}

impl From<String> for Why {
    fn from(text: String) -> Self {
        text.parse().unwrap_or(Self::Other)
    }
}

impl From<Why> for String {
    fn from(why: Why) -> Self {
        why.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Why {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Why".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_back_as_it_was_written() {
        let all = Basis::iter()
            .map(Why::Allowed)
            .chain(Reason::iter().map(Why::Refused))
            .chain([Why::OwnConflict, Why::Other]);
        for why in all {
            assert_eq!(Why::from(why.to_string()), why, "{why}");
        }
        assert_eq!(Why::from("refused:by the moon".to_owned()), Why::Other);
        assert_eq!(Why::from(String::new()), Why::Other);
    }
}
