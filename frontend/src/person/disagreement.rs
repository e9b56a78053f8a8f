//! Fields on which two people wrote differently: side by side with the labels of the form, who wrote what and when, and a
//! choice per field. And what was decided, with the texts that were not chosen. Values in, events out.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;
use shared::command::Command;
use shared::intake::{EditIntake, IntakeDraft};
use shared::kernel::edit::{FieldEdit, set_fields};
use shared::kernel::{Edits, FieldConflict, FieldProblem, ProblemCode, SettledConflict, Wrote};
use shared::organisation::Organisation;
use shared::person::{EditPerson, PersonDraft};
use yew::prelude::*;

use super::field_words::FormOf;
use crate::assignment::state::use_organisation;
use crate::ui::{Button, ButtonKind, Card, Choice, RadioGroup, TextField};
use crate::{i18n, platform, t};

/// The three answers to a field.
const CURRENT: &str = "current";
const WROTE: &str = "wrote";
const OTHER: &str = "other";

/// One field to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Disputed {
    /// The form it belongs to.
    form: FormOf,
    /// What was seen, is there, was written; its path is that of the form.
    conflict: FieldConflict,
}

impl Disputed {
    /// A conflict among all those about a person, where the fields of an intake stand under its id.
    #[must_use]
    pub fn of(conflict: &FieldConflict) -> Self {
        let (form, path) = FormOf::of(&conflict.path);
        Self {
            form,
            conflict: FieldConflict {
                path: path.to_owned(),
                ..conflict.clone()
            },
        }
    }

    /// The conflict that a command met; `None` if that command edits no form.
    #[must_use]
    pub fn met_by(command: &Command, conflict: &FieldConflict) -> Option<Self> {
        let form = match command {
            Command::EditPerson(_) => FormOf::Person,
            Command::EditIntake(edit) => FormOf::Intake(edit.intake),
            _ => return None,
        };
        Some(Self {
            form,
            conflict: conflict.clone(),
        })
    }

    /// Whether something else can be typed here; the other fields have a form for that.
    fn is_text(&self) -> bool {
        let is_text = |value: &Value| matches!(value, Value::String(_) | Value::Null);
        self.form.is_free_text(&self.conflict.path)
            && is_text(&self.conflict.current)
            && is_text(&self.conflict.wrote)
    }

    /// What is wrong with a text for this field, by the check of the form.
    fn problems(&self, text: &str) -> Vec<FieldProblem> {
        let today = platform::now().day();
        let path = &self.conflict.path;
        let values = [(path.clone(), Value::from(text))].into();
        let problems =
            match self.form {
                FormOf::Person => set_fields(&PersonDraft::default(), &values)
                    .map(|form| form.field_problems(today)),
                FormOf::Intake(_) => set_fields(&IntakeDraft::default(), &values)
                    .map(|form| form.field_problems(today)),
            };
        problems.map_or_else(
            |_| vec![ProblemCode::Invalid.into()],
            |problems| problems.of(path).to_vec(),
        )
    }
}

/// The commands that decide these fields: each says what its author saw there, so that nobody is overwritten unseen now
/// either.
fn commands(chosen: impl Iterator<Item = (Disputed, Value)>) -> Vec<Command> {
    let mut forms: BTreeMap<FormOf, Edits> = BTreeMap::new();
    for (Disputed { form, conflict }, wrote) in chosen {
        let saw = conflict.current;
        let edit = FieldEdit { saw, wrote };
        forms.entry(form).or_default().0.insert(conflict.path, edit);
    }
    forms
        .into_iter()
        .map(|(form, edits)| match form {
            FormOf::Person => Command::EditPerson(EditPerson { edits }),
            FormOf::Intake(intake) => Command::EditIntake(EditIntake { intake, edits }),
        })
        .collect()
}

/// Properties of [`Decide`].
#[derive(Debug, PartialEq, Properties)]
pub struct DecideProps {
    /// Distinguishes the fields of several questions on one page.
    pub id: AttrValue,
    /// The fields.
    pub fields: Vec<Disputed>,
    /// Whether what waits was written by the reader.
    #[prop_or_default]
    pub is_own: bool,
    /// What was chosen, as commands of one group.
    pub on_decide: Callback<Vec<Command>>,
}

