//! Where the documents contradict themselves: the client reads whichever form the sandbox writes. What
//! needs no server stands beside the readers in `src/`; `docs/vendors.md` lists both.

#[path = "common/booking.rs"]
mod booking;
#[path = "common/stage.rs"]
mod stage;

use booking::{NUMBER, booking, key};
use portico_domain::ids::VendorMeetingId;
use portico_sandbox::{
    Clock, CodeForm, ContactShape, CreatedShape, FlagForm, NumberForm, RoomPoke, Sandbox, SandboxConfig,
    Variants, VmrVariants,
};
use portico_vendors::MeetingVendor;
use portico_vendors::cloudroom::operations::department::DepartmentDraft;
use portico_vendors::cloudroom::operations::user::{NewUser, UserChange, UserFacts};
use portico_vendors::cloudroom::{Account, CloudRoom, DepartmentId, DirectorySecret};
use portico_vendors::kit::{Deadlines, ExposeSecret, FixedClock};
use portico_vendors::vmr::operations::contacts::Extent;
use portico_vendors::vmr::{self, RecordId, Vmr, VmrAuth, VmrConfig};
use stage::{Stage, TODAY};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Rooms {
    sandbox: Sandbox,
    vmr: Vmr,
}

impl Rooms {
    async fn open() -> Self {
        let settings = SandboxConfig { clock: Clock::frozen_at(TODAY.seconds()), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(settings).await.expect("a sandbox");
        let auth = VmrAuth::pair("sandbox-api", "sandbox-api-key-not-for-production".into());
        let vmr = client(&sandbox, auth);
        sandbox.control().vmr_poke(NUMBER, RoomPoke::Start).expect("somebody is in");
        Self { sandbox, vmr }
    }

    /// Records for a minute; the sandbox's clock moves on with it.
    async fn recorded(&self) -> RecordId {
        self.vmr.start_recording(&key()).await.expect("started");
        self.sandbox.control().advance(60);
        self.vmr.stop_recording(&key()).await.expect("stopped")
    }

    /// All that the client makes of what the vendor writes.
    async fn told(&self) -> Vec<String> {
        let account = self.vmr.account();
        let mut told = Vec::new();
        for room in self.vmr.rooms(account).await.expect("rooms") {
            let number = room.number.map(|number| number.to_string());
            told.push(format!("{:?} {} {number:?} {} {}", room.id, room.name, room.shared, room.new_kind));
        }
        for booking in self.vmr.bookings(account).await.expect("bookings") {
            let visitors: Vec<_> = booking.visitors.iter().map(|one| one.id.to_string()).collect();
            told.push(format!(
                "{} {} {:?} {:?} {} {:?} {:?} {visitors:?} {:?}",
                booking.id,
                booking.theme,
                booking.start,
                booking.end,
                booking.auto_open,
                booking.room,
                booking.number.map(|number| number.to_string()),
                booking.creator.map(|creator| creator.id.to_string()),
            ));
        }
        let state = self.vmr.room_state(&key()).await.expect("a state");
        told.push(format!("{} {} {} {}", state.name, state.started, state.locked, state.participants));
        let status = self.vmr.live_and_recording(&key()).await.expect("a status");
        let id = status.record_id.map(|id| id.to_string());
        told.push(format!("{} {} {id:?} {:?}", status.live, status.recording, status.failed_reason));
        told
    }

    async fn people(&self) -> BTreeMap<String, String> {
        let page = self.vmr.contacts(self.vmr.account(), Extent::All).await.expect("contacts");
        page.rows.into_iter().map(|one| (one.id.to_string(), one.name)).collect()
    }
}

fn client(sandbox: &Sandbox, auth: VmrAuth) -> Vmr {
    let config = VmrConfig::new(sandbox.vmr_base(), auth, "admin@portico.example");
    let config = VmrConfig { private_network: true, ..config };
    Vmr::new(config, Arc::new(FixedClock::at(TODAY)), Deadlines::default()).expect("a client")
}

/// Code as int or text, ids as int or text, yes/no or booleans, a stale recordId, an empty failedReason,
/// a filled message.
#[tokio::test]
async fn every_way_in_which_vmr_writes_is_read_the_same() {
    let rooms = Rooms::open().await;
    rooms.recorded().await;
    let usual = rooms.told().await;
    assert!(usual.len() > 10, "{usual:?}");
    let plain = VmrVariants::default;
    for variants in [
        VmrVariants { code: CodeForm::Samples, ..plain() },
        VmrVariants { code: CodeForm::Number, ..plain() },
        VmrVariants { code: CodeForm::Text, ..plain() },
        VmrVariants { ids: NumberForm::Text, ..plain() },
        VmrVariants { ids: NumberForm::Number, ..plain() },
        VmrVariants { flags: FlagForm::Booleans, ..plain() },
        VmrVariants { stale_record_id: true, ..plain() },
        VmrVariants { empty_failed_reason: true, ..plain() },
        VmrVariants { message_filled: true, ..plain() },
    ] {
        let shown = format!("{variants:?}");
        rooms.sandbox.control().set_vmr_variants(variants);
        assert_eq!(rooms.told().await, usual, "{shown}");
    }
}

#[tokio::test]
async fn a_new_booking_comes_as_an_object_or_in_a_list() {
    let rooms = Rooms::open().await;
    for created in [CreatedShape::Object, CreatedShape::Array] {
        rooms.sandbox.control().set_vmr_variants(VmrVariants { created, ..VmrVariants::default() });
        let id = rooms.vmr.schedule(&booking()).await.expect("booked");
        let read = rooms.vmr.detail(&id).await.expect("detail");
        assert_eq!((read.subject, read.start), (booking().subject, Some(booking().start)), "{created:?}");
        rooms.vmr.delete(&id).await.expect("cancelled, with a filled message");
    }
}

#[tokio::test]
async fn contacts_come_as_people_or_as_the_pasted_bookings() {
    let rooms = Rooms::open().await;
    let usual = rooms.people().await;
    assert!(usual.len() > 20, "{usual:?}");
    let variants = VmrVariants { contacts: ContactShape::Bookings, ..VmrVariants::default() };
    rooms.sandbox.control().set_vmr_variants(variants);
    let pasted = rooms.people().await;
    for (id, name) in &usual {
        assert_eq!(pasted.get(id), Some(name), "{id}");
    }
}

#[tokio::test]
async fn recordings_are_timed_in_utc_and_bookings_where_they_take_place() {
    let rooms = Rooms::open().await;
    let id = rooms.vmr.schedule(&booking()).await.expect("booked");
    assert_eq!(rooms.vmr.detail(&id).await.expect("detail").start, Some(booking().start));
    let record = rooms.recorded().await;
    let file = rooms.vmr.records(&record).await.expect("files").remove(0);
    assert_eq!((file.start, file.stop), (Some(TODAY), Some(TODAY.plus_minutes(1))));
}

#[tokio::test]
async fn an_address_that_has_expired_is_asked_for_anew() {
    let rooms = Rooms::open().await;
    let variants = VmrVariants { down_url_seconds: 60, ..VmrVariants::default() };
    rooms.sandbox.control().set_vmr_variants(variants);
    let record = rooms.recorded().await;
    let address = async || {
        let file = rooms.vmr.records(&record).await.expect("files").remove(0);
        file.download_url.expect("an address").expose_secret().to_owned()
    };
    let old = address().await;
    rooms.sandbox.control().advance(3600);
    assert!(reqwest::get(&old).await.expect("an answer").status().is_client_error(), "expired");
    assert_eq!(rooms.vmr.open_record(&record, 0, None).await.expect("opened").status, 200);
}

/// `auth` whole, as a private cloud gives it; and a wrong one as 200 with a code or as 401.
#[tokio::test]
async fn auth_is_whole_or_a_pair_and_refused_in_either_way() {
    let rooms = Rooms::open().await;
    let whole = VmrAuth::Whole("sandbox-api:sandbox-api-key-not-for-production".into());
    client(&rooms.sandbox, whole).check().await.expect("the same auth");
    for bad_auth_is_401 in [false, true] {
        let variants = VmrVariants { bad_auth_is_401, ..VmrVariants::default() };
        rooms.sandbox.control().set_vmr_variants(variants);
        let wrong = client(&rooms.sandbox, VmrAuth::Whole("wrong".into()));
        let error = wrong.check().await.expect_err("refused");
        assert_eq!(error.code(), Some(vmr::codes::OTHER_AUTH), "{bad_auth_is_401}: {error:?}");
    }
}

#[tokio::test]
async fn a_cancelled_booking_is_gone_whatever_code_says_so() {
    let rooms = Rooms::open().await;
    let id = rooms.vmr.schedule(&booking()).await.expect("booked");
    rooms.vmr.delete(&id).await.expect("cancelled");
    rooms.vmr.delete(&id).await.expect("gone is done");
    rooms.vmr.delete(&VendorMeetingId::new("999999")).await.expect("so is what never was");
}

/// The document does not say whose secret users and departments want.
#[tokio::test]
async fn users_and_departments_take_the_secret_that_the_connection_chooses() {
    let stage = Stage::start().await;
    let platform = stage
        .room
        .clone()
        .with_platform("sandbox-platform".into(), "sandbox-platform-key-not-for-production".into())
        .expect("a credential")
        .with_directory_secret(DirectorySecret::Platform);
    let works = async |room: &CloudRoom| {
        let draft = DepartmentDraft { name: "test3".into(), parent: DepartmentId::ROOT };
        let department = room.create_department(&draft).await?;
        let account = Account::read("either@cloudroom.example").expect("an account");
        let facts = UserFacts { department: Some(department.id), ..UserFacts::default() };
        let user = NewUser { account, password: "987654".into(), name: "test".into(), facts };
        let made = room.create_user(&user).await?;
        assert_eq!(made.facts.department, Some(department.id));
        let change = UserChange { name: Some("改名".into()), facts: made.facts, ..UserChange::default() };
        room.change_user(&user.account, &change).await?;
        room.delete_user(&user.account).await?;
        room.delete_department(department.id).await
    };
    works(&stage.room).await.expect("the company's own");
    assert_eq!(works(&platform).await.expect_err("not the platform's").code(), Some("22224"));
    let wants = Variants { directory_wants_platform: true, ..Variants::default() };
    stage.sandbox.control().set_variants(wants);
    works(&platform).await.expect("the platform's");
    assert_eq!(works(&stage.room).await.expect_err("not the company's").code(), Some("22224"));
}
