//! Who went in, by the number that the vendor's attendance lists.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::links::JoinRole;
use support::{at, each_database, ground, link, meeting};

#[tokio::test]
async fn a_number_keeps_the_name_it_was_given_first() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let (daily, other) = (meeting(&connection.id, "1", 100), meeting(&connection.id, "2", 100));
        for meeting in [&daily, &other] {
            store.meetings().insert(meeting, None).await.unwrap();
        }
        let link = link(&daily.id, &person.id);
        let entrants = store.entrants();
        entrants.note(&daily.id, "b2", "小明 😀", "speaker", &link.id, at(2)).await.unwrap();
        entrants.note(&daily.id, "a1", "\"Ann\"/'B'", "attendee", &link.id, at(1)).await.unwrap();
        entrants.note(&daily.id, "b2", "Somebody else", "host", &link.id, at(3)).await.unwrap();
        entrants.note(&other.id, "b2", "Elsewhere", "host", &link.id, at(3)).await.unwrap();

        let came = entrants.of_meeting(&daily.id).await.unwrap();
        let told: Vec<_> =
            came.iter().map(|one| (one.user_id.as_str(), one.name.as_str(), one.role)).collect();
        let wanted = [("a1", "\"Ann\"/'B'", JoinRole::Attendee), ("b2", "小明 😀", JoinRole::Speaker)];
        assert_eq!(told, wanted);
        assert_eq!((came[0].at, &came[0].link), (at(1), &link.id));
        assert_eq!(&came[1].link, &link.id);
        let last: Vec<_> =
            entrants.of_link(&link.id, 2).await.unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(last, ["Elsewhere", "小明 😀"], "the last to come first, and no more than asked for");
    })
    .await;
}
