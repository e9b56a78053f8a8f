//! Sides of one thing. Each side has an address of its own, so the tabs are links and not the tab widget of ARIA.

use yew::prelude::*;

/// One side.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// Key, unique among the tabs.
    pub key: AttrValue,
    /// The link, made by the page, which knows the addresses.
    pub link: Html,
}

/// Properties of [`Tabs`].
#[derive(Debug, PartialEq, Properties)]
pub struct TabsProps {
    /// What the sides belong to, for screen readers.
    pub label: AttrValue,
    /// The sides; each link has the class `tab`, the current one `aria-current="page"`.
    pub tabs: Vec<Tab>,
}

/// A row of links to the sides of one thing; scrolls sideways where it is too narrow.
#[function_component]
pub fn Tabs(props: &TabsProps) -> Html {
    html! {
        <nav class="tabs" aria-label={props.label.clone()}>
            <ul class="tabs__row">
                { for props.tabs.iter().map(|tab| html! { <li key={tab.key.to_string()}>{ tab.link.clone() }</li> }) }
            </ul>
        </nav>
    }
}
