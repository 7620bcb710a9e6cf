//! Whatever is in an event, its line is one line, and no terminal that shows it obeys it.

use std::fmt::{self, Write};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// A format whose lines are made one line each.
pub struct OneLine<F>(pub F);

impl<S, N, F> FormatEvent<S, N> for OneLine<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut out: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut text = String::new();
        self.0.format_event(context, Writer::new(&mut text), event)?;
        write_escaped(&mut out, text.strip_suffix('\n').unwrap_or(&text))?;
        out.write_char('\n')
    }
}

/// Does it end a line, move a cursor, or turn text around?
fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// As JSON escapes them, so that a line of JSON stays one.
fn write_escaped(out: &mut impl Write, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c {
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            c if obeyed(c) => write!(out, "\\u{:04x}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const HOSTILE: &str = "x\n2026-01-01T00:00:00Z ERROR forged\r\n\x1b[2J\x1b]0;owned\x07\u{9b}31m\u{85}\u{2028}\u{202e}\0\x7f\t\"{}";

    fn logged(json: bool) -> String {
        let written = Written::default();
        let out = written.clone();
        let builder = tracing_subscriber::fmt().with_ansi(false).with_writer(move || out.clone());
        let subscriber: Box<dyn Subscriber + Send + Sync> = if json {
            Box::new(builder.json().map_event_format(OneLine).finish())
        } else {
            Box::new(builder.map_event_format(OneLine).finish())
        };
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("request", path = HOSTILE, shown = %HOSTILE);
            let _inside = span.enter();
            tracing::error!(said = HOSTILE, shown = %HOSTILE, debugged = ?HOSTILE, "the message {HOSTILE}");
            let error = io::Error::other(HOSTILE);
            tracing::error!(error = &error as &dyn std::error::Error, "failed");
            tracing::error!("{HOSTILE}");
        });
        String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn an_event_is_one_line_whatever_is_in_it() {
        for json in [false, true] {
            let log = logged(json);
            assert_eq!(log.lines().count(), 3, "{log}");
            assert!(log.lines().all(|line| !line.is_empty() && !line.contains(obeyed)), "{log:?}");
            assert!(log.matches("forged").count() >= 8, "nothing is lost: {log}");
            // No line of the log begins as the forged one would.
            assert!(log.split('\n').all(|line| !line.starts_with("2026-01-01T00:00:00Z ERROR")));
            if json {
                for line in log.lines() {
                    let read: serde_json::Value = serde_json::from_str(line).unwrap();
                    assert!(read["fields"]["message"].as_str().is_some(), "{line}");
                }
            }
        }
    }
}
