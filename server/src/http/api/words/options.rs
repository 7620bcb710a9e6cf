//! What belongs to one vendor: the fields of the schedule form beyond the common ones, under their names there.

use super::super::problem::Problem;
use portico_domain::forms::MeetingForm;
use portico_domain::refusals::Rule;
use serde_json::{Map, Value};

/// Fields of the form that the API names itself.
const COMMON: [&str; 7] = ["connection", "subject", "start", "end", "repeat", "until", "password"];

/// The form with these options over its own. A truth value ticks or clears a box, a number is its digits.
///
/// # Errors
/// A name that is no option, or a value that is no single one.
pub fn overlay(form: &MeetingForm, options: &Map<String, Value>) -> Result<MeetingForm, Problem> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(form) else {
        return Err(Problem::field("options", Rule::NotAChoice));
    };
    for (name, value) in options {
        let field = format!("options.{name}");
        if COMMON.contains(&name.as_str()) || !fields.contains_key(name) {
            return Err(Problem::field(&field, Rule::NotAChoice));
        }
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(true) => "on".to_owned(),
            Value::Bool(false) | Value::Null => String::new(),
            Value::Array(_) | Value::Object(_) => return Err(Problem::field(&field, Rule::NotAChoice)),
        };
        fields.insert(name.clone(), Value::String(text));
    }
    serde_json::from_value(Value::Object(fields)).map_err(|_| Problem::field("options", Rule::NotAChoice))
}

/// The options of a form, as texts; passwords are not among them.
pub fn of_form(form: &MeetingForm) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(form) else { return Map::new() };
    for name in COMMON.into_iter().chain(["host_password"]) {
        fields.remove(name);
    }
    fields.retain(|_, value| value.as_str().is_some_and(|text| !text.is_empty()));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn overlaid(options: Value) -> Result<MeetingForm, u16> {
        let Value::Object(options) = options else { return Err(0) };
        overlay(&MeetingForm::default(), &options).map_err(|problem| problem.status())
    }

    #[test]
    fn options_are_those_of_the_form_and_nothing_else() {
        let form = overlaid(json!({ "waiting_hall": true, "virtual_members": 5, "camera": "off" }));
        let form = form.unwrap_or_default();
        assert_eq!((form.waiting_hall.as_str(), form.virtual_members.as_str()), ("on", "5"));
        assert_eq!(form.camera, "off");
        for bad in [json!({ "subject": "x" }), json!({ "nothing": 1 }), json!({ "camera": ["off"] })] {
            assert_eq!(overlaid(bad), Err(422));
        }
    }
}
