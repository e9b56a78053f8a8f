//! A signature (Unterschrift): on the tablet strokes of a pen or finger as points, small enough for an envelope; on paper a note
//! that it is there, or a picture of the sheet. What it was put under says the record that holds it.

use serde::{Deserialize, Serialize};

use super::{AttachmentId, FieldProblem, FieldProblems, ProblemCode};

/// The width of the field in the units of its points; the screen draws it at any size.
pub const STROKE_WIDTH: u16 = 1_000;
/// The height of the field in the same units.
pub const STROKE_HEIGHT: u16 = 300;
/// The most strokes of one signature.
pub const STROKES_MOST: usize = 100;
/// The most points of one signature, over all strokes; a full name takes a few hundred.
pub const POINTS_MOST: usize = 2_000;

/// Where the pen was: from the left, from above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrokePoint(
    /// From the left, 0 to [`STROKE_WIDTH`].
    #[cfg_attr(feature = "schema", schemars(range(max = 1000)))]
    pub u16,
    /// From above, 0 to [`STROKE_HEIGHT`].
    #[cfg_attr(feature = "schema", schemars(range(max = 300)))]
    pub u16,
);

/// One line from putting the pen down to lifting it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Stroke(pub Vec<StrokePoint>);

/// How something was signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// On the screen.
    Drawn(Vec<Stroke>),
    /// On paper, which is kept at the unit.
    Paper,
    /// On paper, of which this picture was taken. The paper is kept at the unit all the same.
    Scanned(AttachmentId),
}

impl Signature {
    /// Whether it was put on paper.
    #[must_use]
    pub const fn is_on_paper(&self) -> bool {
        matches!(self, Self::Paper | Self::Scanned(_))
    }

    /// The picture of the paper, if one was taken.
    #[must_use]
    pub const fn scan(&self) -> Option<AttachmentId> {
        match self {
            Self::Scanned(scan) => Some(*scan),
            Self::Drawn(_) | Self::Paper => None,
        }
    }

    /// Notes what is wrong with it: nothing drawn, a single tap, more than an envelope should carry, points outside the field.
    pub fn check(&self, path: &str, problems: &mut FieldProblems) {
        let Self::Drawn(strokes) = self else { return };
        let points = strokes.iter().map(|stroke| stroke.0.len()).sum::<usize>();
        let too_many = |most| FieldProblem::limited(ProblemCode::TooMany, "max", most);
        let is_outside = |point: &StrokePoint| point.0 > STROKE_WIDTH || point.1 > STROKE_HEIGHT;
        if strokes.len() > STROKES_MOST {
            problems.add(path, too_many(STROKES_MOST));
        } else if points > POINTS_MOST {
            problems.add(path, too_many(POINTS_MOST));
        } else if strokes.iter().flat_map(|stroke| &stroke.0).any(is_outside) {
            problems.add(path, ProblemCode::Invalid);
        } else if !strokes.iter().any(|stroke| stroke.0.len() > 1) {
            problems.add(path, ProblemCode::Missing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(signature: &Signature) -> Option<ProblemCode> {
        let mut problems = FieldProblems::default();
        signature.check("signature", &mut problems);
        problems.of("signature").first().map(|problem| problem.code)
    }

    fn stroke(points: usize) -> Stroke {
        Stroke(vec![StrokePoint(STROKE_WIDTH, STROKE_HEIGHT); points])
    }

    #[test]
    fn a_signature_has_a_line_stays_in_its_field_and_is_small() {
        assert_eq!(problem(&Signature::Paper), None);
        assert_eq!(
            problem(&Signature::Scanned(AttachmentId::of(b"page"))),
            None
        );
        assert_eq!(problem(&Signature::Drawn(vec![stroke(2)])), None);
        assert_eq!(
            problem(&Signature::Drawn(Vec::new())),
            Some(ProblemCode::Missing)
        );
        assert_eq!(
            problem(&Signature::Drawn(vec![stroke(1), stroke(0)])),
            Some(ProblemCode::Missing)
        );
        let outside = Stroke(vec![StrokePoint(0, 0), StrokePoint(0, STROKE_HEIGHT + 1)]);
        assert_eq!(
            problem(&Signature::Drawn(vec![outside])),
            Some(ProblemCode::Invalid)
        );
        let many = vec![stroke(2); STROKES_MOST];
        assert_eq!(problem(&Signature::Drawn(many)), None);
        let more = vec![stroke(2); STROKES_MOST + 1];
        assert_eq!(problem(&Signature::Drawn(more)), Some(ProblemCode::TooMany));
        assert_eq!(problem(&Signature::Drawn(vec![stroke(POINTS_MOST)])), None);
        assert_eq!(
            problem(&Signature::Drawn(vec![stroke(POINTS_MOST + 1)])),
            Some(ProblemCode::TooMany)
        );
    }

    #[test]
    fn on_the_wire_it_is_a_list_of_pairs() {
        let drawn = Signature::Drawn(vec![Stroke(vec![StrokePoint(1, 2), StrokePoint(3, 4)])]);
        let text = serde_json::to_string(&drawn).unwrap();
        assert_eq!(text, r#"{"drawn":[[[1,2],[3,4]]]}"#);
        assert_eq!(serde_json::from_str::<Signature>(&text).unwrap(), drawn);
    }

    #[test]
    fn a_scan_is_named_by_its_hash_and_paper_without_one_reads_as_it_always_did() {
        let scan = AttachmentId::of(b"page");
        let text = serde_json::to_string(&Signature::Scanned(scan)).unwrap();
        assert_eq!(text, format!(r#"{{"scanned":"{scan}"}}"#));
        let read = serde_json::from_str::<Signature>(&text).unwrap();
        assert_eq!(read.scan(), Some(scan));
        assert!(read.is_on_paper());
        let paper = serde_json::from_str::<Signature>(r#""paper""#).unwrap();
        assert_eq!((paper.is_on_paper(), paper.scan()), (true, None));
    }
}
