//! Texts that mean something else than what they say: to a database, a page, a file system, a spreadsheet, a log.

/// What a text is meant to do, and the text.
pub type Hostile = (&'static str, String);

/// All of them. A field takes them as what they are, letters, or refuses them; nothing else ever comes of one.
#[must_use]
pub fn hostile_texts() -> Vec<Hostile> {
    let short = [
        ("a quote", "'"),
        ("two quotes", "\""),
        ("a quote of another kind", "`"),
        ("always true", "' OR 1=1 --"),
        ("always true, closed", "') OR ('1'='1"),
        ("a second statement", "'; DROP TABLE signin_account; --"),
        ("a statement alone", "1; DELETE FROM signin_session"),
        (
            "a question inside",
            "'||(SELECT password FROM signin_account)||'",
        ),
        (
            "one more list",
            "' UNION SELECT login FROM signin_account --",
        ),
        ("a comment", "/**/"),
        ("anything", "%"),
        ("any letter", "_"),
        ("anything, escaped", "\\%"),
        ("a backslash", "\\"),
        ("a backslash and a quote", "\\'"),
        ("a place for a value", "$1 ?1 :id"),
        ("text without an end", "$$"),
        ("a NUL", "a\0b"),
        ("a NUL at the end", "awo\0"),
        ("a control character", "a\u{1}b"),
        ("an escape of a terminal", "\u{1b}[2J\u{1b}]0;x\u{7}"),
        ("a header of its own", "a\r\nset-cookie: planted=1"),
        ("a line of the log", "a\n{\"level\":\"INFO\"}"),
        ("turned around", "a\u{202E}b"),
        ("turned apart", "a\u{2067}b"),
        ("no character", "a\u{FFFF}b"),
        ("a mark on nothing", "\u{301}"),
        ("a way up", "../../../../etc/passwd"),
        ("a way up, escaped", "..%2f..%2fetc%2fpasswd"),
        ("a file", "/etc/passwd"),
        ("a file of another system", "D:\\boot.ini"),
        ("a file's address", "file:///etc/passwd"),
        ("a device", "CON"),
        ("a script", "<script>alert(1)</script>"),
        ("a picture that fails", "\"><img src=x onerror=alert(1)>"),
        ("a drawing", "<svg onload=alert(1)>"),
        ("an address that runs", "javascript:alert(1)"),
        ("a template", "{{7*7}}${7*7}#{7*7}<%= 7*7 %>"),
        ("a format", "%s%n%x%08x"),
        (
            "an end of JSON",
            "\"}],\"role\":\"administrator\",\"x\":[{\"",
        ),
        ("a formula", "=HYPERLINK(\"http://evil.example\")"),
        ("a formula by plus", "+1+1"),
        ("a formula by minus", "-1+1"),
        ("a formula by at", "@SUM(1)"),
        ("a formula behind a tab", "\t=1+1"),
        ("a formula behind a return", "\r=1+1"),
    ];
    let mut all: Vec<Hostile> = short
        .into_iter()
        .map(|(about, text)| (about, text.to_owned()))
        .collect();
    all.push(("very long", "x".repeat(20_000)));
    all.push(("very many marks", format!("a{}", "\u{301}".repeat(2_000))));
    all
}
