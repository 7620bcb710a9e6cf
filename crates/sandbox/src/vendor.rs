//! Which vendor an address belongs to. All of them share one port.

use http::Method;

use crate::{cloudroom, vmr, webapi};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vendor {
    Cloudroom,
    Vmr,
    Webapi,
}

impl Vendor {
    /// By the first segment of the path. CloudRoom's join links have any name, so it takes the rest.
    pub fn of(path: &str) -> Self {
        match path.split('/').nth(1).unwrap_or_default() {
            "WebAPI" | "h5" | "upload" | "uploads" | "live" | "hls" => Self::Webapi,
            "meeting" | "subscribe" | "api" | "meet" | "cos" => Self::Vmr,
            _ => Self::Cloudroom,
        }
    }

    /// The vendor's name in credentials and in the call log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cloudroom => cloudroom::NAME,
            Self::Vmr => vmr::NAME,
            Self::Webapi => webapi::NAME,
        }
    }

    /// The name under which an address stands in the call log and in faults.
    pub fn operation(self, method: &Method, path: &str) -> &'static str {
        match self {
            Self::Cloudroom => cloudroom::operation(method, path),
            Self::Vmr => vmr::operation(path),
            Self::Webapi => webapi::operation(path),
        }
    }

    /// Text for the call log, without the secrets that this vendor carries in paths and bodies.
    pub fn masked(self, text: String) -> String {
        match self {
            Self::Webapi => webapi::masked(text),
            Self::Cloudroom | Self::Vmr => text,
        }
    }
}
