//! WebAPI's ten operations by the names that they declare.

use crate::webapi_server::{self, NAME, config, draft, meeting};
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{Deadlines, VendorError};
use portico_vendors::webapi::{FileNumber, Picture, WebApi};

pub fn client(address: &str, deadlines: Deadlines) -> WebApi {
    webapi_server::client_with(config(address), deadlines)
}

pub async fn call(client: &WebApi, operation: &str) -> Result<(), VendorError> {
    let id = meeting();
    match operation {
        "meeting.create" => client.schedule(&draft(true, false)).await.map(drop),
        "meeting.modify" => client.change(&id, &draft(false, false)).await,
        "meeting.delete" => client.delete(&id).await,
        "meeting.duration" => client.duration(&id).await.map(drop),
        "documents.bind" => client.bind_documents(&id, &[FileNumber::read("494").expect("a number")]).await,
        "picture.upload" => client.upload_picture(&id, &picture()).await.map(drop),
        "documents.list" => client.documents(&id).await.map(drop),
        "streams.list" => client.live_streams(&id).await.map(drop),
        "attendance.list" => client.attendance(&id).await.map(drop),
        "recordings.list" => client.records(Some(&id), Some(NAME)).await.map(drop),
        other => panic!("no operation {other}"),
    }
}

fn picture() -> Picture {
    Picture::read(b"\xff\xd8\xffcanary-picture".to_vec().into()).expect("a picture")
}
