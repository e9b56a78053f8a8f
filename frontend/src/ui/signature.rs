//! A field to sign in, with pen, finger or mouse; whoever cannot draw signs on paper and says so here. What was drawn is shown
//! as lines. Not here: what is signed.

use shared::kernel::signature::{POINTS_MOST, STROKE_HEIGHT, STROKE_WIDTH, STROKES_MOST};
use shared::kernel::{FieldProblem, Signature, Stroke, StrokePoint};
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::field::problem_text;
use super::{Button, ButtonKind, Checkbox};
use crate::t;

/// Points that lie nearer to the one before are not kept: nobody sees them, and an envelope carries them.
const NEAR: u16 = 5;

/// Properties of [`SignatureField`].
#[derive(Debug, PartialEq, Properties)]
pub struct SignatureFieldProps {
    /// The id.
    pub id: AttrValue,
    /// Who signs what.
    pub label: AttrValue,
    /// What was signed so far.
    #[prop_or_default]
    pub value: Option<Signature>,
    /// What is wrong with it.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Every change; none when it was wiped.
    pub on_change: Callback<Option<Signature>>,
}

/// The field, wiping it, and the paper instead.
#[function_component]
pub fn SignatureField(props: &SignatureFieldProps) -> Html {
    let id = &props.id;
    let is_down = use_mut_ref(|| false);
    let pad = use_node_ref();
    // Between two drawings of the page more than one point may come: while the pen is down, this is what holds.
    let strokes = use_mut_ref(Vec::<Stroke>::new);
    let is_paper = props.value.as_ref().is_some_and(Signature::is_on_paper);
    if !*is_down.borrow() {
        match &props.value {
            Some(Signature::Drawn(drawn)) => strokes.borrow_mut().clone_from(drawn),
            Some(Signature::Paper | Signature::Scanned(_)) | None => {
                strokes.borrow_mut().clear();
            }
        }
    }
    let draw = {
        let (strokes, on_change) = (strokes.clone(), props.on_change.clone());
        let pad = pad.clone();
        move |event: &PointerEvent, begins: bool| {
            let Some(point) = point_of(&pad, event) else {
                return;
            };
            let mut drawn = strokes.borrow_mut();
            if take(&mut drawn, point, begins) {
                on_change.emit(Some(Signature::Drawn(drawn.clone())));
            }
        }
    };
    let onpointerdown = {
        let (is_down, draw, pad) = (is_down.clone(), draw.clone(), pad.clone());
        Callback::from(move |event: PointerEvent| {
            if is_paper || !event.is_primary() {
                return;
            }
            event.prevent_default();
            if let Some(field) = pad.cast::<Element>() {
                // Without it a line that leaves the field ends there, which is as well.
                drop(field.set_pointer_capture(event.pointer_id()));
            }
            is_down.replace(true);
            draw(&event, true);
        })
    };
    let onpointermove = {
        let (is_down, draw) = (is_down.clone(), draw);
        Callback::from(move |event: PointerEvent| {
            if *is_down.borrow() && event.is_primary() {
                event.prevent_default();
                draw(&event, false);
            }
        })
    };
    let lift = {
        let is_down = is_down.clone();
        Callback::from(move |_: PointerEvent| {
            is_down.replace(false);
        })
    };
    let wipe = props.on_change.reform(|()| None);
    let on_paper = props
        .on_change
        .reform(|is_paper: bool| is_paper.then_some(Signature::Paper));
    let text = problem_text(&props.problems);
    let is_drawn = matches!(&props.value, Some(Signature::Drawn(_)));
    let said = match &props.value {
        Some(Signature::Drawn(_)) => t!("ui-signature-there"),
        Some(Signature::Paper | Signature::Scanned(_)) => t!("ui-signature-paper-said"),
        None => t!("ui-signature-none"),
    };
    html! {
        <fieldset
            class={classes!("field", "field--group", "signature", (!text.is_empty()).then_some("field--wrong"))}
            id={id.clone()}
            tabindex="-1"
            aria-describedby={format!("{id}-said {id}-problem")}
        >
            <legend class="field__label">{ props.label.clone() }<span class="field__mark" aria-hidden="true">{ " *" }</span></legend>
            <div class="signature__pad" hidden={is_paper}>
                <svg
                    ref={pad}
                    class="signature__lines"
                    id={format!("{id}-pad")}
                    viewBox={format!("0 0 {STROKE_WIDTH} {STROKE_HEIGHT}")}
                    preserveAspectRatio="none"
                    role="img"
                    aria-label={props.label.clone()}
                    {onpointerdown}
                    {onpointermove}
                    onpointerup={lift.clone()}
                    onpointercancel={lift}
                >
                    <line class="signature__ground" x1="40" y1="240" x2="960" y2="240" />
                    { lines(&props.value) }
                </svg>
            </div>
            // What can be wrong is what was drawn, or that nothing was: it is said there, and not under the paper.
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
            <p class="muted" id={format!("{id}-said")} role="status">{ said }</p>
            <div class="row" hidden={is_paper}>
                <Button id={AttrValue::from(format!("{id}-wipe"))} kind={ButtonKind::Quiet} is_disabled={!is_drawn} on_press={wipe}>{ t!("ui-signature-wipe") }</Button>
            </div>
            <Checkbox id={format!("{id}-paper")} label={t!("ui-signature-paper")} is_checked={is_paper} on_change={on_paper} />
        </fieldset>
    }
}

