//! The fields of a form, found by their paths. Each gets what it shows and nothing else, and compares it by value: a key
//! that is pressed in one of them leaves all others as they are. Label, hint and the id of the control are made when the
//! field is drawn, not by whoever draws the form.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::kernel::{Day, FieldProblem, ImpreciseDate};
use yew::prelude::*;

use super::{OnChange, Take, set};
use crate::intake::choices::yes_no;
use crate::t;
use crate::ui::{
    AreaField, Checkbox, Chips, ChipsOne, Choice, ComboboxField, DateField, DayField, InputKind,
    SelectField, TextField,
};

/// A form whose fields have their words and their places on the screen by their paths.
pub trait Fields: PartialEq + 'static {
    /// The id of the control of a field.
    fn control_id(path: &str) -> String;
    /// The key of the label of a field.
    fn label_key(path: &str) -> String;
}

/// Properties of the fields of a form `T` that hold a `V`.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FieldProps<T: Fields, V: PartialEq + 'static> {
    /// The path of the field in the form.
    pub path: AttrValue,
    /// What stands in it.
    pub value: V,
    /// What is wrong with it.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// The key of what is said before it; empty: nothing.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
    /// The kind of text; lines only.
    #[prop_or_default]
    pub kind: InputKind,
    /// What can be chosen; choices only.
    #[prop_or_else(|| Rc::new([]))]
    pub choices: Rc<[Choice]>,
    /// Today; dates only.
    #[prop_or_default]
    pub today: Option<Day>,
    /// Whether a day may be marked as set by an authority; dates only.
    #[prop_or_default]
    pub may_be_set_by_authority: bool,
    /// What was typed before and cannot be read; dates only.
    #[prop_or_default]
    pub unread: AttrValue,
    /// What stands there and cannot be read, with the path; dates only. Absent: nobody keeps it.
    #[prop_or_default]
    pub on_unread: Option<Callback<(String, String)>>,
    /// How the form takes a new value.
    pub take: Take<T, V>,
    /// Every change of the form.
    pub on_change: OnChange<T>,
    /// A field was left, by its path.
    pub on_leave: Callback<String>,
}

impl<T: Fields, V: PartialEq + 'static> FieldProps<T, V> {
    /// A field that shows a value and what is wrong with it, and nothing that only some fields have.
    pub fn new(
        path: &'static str,
        value: V,
        problems: Vec<FieldProblem>,
        take: fn(&mut T, V),
        (on_change, on_leave): (&OnChange<T>, &Callback<String>),
    ) -> Self {
        Self {
            path: AttrValue::Static(path),
            value,
            problems,
            hint: AttrValue::default(),
            is_required: false,
            kind: InputKind::Text,
            choices: Rc::new([]),
            today: None,
            may_be_set_by_authority: false,
            unread: AttrValue::default(),
            on_unread: None,
            take: Take::by(take),
            on_change: on_change.clone(),
            on_leave: on_leave.clone(),
        }
    }
}

impl<T: Fields, V: Clone + PartialEq + 'static> FieldProps<T, V> {
    fn id(&self) -> String {
        T::control_id(&self.path)
    }

    fn label(&self) -> AttrValue {
        t!(T::label_key(&self.path))
    }

    fn said(&self) -> AttrValue {
        if self.hint.is_empty() {
            AttrValue::default()
        } else {
            t!(self.hint)
        }
    }

    fn on_value(&self) -> Callback<V> {
        set(&self.on_change, self.take.0)
    }

    fn on_left(&self) -> Callback<()> {
        let path = self.path.clone();
        self.on_leave.reform(move |()| path.to_string())
    }
}

/// A line of text.
#[function_component]
pub fn Line<T: Fields>(props: &FieldProps<T, String>) -> Html {
    html! {
        <TextField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            kind={props.kind}
            value={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_input={props.on_value()}
            on_leave={props.on_left()}
        />
    }
}

/// A text of many lines.
#[function_component]
pub fn Lines<T: Fields>(props: &FieldProps<T, String>) -> Html {
    html! {
        <AreaField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            value={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_input={props.on_value()}
            on_leave={props.on_left()}
        />
    }
}

/// One of a short list.
#[function_component]
pub fn OneListed<T: Fields>(props: &FieldProps<T, Option<AttrValue>>) -> Html {
    html! {
        <SelectField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            choices={Rc::clone(&props.choices)}
            value={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_choose={props.on_value()}
        />
    }
}

/// One of a long list, found by typing.
#[function_component]
pub fn OneFound<T: Fields>(props: &FieldProps<T, Option<AttrValue>>) -> Html {
    html! {
        <ComboboxField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            choices={Rc::clone(&props.choices)}
            value={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_choose={props.on_value()}
        />
    }
}

/// One of a few chips.
#[function_component]
pub fn OneChip<T: Fields>(props: &FieldProps<T, Option<AttrValue>>) -> Html {
    html! {
        <ChipsOne
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            choices={Rc::clone(&props.choices)}
            value={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_choose={props.on_value().reform(Some)}
        />
    }
}

/// Several chips.
#[function_component]
pub fn SomeChips<T: Fields>(props: &FieldProps<T, BTreeSet<AttrValue>>) -> Html {
    html! {
        <Chips
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            choices={Rc::clone(&props.choices)}
            values={props.value.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_change={props.on_value()}
        />
    }
}

/// Yes, no, or not discussed.
#[function_component]
pub fn YesOrNo<T: Fields>(props: &FieldProps<T, Option<bool>>) -> Html {
    html! {
        <ChipsOne
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            choices={yes_no::choices()}
            value={yes_no::value(props.value)}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_choose={props.on_value().reform(|answer: AttrValue| yes_no::answer(&answer))}
        />
    }
}

/// A box to tick.
#[function_component]
pub fn Tick<T: Fields>(props: &FieldProps<T, bool>) -> Html {
    html! {
        <Checkbox
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            is_checked={props.value}
            problems={props.problems.clone()}
            on_change={props.on_value()}
        />
    }
}

/// A date that may be known to the day, the month or the year only. It says what is wrong with it as soon as it can be
/// read.
#[function_component]
pub fn When<T: Fields>(props: &FieldProps<T, Option<ImpreciseDate>>) -> Html {
    let on_change = {
        let (on_value, on_left) = (props.on_value(), props.on_left());
        Callback::from(move |date| {
            on_value.emit(date);
            on_left.emit(());
        })
    };
    let on_unread = props
        .on_unread
        .as_ref()
        .map_or_else(Callback::noop, |keep| {
            let path = props.path.clone();
            keep.reform(move |text: String| (path.to_string(), text))
        });
    html! {
        <DateField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            value={props.value}
            today={props.today}
            problems={props.problems.clone()}
            is_required={props.is_required}
            may_be_set_by_authority={props.may_be_set_by_authority}
            unread={props.unread.clone()}
            {on_unread}
            {on_change}
        />
    }
}

/// A day, known exactly.
#[function_component]
pub fn OnDay<T: Fields>(props: &FieldProps<T, Option<Day>>) -> Html {
    html! {
        <DayField
            id={props.id()}
            label={props.label()}
            hint={props.said()}
            value={props.value}
            today={props.today}
            problems={props.problems.clone()}
            is_required={props.is_required}
            on_change={props.on_value()}
        />
    }
}
