//! Edits of a form, and how they meet what is there now (design 3.4, domain.md 9a).
//!
//! An edit says per field what its author saw and what they wrote. Different fields merge; the same value on both
//! sides is no conflict; the same field with different values is a conflict that people decide. The last writer never
//! wins in silence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{FieldPath, FieldProblem, FieldProblems, Moment, ProblemCode, date};

/// The most fields that one envelope edits. The longest form has not half as many, a household of thirty included.
const MOST_EDITS: usize = 500;
/// The most names in a path. No form is deeper; without an end the merge would build what nobody can take apart again.
const DEEPEST: usize = 6;

/// What the author saw in a field, and what they wrote. `null` stands for "nothing there".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldEdit {
    /// The value on the author's screen before they touched it.
    pub saw: Value,
    /// The value they left there.
    pub wrote: Value,
}

/// Edits by field path. Paths walk into objects by their keys; a list is one value, except lists kept as objects
/// by id, whose entries have paths of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Edits(pub BTreeMap<FieldPath, FieldEdit>);

impl Edits {
    /// The edits that turn `before` into `after`, both values of one form.
    ///
    /// # Errors
    /// If the form cannot be written as JSON.
    pub fn between<T: Serialize>(before: &T, after: &T) -> Result<Self, serde_json::Error> {
        let mut edits = BTreeMap::new();
        differences(
            "",
            &serde_json::to_value(before)?,
            &serde_json::to_value(after)?,
            &mut edits,
        );
        Ok(Self(edits))
    }

    /// The problems these edits bring about: those of the fields they touch, and those that were not there before.
    /// What was wrong already in a field they leave alone does not stand in their way.
    #[must_use]
    pub fn problems(&self, before: &FieldProblems, after: &FieldProblems) -> FieldProblems {
        let mut own = FieldProblems::default();
        for (path, found) in after.iter() {
            let is_touched = self.0.keys().any(|edited| {
                edited == path || lies_under(edited, path) || lies_under(path, edited)
            });
            for problem in found {
                if is_touched || !before.of(path).contains(problem) {
                    own.add(path.clone(), problem.clone());
                }
            }
        }
        own
    }

    /// The problem of a path at which [`merge`] stopped. A date that no calendar has is told apart from a value that is
    /// no date: the form would have said so too.
    #[must_use]
    pub fn unfit<T: Serialize>(&self, form: &T, path: &str) -> FieldProblems {
        if path.is_empty() {
            let limits = [(
                "max".to_owned(),
                i64::try_from(MOST_EDITS).unwrap_or(i64::MAX),
            )]
            .into();
            let code = ProblemCode::TooMany;
            return FieldProblems::at(path, FieldProblem { code, limits });
        }
        let name = path.split('.').next().unwrap_or(path);
        let is_there = serde_json::to_value(form).is_ok_and(|form| form.get(name).is_some());
        let wrote = self.0.get(path).map(|edit| &edit.wrote);
        let code = match wrote {
            _ if !is_there || is_too_deep(path) => ProblemCode::UnknownField,
            Some(wrote) if date::is_impossible(wrote) => ProblemCode::ImpossibleDate,
            _ => ProblemCode::WrongType,
        };
        FieldProblems::at(path, code)
    }

    /// Whether nothing was edited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One field on which two people wrote differently: neither text is lost, a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldConflict {
    /// The field.
    pub path: FieldPath,
    /// What the author saw.
    pub saw: Value,
    /// What is there now; it stays until the conflict is decided.
    pub current: Value,
    /// What the author wrote.
    pub wrote: Value,
    /// Who wrote what is there now; absent where only the device foresees the conflict, or nobody knows any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_by: Option<Wrote>,
    /// Who wrote what waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrote_by: Option<Wrote>,
}

impl FieldConflict {
    /// Whether this is the same disagreement, whoever is named with it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.path, &self.saw, &self.current, &self.wrote)
            == (&other.path, &other.saw, &other.current, &other.wrote)
    }
}

/// Who wrote something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wrote {
    /// Their name, as it was; empty if it is not known any more.
    pub by_name: String,
    /// When, by their own clock.
    pub at: Moment,
}

/// A conflict that somebody decided. Both texts stay, to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettledConflict {
    /// What two people had written.
    pub conflict: FieldConflict,
    /// How it ended.
    pub settlement: Settlement,
}

/// What was decided at a field on which two people had written differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// What holds from then on.
    pub value: Value,
    /// Who decided it.
    pub by: Wrote,
}

/// The result of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged<T> {
    /// The form with every field taken that could be taken.
    pub form: T,
    /// The fields that changed, with their new value.
    pub taken: BTreeMap<FieldPath, Value>,
    /// The fields that a person must decide.
    pub conflicts: Vec<FieldConflict>,
}

