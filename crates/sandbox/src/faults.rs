//! Scripted faults: which calls to meet, and what shall go wrong with them.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// One fault, waiting for the calls it matches.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The operation's name, such as `createMeeting`; absent = any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The beginning of the path; absent = any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_prefix: Option<String>,
    /// How many calls it meets; absent = all of them, until the faults are cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    pub action: Action,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// The answer is late. With `after_handling` the vendor has already acted while it waits.
    Delay {
        ms: u64,
        #[serde(default)]
        after_handling: bool,
    },
    /// Refused without being handled: this status, this body.
    Refuse {
        status: u16,
        #[serde(default)]
        body: String,
        #[serde(default = "json")]
        content_type: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    },
    /// A redirect that nobody should follow with credentials.
    Redirect { status: u16, location: String },
    /// Status 200 and bytes that are no JSON.
    Garbage,
    /// A proxy's HTML page with status 502.
    Html502,
    /// Handled, but the answer stops half way.
    Truncate,
    /// The connection is dropped before the vendor acts.
    DropBefore,
    /// The vendor acts, then the connection is dropped: the answer is lost.
    DropAfter,
    /// Valid JSON of about so many bytes.
    Huge { bytes: u64 },
    /// Handled; the answer arrives byte by byte.
    Drip { ms_per_byte: u64 },
    /// Handled; every value of the answer has another type.
    WrongTypes,
    /// The vendor's clock is off by so much: in the `Date` header and in the check of timestamps.
    ClockSkew { seconds: i64 },
}

fn json() -> String {
    "application/json".to_owned()
}

impl Fault {
    /// The next `times` calls of an operation meet `action`.
    pub fn on(operation: &str, times: u32, action: Action) -> Self {
        Self { operation: Some(operation.to_owned()), path_prefix: None, times: Some(times), action }
    }

    /// Every call of every vendor meets `action` until the faults are cleared.
    pub fn always(action: Action) -> Self {
        Self { operation: None, path_prefix: None, times: None, action }
    }

    fn matches(&self, operation: &str, path: &str) -> bool {
        let operation_fits = self.operation.as_deref().is_none_or(|it| it == operation);
        let path_fits = self.path_prefix.as_deref().is_none_or(|it| path.starts_with(it));
        operation_fits && path_fits
    }
}

/// All that meets one call.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub delay_before_ms: u64,
    pub delay_after_ms: u64,
    pub skew_seconds: i64,
    /// Of several that exclude each other the oldest counts.
    pub action: Option<Action>,
    /// Names of what was applied, for the call log.
    pub names: Vec<&'static str>,
}

/// The faults that wait. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.with(|faults| faults.push(fault));
    }

    pub fn clear(&self) {
        self.with(Vec::clear);
    }

    pub fn all(&self) -> Vec<Fault> {
        self.with(|faults| faults.clone())
    }

    /// Takes what meets this call. Delays and skews add up; only one other action is used,
    /// and a fault that is not used is not spent.
    pub fn take(&self, operation: &str, path: &str) -> Plan {
        self.with(|faults| {
            let mut plan = Plan::default();
            for fault in faults.iter_mut().filter(|it| it.matches(operation, path)) {
                if plan.add(&fault.action)
                    && let Some(times) = &mut fault.times
                {
                    *times = times.saturating_sub(1);
                }
            }
            faults.retain(|fault| fault.times != Some(0));
            plan
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Fault>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Plan {
    fn add(&mut self, action: &Action) -> bool {
        match action {
            Action::Delay { ms, after_handling } => {
                if *after_handling {
                    self.delay_after_ms = self.delay_after_ms.saturating_add(*ms);
                } else {
                    self.delay_before_ms = self.delay_before_ms.saturating_add(*ms);
                }
            }
            Action::ClockSkew { seconds } => {
                self.skew_seconds = self.skew_seconds.saturating_add(*seconds);
            }
            _ if self.action.is_some() => return false,
            other => self.action = Some(other.clone()),
        }
        self.names.push(action.name());
        true
    }
}

impl Action {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::Refuse { .. } => "refuse",
            Self::Redirect { .. } => "redirect",
            Self::Garbage => "garbage",
            Self::Html502 => "html502",
            Self::Truncate => "truncate",
            Self::DropBefore => "drop_before",
            Self::DropAfter => "drop_after",
            Self::Huge { .. } => "huge",
            Self::Drip { .. } => "drip",
            Self::WrongTypes => "wrong_types",
            Self::ClockSkew { .. } => "clock_skew",
        }
    }
}
