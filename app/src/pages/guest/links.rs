//! Which addresses a guest page may link to (guarantees, security 8).

use portico_domain::connections::may_be_linked;

/// The string that starts the CloudRoom client, if it is one.
pub fn client_link(crmt: &str) -> Option<&str> {
    let rest = crmt.strip_prefix("CRMT:")?;
    (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic())).then_some(crmt)
}

/// A page of the web.
pub fn web_link(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let strange = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    (web && !rest.is_empty() && !rest.contains(strange)).then_some(address)
}

/// A page of a vendor's that may be linked.
pub fn vendor_link(address: &str, private_network: bool) -> Option<&str> {
    web_link(address).filter(|address| may_be_linked(address, private_network))
}

/// A page of a vendor's that may not be linked, for people to read.
pub fn vendor_text(address: &str, private_network: bool) -> Option<&str> {
    web_link(address).filter(|address| !may_be_linked(address, private_network))
}

/// A path of ours.
pub fn own_link(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    (!rest.starts_with('/') && !path.contains(|c: char| c.is_control() || c == '\\')).then_some(path)
}

/// What a telephone dials: the digits of the first number in a text, and a plus in front.
pub fn dial_link(text: &str) -> Option<String> {
    let begins = text.find(|c: char| c.is_ascii_digit() || c == '+')?;
    let within = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '/' | '(' | ')' | ' ');
    let number = text[begins..].split(|c| !within(c)).next()?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let plus = if number.starts_with('+') { "+" } else { "" };
    (digits.len() >= 3).then(|| format!("tel:{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendors_page_is_linked_or_text_or_neither() {
        let both = |address, private| (vendor_link(address, private), vendor_text(address, private));
        for (address, private, linked) in [
            ("https://vendor.example/j", false, true),
            ("http://10.0.0.1/j", true, true),
            ("http://vendor.example/j", false, false),
            ("HTTP://vendor.example/j", false, false),
        ] {
            let (link, text) = (linked.then_some(address), (!linked).then_some(address));
            assert_eq!(both(address, private), (link, text));
        }
        for bad in ["javascript:alert(1)", "http://a b", ""] {
            assert_eq!(both(bad, false), (None, None), "{bad:?}");
        }
    }

    #[test]
    fn only_known_schemes() {
        assert!(client_link("CRMT:LU1FRVRU+/=").is_some());
        for bad in ["", "CRMT:", "crmt:x", "javascript:CRMT:x", " CRMT:x", "CRMT:a b", "CRMT:a\nb", "CRMT:é"]
        {
            assert_eq!(client_link(bad), None, "{bad:?}");
        }
        assert!(web_link("https://www.cloudroom.com/j?x=1#y").is_some());
        assert!(web_link("HTTP://10.0.0.1/x").is_some());
        for bad in [
            "",
            "https://",
            "javascript://x",
            "data:text/html,x",
            "//x",
            "ht\ntps://x",
            "https://a b",
            " https://x",
        ] {
            assert_eq!(web_link(bad), None, "{bad:?}");
        }
        assert!(own_link("/r/abc").is_some());
        for bad in ["", "r", "//evil", "/\\evil", "https://evil", "/\t/evil"] {
            assert_eq!(own_link(bad), None, "{bad:?}");
        }
        assert_eq!(dial_link("+86 (10) 5555-0100").as_deref(), Some("tel:+861055550100"));
        assert_eq!(dial_link("400 810 0000 (Beijing 2)").as_deref(), Some("tel:4008100000"));
        assert_eq!(dial_link("深圳 0755-5555").as_deref(), Some("tel:07555555"));
        for bad in ["", "+", "ask us", "javascript:1"] {
            assert_eq!(dial_link(bad), None, "{bad:?}");
        }
    }
}
