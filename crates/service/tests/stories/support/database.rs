//! The same story on both databases, each time in an empty database of its own.

use portico_store::{MasterKey, Sealer, Store, new_id};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use std::path::PathBuf;
use tokio::sync::OnceCell;

/// An empty database.
pub struct Database {
    pub url: String,
    folder: PathBuf,
}

impl Database {
    fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("portico-service-{}", new_id()));
        std::fs::create_dir(&folder).unwrap();
        Self { url: format!("sqlite://{}", folder.join("portico.db").display()), folder }
    }

    pub async fn open(&self) -> Store {
        let store = Store::open(&self.url).await.unwrap();
        let key = MasterKey::from_bytes("test", [7; 32]).unwrap();
        store.unlock(Sealer::new(key)).await.unwrap();
        store
    }

    /// From now on `what`, such as `INSERT ON audit`, fails.
    pub async fn refuse(&self, what: &str) {
        if self.url.starts_with("sqlite") {
            let broken = "BEGIN SELECT RAISE(ABORT, 'broken'); END";
            self.tamper(&format!("CREATE TRIGGER broken BEFORE {what} {broken}")).await;
        } else {
            let broken = "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                          $$ BEGIN RAISE EXCEPTION 'broken'; END $$";
            let sql = format!(
                "{broken}; CREATE TRIGGER broken BEFORE {what} FOR EACH ROW EXECUTE FUNCTION broken()"
            );
            self.tamper(&sql).await;
        }
    }

    /// Undoes [`Database::refuse`] for this table.
    pub async fn allow(&self, table: &str) {
        let on = if self.url.starts_with("sqlite") { String::new() } else { format!(" ON {table}") };
        self.tamper(&format!("DROP TRIGGER broken{on}")).await;
    }

    /// Writes past the store, as an intruder would.
    pub async fn tamper(&self, sql: &str) {
        if self.url.starts_with("sqlite") {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a story on SQLite, and on PostgreSQL if `PORTICO_TEST_POSTGRES` names a server
/// (`scripts/with-postgres.sh` starts one). `PORTICO_REQUIRE_POSTGRES=1` wants it there.
pub async fn each_database(story: impl AsyncFn(&Database)) {
    story(&Database::sqlite()).await;
    let Ok(server) = std::env::var("PORTICO_TEST_POSTGRES") else {
        let required = std::env::var("PORTICO_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(!required, "PORTICO_REQUIRE_POSTGRES=1, but PORTICO_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("service_{}", new_id().replace('-', ""));
    let template = TEMPLATE.get_or_init(|| prepare(&server)).await;
    let mut admin = sqlx::PgConnection::connect(&server).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).await.unwrap();
    story(&Database { url: with_database(&server, &name), folder: PathBuf::new() }).await;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
}

/// Making the tables takes longer than most stories, so it is done once.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database with its tables and nothing in them, to which nobody is connected.
async fn prepare(server: &str) -> String {
    let name = format!("service_template_{}", std::process::id());
    let mut admin = sqlx::PgConnection::connect(server).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    Store::open(&with_database(server, &name)).await.unwrap().close().await;
    name
}

/// The same server, another database: `scheme://authority/OLD?query`.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
    let (scheme, rest) = address.split_once("://").unwrap();
    let authority = rest.split('/').next().unwrap();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}/{name}{query}")
}
