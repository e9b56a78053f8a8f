//! Pictures as a camera makes them, drawn by the test itself.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// A page of this size in pixels, JPEG. Another shade is another picture.
///
/// # Panics
/// If it cannot be written.
#[must_use]
pub fn picture(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let [less, more] = [0, 40].map(|by| shade.wrapping_add(by));
    let page = RgbImage::from_fn(width, height, |x, y| {
        if (x / 8 + y / 8) % 2 == 0 {
            Rgb([less, 200, more])
        } else {
            Rgb([more, less, 240])
        }
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 70)
        .encode_image(&page)
        .expect("a picture");
    bytes
}

/// The same picture with a part of this kind behind its beginning, as cameras write place and time.
///
/// # Panics
/// If the part is longer than a part can be.
#[must_use]
pub fn with_part(picture: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short part");
    let (begin, rest) = picture.split_at(2);
    let head = [&[0xff, kind][..], &length.to_be_bytes()].concat();
    [begin, &head, content, rest].concat()
}
