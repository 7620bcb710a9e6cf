//! JSON as PHP's `json_encode` writes it, made of JSON text as people write it.
//!
//! The token must be byte for byte what the vendor's PHP sample makes, so key order, escapes and the
//! forms of numbers follow PHP: `json_encode(json_decode(text))` with objects kept as objects. A JSON
//! library would reorder keys and round numbers on the way, so the text is walked here, after the
//! library has said that it is JSON.

use std::io::Write;

/// Why a text is no set of claims. Never says what the text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Not JSON; the place, both counted from 1 (0 where it is not known).
    NotJson { line: usize, column: usize },
    /// JSON, but no object.
    NotAnObject,
    /// Nested more than 100 deep.
    TooDeep,
    /// A number that is beyond any floating point number.
    NumberTooLarge,
}

impl std::fmt::Display for TokenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TokenError::NotJson { line, column } => {
                write!(f, "the claims are not JSON (line {line}, column {column})")
            }
            TokenError::NotAnObject => f.write_str("the claims are not a JSON object"),
            TokenError::TooDeep => f.write_str("the claims are nested too deep"),
            TokenError::NumberTooLarge => f.write_str("a number in the claims is too large"),
        }
    }
}

impl std::error::Error for TokenError {}

type Outcome<T> = Result<T, TokenError>;

const DEEPEST: usize = 100;
const NOWHERE: TokenError = TokenError::NotJson { line: 0, column: 0 };

/// Rewrites a JSON object the way PHP writes it.
///
/// # Errors
/// [`TokenError`].
pub fn rewrite_object(text: &str) -> Outcome<String> {
    serde_json::from_str::<serde::de::IgnoredAny>(text)
        .map_err(|error| TokenError::NotJson { line: error.line(), column: error.column() })?;
    let mut walk = Walk { text, at: 0, depth: 0 };
    if walk.peek() != Some(b'{') {
        return Err(TokenError::NotAnObject);
    }
    let mut out = Vec::with_capacity(text.len());
    walk.value(&mut out)?;
    String::from_utf8(out).map_err(|_| NOWHERE)
}

/// A text as a JSON string literal: `/` as `\/`, everything beyond ASCII as `\uXXXX` (UTF-16 units in
/// lower case).
pub fn push_literal(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text;
    if text.bytes().all(|byte| BEFORE[usize::from(byte)] == 0) {
        out.extend(text.as_bytes());
        rest = "";
    }
    while !rest.is_empty() {
        rest = push_usual(out, rest);
        let mut characters = rest.chars();
        if let Some(character) = characters.next() {
            push_escape(out, character);
        }
        rest = characters.as_str();
    }
    out.push(b'"');
}

/// How many bytes stand before a byte: none, one `\`, or more than can be said so.
const BEFORE: [u8; 256] = {
    let mut before = [STRANGE; 256];
    let mut byte = b' ';
    // PHP leaves DEL as it is.
    while byte <= 0x7f {
        before[byte as usize] = matches!(byte, b'"' | b'\\' | b'/') as u8;
        byte += 1;
    }
    before
};
const STRANGE: u8 = 2;

/// Writes up to the first strange character, and returns the rest. Without a branch on what has a `\` before it:
/// in JSON that is written once more, every few bytes do.
fn push_usual<'a>(out: &mut Vec<u8>, text: &'a str) -> &'a str {
    let begin = out.len();
    out.resize(begin + 2 * text.len(), b'\\');
    let room = out.get_mut(begin..).unwrap_or_default();
    let (mut read, mut written) = (0, 0);
    for byte in text.bytes() {
        let before = BEFORE[usize::from(byte)];
        if before == STRANGE {
            break;
        }
        written += usize::from(before);
        if let Some(place) = room.get_mut(written) {
            *place = byte;
        }
        written += 1;
        read += 1;
    }
    out.truncate(begin + written);
    text.get(read..).unwrap_or_default()
}

fn push_escape(out: &mut Vec<u8>, character: char) {
    match character {
        '\u{8}' => out.extend(b"\\b"),
        '\u{c}' => out.extend(b"\\f"),
        '\n' => out.extend(b"\\n"),
        '\r' => out.extend(b"\\r"),
        '\t' => out.extend(b"\\t"),
        _ => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| push_unit(out, *unit)),
    }
}

