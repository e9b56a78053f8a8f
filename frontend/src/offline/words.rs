//! The words of a device's passphrase: ordinary German nouns without umlauts, so that they can be typed on any keyboard.

/// One word per line, sorted, each once.
static WORDS: &str = include_str!("words-de.txt");

/// How many words make a passphrase.
pub const COUNT: usize = 4;

/// All words.
pub fn all() -> impl Iterator<Item = &'static str> {
    WORDS.lines().filter(|word| !word.is_empty())
}

/// Four words drawn with these random numbers; the bias of taking the rest of a 64-bit number is far below anything
/// that matters.
#[must_use]
pub fn draw(random: [u64; COUNT]) -> [&'static str; COUNT] {
    let words: Vec<_> = all().collect();
    let count = u64::try_from(words.len()).unwrap_or(1).max(1);
    random.map(|number| {
        usize::try_from(number % count)
            .ok()
            .and_then(|at| words.get(at).copied())
            .unwrap_or_default()
    })
}
