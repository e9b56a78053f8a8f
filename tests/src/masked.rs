//! Snapshots without what changes from run to run: ids, moments and the like become names.

use std::collections::BTreeMap;

use serde_json::Value;

/// Gives each id of a snapshot a name of its own, the same one wherever it stands; moments lose their value.
#[derive(Debug, Default)]
pub struct Mask {
    ids: BTreeMap<String, String>,
}

impl Mask {
    /// A mask that knows no id yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value with names for ids (`<id 1>`) and moments (`<moment>`).
    #[must_use]
    pub fn json(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Value::Object(fields) => {
                let masked = fields.iter().map(|(name, value)| {
                    let is_moment = (name.ends_with("_at")
                        || name.ends_with("_until")
                        || name == "server_time")
                        && value.is_i64();
                    let value = if is_moment {
                        "<moment>".into()
                    } else {
                        self.json(value)
                    };
                    (self.text(name), value)
                });
                Value::Object(masked.collect())
            }
            other => other.clone(),
        }
    }

    /// The text with names for the ids in it.
    #[must_use]
    pub fn text(&mut self, text: &str) -> String {
        let mut masked = String::new();
        let mut rest = text;
        while let Some((before, id, after)) = next_id(rest) {
            masked.push_str(before);
            let known = self.ids.len() + 1;
            let name = self
                .ids
                .entry(id.to_owned())
                .or_insert_with(|| format!("<id {known}>"));
            masked.push_str(name);
            rest = after;
        }
        masked.push_str(rest);
        masked
    }
}

/// The first UUID of a text, with what stands before and after it.
fn next_id(text: &str) -> Option<(&str, &str, &str)> {
    const LENGTH: usize = 36;
    let starts = text.char_indices().map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let id = text.get(at..at + LENGTH)?;
        let looks_like_one = id.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
        looks_like_one.then_some((text.get(..at)?, id, text.get(at + LENGTH..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_id_has_the_same_name_everywhere() {
        let first = "01890a5d-ac96-774b-bcce-b302099a8057";
        let second = "01890a5d-ac96-774b-bcce-b302099a8058";
        let masked = Mask::new().json(&json!({
            "subject": format!("person:{first}"),
            "other": second,
            "by_id": { first: { "written_at": 1_772_319_599_999_i64 } },
            "sequence": 7,
        }));
        let expected = json!({
            "subject": "person:<id 1>",
            "other": "<id 2>",
            "by_id": { "<id 1>": { "written_at": "<moment>" } },
            "sequence": 7,
        });
        assert_eq!(masked["sequence"], expected["sequence"]);
        assert_eq!(masked["by_id"].as_object().unwrap().len(), 1);
        let text = masked.to_string();
        assert!(!text.contains("0189") && !text.contains("1772"), "{text}");
        assert_eq!(
            text.matches("<id 1>").count() + text.matches("<id 2>").count(),
            3
        );
    }
}
