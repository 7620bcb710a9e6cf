//! The sandbox's control port: what the vendors were asked.

use crate::Site;
use crate::visitor::Visitor;
use anyhow::ensure;
use serde::Deserialize;

/// One call, as the sandbox logged it.
#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    /// Unix milliseconds of its arrival.
    pub time_ms: i64,
    pub operation: String,
    pub path: String,
    pub body: String,
    /// The vendor's own code when it refused.
    pub code: Option<i64>,
    pub vendor: String,
}

impl Call {
    /// What was asked about: address and body, without the chance boundaries between the parts of a form.
    pub fn about(&self) -> (String, String) {
        let parts = self.body.lines().filter(|line| !line.starts_with("--"));
        (self.path.clone(), parts.collect())
    }
}

pub struct Control(Visitor);

impl Control {
    pub fn new(site: &Site) -> Self {
        Self(Visitor::of_data(site))
    }

    /// Forgets what was called so far.
    ///
    /// # Errors
    /// The sandbox does not answer.
    pub async fn clear(&mut self) -> anyhow::Result<()> {
        let answer = self.0.delete("/calls").await?;
        ensure!(answer.status == 204, "the sandbox did not clear its log: {}", answer.status);
        Ok(())
    }

    /// What was called since, the oldest first.
    ///
    /// # Errors
    /// The sandbox does not answer, or its log was too short for so many calls.
    pub async fn calls(&mut self) -> anyhow::Result<Vec<Call>> {
        let answer = self.0.get("/calls").await?;
        let calls: Vec<Call> = serde_json::from_str(&answer.body)?;
        ensure!(
            calls.len() < MOST_LOGGED,
            "the sandbox logs {MOST_LOGGED} calls at most, and there were more"
        );
        Ok(calls)
    }
}

/// The sandbox forgets older ones.
const MOST_LOGGED: usize = 10_000;
