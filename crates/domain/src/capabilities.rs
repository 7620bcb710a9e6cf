//! What a vendor can do. Pages and use cases ask here instead of asking which vendor it is.

use crate::links::JoinRole;
use serde::{Deserialize, Serialize};

/// Which vendor a connection speaks to. The names are a contract: scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    Cloudroom,
    Vmr,
    Webapi,
}

impl Vendor {
    pub const ALL: [Vendor; 3] = [Vendor::Cloudroom, Vendor::Vmr, Vendor::Webapi];

    pub const fn name(self) -> &'static str {
        match self {
            Vendor::Cloudroom => "cloudroom",
            Vendor::Vmr => "vmr",
            Vendor::Webapi => "webapi",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.name() == name)
    }

    /// Does it say how many took part in a meeting that is over?
    pub const fn counts_who_came(self) -> bool {
        match self {
            Vendor::Cloudroom | Vendor::Webapi => true,
            // It says who is inside now, and nothing of who was.
            Vendor::Vmr => false,
        }
    }

    /// As what people can be let in.
    pub const fn join_roles(self) -> &'static [JoinRole] {
        match self {
            Vendor::Cloudroom | Vendor::Vmr => &[JoinRole::Attendee, JoinRole::Host],
            Vendor::Webapi => &JoinRole::ALL,
        }
    }

    pub const fn capabilities(self) -> &'static Capabilities {
        match self {
            Vendor::Cloudroom => &Capabilities::CLOUDROOM,
            Vendor::Vmr => &Capabilities::VMR,
            Vendor::Webapi => &Capabilities::WEBAPI,
        }
    }
}

/// How a thing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Support {
    /// The vendor's own operation.
    Native,
    /// Portico does it on top of what the vendor offers.
    Portico,
    /// It cannot be done; the page says so.
    No,
}

impl Support {
    pub const fn possible(self) -> bool {
        !matches!(self, Support::No)
    }
}

/// The capability table of one vendor (product.md, "What each vendor can do").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    pub repeat: Support,
    pub change: Support,
    pub cancel: Support,
    pub end_now: Support,
    pub list: Support,
    pub live_state: Support,
    pub join_as_host: Support,
    /// A meeting without an end.
    pub without_end: Support,
    pub password: Support,
    pub room_rules: Support,
    pub record_on_demand: Support,
    pub recordings: Support,
    pub delete_recording: Support,
    pub live_streams: Support,
    pub documents: Support,
    pub attendance: Support,
    /// Bookable rooms and contacts, or users and departments.
    pub directory: Support,
}

impl Capabilities {
    pub const CLOUDROOM: Capabilities = Capabilities {
        repeat: Support::Native,
        change: Support::Native,
        cancel: Support::Native,
        end_now: Support::Native,
        list: Support::Native,
        live_state: Support::Native,
        join_as_host: Support::Native,
        without_end: Support::No,
        password: Support::Native,
        room_rules: Support::Native,
        record_on_demand: Support::No,
        recordings: Support::Native,
        delete_recording: Support::Native,
        live_streams: Support::No,
        documents: Support::No,
        attendance: Support::Native,
        directory: Support::Native,
    };

    /// Changing is cancelling and booking again; recordings are asked for by their own id.
    pub const VMR: Capabilities = Capabilities {
        repeat: Support::Portico,
        change: Support::Portico,
        cancel: Support::Native,
        end_now: Support::No,
        list: Support::Native,
        live_state: Support::Native,
        join_as_host: Support::Native,
        without_end: Support::No,
        password: Support::Native,
        room_rules: Support::No,
        record_on_demand: Support::Native,
        recordings: Support::Native,
        delete_recording: Support::Native,
        live_streams: Support::Native,
        documents: Support::No,
        attendance: Support::Native,
        directory: Support::Native,
    };

    /// Portico's own record is the truth about which meetings there are: the vendor lists none.
    pub const WEBAPI: Capabilities = Capabilities {
        repeat: Support::Portico,
        change: Support::Native,
        cancel: Support::Native,
        end_now: Support::No,
        list: Support::No,
        live_state: Support::Native,
        join_as_host: Support::Native,
        without_end: Support::Native,
        password: Support::Native,
        room_rules: Support::No,
        record_on_demand: Support::No,
        recordings: Support::Native,
        delete_recording: Support::No,
        live_streams: Support::Native,
        documents: Support::Native,
        attendance: Support::Native,
        directory: Support::No,
    };
}
