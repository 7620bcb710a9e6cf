//! What a page says to a browser: the attributes that `public/guest.js` goes by.

use crate::visitor::Answer;

/// What came of sending the form.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    In,
    /// A place in the queue: the form is to be sent again with `ticket` after `seconds`.
    Queue {
        seconds: u64,
        ticket: String,
    },
    Refused(String),
}

impl Reply {
    pub fn read(answer: &Answer) -> Self {
        if answer.status == 303 && answer.location.is_some() {
            return Reply::In;
        }
        if answer.status == 200 && attribute(&answer.body, "data-state") == Some("hand-over") {
            return Reply::In;
        }
        match queue(answer) {
            Some(reply) => reply,
            None => Reply::Refused(describe(answer)),
        }
    }
}

fn queue(answer: &Answer) -> Option<Reply> {
    let at = answer.body.find("data-queue").filter(|_| answer.status == 200)?;
    let form = &answer.body[answer.body[..at].rfind("<form")?..];
    let form = &form[..form.find("</form>")?];
    let seconds = attribute(form, "data-wait")?.parse().ok()?;
    let ticket = input(form, "ticket")?.to_owned();
    Some(Reply::Queue { seconds, ticket })
}

/// Whether the page of a meeting has a form that lets in.
pub fn is_open(answer: &Answer) -> bool {
    matches!(attribute(&answer.body, "data-state"), Some("open" | "vendor-silent"))
}

/// Seconds until the door opens.
pub fn left(answer: &Answer) -> Option<i64> {
    attribute(&answer.body, "data-left")?.parse().ok()
}

/// Status and state, for counting what went wrong.
pub fn describe(answer: &Answer) -> String {
    let state = attribute(&answer.body, "data-state").unwrap_or("no page of ours");
    format!("{} {state}", answer.status)
}

fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let start = html.find(&format!("{name}=\""))? + name.len() + 2;
    html[start..].split('"').next()
}

fn input<'a>(form: &'a str, name: &str) -> Option<&'a str> {
    let tags = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter(|tag| attribute(tag, "name") == Some(name)).find_map(|tag| attribute(tag, "value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(status: u16, body: &str) -> Answer {
        Answer { status, location: None, body: body.to_owned() }
    }

    #[test]
    fn ways_in_are_known() {
        let away = Answer { location: Some("http://x/h5".into()), ..page(303, "") };
        assert_eq!(Reply::read(&away), Reply::In);
        assert_eq!(Reply::read(&page(200, r#"<body data-state="hand-over">"#)), Reply::In);
        let again = page(422, r#"<body data-state="open">"#);
        assert_eq!(Reply::read(&again), Reply::Refused("422 open".into()));
        assert!(is_open(&again));
    }

    #[test]
    fn a_place_in_the_queue_is_read() {
        let html = r#"<body data-state="queued"><form method="post" data-queue="" data-place="7"
            data-wait="12"><input type="hidden" name="name" value="Eve"/><input type="hidden"
            value="a.b" name="ticket"/></form>"#;
        let expected = Reply::Queue { seconds: 12, ticket: "a.b".into() };
        assert_eq!(Reply::read(&page(200, html)), expected);
        assert!(matches!(Reply::read(&page(503, html)), Reply::Refused(_)));
    }
}