/// Per field what is there now, what was written, and a choice between them.
#[component]
pub fn Decide(props: &DecideProps) -> Html {
    let town = use_organisation();
    let chosen = use_state_eq(BTreeMap::<usize, AttrValue>::new);
    let typed = use_state_eq(BTreeMap::<usize, String>::new);
    let is_asked = use_state_eq(|| false);
    let problems_at = |at: usize, field: &Disputed| -> Vec<FieldProblem> {
        match chosen.get(&at).map(AttrValue::as_str) {
            None => vec![ProblemCode::Missing.into()],
            Some(OTHER) => field.problems(typed.get(&at).map_or("", |text| text.trim())),
            Some(_) => Vec::new(),
        }
    };
    let onsubmit = {
        let (fields, on_decide, id) = (
            props.fields.clone(),
            props.on_decide.clone(),
            props.id.clone(),
        );
        let (chosen, typed, is_asked) = (chosen.clone(), typed.clone(), is_asked.clone());
        let wrong = fields
            .iter()
            .enumerate()
            .find(|(at, field)| !problems_at(*at, field).is_empty())
            .map(|(at, _)| at);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if let Some(at) = wrong {
                let is_typing = chosen.get(&at).is_some_and(|choice| choice == OTHER);
                platform::focus(&if is_typing {
                    format!("{id}-{at}-text")
                } else {
                    format!("{id}-{at}-{CURRENT}")
                });
                return;
            }
            let all = fields.iter().enumerate().map(|(at, field)| {
                let value = match chosen.get(&at).map(AttrValue::as_str) {
                    Some(WROTE) => field.conflict.wrote.clone(),
                    Some(OTHER) => Value::from(typed.get(&at).map_or("", |text| text.trim())),
                    _ => field.conflict.current.clone(),
                };
                (field.clone(), value)
            });
            on_decide.emit(commands(all));
        })
    };
    html! {
        <form class="form disagreement" {onsubmit} novalidate=true>
            { for props.fields.iter().enumerate().map(|(at, field)| {
                let problems = if *is_asked { problems_at(at, field) } else { Vec::new() };
                question(props, &town, at, field, &chosen, &typed, problems)
            }) }
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("disagreement-decide") }</Button>
            </div>
        </form>
    }
}

fn question(
    props: &DecideProps,
    town: &Organisation,
    at: usize,
    field: &Disputed,
    chosen: &UseStateHandle<BTreeMap<usize, AttrValue>>,
    typed: &UseStateHandle<BTreeMap<usize, String>>,
    problems: Vec<FieldProblem>,
) -> Html {
    let Disputed { form, conflict } = field;
    let id = format!("{}-{at}", props.id);
    let label = form.label(&conflict.path);
    // Isolated: a text from right to left does not turn the words around it.
    let said = |value: &Value| {
        let words = form.value(&conflict.path, value, town);
        AttrValue::from(format!("\u{2068}{words}\u{2069}"))
    };
    let mine = if props.is_own {
        t!("disagreement-mine")
    } else {
        t!("disagreement-theirs")
    };
    let mut choices = vec![
        Choice {
            detail: by(&t!("disagreement-current"), conflict.current_by.as_ref()),
            ..Choice::new(CURRENT, said(&conflict.current))
        },
        Choice {
            detail: by(&mine, conflict.wrote_by.as_ref()),
            ..Choice::new(WROTE, said(&conflict.wrote))
        },
    ];
    if field.is_text() {
        choices.push(Choice::new(OTHER, t!("disagreement-other")));
    }
    let value = chosen.get(&at).cloned();
    let is_typing = value.as_ref().is_some_and(|value| value == OTHER);
    let on_choose = {
        let (chosen, field) = (chosen.clone(), format!("{id}-text"));
        Callback::from(move |value: AttrValue| {
            if value == OTHER {
                platform::focus_soon(&field);
            }
            let mut next = (*chosen).clone();
            next.insert(at, value);
            chosen.set(next);
        })
    };
    let on_input = {
        let typed = typed.clone();
        Callback::from(move |text: String| {
            let mut next = (*typed).clone();
            next.insert(at, text);
            typed.set(next);
        })
    };
    let (of_choice, of_text) = if is_typing {
        (Vec::new(), problems)
    } else {
        (problems, Vec::new())
    };
    html! {
        <div key={at} class="disagreement__field">
            <RadioGroup
                id={id.clone()}
                label={label.clone()}
                hint={t!("disagreement-saw", value = form.value(&conflict.path, &conflict.saw, town))}
                choices={Rc::from(choices)}
                {value}
                {on_choose}
                problems={of_choice}
                is_required=true
            />
            <div hidden={!is_typing}>
                <TextField
                    id={format!("{id}-text")}
                    label={t!("disagreement-other-label", field = label.to_string())}
                    value={AttrValue::from(typed.get(&at).cloned().unwrap_or_default())}
                    {on_input}
                    problems={of_text}
                />
            </div>
        </div>
    }
}

