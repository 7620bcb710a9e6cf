//! A person's initials in a disc. Decoration: the name stands beside it.

use leptos::prelude::*;

/// Two letters of a Latin name, the last two characters of a Chinese one.
pub fn initials(name: &str) -> String {
    let name = name.trim();
    if name.chars().any(|letter| letter as u32 >= 0x2E80) {
        let letters: Vec<char> = name.chars().filter(|letter| !letter.is_whitespace()).collect();
        return letters[letters.len().saturating_sub(2)..].iter().collect();
    }
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// One of six tints, always the same for the same name.
fn tint(name: &str) -> &'static str {
    const TINTS: [&str; 6] = [
        "avatar avatar-1",
        "avatar avatar-2",
        "avatar avatar-3",
        "avatar avatar-4",
        "avatar avatar-5",
        "avatar avatar-6",
    ];
    let sum = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    TINTS[sum % TINTS.len()]
}

#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! { <span class=tint(&name) aria-hidden="true">{initials(&name)}</span> }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        assert_eq!(initials("Ada Byron Lovelace"), "AL");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("欧阳晓明"), "晓明");
        assert_eq!(initials("李"), "李");
        assert_eq!(initials("  "), "");
    }
}
