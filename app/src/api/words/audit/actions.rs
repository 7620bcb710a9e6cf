//! What the actions of the audit log are called.

use crate::i18n::*;

/// Every action that is written, in the order in which the page offers them.
pub const ACTIONS: [&str; 69] = [
    "person.set-up",
    "person.invite",
    "person.accept-invitation",
    "person.first-sign-in",
    "person.change",
    "person.change-password",
    "person.change-role",
    "person.reset-password",
    "person.disable",
    "person.enable",
    "person.delete",
    "session.open",
    "session.end",
    "session.end-others",
    "connection.add",
    "connection.change",
    "connection.change-secret",
    "connection.pause",
    "connection.resume",
    "connection.remove",
    "meeting.schedule",
    "series.schedule",
    "series.change",
    "series.cancel",
    "meeting.change",
    "meeting.withdraw",
    "meeting.cancel",
    "meeting.end",
    "meeting.enter",
    "meeting.share",
    "meeting.unshare",
    "meeting.hand-over",
    "link.create",
    "link.change",
    "link.revoke",
    "link.join",
    "token.create",
    "token.revoke",
    "webhook.add",
    "webhook.change",
    "webhook.pause",
    "webhook.resume",
    "webhook.rotate",
    "webhook.test",
    "webhook.replay",
    "webhook.stop",
    "webhook.remove",
    "recording.start",
    "recording.stop",
    "recording.delete",
    "recording.retain",
    "recording-link.create",
    "recording-link.open",
    "recording-link.revoke",
    "documents.bind",
    "picture.upload",
    "directory.user-create",
    "directory.user-change",
    "directory.user-remove",
    "directory.department-create",
    "directory.department-change",
    "directory.department-remove",
    "directory.company-create",
    "directory.company-change",
    "directory.company-remove",
    "key.rotate",
    "database.backup",
    "database.restore",
    "directory.drop",
];

