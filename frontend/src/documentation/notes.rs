//! The entries of a case, newest first. A corrected entry stays, with a word that it was corrected.

use std::collections::BTreeSet;

use shared::device::{Shown, Standing};
use shared::documentation::NoteView;
use shared::kernel::NoteId;
use yew::prelude::*;

use crate::case::StandingMark;
use crate::case::state::{contact_label, field_label};
use crate::ui::{Badge, Card, EmptyState, Tone};
use crate::{i18n, t};

/// Properties of [`Notes`].
#[derive(Debug, PartialEq, Properties)]
pub struct NotesProps {
    /// The entries, newest first.
    pub notes: Vec<Shown<NoteView>>,
}

/// All entries.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let corrected: BTreeSet<NoteId> = props
        .notes
        .iter()
        .filter_map(|shown| shown.value.draft.as_ref().and_then(|draft| draft.corrects))
        .collect();
    html! {
        <Card title={t!("case-tab-notes")}>
            if props.notes.is_empty() {
                <EmptyState text={t!("note-none")}><p class="muted">{ t!("note-none-hint") }</p></EmptyState>
            } else {
                <ol class="notes" reversed=true>
                    { for props.notes.iter().map(|note| html! {
                        <NoteLine
                            key={note.value.note.to_string()}
                            note={note.clone()}
                            is_corrected={corrected.contains(&note.value.note)}
                        />
                    }) }
                </ol>
            }
        </Card>
    }
}

/// Properties of [`NoteLine`].
#[derive(Debug, PartialEq, Properties)]
pub struct NoteLineProps {
    /// The entry.
    pub note: Shown<NoteView>,
    /// Whether a later entry corrects it.
    #[prop_or_default]
    pub is_corrected: bool,
    /// Whether only the beginning is shown.
    #[prop_or_default]
    pub is_short: bool,
}

/// One entry.
#[component]
pub fn NoteLine(props: &NoteLineProps) -> Html {
    let Shown {
        value: view,
        standing,
    } = &props.note;
    let written = t!(
        "note-by",
        author = view.author_name.clone(),
        when = i18n::moment(view.authored_at).to_string()
    );
    let accepted = view
        .accepted
        .as_ref()
        .map(|accepted| {
            t!(
                "note-accepted",
                name = accepted.by_name.clone(),
                when = i18n::moment(accepted.at).to_string()
            )
        })
        .unwrap_or_default();
    let Some(draft) = &view.draft else {
        return html! {
            <li class="note">
                <p><Badge>{ t!("note-hidden") }</Badge></p>
                <p class="muted">{ written }</p>
            </li>
        };
    };
    let day = draft
        .occurred_on
        .map(i18n::weekday_and_day)
        .unwrap_or_default();
    let contact = draft
        .contact
        .as_ref()
        .map(contact_label)
        .unwrap_or_default();
    let minutes = draft
        .minutes
        .map(|minutes| t!("note-minutes-long", minutes = minutes))
        .unwrap_or_default();
    let head: Vec<&str> = [day.as_str(), contact.as_str(), minutes.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    html! {
        <li class="note">
            <div class="note__head">
                <strong>{ head.join(" · ") }</strong>
                <StandingMark standing={*standing} />
            </div>
            <p class={classes!("note__text", props.is_short.then_some("note__text--short"))} dir="auto">{ &draft.text }</p>
            <ul class="badges">
                { for draft.fields_of_action.iter().map(|field| html! { <li key={field.to_string()}><Badge>{ field_label(field) }</Badge></li> }) }
                <li key="corrects" hidden={draft.corrects.is_none()}><Badge>{ t!("note-corrects") }</Badge></li>
                <li key="corrected" hidden={!props.is_corrected}><Badge>{ t!("note-corrected") }</Badge></li>
            </ul>
            <p class="muted" hidden={*standing == Standing::OnDevice && props.is_short}>{ written }</p>
            <p class="muted" hidden={accepted.is_empty()}><Badge tone={Tone::Info}>{ t!("note-late") }</Badge>{ " " }{ accepted }</p>
        </li>
    }
}
