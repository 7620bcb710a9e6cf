//! Query strings and url-encoded forms.

/// The decoded parameters of a call; of a repeated one the first counts.
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub fn parse(raw: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(raw).into_owned().collect())
    }

    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value unless it is absent or empty, which PHP and Spring do not tell apart.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|value| !value.is_empty())
    }

    /// Every value of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Names that are not in the document's table, once each.
    pub fn unknown(&self, known: &[&str]) -> Vec<String> {
        let mut strange: Vec<String> = Vec::new();
        for (name, _) in &self.0 {
            if !known.contains(&name.as_str()) && !strange.contains(name) {
                strange.push(name.clone());
            }
        }
        strange
    }
}
