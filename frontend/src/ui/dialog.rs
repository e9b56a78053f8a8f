//! A question that has to be answered before going on. The browser's own dialog: it keeps the focus inside, closes
//! with Escape, and gives the focus back.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Icon, IconName};
use crate::platform::{self, keys};
use crate::t;

/// Properties of [`Dialog`].
#[derive(Debug, PartialEq, Properties)]
pub struct DialogProps {
    /// The id.
    pub id: AttrValue,
    /// Whether it is open.
    pub is_open: bool,
    /// The question.
    pub title: AttrValue,
    /// The id of what receives the focus when it opens; absent: the cross.
    #[prop_or_default]
    pub focus: Option<AttrValue>,
    /// What happens when it is closed without an answer.
    pub on_close: Callback<()>,
    /// What it holds; built only while it is open.
    pub children: Children,
    /// The buttons, the main one first.
    #[prop_or_default]
    pub actions: Html,
    /// Whether it is as wide as a form.
    #[prop_or_default]
    pub is_wide: bool,
}

/// A dialog above the page.
#[function_component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    // The last key pressed inside, for as long as it is open.
    let is_entered = use_mut_ref(|| false);
    {
        let (node, is_entered) = (node.clone(), Rc::clone(&is_entered));
        let focus = props.focus.clone();
        use_effect_with(props.is_open, move |is_open| {
            if let Some(dialog) = node
                .get()
                .and_then(|node| node.dyn_into::<HtmlDialogElement>().ok())
            {
                if *is_open && !dialog.open() {
                    drop(dialog.show_modal());
                    // Not by what is inside: between its effects and this one the browser may have its turn, and what is
                    // not shown yet takes no focus.
                    if let Some(id) = focus {
                        platform::focus(&id);
                    }
                } else if !*is_open && dialog.open() {
                    dialog.close();
                    if is_entered.replace(false) {
                        keys::enter_is_done();
                    }
                }
            }
        });
    }
    let close = props.on_close.clone();
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        close.emit(());
    });
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        is_entered.replace(event.key() == "Enter");
    });
    let id = &props.id;
    html! {
        <dialog
            ref={node}
            id={id.clone()}
            class={classes!("dialog", props.is_wide.then_some("dialog--wide"))}
            aria-labelledby={format!("{id}-title")}
            {oncancel}
            {onkeydown}
        >
            <header class="dialog__head">
                <h2 id={format!("{id}-title")}>{ props.title.clone() }</h2>
                <button
                    type="button"
                    class="button button--quiet button--square"
                    aria-label={t!("ui-close")}
                    onclick={props.on_close.reform(|_: MouseEvent| ())}
                >
                    <Icon name={IconName::Close} />
                </button>
            </header>
            <div class="dialog__body">{ if props.is_open { html! { <>{ props.children.clone() }</> } } else { html! { <></> } } }</div>
            <footer class="dialog__actions">{ props.actions.clone() }</footer>
        </dialog>
    }
}
