//! What was made at a vendor that lists nothing.

mod support;

use portico_store::directory::{Entry, EntryKind};
use serde_json::json;
use support::{at, connection, each_database};

fn entry(kind: EntryKind, id: &str, name: &str) -> Entry {
    let detail = json!({"mobile": "18927450001", "text": "引号 \" 和 \\ 反斜杠"});
    Entry { kind, vendor_id: id.into(), name: name.into(), parent: "102".into(), detail }
}

#[tokio::test]
async fn entries_are_filed_changed_listed_by_name_and_removed() {
    each_database(|store| async move {
        let (north, south) = (connection("north"), connection("south"));
        for connection in [&north, &south] {
            store.connections().insert(connection, &"secret".into()).await.unwrap();
        }
        let directory = store.directory();
        let ada = entry(EntryKind::User, "ada@example.cn", "Ada");
        let zoe = entry(EntryKind::User, "zoe@example.cn", "Zoe");
        directory.put(&north.id, &zoe, at(1)).await.unwrap();
        directory.put(&north.id, &ada, at(2)).await.unwrap();
        let same_id = entry(EntryKind::Company, "ada@example.cn", "A company");
        directory.put(&north.id, &same_id, at(3)).await.unwrap();
        directory.put(&south.id, &entry(EntryKind::User, "ada@example.cn", "Another"), at(3)).await.unwrap();
        let users = async || directory.list(&north.id, EntryKind::User).await.unwrap();
        assert_eq!(users().await, [ada.clone(), zoe.clone()], "each kind and connection for itself");

        let changed = Entry { name: "Zz".into(), parent: String::new(), detail: json!({}), ..ada };
        directory.put(&north.id, &changed, at(4)).await.unwrap();
        assert_eq!(users().await, [zoe.clone(), changed], "changed, not doubled");
        assert!(directory.remove(&north.id, EntryKind::User, "ada@example.cn").await.unwrap());
        assert!(!directory.remove(&north.id, EntryKind::User, "ada@example.cn").await.unwrap());
        assert_eq!(users().await, [zoe]);
        assert_eq!(directory.list(&north.id, EntryKind::Company).await.unwrap(), [same_id]);
        assert_eq!(directory.list(&south.id, EntryKind::User).await.unwrap().len(), 1);
        assert!(directory.list(&north.id, EntryKind::Department).await.unwrap().is_empty());
    })
    .await;
}