/// "jetziger Stand · Miriam Kaya, 26.11.2026, 14:05", as far as it is known.
fn by(what: &str, wrote: Option<&Wrote>) -> AttrValue {
    let Some(Wrote { by_name, at }) = wrote else {
        return AttrValue::from(what.to_owned());
    };
    let when = i18n::moment(*at).to_string();
    if by_name.is_empty() {
        t!("disagreement-at", what = what.to_owned(), when = when)
    } else {
        t!(
            "disagreement-by",
            what = what.to_owned(),
            name = by_name.clone(),
            when = when
        )
    }
}

/// Properties of [`Disagreements`].
#[derive(Debug, PartialEq, Properties)]
pub struct DisagreementsProps {
    /// What waits.
    pub waiting: Vec<FieldConflict>,
    /// What was decided, the last first.
    pub settled: Vec<SettledConflict>,
    /// What was chosen, as commands of one group.
    pub on_decide: Callback<Vec<Command>>,
}

/// What two people disagree on about a person, and what they disagreed on once; nothing where there is neither.
#[component]
pub fn Disagreements(props: &DisagreementsProps) -> Html {
    let town = use_organisation();
    let fields: Vec<Disputed> = props.waiting.iter().map(Disputed::of).collect();
    // Another question is another form: nothing chosen for the one is taken for the other.
    let key: Vec<String> = props
        .waiting
        .iter()
        .map(|one| format!("{} {} {}", one.path, one.current, one.wrote))
        .collect();
    html! {
        <div hidden={props.waiting.is_empty() && props.settled.is_empty()}>
            <Card title={t!("disagreement-title")}>
                <div hidden={props.waiting.is_empty()}>
                    <p>{ t!("disagreement-lead") }</p>
                    <Decide key={key.join("\n")} id="disagreement" {fields} on_decide={props.on_decide.clone()} />
                </div>
                <details class="disagreement__history" hidden={props.settled.is_empty()}>
                    <summary>{ t!("disagreement-history", count = props.settled.len()) }</summary>
                    <ul class="entries">{ for props.settled.iter().map(|one| settled(one, &town)) }</ul>
                </details>
            </Card>
        </div>
    }
}

/// One decision: what holds since, and every text that does not.
fn settled(settled: &SettledConflict, town: &Organisation) -> Html {
    let SettledConflict {
        conflict,
        settlement,
    } = settled;
    let (form, path) = FormOf::of(&conflict.path);
    let said = |value: &Value| form.value(path, value, town);
    let lost = [
        (&conflict.current, conflict.current_by.as_ref()),
        (&conflict.wrote, conflict.wrote_by.as_ref()),
    ];
    html! {
        <li key={format!("{}{}{}", conflict.path, settlement.by.at.millis(), conflict.wrote)} class="entry">
            <p class="entry__head">
                <strong>{ form.label(path) }</strong>{ ": " }<bdi>{ said(&settlement.value) }</bdi>
            </p>
            <p class="muted">{ by(&t!("disagreement-decided"), Some(&settlement.by)) }</p>
            <ul>
                { for lost.into_iter().filter(|(value, _)| **value != settlement.value).map(|(value, wrote)| html! {
                    <li key={value.to_string()}>
                        <bdi class="disagreement__lost">{ said(value) }</bdi>
                        { " " }
                        <span class="muted">{ by(&t!("disagreement-not-chosen"), wrote) }</span>
                    </li>
                }) }
            </ul>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn conflict(path: &str) -> FieldConflict {
        FieldConflict {
            path: path.to_owned(),
            saw: json!("a"),
            current: json!("b"),
            wrote: json!("c"),
            current_by: None,
            wrote_by: None,
        }
    }

    #[test]
    fn what_is_chosen_says_what_its_author_saw_in_the_form_it_belongs_to() {
        let intake = "0190a0a0-0000-7000-8000-000000000001";
        let fields = [
            conflict("contact.telephone"),
            conflict(&format!("intake.{intake}.concern")),
        ];
        let made = commands(fields.iter().map(|one| (Disputed::of(one), json!("d"))));
        let edits = |path: &str| {
            Edits(
                [(
                    path.to_owned(),
                    FieldEdit {
                        saw: json!("b"),
                        wrote: json!("d"),
                    },
                )]
                .into(),
            )
        };
        assert_eq!(
            made,
            [
                Command::EditPerson(EditPerson {
                    edits: edits("contact.telephone")
                }),
                Command::EditIntake(EditIntake {
                    intake: intake.parse().expect("an id"),
                    edits: edits("concern")
                }),
            ]
        );
    }
}
