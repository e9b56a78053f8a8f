//! A page: its heading, its title in the window, and the focus when one comes here.

use std::cell::Cell;

use yew::prelude::*;

use crate::platform;
use crate::t;

thread_local! {
    static IS_FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Sets the title of the window. It names the page, never a person.
#[hook]
pub fn use_page_title(title: &AttrValue) {
    use_effect_with(title.clone(), |title| {
        platform::set_title(&format!("{title} – {}", t!("app-name")));
    });
}

/// What stands in the corner of every page, given by the frame around it: the state of the connection.
#[derive(Debug, Clone, PartialEq)]
pub struct PageCorner(pub Html);

/// Properties of [`Page`].
#[derive(Debug, PartialEq, Properties)]
pub struct PageProps {
    /// The title of the window, and the heading unless there is another one.
    pub title: AttrValue,
    /// The heading where it differs from the title, because it names a person or a day.
    #[prop_or_default]
    pub heading: Option<AttrValue>,
    /// Quiet words below the heading.
    #[prop_or_default]
    pub lead: AttrValue,
    /// What stands to the right of the heading.
    #[prop_or_default]
    pub aside: Html,
    /// The id of what receives the focus instead of the heading (the field of a search page).
    #[prop_or_default]
    pub focus: Option<AttrValue>,
    /// The page.
    pub children: Children,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A page with its heading. After each change of page the focus goes to the heading, so that screen readers say where
/// one is; only the very first page leaves it to the browser.
#[function_component]
pub fn Page(props: &PageProps) -> Html {
    use_page_title(&props.title);
    let focus = props.focus.clone();
    use_effect_with((), move |()| {
        let is_first = IS_FIRST_PAGE.replace(false);
        match focus {
            Some(id) => {
                platform::focus(&id);
            }
            None if !is_first => {
                platform::scroll_to_top();
                // This may come late on a slow device, when somebody types on the page already.
                if !platform::is_typing() {
                    platform::focus("page-heading");
                }
            }
            None => {}
        }
    });
    let corner = use_context::<PageCorner>().map(|corner| corner.0);
    let heading = props.heading.clone().unwrap_or_else(|| props.title.clone());
    html! {
        <div class={classes!("page", props.class.clone())}>
            <header class="page__head">
                <div class="page__words">
                    <h1 id="page-heading" tabindex="-1">{ heading }</h1>
                    <p class="page__lead muted" hidden={props.lead.is_empty()}>{ props.lead.clone() }</p>
                </div>
                <div class="page__aside">
                    <div>{ props.aside.clone() }</div>
                    <div class="no-print">{ corner }</div>
                </div>
            </header>
            { props.children.clone() }
        </div>
    }
}
