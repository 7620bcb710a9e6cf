//! The texts of refusals, and which language a page speaks.

use crate::i18n::*;
use crate::page::Page;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::language::Language;
use portico_domain::refusals::{Kind, Refusal, Rule};

/// The language of the page being rendered, for `td_string!(locale(), …)`.
pub fn locale() -> Locale {
    locale_of(use_context::<Page>().unwrap_or_default().language)
}

pub const fn locale_of(language: Language) -> Locale {
    match language {
        Language::English => Locale::en,
        Language::Chinese => Locale::zh_CN,
    }
}

pub const fn language_of(locale: Locale) -> Language {
    match locale {
        Locale::en => Language::English,
        Locale::zh_CN => Language::Chinese,
    }
}

/// What a kind of refusal means, and what to do.
pub fn kind_text(l: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => td_string!(l, refusals.kind.invalid),
        Kind::NotSignedIn => td_string!(l, refusals.kind.not_signed_in),
        Kind::SignInFailed => td_string!(l, refusals.kind.sign_in_failed),
        Kind::SignInLost => td_string!(l, refusals.kind.sign_in_lost),
        Kind::IdentitySilent => td_string!(l, refusals.kind.identity_silent),
        Kind::IdentityRefused => td_string!(l, refusals.kind.identity_refused),
        Kind::IdentityUntrusted => td_string!(l, refusals.kind.identity_untrusted),
        Kind::NoAccount => td_string!(l, refusals.kind.no_account),
        Kind::AccountDisabled => td_string!(l, refusals.kind.account_disabled),
        Kind::NotAllowed => td_string!(l, refusals.kind.not_allowed),
        Kind::NotFound => td_string!(l, refusals.kind.not_found),
        Kind::Conflict => td_string!(l, refusals.kind.conflict),
        Kind::InProgress => td_string!(l, refusals.kind.in_progress),
        Kind::VendorRefused => td_string!(l, refusals.kind.vendor_refused),
        Kind::VendorCredential => td_string!(l, refusals.kind.vendor_credential),
        Kind::VendorClock => td_string!(l, refusals.kind.vendor_clock),
        Kind::VendorBusy => td_string!(l, refusals.kind.vendor_busy),
        Kind::VendorSilent => td_string!(l, refusals.kind.vendor_silent),
        Kind::VendorUnreadable => td_string!(l, refusals.kind.vendor_unreadable),
        Kind::Unconfirmed => td_string!(l, refusals.kind.unconfirmed),
        Kind::NoAnswer => td_string!(l, refusals.kind.no_answer),
        Kind::Unsupported => td_string!(l, refusals.kind.unsupported),
        Kind::Paused => td_string!(l, refusals.kind.paused),
        Kind::Throttled => td_string!(l, refusals.kind.throttled),
        Kind::Unavailable => td_string!(l, refusals.kind.unavailable),
        Kind::Internal => td_string!(l, refusals.kind.internal),
    }
}

