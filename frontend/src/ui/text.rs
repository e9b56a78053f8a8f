//! Fields for text in one line and in many.

use shared::kernel::FieldProblem;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Field;
use super::field::described_by;
use crate::platform::press;

/// What kind of text a line holds; decides on the keyboard of a tablet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// What is searched for.
    Search,
    /// A password: shown as dots, may be pasted.
    Password,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// Digits, a date among them.
    Digits,
}

impl InputKind {
    const fn html(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "text"),
            Self::Search => ("search", "search"),
            Self::Password => ("password", "text"),
            Self::Email => ("text", "email"),
            Self::Telephone => ("tel", "tel"),
            Self::Digits => ("text", "decimal"),
        }
    }
}

/// Properties of [`TextInput`].
#[derive(Debug, PartialEq, Properties)]
pub struct TextInputProps {
    /// The id; hint and problem hang on it.
    pub id: AttrValue,
    /// The text.
    pub value: AttrValue,
    /// Every change.
    pub on_input: Callback<String>,
    /// When the field is left.
    #[prop_or_default]
    pub on_leave: Callback<()>,
    /// Keys, before the field acts on them.
    #[prop_or_default]
    pub on_key: Callback<KeyboardEvent>,
    /// The kind of text.
    #[prop_or_default]
    pub kind: InputKind,
    /// What password managers and browsers may fill in; `off` where it would be somebody else's data.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// An example, never a replacement for the label.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Whether a problem stands at it.
    #[prop_or_default]
    pub is_wrong: bool,
    /// Whether it only shows.
    #[prop_or_default]
    pub is_read_only: bool,
    /// Whether spelling and capitals are the person's own business (logins, tokens).
    #[prop_or_default]
    pub is_plain_ascii: bool,
    /// The language of the text, if it is not the interface's.
    #[prop_or_default]
    pub lang: Option<AttrValue>,
    /// Name for screen readers where there is no visible label.
    #[prop_or_default]
    pub aria_label: Option<AttrValue>,
    /// The keys that lead here, for screen readers (`/`).
    #[prop_or_default]
    pub shortcut: Option<AttrValue>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
    /// The element, for moving the focus.
    #[prop_or_default]
    pub node: NodeRef,
}

/// One line of text. The reading direction follows what is typed.
#[function_component]
pub fn TextInput(props: &TextInputProps) -> Html {
    let (kind, mode) = props.kind.html();
    let oninput = {
        let on_input = props.on_input.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                on_input.emit(input.value());
            }
        })
    };
    let onblur = on_blur(&props.on_leave);
    let plain = props.is_plain_ascii || props.kind == InputKind::Password;
    html! {
        <input
            ref={props.node.clone()}
            class={classes!("input", props.class.clone())}
            id={props.id.clone()}
            name={props.id.clone()}
            type={kind}
            inputmode={mode}
            value={props.value.clone()}
            placeholder={props.placeholder.clone()}
            autocomplete={props.autocomplete.clone()}
            autocapitalize={if plain { "none" } else { "sentences" }}
            spellcheck={if plain { "false" } else { "true" }}
            dir="auto"
            lang={props.lang.clone()}
            readonly={props.is_read_only}
            aria-label={props.aria_label.clone()}
            aria-keyshortcuts={props.shortcut.clone()}
            aria-describedby={described_by(&props.id)}
            aria-invalid={props.is_wrong.then_some("true")}
            {oninput}
            {onblur}
            onkeydown={props.on_key.clone()}
        />
    }
}

/// Says that a field was left, once what was pressed instead has had its effect.
pub(super) fn on_blur(on_leave: &Callback<()>) -> Callback<FocusEvent> {
    let on_leave = on_leave.clone();
    Callback::from(move |_: FocusEvent| {
        let on_leave = on_leave.clone();
        press::after(move || on_leave.emit(()));
    })
}

/// Properties of [`TextArea`].
#[derive(Debug, PartialEq, Properties)]
pub struct TextAreaProps {
    /// The id; hint and problem hang on it.
    pub id: AttrValue,
    /// The text.
    pub value: AttrValue,
    /// Every change.
    pub on_input: Callback<String>,
    /// When the field is left.
    #[prop_or_default]
    pub on_leave: Callback<()>,
    /// Lines to begin with; it grows with the text.
    #[prop_or(4)]
    pub rows: u32,
    /// Whether a problem stands at it.
    #[prop_or_default]
    pub is_wrong: bool,
    /// The element, for moving the focus.
    #[prop_or_default]
    pub node: NodeRef,
}

/// Many lines of text.
#[function_component]
pub fn TextArea(props: &TextAreaProps) -> Html {
    let oninput = {
        let on_input = props.on_input.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
            {
                on_input.emit(input.value());
            }
        })
    };
    html! {
        <textarea
            ref={props.node.clone()}
            class="input input--area"
            id={props.id.clone()}
            name={props.id.clone()}
            rows={props.rows.to_string()}
            value={props.value.clone()}
            dir="auto"
            aria-describedby={described_by(&props.id)}
            aria-invalid={props.is_wrong.then_some("true")}
            {oninput}
            onblur={on_blur(&props.on_leave)}
        />
    }
}

/// Properties of [`TextField`] and [`AreaField`].
#[derive(Debug, PartialEq, Properties)]
pub struct TextFieldProps {
    /// The id of the control.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Said before the field; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
    /// The text.
    pub value: AttrValue,
    /// Every change.
    pub on_input: Callback<String>,
    /// When the field is left.
    #[prop_or_default]
    pub on_leave: Callback<()>,
    /// The kind of text; one line only.
    #[prop_or_default]
    pub kind: InputKind,
    /// Browser's help in filling in; one line only.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// An example; one line only.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Lines to begin with; many lines only.
    #[prop_or(4)]
    pub rows: u32,
    /// Further classes of the field.
    #[prop_or_default]
    pub class: Classes,
    /// The element, for moving the focus.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A labelled line of text.
#[function_component]
pub fn TextField(props: &TextFieldProps) -> Html {
    html! {
        <Field
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            class={props.class.clone()}
        >
            <TextInput
                id={props.id.clone()}
                value={props.value.clone()}
                on_input={props.on_input.clone()}
                on_leave={props.on_leave.clone()}
                kind={props.kind}
                autocomplete={props.autocomplete.clone()}
                placeholder={props.placeholder.clone()}
                is_wrong={!props.problems.is_empty()}
                node={props.node.clone()}
            />
        </Field>
    }
}

/// A labelled text of many lines.
#[function_component]
pub fn AreaField(props: &TextFieldProps) -> Html {
    html! {
        <Field
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            class={props.class.clone()}
        >
            <TextArea
                id={props.id.clone()}
                value={props.value.clone()}
                on_input={props.on_input.clone()}
                on_leave={props.on_leave.clone()}
                rows={props.rows}
                is_wrong={!props.problems.is_empty()}
                node={props.node.clone()}
            />
        </Field>
    }
}