/// Merges edits into the form as it is now: per field with what was seen (s), written (w) and current (c).
/// w = s: nothing. c = s: take w. c = w: nothing. Else a conflict, and c stays.
///
/// # Errors
/// The path of the field that makes the result no value of this form any more (a field it does not have, a value of
/// another kind); the empty path if there are more edits than any form has fields. Nothing is taken then.
pub fn merge<T: Serialize + DeserializeOwned>(
    current: &T,
    edits: &Edits,
) -> Result<Merged<T>, FieldPath> {
    let whole = || FieldPath::new();
    if edits.0.len() > MOST_EDITS {
        return Err(whole());
    }
    let mut form = serde_json::to_value(current).map_err(|_| whole())?;
    let mut taken = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (path, FieldEdit { saw, wrote }) in &edits.0 {
        if is_too_deep(path) {
            return Err(path.clone());
        }
        let there = get(&form, path);
        if wrote == saw || there == *wrote {
            continue;
        }
        if there == *saw {
            let mut tried = form.clone();
            set(&mut tried, path, wrote.clone()).ok_or_else(|| path.clone())?;
            // Each field on its own, so that the one that does not fit can be named.
            T::deserialize(&tried).map_err(|_| path.clone())?;
            form = tried;
            taken.insert(path.clone(), wrote.clone());
        } else {
            conflicts.push(FieldConflict {
                path: path.clone(),
                saw: saw.clone(),
                current: there,
                wrote: wrote.clone(),
                current_by: None,
                wrote_by: None,
            });
        }
    }
    let form = T::deserialize(form).map_err(|_| whole())?;
    Ok(Merged {
        form,
        taken,
        conflicts,
    })
}

/// Sets fields to the values that were decided, without comparing; for effects that are applied again on replay.
///
/// # Errors
/// As [`merge`].
pub fn set_fields<T: Serialize + DeserializeOwned>(
    current: &T,
    values: &BTreeMap<FieldPath, Value>,
) -> Result<T, FieldPath> {
    let mut form = serde_json::to_value(current).map_err(|_| FieldPath::new())?;
    for (path, value) in values {
        set(&mut form, path, value.clone()).ok_or_else(|| path.clone())?;
    }
    T::deserialize(form).map_err(|_| FieldPath::new())
}

/// What stands in a field of a form; `null` where nothing does.
///
/// # Errors
/// If the form cannot be written as JSON.
pub fn value_of<T: Serialize>(form: &T, path: &str) -> Result<Value, serde_json::Error> {
    Ok(get(&serde_json::to_value(form)?, path))
}

fn differences(
    path: &str,
    before: &Value,
    after: &Value,
    into: &mut BTreeMap<FieldPath, FieldEdit>,
) {
    if before == after {
        return;
    }
    // Two objects of the same kind differ in their fields; tagged values (dates) change as a whole.
    if let (Value::Object(old), Value::Object(new)) = (before, after)
        && !is_tagged(old)
        && !is_tagged(new)
    {
        let keys = old
            .keys()
            .chain(new.keys().filter(|key| !old.contains_key(*key)));
        for key in keys {
            let inner = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            let at = |fields: &Map<String, Value>| fields.get(key).cloned().unwrap_or(Value::Null);
            differences(&inner, &at(old), &at(new), into);
        }
        return;
    }
    into.insert(
        path.to_owned(),
        FieldEdit {
            saw: before.clone(),
            wrote: after.clone(),
        },
    );
}

fn is_too_deep(path: &str) -> bool {
    path.split('.').nth(DEEPEST).is_some()
}

/// Whether a field lies in another one.
#[must_use]
pub fn lies_under(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.starts_with('.'))
}

fn is_tagged(fields: &Map<String, Value>) -> bool {
    fields.contains_key("precision") || fields.contains_key("kind")
}

fn get(form: &Value, path: &str) -> Value {
    path.split('.')
        .try_fold(form, |at, name| at.get(name))
        .cloned()
        .unwrap_or(Value::Null)
}

