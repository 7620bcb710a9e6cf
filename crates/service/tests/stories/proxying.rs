//! Scripts that speak a vendor's own language.

use crate::support::*;
use axum::http::Method;
use portico_domain::forms::TokenForm;
use portico_domain::refusals::Kind;
use portico_service::Denied;
use portico_service::vendors::kit::templates::{Sent, SentBody};

#[tokio::test]
async fn a_read_that_cannot_be_noted_is_not_sent() {
    each_database(async |database| {
        let world = begin(database).await;
        let grant = format!("proxy:{}:*", world.connection);
        let scopes = [(grant, "on".to_owned())].into();
        let form = TokenForm { name: "A script".into(), days: String::new(), scopes };
        let token = world.administrator.create_token(&form).await.unwrap().token;
        let script = world.services.integrator(&token, "10.0.0.7").await.unwrap();
        let list = async || {
            let query = "current=1&size=20";
            let (method, path, body) = (&Method::GET, "/conference/list", SentBody::None);
            let sent = Sent { method, path, query, body };
            script.proxy(world.connection.as_str(), sent).await
        };
        let before = world.calls("queryMeetingList");
        database.refuse("INSERT ON audit").await;
        for _ in 0..2 {
            assert!(matches!(list().await, Err(Denied::Refused(refusal)) if refusal.kind == Kind::Internal));
        }
        assert_eq!(world.calls("queryMeetingList"), before);
        database.allow("audit").await;
        for _ in 0..2 {
            assert_eq!(list().await.unwrap().status, 200);
        }
        let lines = world.administrator.audit(None, 100).await.unwrap();
        let noted = lines.iter().filter(|line| line.line.action == "proxy.conference.list").count();
        assert_eq!((world.calls("queryMeetingList"), noted), (before + 2, 1));
    })
    .await;
}
