//! Pictures that a person takes or chooses, drawn anew by the browser: smaller, upright, JPEG, and without what a camera writes
//! beside them, such as the place.

use gloo::file::{Blob, futures::read_as_bytes};
use gloo::utils::{document, window};
use js_sys::Promise;
use shared::kernel::ProblemCode;
use shared::kernel::attachment::{PICTURE_BYTES_MOST, PICTURE_SIDE};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::files::Chosen;

/// What can be chosen, as a file field asks for it.
pub const ACCEPTED: &str = "image/jpeg,image/png";
/// The largest file that the browser is asked to read; cameras write less.
const FILE_BYTES_MOST: u64 = 30 * 1024 * 1024;
/// The share of the longest side and the quality that are tried, until the picture is small enough. The first is enough for a page.
const TRIES: [(f64, f64); 4] = [(1.0, 0.8), (1.0, 0.6), (0.75, 0.6), (0.5, 0.5)];

/// The picture in a file, as it is handed in.
///
/// # Errors
/// Why there is none: another kind of file, too large, or the browser cannot read it.
pub async fn drawn_anew(file: &Chosen) -> Result<Vec<u8>, ProblemCode> {
    if !ACCEPTED.split(',').any(|kind| kind == file.media_type()) {
        return Err(ProblemCode::UnreadablePicture);
    }
    if file.size() > FILE_BYTES_MOST {
        return Err(ProblemCode::PictureTooLarge);
    }
    let picture = opened(file).await.ok_or(ProblemCode::UnreadablePicture)?;
    let mut written = Err(ProblemCode::PictureTooLarge);
    for (share, quality) in TRIES {
        written = match drawn(&picture, f64::from(PICTURE_SIDE) * share, quality).await {
            Some(bytes) if bytes.len() <= PICTURE_BYTES_MOST => Ok(bytes),
            Some(_) => continue,
            None => Err(ProblemCode::UnreadablePicture),
        };
        break;
    }
    picture.close();
    written
}

async fn opened(file: &Chosen) -> Option<ImageBitmap> {
    let promise = window().create_image_bitmap_with_blob(file.blob()).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The picture at a size and quality; none where the browser cannot draw it.
async fn drawn(picture: &ImageBitmap, side: f64, quality: f64) -> Option<Vec<u8>> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let share = (side / width.max(height)).min(1.0);
    let (width, height) = (
        (width * share).round().max(1.0),
        (height * share).round().max(1.0),
    );
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between one and the side of a picture, which fits"
    )]
    let size = (width as u32, height as u32);
    canvas.set_width(size.0);
    canvas.set_height(size.1);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    // What is seen through in a PNG would turn black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height)
        .ok()?;
    let promise = Promise::new(&mut |resolve, _| {
        let asked = canvas.to_blob_with_type_and_encoder_options(
            &resolve,
            "image/jpeg",
            &JsValue::from_f64(quality),
        );
        if asked.is_err() {
            drop(resolve.call0(&JsValue::NULL));
        }
    });
    let blob: web_sys::Blob = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    read_as_bytes(&Blob::from(blob)).await.ok()
}