/// Sets the value at a path, making objects on the way where nothing was; `null` removes an entry. `None` if the path
/// runs through a value that has no fields.
fn set(form: &mut Value, path: &str, value: Value) -> Option<()> {
    let (parents, name) = path
        .rsplit_once('.')
        .map_or((None, path), |(parents, name)| (Some(parents), name));
    let mut at = form;
    for parent in parents.into_iter().flat_map(|parents| parents.split('.')) {
        let fields = at.as_object_mut()?;
        at = fields.entry(parent).or_insert(Value::Null);
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
    }
    let fields = at.as_object_mut()?;
    if value.is_null() {
        fields.remove(name);
    } else {
        fields.insert(name.to_owned(), value);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Form {
        name: String,
        telephone: Option<String>,
        address: Address,
        household: BTreeMap<String, Member>,
    }

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Address {
        street: Option<String>,
    }

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Member {
        name: String,
    }

    fn edit(path: &str, saw: Value, wrote: Value) -> Edits {
        Edits([(path.to_owned(), FieldEdit { saw, wrote })].into())
    }

    /// The table of domain.md 9a, every combination of three values for seen, written and current.
    #[test]
    fn seen_written_and_current_decide() {
        for saw in ["a", "b", "c"] {
            for wrote in ["a", "b", "c"] {
                for current in ["a", "b", "c"] {
                    let form = Form {
                        name: current.into(),
                        ..Form::default()
                    };
                    let merged = merge(&form, &edit("name", json!(saw), json!(wrote))).unwrap();
                    let expected = match () {
                        () if wrote == saw || current == wrote => (current, false),
                        () if current == saw => (wrote, false),
                        () => (current, true),
                    };
                    assert_eq!(
                        (merged.form.name.as_str(), !merged.conflicts.is_empty()),
                        expected,
                        "{saw} {wrote} {current}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_conflict_keeps_all_three_texts_and_the_other_fields_are_taken() {
        let form = Form {
            name: "Amira".into(),
            ..Form::default()
        };
        let mut edits = edit("name", json!("Amina"), json!("Amine"));
        edits
            .0
            .extend(edit("telephone", Value::Null, json!("0214 1")).0);
        let merged = merge(&form, &edits).unwrap();
        assert_eq!(merged.form.telephone.as_deref(), Some("0214 1"));
        assert_eq!(
            merged.conflicts,
            [FieldConflict {
                path: "name".into(),
                saw: json!("Amina"),
                current: json!("Amira"),
                wrote: json!("Amine"),
                current_by: None,
                wrote_by: None,
            }]
        );
    }

    #[test]
    fn an_unknown_field_or_a_value_of_another_kind_is_named() {
        assert_eq!(
            merge(&Form::default(), &edit("colour", Value::Null, json!("red"))).unwrap_err(),
            "colour"
        );
        assert_eq!(
            merge(&Form::default(), &edit("telephone", Value::Null, json!(3))).unwrap_err(),
            "telephone"
        );
        assert_eq!(
            merge(
                &Form::default(),
                &edit("name.first", Value::Null, json!("x"))
            )
            .unwrap_err(),
            "name.first"
        );
    }

    #[test]
    fn an_edit_answers_for_its_own_problems_only() {
        let edits = edit("address.street", json!(""), json!("x"));
        let old = FieldProblems::at("name", ProblemCode::TooLong);
        let mut now = old.clone();
        now.add("address.street", ProblemCode::Invalid);
        now.add("address", ProblemCode::Contradiction);
        now.add("telephone", ProblemCode::Missing);
        let own = edits.problems(&old, &now);
        let paths: Vec<_> = own.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["address", "address.street", "telephone"]);
        let again = edit("name", json!("a"), json!("b")).problems(&old, &old);
        assert_eq!(again, old);
    }

    #[test]
    fn where_a_merge_stopped_is_told_apart() {
        let form = Form::default();
        let code = |path: &str, wrote: Value| {
            edit(path, Value::Null, wrote).unfit(&form, path).of(path)[0].code
        };
        assert_eq!(code("colour", json!("red")), ProblemCode::UnknownField);
        assert_eq!(code("address.street", json!(1)), ProblemCode::WrongType);
        for date in [
            json!("2023-02-30"),
            json!({"precision": "day", "on": "2023-02-29"}),
            json!({"precision": "month", "year": 2023, "month": 13}),
        ] {
            assert_eq!(code("telephone", date), ProblemCode::ImpossibleDate);
        }
        assert_eq!(code("telephone", json!("heute")), ProblemCode::WrongType);
    }

    #[test]
    fn no_path_is_deeper_than_a_form_and_no_envelope_has_more_edits() {
        let deep = format!("household{}", ".a".repeat(100_000));
        let edits = edit(&deep, Value::Null, json!("x"));
        assert_eq!(merge(&Form::default(), &edits).unwrap_err(), deep);
        let found = edits.unfit(&Form::default(), &deep);
        assert_eq!(found.of(&deep)[0].code, ProblemCode::UnknownField);
        let many = Edits(
            (0..=MOST_EDITS)
                .map(|n| {
                    let (saw, wrote) = (Value::Null, json!("x"));
                    (format!("household.{n}.name"), FieldEdit { saw, wrote })
                })
                .collect(),
        );
        assert_eq!(merge(&Form::default(), &many).unwrap_err(), "");
        let found = many.unfit(&Form::default(), "");
        assert_eq!(found.of("")[0].code, ProblemCode::TooMany);
    }

    #[test]
    fn entries_kept_by_id_merge_by_themselves() {
        let before = Form::default();
        let mut after = before.clone();
        after
            .household
            .insert("1".into(), Member { name: "Ali".into() });
        let edits = Edits::between(&before, &after).unwrap();
        let mut current = before;
        current.household.insert(
            "2".into(),
            Member {
                name: "Noor".into(),
            },
        );
        let merged = merge(&current, &edits).unwrap();
        assert_eq!(merged.form.household.len(), 2);
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn what_lies_between_two_forms_turns_one_into_the_other() {
        let before = Form {
            name: "a".into(),
            telephone: Some("1".into()),
            ..Form::default()
        };
        let mut after = Form {
            name: "b".into(),
            ..Form::default()
        };
        after.address.street = Some("Bahnhofstraße".into());
        let edits = Edits::between(&before, &after).unwrap();
        assert_eq!(merge(&before, &edits).unwrap().form, after);
    }
}
