//! The documents' contradictions and the tests that meet them.

/// Vendor, what contradicts what, and the tests: file below `crates/vendors`, and function.
pub type Contradiction = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

#[rustfmt::skip] // A table reads better unbroken.
pub const CONTRADICTIONS: &[Contradiction] = &[
    ("CloudRoom", "HTTP 500 with a code is an answer, not an outage, and is not retried", &[
        ("src/cloudroom/answer.rs", "codes_come_as_number_or_text_under_any_status"),
        ("tests/refusals.rs", "every_documented_code_becomes_its_refusal"),
    ]),
    ("CloudRoom", "times of a detail: Unix seconds (table) or `2021-04-14 15:07:31` (sample)", &[
        ("tests/sandbox.rs", "every_way_of_writing_an_answer_is_read"),
    ]),
    ("CloudRoom", "`periodEndTime`: seconds, `-1`, `\"\"`, or not there", &[
        ("src/cloudroom/read_tests.rs", "repetition"),
        ("tests/sandbox.rs", "every_way_of_writing_an_answer_is_read"),
    ]),
    ("CloudRoom", "`vwallo` or `vwalldo`, `voteIds` or `votelds`: either is read", &[
        ("src/cloudroom/read_tests.rs", "both_spellings_and_the_newer_one_wins"),
        ("tests/sandbox.rs", "every_way_of_writing_an_answer_is_read"),
    ]),
    ("CloudRoom", "`vwallo`, `voteIds`, `inviteIds` on create and `inviteeIds` on change are written", &[
        ("src/cloudroom/write_tests.rs", "the_most_that_is_created"),
        ("src/cloudroom/write_tests.rs", "a_change_names_invitees_otherwise_and_sends_no_notices_or_votes"),
    ]),
    ("CloudRoom", "invited people and co-hosts as objects of either spelling, or as bare ids", &[
        ("src/cloudroom/read_tests.rs", "people_in_every_shape"),
    ]),
    ("CloudRoom", "old names of permissions and attributes, some with inverse meaning: read, never written", &[
        ("src/cloudroom/read_tests.rs", "both_spellings_and_the_newer_one_wins"),
        ("tests/sandbox.rs", "every_way_of_writing_an_answer_is_read"),
    ]),
    ("CloudRoom", "a detail without the people, notices and rules that the sample lacks: what is known of them stays", &[
        ("src/cloudroom/read_tests.rs", "what_the_sample_leaves_out_is_as_it_is_known"),
        ("tests/sandbox.rs", "every_way_of_writing_an_answer_is_read"),
    ]),
    ("CloudRoom", "`inviteeIds` is optional, and code 22229 says that it is empty: an empty one is sent to empty it only", &[
        ("src/cloudroom/write_tests.rs", "what_is_and_was_the_vendors_default_is_not_mentioned"),
        ("src/cloudroom/write_tests.rs", "what_is_taken_away_is_mentioned"),
    ]),
    ("CloudRoom", "ids are text: hexadecimal or eighteen digits, sent as text or as a number", &[
        ("src/cloudroom/read_tests.rs", "a_recording"),
        ("src/cloudroom/read_tests.rs", "missing_and_empty_is_nothing"),
    ]),
    ("CloudRoom", "lists without remaining, status, password, ownerId", &[
        ("src/cloudroom/read_tests.rs", "is_there_more"),
        ("src/cloudroom/read_tests.rs", "a_row_of_the_current_list"),
    ]),
    ("CloudRoom", "an empty history is an empty list or code 22233", &[
        ("tests/sandbox.rs", "an_empty_history_may_be_refused"),
    ]),
    ("CloudRoom", "users and departments want the company's secret or the platform's", &[
        ("tests/contradictions.rs", "users_and_departments_take_the_secret_that_the_connection_chooses"),
        ("src/cloudroom/directory_tests.rs", "who_signs_what"),
    ]),
    ("CloudRoom", "a clock more than five minutes off is 22004, whichever of the two is wrong", &[
        ("tests/refusals.rs", "four_minutes_off_work_and_six_are_told"),
    ]),
    ("VMR", "`code` is \"200\" or 200; `message` may be filled on success; success is `state` 1", &[
        ("src/vmr/answer.rs", "success_is_state_one_whatever_code_and_message_say"),
        ("tests/contradictions.rs", "every_way_in_which_vmr_writes_is_read_the_same"),
    ]),
    ("VMR", "getmeetinginfo has no envelope: success is `code` 200, as int or text", &[
        ("src/vmr/answer.rs", "flat_goes_by_its_code"),
        ("tests/contradictions.rs", "every_way_in_which_vmr_writes_is_read_the_same"),
    ]),
    ("VMR", "`recordId` is text, though a table says int", &[
        ("src/vmr/read_tests.rs", "sizes_are_ints_or_doubles_and_files_may_be_unfinished"),
        ("src/vmr/write_tests.rs", "what_the_others_send"),
    ]),
    ("VMR", "`recordId` beside `record` false means nothing; an empty `failedReason` is none", &[
        ("src/vmr/read_tests.rs", "the_booleans_say_what_is_running"),
        ("tests/contradictions.rs", "every_way_in_which_vmr_writes_is_read_the_same"),
    ]),
    ("VMR", "sipkey, pid and ids as int or text", &[
        ("src/vmr/read_tests.rs", "ids_come_as_int_or_text"),
        ("tests/contradictions.rs", "every_way_in_which_vmr_writes_is_read_the_same"),
    ]),
    ("VMR", "yes and no where the table says boolean", &[
        ("src/vmr/read_tests.rs", "yes_and_no_stand_for_booleans"),
        ("tests/contradictions.rs", "every_way_in_which_vmr_writes_is_read_the_same"),
    ]),
    ("VMR", "a new booking as an object (table) or in a list (sample)", &[
        ("src/vmr/read_tests.rs", "data_is_an_object_or_a_list"),
        ("tests/contradictions.rs", "a_new_booking_comes_as_an_object_or_in_a_list"),
    ]),
    ("VMR", "contacts as people or, by the pasted sample, as bookings", &[
        ("src/vmr/read_tests.rs", "contacts_in_every_shape"),
        ("tests/contradictions.rs", "contacts_come_as_people_or_as_the_pasted_bookings"),
    ]),
    ("VMR", "comments and trailing commas of the samples are slips: such an answer is not believed", &[
        ("src/vmr/answer.rs", "what_is_no_answer"),
    ]),
    ("VMR", "`auth` whole or made from API ID and API KEY; a wrong one as 200 or as 401", &[
        ("tests/contradictions.rs", "auth_is_whole_or_a_pair_and_refused_in_either_way"),
    ]),
    ("VMR", "recordings in UTC, bookings in local time", &[
        ("tests/contradictions.rs", "recordings_are_timed_in_utc_and_bookings_where_they_take_place"),
    ]),
    ("VMR", "`downUrl` expires", &[
        ("tests/contradictions.rs", "an_address_that_has_expired_is_asked_for_anew"),
        ("tests/vmr.rs", "a_download_asks_for_its_address_anew"),
    ]),
    ("VMR", "no code says that a booking is gone", &[
        ("tests/contradictions.rs", "a_cancelled_booking_is_gone_whatever_code_says_so"),
        ("tests/vmr.rs", "deleting_what_is_gone_succeeds_and_what_is_there_does_not"),
    ]),
    ("WebAPI", "success is `result` or `code`, 0 or \"0\"", &[
        ("tests/webapi.rs", "every_documented_code_becomes_its_refusal"),
        ("tests/webapi_sandbox.rs", "every_way_of_writing_is_read_the_same"),
    ]),
    ("WebAPI", "`serial` and `duration` as int or text", &[
        ("tests/webapi.rs", "duration_in_every_type"),
        ("tests/webapi_sandbox.rs", "every_way_of_writing_is_read_the_same"),
    ]),
    ("WebAPI", "unknown members, and JSON under the name of HTML", &[
        ("tests/webapi_sandbox.rs", "every_way_of_writing_is_read_the_same"),
    ]),
    ("WebAPI", "times without a zone, as text or as seconds; no leavetime as \"\", null or nothing", &[
        ("tests/webapi.rs", "attendance_in_the_connections_zone"),
        ("tests/webapi_sandbox.rs", "every_way_of_writing_is_read_the_same"),
    ]),
    ("WebAPI", "an empty list is empty or code 4105", &[
        ("tests/webapi.rs", "nothing_found_is_an_empty_list"),
        ("tests/webapi_sandbox.rs", "every_way_of_writing_is_read_the_same"),
    ]),
    ("WebAPI", "recordings and streams without a serial may be the whole enterprise's", &[
        ("tests/webapi.rs", "recordings_of_a_meeting"),
        ("tests/webapi.rs", "live_streams_of_one_and_of_all"),
    ]),
    ("WebAPI", "`filepath` is relative to the recording server", &[
        ("tests/webapi.rs", "recordings_of_a_meeting"),
    ]),
    ("WebAPI", "an absent endtime makes a meeting permanent, also on a change", &[
        ("tests/webapi_sandbox.rs", "schedule_change_and_delete"),
    ]),
    ("WebAPI", "the token's credential as hexadecimal key and IV, or as passkey and passphrase", &[
        ("src/webapi/token_tests.rs", "the_vectors_of_the_php_sample"),
        ("src/webapi/token_tests.rs", "bad_hex_is_refused"),
        ("src/webapi/token_tests.rs", "the_public_sample_is_recognised_in_either_form"),
    ]),
];

/// Each is a function of its file.
#[test]
fn the_tests_that_are_named_are_there() {
    for (_, what, tests) in CONTRADICTIONS {
        for (file, test) in *tests {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
            assert!(source.contains(&format!("fn {test}(")), "{what}: {file} has no {test}");
        }
    }
}
