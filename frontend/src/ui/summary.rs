//! All problems of a form above it, each a link to its field.

use yew::prelude::*;

use crate::platform;
use crate::t;

/// One problem.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryLine {
    /// The id of the field's control.
    pub field: AttrValue,
    /// The label of the field.
    pub label: AttrValue,
    /// What is wrong, see [`super::problem_text`].
    pub text: AttrValue,
    /// Shows the part of the form that holds the field, where not all of it is shown at once.
    pub on_go: Option<Callback<()>>,
}

/// Properties of [`ProblemSummary`].
#[derive(Debug, PartialEq, Properties)]
pub struct ProblemSummaryProps {
    /// The problems, in the order of the form; none hides the summary.
    pub lines: Vec<SummaryLine>,
    /// Counts the attempts to complete the form; each new one with problems moves the focus here.
    pub attempt: u32,
}

/// Receives the focus after a failed attempt; its links lead to the fields.
#[function_component]
pub fn ProblemSummary(props: &ProblemSummaryProps) -> Html {
    let has_lines = !props.lines.is_empty();
    use_effect_with(props.attempt, move |attempt| {
        if *attempt > 0 && has_lines {
            platform::focus("problem-summary");
        }
    });
    html! {
        <div
            id="problem-summary"
            class="summary"
            tabindex="-1"
            role="group"
            aria-labelledby="problem-summary-title"
            hidden={!has_lines}
        >
            <h2 id="problem-summary-title" class="summary__title">{ t!("ui-problems", count = props.lines.len()) }</h2>
            <ul class="summary__lines">
                { for props.lines.iter().map(|line| {
                    let (field, on_go) = (line.field.clone(), line.on_go.clone());
                    let onclick = Callback::from(move |event: MouseEvent| {
                        event.prevent_default();
                        if let Some(on_go) = &on_go {
                            on_go.emit(());
                            platform::focus_soon(&field);
                        } else {
                            platform::focus(&field);
                        }
                    });
                    html! {
                        <li key={line.field.to_string()}>
                            <a href={format!("#{}", line.field)} {onclick}>{ line.label.clone() }</a>
                            { ": " }{ line.text.clone() }
                        </li>
                    }
                }) }
            </ul>
        </div>
    }
}