/// What is wrong with a field, as an instruction.
pub fn rule_text(l: Locale, rule: &Rule) -> String {
    let plain = match rule {
        Rule::TooLong { most } => return td_string!(l, refusals.rule.too_long, most = most).to_string(),
        Rule::TooShort { least } => return td_string!(l, refusals.rule.too_short, least = least).to_string(),
        Rule::TooFarApart { hours } => {
            return td_string!(l, refusals.rule.too_far_apart, hours = hours).to_string();
        }
        Rule::OutOfRange { least, most } => {
            return td_string!(l, refusals.rule.out_of_range, least = least, most = most).to_string();
        }
        Rule::TooMany { most } => return td_string!(l, refusals.rule.too_many, most = most).to_string(),
        Rule::TooLarge { megabytes } => {
            return td_string!(l, refusals.rule.too_large, megabytes = megabytes).to_string();
        }
        Rule::Missing => td_string!(l, refusals.rule.missing),
        Rule::DigitsPassword => td_string!(l, refusals.rule.digits_password),
        Rule::NotATime => td_string!(l, refusals.rule.not_a_time),
        Rule::InThePast => td_string!(l, refusals.rule.in_the_past),
        Rule::EndBeforeStart => td_string!(l, refusals.rule.end_before_start),
        Rule::UntilBeforeStart => td_string!(l, refusals.rule.until_before_start),
        Rule::UntilMissing => td_string!(l, refusals.rule.until_missing),
        Rule::NotANumber => td_string!(l, refusals.rule.not_a_number),
        Rule::NotAChoice => td_string!(l, refusals.rule.not_a_choice),
        Rule::NotAnAddress => td_string!(l, refusals.rule.not_an_address),
        Rule::NotSecure => td_string!(l, refusals.rule.not_secure),
        Rule::UnknownZone => td_string!(l, refusals.rule.unknown_zone),
        Rule::Mismatch => td_string!(l, refusals.rule.mismatch),
        Rule::WrongPassword => td_string!(l, refusals.rule.wrong_password),
        Rule::WrongPasscode => td_string!(l, refusals.rule.wrong_passcode),
        Rule::Taken => td_string!(l, refusals.rule.taken),
        Rule::PublicSample => td_string!(l, refusals.rule.public_sample),
        Rule::BadCharacter => td_string!(l, refusals.rule.bad_character),
        Rule::NotAPicture => td_string!(l, refusals.rule.not_a_picture),
        Rule::LastAdministrator => td_string!(l, refusals.rule.last_administrator),
        Rule::Vendor => td_string!(l, refusals.rule.vendor),
    };
    plain.to_owned()
}

/// The vendor as people call it.
pub fn vendor_word(l: Locale, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => td_string!(l, meetings.vendor.cloudroom),
        Vendor::Vmr => td_string!(l, meetings.vendor.vmr),
        Vendor::Webapi => td_string!(l, meetings.vendor.webapi),
    }
}

/// A refusal in words: what happened, what to do, the vendor's own code, the incident.
pub fn refusal_text(l: Locale, refusal: &Refusal) -> String {
    let mut parts = Vec::new();
    if let Some(day) = refusal.occurrence.as_deref() {
        parts.push(td_string!(l, refusals.occurrence, day = day).to_string());
    }
    match &refusal.vendor {
        Some(vendor) => {
            let language = language_of(l);
            parts.push(vendor.meaning(language).to_owned());
            let remedy = vendor.remedy(language);
            if !remedy.is_empty() {
                parts.push(td_string!(l, refusals.what_to_do, remedy = remedy).to_string());
            }
            let code = vendor.code.as_str();
            let name =
                Vendor::from_name(&vendor.vendor).map_or(&*vendor.vendor, |known| vendor_word(l, known));
            parts.push(td_string!(l, refusals.vendor_code, vendor = name, code = code).to_string());
        }
        None if refusal.meanwhile.is_some() => {
            parts.push(td_string!(l, refusals.changed_meanwhile).to_owned());
        }
        None => parts.push(match refusal.silent_for {
            Some(seconds) => silence_text(l, seconds),
            None => kind_text(l, refusal.kind).to_owned(),
        }),
    }
    if let Some(seconds) = refusal.retry_after {
        parts.push(td_string!(l, refusals.retry, seconds = seconds).to_string());
    }
    if let Some(id) = refusal.incident.as_deref() {
        parts.push(td_string!(l, refusals.incident, id = id).to_string());
    }
    // Chinese sentences follow each other without a space.
    parts.join(if l == Locale::en { " " } else { "" })
}

/// That a vendor was not asked because it has not answered for so long.
fn silence_text(l: Locale, seconds: u32) -> String {
    match seconds {
        0..120 => td_string!(l, refusals.silent_for_seconds, seconds = seconds).to_string(),
        _ => td_string!(l, refusals.silent_for_minutes, minutes = seconds / 60).to_string(),
    }
}

/// The text for one field of a refusal: the vendor's own words where the vendor blames it.
pub fn field_text(l: Locale, refusal: &Refusal, rule: &Rule) -> String {
    match (rule, &refusal.vendor) {
        (Rule::Vendor, Some(_)) => refusal_text(l, refusal),
        _ => rule_text(l, rule),
    }
}