/// An action in words; `None` for one of a later or earlier release.
pub fn action_text(l: Locale, action: &str) -> Option<&'static str> {
    Some(match action {
        "person.set-up" => td_string!(l, audit.action.person_set_up),
        "person.invite" => td_string!(l, audit.action.person_invite),
        "person.accept-invitation" => td_string!(l, audit.action.person_accept_invitation),
        "person.first-sign-in" => td_string!(l, audit.action.person_first_sign_in),
        "person.change" => td_string!(l, audit.action.person_change),
        "person.change-password" => td_string!(l, audit.action.person_change_password),
        "person.change-role" => td_string!(l, audit.action.person_change_role),
        "person.reset-password" => td_string!(l, audit.action.person_reset_password),
        "person.disable" => td_string!(l, audit.action.person_disable),
        "person.enable" => td_string!(l, audit.action.person_enable),
        "person.delete" => td_string!(l, audit.action.person_delete),
        "session.open" => td_string!(l, audit.action.session_open),
        "session.end" => td_string!(l, audit.action.session_end),
        "session.end-others" => td_string!(l, audit.action.session_end_others),
        "connection.add" => td_string!(l, audit.action.connection_add),
        "connection.change" => td_string!(l, audit.action.connection_change),
        "connection.change-secret" => td_string!(l, audit.action.connection_change_secret),
        "connection.pause" => td_string!(l, audit.action.connection_pause),
        "connection.resume" => td_string!(l, audit.action.connection_resume),
        "connection.remove" => td_string!(l, audit.action.connection_remove),
        "meeting.schedule" => td_string!(l, audit.action.meeting_schedule),
        "series.schedule" => td_string!(l, audit.action.series_schedule),
        "series.change" => td_string!(l, audit.action.series_change),
        "series.cancel" => td_string!(l, audit.action.series_cancel),
        "meeting.change" => td_string!(l, audit.action.meeting_change),
        "meeting.withdraw" => td_string!(l, audit.action.meeting_withdraw),
        "meeting.cancel" => td_string!(l, audit.action.meeting_cancel),
        "meeting.end" => td_string!(l, audit.action.meeting_end),
        "meeting.enter" => td_string!(l, audit.action.meeting_enter),
        "meeting.share" => td_string!(l, audit.action.meeting_share),
        "meeting.unshare" => td_string!(l, audit.action.meeting_unshare),
        "meeting.hand-over" => td_string!(l, audit.action.meeting_hand_over),
        "link.create" => td_string!(l, audit.action.link_create),
        "link.change" => td_string!(l, audit.action.link_change),
        "link.revoke" => td_string!(l, audit.action.link_revoke),
        "link.join" => td_string!(l, audit.action.link_join),
        "token.create" => td_string!(l, audit.action.token_create),
        "token.revoke" => td_string!(l, audit.action.token_revoke),
        "webhook.add" => td_string!(l, audit.action.webhook_add),
        "webhook.change" => td_string!(l, audit.action.webhook_change),
        "webhook.pause" => td_string!(l, audit.action.webhook_pause),
        "webhook.resume" => td_string!(l, audit.action.webhook_resume),
        "webhook.rotate" => td_string!(l, audit.action.webhook_rotate),
        "webhook.test" => td_string!(l, audit.action.webhook_test),
        "webhook.replay" => td_string!(l, audit.action.webhook_replay),
        "webhook.stop" => td_string!(l, audit.action.webhook_stop),
        "webhook.remove" => td_string!(l, audit.action.webhook_remove),
        "recording.start" => td_string!(l, audit.action.recording_start),
        "recording.stop" => td_string!(l, audit.action.recording_stop),
        "recording.delete" => td_string!(l, audit.action.recording_delete),
        "recording.retain" => td_string!(l, audit.action.recording_retain),
        "recording-link.create" => td_string!(l, audit.action.recording_link_create),
        "recording-link.open" => td_string!(l, audit.action.recording_link_open),
        "recording-link.revoke" => td_string!(l, audit.action.recording_link_revoke),
        "documents.bind" => td_string!(l, audit.action.documents_bind),
        "picture.upload" => td_string!(l, audit.action.picture_upload),
        "directory.user-create" => td_string!(l, audit.action.directory_user_create),
        "directory.user-change" => td_string!(l, audit.action.directory_user_change),
        "directory.user-remove" => td_string!(l, audit.action.directory_user_remove),
        "directory.department-create" => td_string!(l, audit.action.directory_department_create),
        "directory.department-change" => td_string!(l, audit.action.directory_department_change),
        "directory.department-remove" => td_string!(l, audit.action.directory_department_remove),
        "directory.company-create" => td_string!(l, audit.action.directory_company_create),
        "directory.company-change" => td_string!(l, audit.action.directory_company_change),
        "directory.company-remove" => td_string!(l, audit.action.directory_company_remove),
        "key.rotate" => td_string!(l, audit.action.key_rotate),
        "database.backup" => td_string!(l, audit.action.database_backup),
        "database.restore" => td_string!(l, audit.action.database_restore),
        "directory.drop" => td_string!(l, audit.action.directory_drop),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// Texts of the use cases that look like `noun.verb`.
    fn written(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                written(&path, found);
            } else {
                let source = fs::read_to_string(&path).expect("a source");
                found.extend(source.split('"').filter(|text| is_action(text)).map(str::to_owned));
            }
        }
    }

    fn is_action(text: &str) -> bool {
        let word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        text.split_once('.').is_some_and(|(noun, verb)| word(noun) && word(verb))
    }

    #[test]
    fn every_action_has_words() {
        let mut found = BTreeSet::new();
        written(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/service/src")), &mut found);
        assert!(found.contains("meeting.schedule"));
        let silent: Vec<_> = found.iter().filter(|action| !ACTIONS.contains(&action.as_str())).collect();
        assert!(silent.is_empty(), "give these words in actions.rs and in audit.json: {silent:?}");
        for action in ACTIONS {
            for l in [Locale::en, Locale::zh_CN] {
                assert!(action_text(l, action).is_some_and(|text| !text.is_empty()), "{action}");
            }
        }
    }
}
