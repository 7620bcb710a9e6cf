//! The pages of people without an account: join page, shared recording, sign-in, first set-up.
//!
//! They load `style/guest.css` and no application wasm; a script of a few kilobytes may add to them.
//! The data attributes below are what such a script works on; without it every page still reads and works.
//!
//! | attribute | on | the script |
//! |---|---|---|
//! | `data-local="day"`, `"time"`, `"moment"` (both) | `<time datetime>` | writes it in the viewer's zone |
//! | `data-local-zone` | `<span>`, `<p>` | names the viewer's zone as of that time, else of the first on the page |
//! | `data-local-original` | `<span hidden>` | shows it when the viewer's zone differs from the meeting's |
//! | `data-countdown`, `data-left="720"` | `.countdown` | counts down in `.countdown-value`, then looks again |
//! | `data-wish`, `data-wished` | `<button>`, `<p role=status>` | pressed, the form is sent when the door opens; says so |
//! | `data-sound` | `<label hidden>` | appears; its box ticked, a sound is made when the door opens |
//! | `name="ticket"` | `<input type=hidden>` | somebody has asked to be let in, and was sent back to wait |
//! | `data-say`, `data-five`, `data-one`, `data-open` | `<p role=status>` | says so when it is that time |
//! | `data-queue`, `data-place="80"`, `data-wait="5"` | `<form>` | counts down the seconds, then sends it; 80 go in before |
//! | `data-launch` | `<a>` | is opened once; if nothing happens, the page's `<details>` opens |
//! | `data-nothing` | `<p role=status>` | says that nothing happened |
//! | `data-broken` | `<div hidden>` | appears when the page's video does not play |
//! | `data-state`, `data-page` | `<body>` | where the page stands; the path to look again at |
//! | `data-copy="id"`, `data-copied` | `<button hidden>` | appears; copies the field with that id, says so |
//!
//! A join page that is open. The waiting page is the same with [`Countdown`] in the place of
//! [`GuestButton`]: both stand in [`GuestAction`], which keeps its height, so nothing moves.
//!
//! ```ignore
//! <GuestShell brand="Portico" tools=view! { <a class="guest-tool" href="?lang=zh-CN" lang="zh-CN">"中文"</a> }>
//!     <GuestInvitation inviter="Wang Fang invites you to" subject="Budget review, first quarter"/>
//!     <WhenBlock
//!         label="When" start="2026-03-03T06:00:00Z" end="2026-03-03T07:00:00Z"
//!         day="Tuesday, 3 March 2026" start_time="14:00" end_time="15:00"
//!         zone="China time (Asia/Shanghai)" original="14:00–15:00 in Asia/Shanghai"
//!     />
//!     <form class="guest-form" method="post">
//!         <GuestField name="name" label="Your name" autocomplete="name" required=true/>
//!         <PasscodeField name="passcode" label="Passcode" hint="4 to 6 digits, from the invitation"/>
//!         <GuestAction note="Opens in the CloudRoom client or the browser.">
//!             <GuestButton>"Join meeting"</GuestButton>
//!         </GuestAction>
//!     </form>
//!     <GuestLinks><a href="meeting.ics">"Add to calendar"</a></GuestLinks>
//! </GuestShell>
//! ```

use super::brand::Brand;
use super::icon::{Icon, IconSize};
use leptos::prelude::*;

/// The frame of a guest page: brand and tools above, one card, a quiet line below.
#[component]
pub fn GuestShell(
    #[prop(into)] brand: String,
    /// Where the brand leads.
    #[prop(into, default = "/".to_owned())]
    home: String,
    /// The language switch: links or buttons of class `guest-tool`.
    #[prop(optional, into)]
    tools: Option<ViewFnOnce>,
    #[prop(optional, into)] footer: Option<ViewFnOnce>,
    /// Wide enough for a video (shared recording).
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=if wide { "guest guest-wide" } else { "guest" }>
            <header class="guest-top">
                <Brand name=brand href=home/>
                {tools.map(|tools| view! { <div class="guest-tools">{tools.run()}</div> })}
            </header>
            <main class="guest-card" id="main">{children()}</main>
            <footer class="guest-foot">{footer.map(ViewFnOnce::run)}</footer>
        </div>
    }
}

