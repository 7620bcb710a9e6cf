//! What every story stands on.

pub mod corp;
mod database;
mod directory;
mod forms;
pub mod provider;
pub mod receiver;
mod vendors;
pub mod vmr;
pub mod webapi;
mod world;

pub use database::{Database, each_database};
pub use directory::{USER_PASSWORD, department_form, user_form};
pub use forms::{connection_form, link_form, meeting_form, minutes, zone};
pub use vendors::{open_page, vmr_connection, vmr_meeting, webapi_connection, webapi_meeting};
pub use world::{AUDIT_KEY, NOW, PASSWORD, VENDOR_SECRET, World, at, begin, begin_with, key, somebody};

use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::joining::HandOver;
use secrecy::SecretString;
use std::fmt::Debug;

/// Each vendor in turn.
pub const VENDORS: [Vendor; 3] = [Vendor::Cloudroom, Vendor::Vmr, Vendor::Webapi];

/// A world whose connection is to this vendor, and the form of a meeting of an hour that begins an hour from now.
pub async fn begin_at(database: &Database, vendor: Vendor) -> (World, MeetingForm) {
    match vendor {
        Vendor::Cloudroom => {
            let world = begin(database).await;
            let form = meeting_form(&world);
            (world, form)
        }
        Vendor::Vmr => {
            let world = vmr::begin_vmr(database).await;
            let form = vmr::vmr_form(&world);
            (world, form)
        }
        Vendor::Webapi => {
            let world = webapi::begin_webapi(database).await;
            let form = webapi::webapi_form(&world);
            (world, form)
        }
    }
}

/// The client's string of a way in, and the page for those without the client.
#[track_caller]
pub fn crmt_of(way: HandOver) -> (SecretString, Option<String>) {
    match way {
        HandOver::Client { crmt, public_url, dial_in: _ } => (crmt, public_url),
        _ => panic!("it should lead into the client"),
    }
}

/// The refusal that a story expects.
#[track_caller]
pub fn refused<T>(outcome: Result<T, Refusal>) -> Refusal {
    match outcome {
        Ok(_) => panic!("it should have been refused"),
        Err(refusal) => refusal,
    }
}

#[track_caller]
pub fn refused_as<T>(kind: Kind, outcome: Result<T, Refusal>) -> Refusal {
    let refusal = refused(outcome);
    assert_eq!(refusal.kind, kind, "{refusal}");
    refusal
}

/// The vendor's code in a refusal.
pub fn code(refusal: &Refusal) -> &str {
    refusal.vendor.as_ref().map_or("", |answer| &answer.code)
}

/// All outcomes of things that go on at the same time.
pub async fn together<T: Send + 'static>(
    work: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = work.map(tokio::spawn).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

pub fn shown(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}
