//! Connections by their ids and by their names.

use super::rig::rig;
use portico_domain::capabilities::Vendor;
use serde_json::json;

#[tokio::test]
async fn a_connection_is_called_by_its_id_or_its_name() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    for vendor in Vendor::ALL {
        let connection = rig.connection(vendor);
        let (id, name) = (connection.id.as_str(), connection.name.replace(' ', "%20"));
        for list in ["meetings", "recordings"] {
            let narrowed = async |text: &str| {
                let path = format!("/api/v1/{list}?limit=100&connection={text}");
                let answer = rig.get(&token, &path).await;
                assert_eq!(answer.status, 200, "{path}: {}", answer.json);
                answer.json["items"].as_array().unwrap().clone()
            };
            let by_name = narrowed(&name).await;
            assert_eq!(by_name, narrowed(id).await, "{list} of {name}");
            assert!(by_name.iter().all(|item| item["connection"] == id), "{list} of {name}");
            // The others have nothing to list from the start.
            assert!(vendor != Vendor::Cloudroom || !by_name.is_empty(), "{list} of {name}");
            let all = rig.get(&token, &format!("/api/v1/{list}?limit=100")).await;
            assert_eq!(json!(narrowed("").await), all.json["items"], "{list}: empty is none");
        }
        let seen = rig.get(&token, &format!("/api/v1/connections/{name}")).await;
        assert_eq!((seen.status, &seen.json["id"]), (200, &json!(id)), "{name}");
    }
    let rooms = rig.get(&token, "/api/v1/connections/VMR%20sandbox/rooms").await;
    assert!(!rooms.json["items"].as_array().unwrap().is_empty(), "{}", rooms.json);
    let users = rig.get(&token, "/api/v1/connections/CloudRoom%20sandbox/users").await;
    assert_eq!(users.status, 200, "{}", users.json);
}

#[tokio::test]
async fn a_connection_that_there_is_not_is_refused_by_field_or_not_found() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let gone = rig.connection(Vendor::Vmr);
    rig.administrator.remove_connection(&gone.id).await.unwrap();
    for text in ["Nowhere", gone.id.as_str(), "VMR%20sandbox", "cloudroom%20SANDBOX"] {
        for list in ["meetings", "recordings"] {
            let answer = rig.get(&token, &format!("/api/v1/{list}?connection={text}")).await;
            let fields = json!([{ "field": "connection", "rule": "not-a-choice" }]);
            assert_eq!((answer.status, &answer.json["fields"]), (422, &fields), "{list}: {text}");
        }
        for place in ["", "/rooms", "/contacts", "/users", "/departments", "/companies"] {
            let answer = rig.get(&token, &format!("/api/v1/connections/{text}{place}")).await;
            assert_eq!((answer.status, &answer.json["kind"]), (404, &json!("not-found")), "{text}{place}");
        }
    }
}