/// Who invites, and to what: the page's heading.
#[component]
pub fn GuestInvitation(
    /// "Wang Fang invites you to"
    #[prop(optional_no_strip, into)]
    inviter: Option<String>,
    #[prop(into)] subject: String,
    /// A state badge, when there is something to say (live now).
    #[prop(optional_no_strip, into)]
    badge: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <div class="invitation">
            {inviter.map(|inviter| view! { <p class="invitation-from">{inviter}</p> })}
            <h1 class="invitation-subject">{subject}</h1>
            {badge.map(|badge| view! { <p class="invitation-badge">{badge.run()}</p> })}
        </div>
    }
}

/// When it takes place. The server writes the meeting's zone; the script turns it into the viewer's.
#[component]
pub fn WhenBlock(
    /// "When", read out.
    #[prop(into)]
    label: String,
    /// RFC 3339, such as `2026-03-03T06:00:00Z`.
    #[prop(into)]
    start: String,
    /// RFC 3339; absent for a meeting without an end.
    #[prop(optional_no_strip, into)]
    end: Option<String>,
    #[prop(into)] day: String,
    #[prop(into)] start_time: String,
    #[prop(optional_no_strip, into)] end_time: Option<String>,
    /// The zone these are written in.
    #[prop(into)]
    zone: String,
    /// When it was to begin before it was moved: "Moved from", RFC 3339, the words.
    #[prop(optional_no_strip)]
    moved: Option<(String, String, String)>,
    /// The time in the meeting's zone, shown by the script when the viewer's differs.
    #[prop(optional_no_strip, into)]
    original: Option<String>,
    /// "Every Tuesday", "next: 10 March".
    #[prop(optional_no_strip, into)]
    repeats: Option<String>,
) -> impl IntoView {
    let end = end.zip(end_time).map(|(end, text)| {
        view! { "–"<time datetime=end data-local="time">{text}</time> }
    });
    view! {
        <div class="when" role="group" aria-label=label>
            <Icon icon=icondata::LuCalendarDays/>
            <div class="when-text">
                <p class="when-day"><time datetime=start.clone() data-local="day">{day}</time></p>
                <p class="when-hours">
                    <time datetime=start data-local="time">{start_time}</time>
                    {end}
                </p>
                <p class="when-zone" data-local-zone="">{zone}</p>
                {moved.map(|(label, at, text)| view! {
                    <p class="when-moved">{label}" "<time datetime=at data-local="time">{text}</time></p>
                })}
                {repeats.map(|text| view! { <p class="when-repeats">{text}</p> })}
                {original.map(|text| {
                    view! { <p class="when-original"><span hidden data-local-original="">{text}</span></p> }
                })}
            </div>
        </div>
    }
}

/// One line to type.
#[component]
pub fn GuestField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional_no_strip, into)] value: Option<String>,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = "off")] autocomplete: &'static str,
    /// `none` for accounts and codes, which a telephone must not begin with a capital.
    #[prop(optional)]
    autocapitalize: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    /// The focus stands here when the page opens; also takes the place of a summary when this is wrong.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let describe = match (&hint, &error) {
        (None, None) => None,
        (Some(_), None) => Some(format!("{name}-hint")),
        (None, Some(_)) => Some(format!("{name}-error")),
        (Some(_), Some(_)) => Some(format!("{name}-hint {name}-error")),
    };
    let invalid = error.is_some();
    view! {
        <div class="field" data-invalid=invalid.then_some("")>
            <label class="field-label" for=name.clone()>{label}</label>
            {hint.map(|text| view! { <p class="field-hint" id=format!("{name}-hint")>{text}</p> })}
            {error
                .map(|text| {
                    view! {
                        <p class="field-error" id=format!("{name}-error")>
                            <Icon icon=icondata::LuCircleAlert size=IconSize::Small/>
                            <span>{text}</span>
                        </p>
                    }
                })}
            <input
                class="input"
                type=kind
                id=name.clone()
                name=name
                value=value
                required=required
                autocomplete=autocomplete
                autocapitalize=autocapitalize
                inputmode=inputmode
                maxlength=maxlength.map(|most| most.to_string())
                autofocus=autofocus
                aria-describedby=describe
                aria-invalid=invalid.then_some("true")
            />
        </div>
    }
}