/// Properties of [`SignatureView`].
#[derive(Debug, PartialEq, Properties)]
pub struct SignatureViewProps {
    /// What was signed.
    pub value: Signature,
    /// What it is, for screen readers.
    pub label: AttrValue,
}

/// A signature as it was put: small, to be recognised.
#[function_component]
pub fn SignatureView(props: &SignatureViewProps) -> Html {
    if props.value.is_on_paper() {
        return html! { <span>{ t!("ui-signature-on-paper") }</span> };
    }
    html! {
        <svg
            class="signature__small"
            viewBox={format!("0 0 {STROKE_WIDTH} {STROKE_HEIGHT}")}
            role="img"
            aria-label={props.label.clone()}
        >{ lines(&Some(props.value.clone())) }</svg>
    }
}

fn lines(value: &Option<Signature>) -> Html {
    let drawn = match value {
        Some(Signature::Drawn(strokes)) => strokes.as_slice(),
        Some(Signature::Paper | Signature::Scanned(_)) | None => &[],
    };
    html! {
        <>{ for drawn.iter().enumerate().map(|(at, stroke)| html! { <path key={at} class="signature__stroke" d={path(stroke)} /> }) }</>
    }
}

/// A stroke as the path of a line; a single point is a dot.
fn path(stroke: &Stroke) -> String {
    let mut path = String::new();
    for (at, StrokePoint(x, y)) in stroke.0.iter().enumerate() {
        path.push_str(&format!("{}{x} {y}", if at == 0 { 'M' } else { 'L' }));
    }
    if stroke.0.len() == 1 {
        path.push_str("h1");
    }
    path
}

/// Adds a point: to a new line where it begins, else to the last one. Answers whether that changed anything.
fn take(drawn: &mut Vec<Stroke>, point: StrokePoint, begins: bool) -> bool {
    let points = drawn.iter().map(|stroke| stroke.0.len()).sum::<usize>();
    if points >= POINTS_MOST {
        return false;
    }
    if begins {
        if drawn.len() >= STROKES_MOST {
            return false;
        }
        drawn.push(Stroke(vec![point]));
        return true;
    }
    let Some(stroke) = drawn.last_mut() else {
        return false;
    };
    let is_near = stroke
        .0
        .last()
        .is_some_and(|last| last.0.abs_diff(point.0) < NEAR && last.1.abs_diff(point.1) < NEAR);
    if is_near {
        return false;
    }
    stroke.0.push(point);
    true
}

/// Where the pen is in the field, whatever size it is drawn at.
fn point_of(pad: &NodeRef, event: &PointerEvent) -> Option<StrokePoint> {
    let place = pad.cast::<Element>()?.get_bounding_client_rect();
    let along = |at: i32, from: f64, size: f64, whole: u16| {
        let share = if size > 0.0 {
            (f64::from(at) - from) / size
        } else {
            0.0
        };
        // Between nought and the width of the field, which fits.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a range that fits"
        )]
        let at = (share.clamp(0.0, 1.0) * f64::from(whole)).round() as u16;
        at
    };
    Some(StrokePoint(
        along(event.client_x(), place.left(), place.width(), STROKE_WIDTH),
        along(event.client_y(), place.top(), place.height(), STROKE_HEIGHT),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_nobody_sees_are_not_kept_and_a_signature_has_its_limit() {
        let mut drawn = Vec::new();
        assert!(!take(&mut drawn, StrokePoint(1, 1), false), "no line yet");
        assert!(take(&mut drawn, StrokePoint(10, 10), true));
        assert!(!take(&mut drawn, StrokePoint(12, 12), false));
        assert!(take(&mut drawn, StrokePoint(20, 12), false));
        assert_eq!(
            drawn,
            [Stroke(vec![StrokePoint(10, 10), StrokePoint(20, 12)])]
        );
        for at in 0..POINTS_MOST {
            let y = if at % 2 == 0 { 0 } else { 100 };
            take(&mut drawn, StrokePoint(20, y), false);
        }
        assert_eq!(drawn[0].0.len(), POINTS_MOST);
        assert!(!take(&mut drawn, StrokePoint(500, 1), true));
    }

    #[test]
    fn a_line_is_drawn_from_point_to_point_and_a_tap_is_a_dot() {
        let stroke = |points: &[(u16, u16)]| {
            Stroke(points.iter().map(|(x, y)| StrokePoint(*x, *y)).collect())
        };
        assert_eq!(path(&stroke(&[(1, 2), (3, 4), (5, 6)])), "M1 2L3 4L5 6");
        assert_eq!(path(&stroke(&[(1, 2)])), "M1 2h1");
    }
}
