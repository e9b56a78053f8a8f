//! Reads pictures that were handed in, within limits, and writes each anew: whatever else was in the file stays behind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ImageDecoder, Limits};
use shared::attachment::calls::Picture;
use shared::exchange::Envelope;
use shared::kernel::attachment::{PICTURE_BYTES_MOST, PICTURE_SIDE};
use shared::kernel::{Attachment, AttachmentId, ProblemCode};

/// How well a picture is written anew: letters stay sharp.
const QUALITY: u8 = 82;
/// The most memory for reading one.
const MEMORY_MOST: u64 = 16 * 1024 * 1024;
/// The most passes over the picture. A device writes one, a progressive file about ten; each costs as much as the whole picture.
const PASSES_MOST: usize = 20;

/// How a JPEG begins and ends, and how each pass over the picture does.
const BEGIN: &[u8] = &[0xff, 0xd8, 0xff];
const END: &[u8] = &[0xff, 0xd9];
const PASS: &[u8] = &[0xff, 0xda];

/// One is read after the other, however many are handed in at once: each takes megabytes of memory while it is read.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The pictures that came beside envelopes, by their names: each written anew, or why it is none. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Pictures(Arc<BTreeMap<AttachmentId, Result<Picture, ProblemCode>>>);

impl Pictures {
    /// Reads those of them that an envelope names. It takes a moment: not in a transaction.
    #[must_use]
    pub fn read<'a>(
        attachments: &[Attachment],
        beside: impl IntoIterator<Item = &'a Envelope>,
    ) -> Self {
        if attachments.is_empty() {
            return Self::default();
        }
        let envelopes = beside.into_iter();
        let named: BTreeSet<AttachmentId> = envelopes
            .filter_map(|envelope| envelope.command.attachment())
            .collect();
        let read = attachments
            .iter()
            .filter(|attachment| named.contains(&attachment.id))
            .map(|attachment| (attachment.id, read_one(attachment)));
        Self(Arc::new(read.collect()))
    }

    /// The picture of this name.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find(&self, id: AttachmentId) -> Result<&Picture, ProblemCode> {
        match self.0.get(&id) {
            Some(Ok(picture)) => Ok(picture),
            Some(Err(code)) => Err(*code),
            None => Err(ProblemCode::NoPicture),
        }
    }
}

fn read_one(attachment: &Attachment) -> Result<Picture, ProblemCode> {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = attachment.bytes().ok_or(ProblemCode::UnreadablePicture)?;
    if AttachmentId::of(&bytes) != attachment.id {
        return Err(ProblemCode::NoPicture);
    }
    if bytes.len() > PICTURE_BYTES_MOST {
        return Err(ProblemCode::PictureTooLarge);
    }
    if !looks_like_one(&bytes) {
        return Err(ProblemCode::UnreadablePicture);
    }
    // In a thread that ends with it: the memory goes back at once, and what panics over somebody's bytes is as unreadable as
    // what says so.
    let read = thread::scope(|scope| scope.spawn(|| written_anew(&bytes)).join());
    let written = read.unwrap_or(Err(ProblemCode::UnreadablePicture));
    let jpeg = STANDARD.encode(written?);
    Ok(Picture { jpeg })
}

/// Whether it is worth reading: whole, and of no more passes than a camera writes.
fn looks_like_one(bytes: &[u8]) -> bool {
    let passes = bytes.windows(PASS.len()).filter(|pair| *pair == PASS);
    bytes.starts_with(BEGIN) && bytes.ends_with(END) && passes.count() <= PASSES_MOST
}

/// The picture and nothing else.
fn written_anew(bytes: &[u8]) -> Result<Vec<u8>, ProblemCode> {
    let unreadable = |_| ProblemCode::UnreadablePicture;
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > PICTURE_SIDE {
        return Err(ProblemCode::PictureTooLarge);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MOST);
    decoder.set_limits(limits).map_err(unreadable)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    let mut written = Vec::new();
    JpegEncoder::new_with_quality(&mut written, QUALITY)
        .encode_image(&picture.into_rgb8())
        .map_err(unreadable)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of this size.
    fn picture(width: u32, height: u32) -> Vec<u8> {
        let pixels = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, 128])
        });
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 60)
            .encode_image(&pixels)
            .unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Vec<u8>, ProblemCode> {
        read_one(&Attachment::of(bytes)).map(|picture| STANDARD.decode(picture.jpeg).unwrap())
    }

    #[test]
    fn a_picture_is_written_anew_and_what_was_hidden_in_it_stays_behind() {
        let plain = picture(40, 30);
        let written = read(&plain).unwrap();
        let decoder = JpegDecoder::new(Cursor::new(&written)).unwrap();
        assert_eq!(decoder.dimensions(), (40, 30));
        // A comment behind the beginning, an archive behind the end, and an end behind that.
        let comment = b"\xff\xfe\x00\x1cGPS 51.0459 N 6.9853 E <?php";
        let (begin, rest) = plain.split_at(2);
        let stuffed = [begin, comment, rest, b"PK\x03\x04<script>", END].concat();
        let written = read(&stuffed).unwrap();
        for word in [&b"GPS"[..], b"<?php", b"PK\x03\x04", b"<script>"] {
            assert!(!written.windows(word.len()).any(|part| part == word));
        }
    }

    #[test]
    fn what_is_no_picture_is_cut_or_is_too_large_is_none() {
        let plain = picture(40, 30);
        let cut = &plain[..plain.len() - 20];
        let wide = picture(PICTURE_SIDE + 1, 1);
        let heavy = [plain.as_slice(), &vec![0; PICTURE_BYTES_MOST], END].concat();
        let many_passes = [plain.as_slice(), &PASS.repeat(PASSES_MOST), END].concat();
        // The size in the frame header is 65,535 by 65,535 pixels.
        let mut flood = plain.clone();
        let frame = flood.windows(2).position(|pair| pair == [0xff, 0xc0]);
        flood[frame.unwrap() + 5..][..4].fill(0xff);
        for (about, bytes) in [
            ("a wide picture", &wide),
            ("a heavy picture", &heavy),
            ("a flood of pixels", &flood),
        ] {
            let code = read(bytes).unwrap_err();
            assert_eq!(code, ProblemCode::PictureTooLarge, "{about}");
        }
        for (about, bytes) in [
            ("nothing", &b""[..]),
            ("a beginning and an end", &[BEGIN, END].concat()),
            ("text", b"<html><script>alert(1)</script></html>"),
            ("a cut picture", cut),
            ("many passes", &many_passes),
            ("another format", b"\x89PNG\r\n\x1a\n"),
        ] {
            assert_eq!(
                read(bytes).unwrap_err(),
                ProblemCode::UnreadablePicture,
                "{about}"
            );
        }
        assert!(read(&picture(PICTURE_SIDE, 1)).is_ok());
    }

    #[test]
    fn bytes_under_another_name_are_no_picture_of_it() {
        let swapped = Attachment {
            id: AttachmentId::of(b"another"),
            ..Attachment::of(&picture(8, 8))
        };
        assert_eq!(read_one(&swapped).unwrap_err(), ProblemCode::NoPicture);
    }
}