/// The passcode of a link, wide apart. Links may have passcodes of letters, so the keyboard is the full one.
#[component]
pub fn PasscodeField(
    #[prop(into, default = "passcode".to_owned())] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <div class="passcode">
            <GuestField
                name=name
                label=label
                hint=hint
                error=error
                required=true
                autocapitalize="none"
                maxlength=64
                autofocus=autofocus
            />
        </div>
    }
}

/// The place of the one action. It keeps its height whether the button or the countdown is in it.
#[component]
pub fn GuestAction(
    /// One short line below.
    #[prop(optional, into)]
    note: Option<String>,
    /// A control in the note's place, which keeps its height as well.
    #[prop(optional, into)]
    aside: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="guest-action">
            {children()}
            <p class="guest-note">{note}{aside.map(ViewFnOnce::run)}</p>
        </div>
    }
}

/// The one big button of a guest page.
#[component]
pub fn GuestButton(#[prop(optional)] icon: Option<icondata::Icon>, children: Children) -> impl IntoView {
    view! {
        <button class="button button-primary button-big" type="submit">
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            <span class="button-label">{children()}</span>
        </button>
    }
}

/// The wish to be let in, below the countdown: a button of the form, which the script keeps until the door opens.
#[component]
pub fn GuestWish(
    /// What is said once it is pressed.
    #[prop(into)]
    told: String,
    children: Children,
) -> impl IntoView {
    view! {
        <button class="button button-secondary button-wide" type="submit" data-wish="">{children()}</button>
        <p class="guest-note" role="status" data-wished=told></p>
    }
}

/// A link that looks like the one big button: into the client, into the browser.
#[component]
pub fn GuestButtonLink(
    #[prop(into)] href: String,
    /// The second way, if there is one.
    #[prop(optional)]
    secondary: bool,
    #[prop(optional)] icon: Option<icondata::Icon>,
    children: Children,
) -> impl IntoView {
    let class =
        if secondary { "button button-secondary button-big" } else { "button button-primary button-big" };
    view! {
        <a class=class href=href rel="noreferrer">
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            <span class="button-label">{children()}</span>
        </a>
    }
}

/// In the place of the button while it is too early.
#[component]
pub fn Countdown(
    /// When the door opens, RFC 3339.
    #[prop(into)]
    opens: String,
    /// "Opens in"
    #[prop(into)]
    label: String,
    /// "12 min", as the server saw it; the script counts on.
    #[prop(into)]
    value: String,
    /// Seconds to go, so that a wrong clock of the viewer's does not matter.
    left: i64,
) -> impl IntoView {
    view! {
        <div class="countdown" role="timer" data-countdown=opens data-left=left>
            <span class="countdown-label">{label}</span>
            <span class="countdown-value">{value}</span>
        </div>
    }
}

/// How a guest page says what is the matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuestTone {
    #[default]
    Info,
    /// It went well.
    Success,
    /// It cannot go on from here.
    Danger,
}

/// What happened, in the place of the form: ended, cancelled, revoked, unknown, wrong passcode.
#[component]
pub fn GuestNotice(
    #[prop(optional)] tone: GuestTone,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// What to do now.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, icon, role) = match tone {
        GuestTone::Info => ("guest-notice", icondata::LuInfo, None),
        GuestTone::Success => ("guest-notice guest-notice-success", icondata::LuCircleCheck, None),
        GuestTone::Danger => ("guest-notice guest-notice-danger", icondata::LuCircleAlert, Some("alert")),
    };
    view! {
        <div class=class role=role>
            <Icon icon=icon/>
            <div>
                <p class="guest-notice-title">{title}</p>
                {text.map(|text| view! { <p>{text}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

/// A number or a PIN to type at the vendor, with a button that appears when the script can copy.
#[component]
pub fn GuestCopy(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into)] copy_label: String,
    #[prop(into)] copied_label: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <div class="copy-row">
                <input class="input" type="text" id=id.clone() readonly value=value/>
                <button
                    class="button button-secondary"
                    type="button"
                    hidden
                    data-copy=id
                    data-copied=copied_label
                    aria-live="polite"
                >
                    {copy_label}
                </button>
            </div>
        </div>
    }
}

/// Quiet ways on, below the action: calendar, dial-in.
#[component]
pub fn GuestLinks(children: Children) -> impl IntoView {
    view! { <div class="guest-links">{children()}</div> }
}
