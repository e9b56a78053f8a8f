//! The picture of a sheet that was signed on paper: taken beside the signature, and looked at again.

use shared::kernel::{AttachmentId, FieldProblem, PersonId, ProblemCode};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{address, use_scan};
use crate::offline::use_pictures;
use crate::platform::pictures;
use crate::ui::{Button, ButtonKind, Dialog, Field, Notice, Tone};
use crate::{platform, t};

/// Properties of [`ScanField`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ScanFieldProps {
    /// The picture, if one was taken.
    pub(super) scan: Option<AttachmentId>,
    /// It was taken, or taken away.
    pub(super) on_change: Callback<Option<AttachmentId>>,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq)]
enum Trouble {
    /// The file is none that can be read.
    File(ProblemCode),
    /// It could not be kept on this device; the key of the text.
    Store(&'static str),
}

/// Takes a picture or chooses one; it is on this device before it is shown.
#[component]
pub(super) fn ScanField(props: &ScanFieldProps) -> Html {
    let pictures = use_pictures();
    let shown = use_state_eq(|| None::<AttrValue>);
    let trouble = use_state_eq(|| None::<Trouble>);
    let is_reading = use_state_eq(|| false);
    {
        let (pictures, shown, trouble) = (pictures.clone(), shown.clone(), trouble.clone());
        use_effect_with(props.scan, move |scan| {
            let scan = *scan;
            spawn_local(async move {
                let Some(scan) = scan else {
                    return shown.set(None);
                };
                let found = pictures.find(scan).await;
                if found.is_none() {
                    trouble.set(Some(Trouble::File(ProblemCode::NoPicture)));
                }
                shown.set(found.map(|bytes| address(&bytes)));
            });
        });
    }
    let onchange = {
        let (trouble, is_reading) = (trouble.clone(), is_reading.clone());
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            let Some(file) = platform::files::chosen(&event) else {
                return;
            };
            let (pictures, trouble) = (pictures.clone(), trouble.clone());
            let (is_reading, on_change) = (is_reading.clone(), on_change.clone());
            is_reading.set(true);
            trouble.set(None);
            spawn_local(async move {
                match pictures::drawn_anew(&file).await {
                    Ok(bytes) => match pictures.keep(bytes).await {
                        Ok(scan) => on_change.emit(Some(scan)),
                        Err(failure) => trouble.set(Some(Trouble::Store(failure.text_key()))),
                    },
                    Err(code) => trouble.set(Some(Trouble::File(code))),
                }
                is_reading.set(false);
            });
        })
    };
    let remove = {
        let (trouble, on_change) = (trouble.clone(), props.on_change.clone());
        Callback::from(move |()| {
            trouble.set(None);
            on_change.emit(None);
            platform::focus_soon("consent-scan");
        })
    };
    let (problems, not_kept) = match &*trouble {
        None => (Vec::new(), AttrValue::default()),
        Some(Trouble::File(code)) => (vec![FieldProblem::from(*code)], AttrValue::default()),
        Some(Trouble::Store(key)) => (Vec::new(), t!(key)),
    };
    let said = match (*is_reading, shown.is_some()) {
        (true, _) => t!("consents-scan-reading"),
        (false, true) => t!("consents-scan-there"),
        (false, false) => AttrValue::default(),
    };
    html! {
        <div class="stack">
            <Field id="consent-scan" label={t!("consents-scan-add")} hint={t!("consents-scan-hint")} {problems}>
                <input
                    class="input"
                    type="file"
                    id="consent-scan"
                    accept={pictures::ACCEPTED}
                    aria-describedby="consent-scan-hint consent-scan-problem"
                    {onchange}
                />
            </Field>
            <Notice tone={Tone::Danger} text={not_kept} />
            <p class="muted" role="status" id="consent-scan-said">{ said }</p>
            { for shown.iter().map(|address| html! { <img class="scan" src={address.clone()} alt={t!("consents-scan-preview")} /> }) }
            <div class="row" hidden={props.scan.is_none()}>
                <Button id="consent-scan-remove" kind={ButtonKind::Quiet} on_press={remove}>{ t!("consents-scan-remove") }</Button>
            </div>
        </div>
    }
}

/// Properties of [`ScanDialog`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ScanDialogProps {
    /// Whose it is.
    pub(super) person: PersonId,
    /// The picture; absent: it is closed.
    pub(super) scan: Option<AttachmentId>,
    /// It was closed.
    pub(super) on_close: Callback<()>,
}

/// Shows a picture in full.
#[component]
pub(super) fn ScanDialog(props: &ScanDialogProps) -> Html {
    let loaded = use_scan(props.person, props.scan);
    let picture = match loaded.ready() {
        Some(address) => {
            html! { <img class="scan scan--whole" src={address.clone()} alt={t!("consents-scan-preview")} /> }
        }
        None => loaded.instead(),
    };
    html! {
        <Dialog
            id="scan"
            is_open={props.scan.is_some()}
            title={t!("consents-scan-title")}
            on_close={props.on_close.clone()}
            is_wide=true
        >
            { picture }
        </Dialog>
    }
}
