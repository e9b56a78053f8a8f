//! Which cases come along on this device: those of today and new ones by themselves, others by hand up to the unit's
//! limit. Each says why it is here, since when and until when.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::case::CaseHead;
use shared::device::{PackAbout, PackState};
use shared::kernel::CaseId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::pack::PackHandle;
use super::state::{use_offline, use_pack};
use crate::i18n;
use crate::t;
use crate::ui::{Badge, Button, EmptyState, Notice, Tone};

/// What is known of the pack.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    about: PackAbout,
    /// The worklist, as it was packed.
    heads: Vec<CaseHead>,
    packed: BTreeSet<CaseId>,
    chosen: BTreeSet<CaseId>,
}

impl Known {
    /// How many places are taken: packed, or chosen and still to come.
    fn taken(&self) -> usize {
        self.packed.union(&self.chosen).count()
    }

    fn is_full(&self) -> bool {
        self.taken() >= self.about.limit as usize
    }
}

async fn read(pack: &PackHandle) -> Option<Known> {
    let PackState::Ready(about) = pack.state().await else {
        return None;
    };
    Some(Known {
        about,
        heads: pack.worklist().await.cases,
        packed: pack
            .cases()
            .await
            .iter()
            .map(|shown| shown.head.case)
            .collect(),
        chosen: pack.chosen().await,
    })
}

/// The list, with a button per case.
#[function_component]
pub(super) fn Packing() -> Html {
    let offline = use_offline();
    let pack = use_pack();
    let known = use_state_eq(|| None::<Rc<Known>>);
    let failed = use_state_eq(|| None::<&'static str>);
    let busy = use_state_eq(|| None::<CaseId>);
    {
        let (known, pack) = (known.clone(), pack.clone());
        use_effect_with((offline.revision, offline.place.clone()), move |_| {
            spawn_local(async move { known.set(read(&pack).await.map(Rc::new)) });
        });
    }
    let change = {
        let (pack, failed, busy) = (pack.clone(), failed.clone(), busy.clone());
        Callback::from(move |(case, is_taken): (CaseId, bool)| {
            let (pack, failed, busy) = (pack.clone(), failed.clone(), busy.clone());
            busy.set(Some(case));
            spawn_local(async move {
                let done = if is_taken {
                    pack.choose(case).await
                } else {
                    pack.leave(case).await
                };
                failed.set(done.err());
                busy.set(None);
            });
        })
    };
    let Some(known) = (*known).clone() else {
        return html! { <div hidden=true /> };
    };
    let said = failed
        .map(|key| {
            if key == "failure-offline" {
                t!("packing-later")
            } else {
                t!(key)
            }
        })
        .unwrap_or_default();
    let count = t!(
        "packing-count",
        taken = known.taken(),
        limit = known.about.limit
    );
    let full = if known.is_full() {
        t!("packing-full", limit = known.about.limit)
    } else {
        AttrValue::default()
    };
    html! {
        <section class="stack" aria-labelledby="packing-title">
            <h3 id="packing-title">{ t!("packing-title") }</h3>
            <p class="muted">{ t!("packing-lead") }</p>
            <p role="status"><strong id="packing-count">{ count }</strong>{ " " }{ full }</p>
            <Notice tone={Tone::Info} text={said} />
            <div hidden={!known.heads.is_empty()}><EmptyState text={t!("cases-none")} /></div>
            <ul class="entries">
                { for known.heads.iter().map(|head| line(head, &known, *busy, &change)) }
            </ul>
        </section>
    }
}

fn line(
    head: &CaseHead,
    known: &Known,
    busy: Option<CaseId>,
    change: &Callback<(CaseId, bool)>,
) -> Html {
    let case = head.case;
    let is_packed = known.packed.contains(&case);
    let is_chosen = known.chosen.contains(&case);
    let is_by_itself = known.about.by_itself.contains(&case) && is_packed;
    let is_taken = is_packed || is_chosen;
    let (tone, word) = match () {
        () if is_by_itself => (Tone::Success, t!("packing-by-itself")),
        () if is_packed => (Tone::Success, t!("packing-by-hand")),
        () if is_chosen => (Tone::Warning, t!("packing-comes")),
        () => (Tone::Neutral, AttrValue::default()),
    };
    let when = if is_packed {
        t!(
            "packing-when",
            since = i18n::moment(known.about.fetched_at).to_string(),
            until = i18n::moment(known.about.expires_at()).to_string()
        )
    } else {
        AttrValue::default()
    };
    let press = change.reform(move |()| (case, !is_taken));
    let (text, label) = if is_taken {
        (
            t!("packing-leave"),
            t!("packing-leave-case", name = head.name.clone()),
        )
    } else {
        (
            t!("packing-take"),
            t!("packing-take-case", name = head.name.clone()),
        )
    };
    html! {
        <li key={case.to_string()} class="entry entry--row">
            <div>
                <p class="entry__head">
                    <strong><bdi>{ &head.name }</bdi></strong>{ " " }
                    <span hidden={word.is_empty()}><Badge {tone} is_checked={is_packed}>{ word }</Badge></span>
                </p>
                <p class="muted" hidden={when.is_empty()}>{ when }</p>
            </div>
            <span hidden={is_by_itself && !is_chosen}>
                <Button
                    on_press={press}
                    is_waiting={busy == Some(case)}
                    is_disabled={!is_taken && known.is_full()}
                    aria_label={label}
                >{ text }</Button>
            </span>
        </li>
    }
}
