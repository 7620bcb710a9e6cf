//! The state of the whole, for administrators: everything in words, so that the browser only shows it.

use super::connections::ConnectionLine;
use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Something that needs somebody, and what to do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernLine {
    /// It should not wait.
    pub urgent: bool,
    pub title: String,
    pub text: String,
    /// The page where something can be done, and what the way there is called.
    pub way: Option<(String, String)>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureLine {
    pub label: String,
    pub value: String,
    /// What it means, or what follows from it.
    pub note: Option<String>,
}

/// How a connection stands, beyond its own line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionStateLine {
    pub line: ConnectionLine,
    /// When a contact last failed, and why.
    pub failed: Option<(String, String)>,
    /// "Lists: 12 of 300", one for each of the vendor's limits.
    pub calls: Vec<String>,
    /// How many have a place in the queue.
    pub queue: i64,
    /// Said while the vendor asks for fewer calls.
    pub slowed: Option<String>,
}

/// The whole page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemView {
    /// "today 14:00": when all this was so.
    pub at: String,
    pub concerns: Vec<ConcernLine>,
    pub process: Vec<FigureLine>,
    pub database: Vec<FigureLine>,
    pub connections: Vec<ConnectionStateLine>,
    pub work: Vec<FigureLine>,
    pub audit: Vec<FigureLine>,
    pub people: Vec<FigureLine>,
}

#[server(prefix = "/fn", endpoint = "system/view", output = Answer)]
pub async fn view_system() -> Result<SystemView, Refused> {
    super::words::system::view().await
}
