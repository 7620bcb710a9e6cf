//! VMR: which room, what about, who is invited.

use super::invite::Invite;
use super::own::Aids;
use crate::api::meetings::RoomChoice;
use crate::components::{CheckboxField, Choice, FieldWidth, SelectField, TextareaField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::MeetingForm;
use portico_domain::vmr::MOST_INTRODUCTION_CHARS;

/// Everything of a booking but its passwords.
#[component]
pub fn Booking(form: MeetingForm, aids: Aids, state: FormState) -> impl IntoView {
    let l = locale();
    let room = state.value("room", &form.room);
    let silent = aids.rooms.is_none();
    let rooms = room_choices(l, aids.rooms.unwrap_or_default(), &room);
    let room_hint = if silent {
        td_string!(l, meetings.form.rooms_silent)
    } else {
        td_string!(l, meetings.form.booked_room_hint)
    };
    view! {
        <SelectField
            name=state.input("room")
            label=td_string!(l, meetings.form.booked_room)
            choices=rooms
            hint=room_hint
            value=room
            error=state.error("room")
            width=FieldWidth::Medium
        />
        <TextareaField
            name=state.input("introduction")
            label=td_string!(l, meetings.form.introduction)
            optional=td_string!(l, meetings.optional)
            value=state.value("introduction", &form.introduction)
            error=state.error("introduction")
            maxlength=MOST_INTRODUCTION_CHARS
        />
        <Invite form=form.clone() known=aids.invited state=state/>
        <CheckboxField
            name=state.input("auto_open")
            label=td_string!(l, meetings.form.auto_open)
            hint=td_string!(l, meetings.form.auto_open_hint)
            checked=state.ticked("auto_open", !form.auto_open.is_empty())
            error=state.error("auto_open")
        />
    }
}

/// "Any room", those that the vendor tells, and the one that stands now whatever it tells.
fn room_choices(l: Locale, rooms: Vec<RoomChoice>, current: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", td_string!(l, meetings.form.any_room))];
    choices.extend(rooms.into_iter().map(|room| {
        let words = [
            Some(room.name),
            room.number,
            room.capacity.map(|most| td_string!(l, meetings.form.room_capacity, count = most).to_string()),
        ];
        let words: Vec<String> = words.into_iter().flatten().filter(|word| !word.is_empty()).collect();
        Choice::new(room.id, words.join(" · "))
    }));
    if choices.iter().all(|choice| choice.value != current) {
        let label = td_string!(l, meetings.form.room_by_id, id = current).to_string();
        choices.push(Choice::new(current, label));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_the_vendor_does_not_tell_stays_chosen() {
        let room = |id: &str| RoomChoice {
            id: id.into(),
            name: "Lake".into(),
            number: Some("100905".into()),
            capacity: Some(25),
        };
        let labels = |rooms, current| -> Vec<String> {
            room_choices(Locale::en, rooms, current).into_iter().map(|choice| choice.label).collect()
        };
        assert_eq!(labels(vec![room("1")], ""), ["Any room", "Lake · 100905 · for 25"]);
        assert_eq!(labels(vec![room("1")], "1").len(), 2);
        assert_eq!(labels(Vec::new(), "7"), ["Any room", "Room 7"]);
    }
}