fn push_unit(out: &mut Vec<u8>, unit: u16) {
    let mut digits = [0; 4];
    // Twice the two bytes is what it takes.
    let _ = hex::encode_to_slice(unit.to_be_bytes(), &mut digits);
    out.extend(b"\\u");
    out.extend(digits);
}

/// A walk over text that is known to be JSON; even if it were not, it would only end early.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// The next byte that is no white space, not taken.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let skipped = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))?;
        self.at += skipped;
        rest.get(skipped).copied()
    }

    /// Takes the next byte if it is this one.
    fn take(&mut self, wanted: u8) -> bool {
        let is = self.peek() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    fn deeper(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(TokenError::TooDeep) } else { Ok(()) }
    }

    fn value(&mut self, out: &mut Vec<u8>) -> Outcome<()> {
        match self.peek().ok_or(NOWHERE)? {
            b'{' => self.object(out),
            b'[' => self.list(out),
            b'"' => {
                push_literal(out, &self.string()?);
                Ok(())
            }
            _ => match self.word() {
                "" => Err(NOWHERE),
                word @ ("true" | "false" | "null") => {
                    out.extend(word.as_bytes());
                    Ok(())
                }
                number => push_number(out, number),
            },
        }
    }

    /// Keys keep the place where they first came and the value that came last.
    fn object(&mut self, out: &mut Vec<u8>) -> Outcome<()> {
        self.deeper()?;
        self.take(b'{');
        let mut members: Vec<(String, Vec<u8>)> = Vec::new();
        while !self.take(b'}') {
            let key = self.string()?;
            self.take(b':');
            let mut value = Vec::new();
            self.value(&mut value)?;
            self.take(b',');
            match members.iter_mut().find(|(known, _)| *known == key) {
                Some((_, old)) => *old = value,
                None => members.push((key, value)),
            }
        }
        self.depth -= 1;
        out.push(b'{');
        for (index, (key, value)) in members.iter_mut().enumerate() {
            out.extend((index > 0).then_some(b','));
            push_literal(out, key);
            out.push(b':');
            out.append(value);
        }
        out.push(b'}');
        Ok(())
    }

    fn list(&mut self, out: &mut Vec<u8>) -> Outcome<()> {
        self.deeper()?;
        self.take(b'[');
        out.push(b'[');
        let mut first = true;
        while !self.take(b']') {
            out.extend((!first).then_some(b','));
            first = false;
            self.value(out)?;
            self.take(b',');
        }
        self.depth -= 1;
        out.push(b']');
        Ok(())
    }

    /// A string, its escapes resolved. A lone surrogate is no text, here as in PHP.
    fn string(&mut self) -> Outcome<String> {
        if self.peek() != Some(b'"') {
            return Err(NOWHERE);
        }
        let rest = self.text.get(self.at..).ok_or(NOWHERE)?;
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let literal = rest.get(..end.ok_or(NOWHERE)? + 2).ok_or(NOWHERE)?;
        self.at += literal.len();
        serde_json::from_str(literal).map_err(|_| NOWHERE)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let end = rest.bytes().position(|byte| !part(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }
}

/// Whole numbers of 64 bits stay; all others become floating point, as in PHP.
fn push_number(out: &mut Vec<u8>, text: &str) -> Outcome<()> {
    if let Ok(whole) = text.parse::<i64>() {
        let _ = write!(out, "{whole}");
        return Ok(());
    }
    let float: f64 = text.parse().map_err(|_| NOWHERE)?;
    if !float.is_finite() {
        return Err(TokenError::NumberTooLarge);
    }
    push_float(out, float);
    Ok(())
}

/// PHP's `serialize_precision = -1`: the fewest digits that read back the same; with an exponent below
/// 0.0001 and from 18 digits on; a whole one without a point.
fn push_float(out: &mut Vec<u8>, float: f64) {
    let shortest = format!("{float:e}");
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..17).contains(&exponent) {
        // Without a point where it is whole, and `-0` for the negative zero, just as PHP.
        let _ = write!(out, "{float}");
        return;
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    let point = if digits.contains('.') { "" } else { ".0" };
    let _ = write!(out, "{digits}{point}e{sign}{}", exponent.unsigned_abs());
}
