//! Passwords: Argon2id with 19 MiB, two passes, one lane (guarantees, security 10).
//!
//! Hashing is capped to a few at a time, so that a flood of sign-ins cannot take all memory.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use portico_domain::refusals::{Kind, Refusal};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

static AT_ONCE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// Verified when there is no such account, so that both answers take as long.
static DECOY: LazyLock<String> = LazyLock::new(|| hash_now("no such account").unwrap_or_default());

/// KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Option<String> {
    argon2().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Was it hashed in another way than passwords are now, as by an earlier release? Then a sign-in, which has
/// the password, hashes it anew.
pub fn is_outdated(stored: &str) -> bool {
    let (memory, passes, lanes) = COST;
    !stored.starts_with(&format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$"))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    let unavailable = || Refusal::of(Kind::Unavailable);
    let turn = AT_ONCE.clone().acquire_owned().await.map_err(|_| unavailable())?;
    // The work goes on when nobody waits for it any more, so its turn goes with it.
    let in_turn = move || {
        let done = work();
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(in_turn).await.map_err(|_| unavailable())
}

/// # Errors
/// [`Kind::Unavailable`] if the machine cannot hash right now.
pub async fn hash(password: &SecretString) -> Result<String, Refusal> {
    let password = password.clone();
    let hash = blocking(move || hash_now(password.expose_secret())).await?;
    hash.ok_or_else(|| Refusal::of(Kind::Internal))
}

/// Compares with the stored hash, or with a decoy if there is none.
///
/// # Errors
/// [`Kind::Unavailable`] if the machine cannot hash right now.
pub async fn verify(password: &SecretString, stored: Option<String>) -> Result<bool, Refusal> {
    let password = password.clone();
    blocking(move || match stored {
        Some(stored) => verify_now(password.expose_secret(), &stored),
        None => {
            verify_now(password.expose_secret(), &DECOY);
            false
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let right: SecretString = "correct horse battery".into();
        let stored = hash(&right).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(&right, Some(stored.clone())).await.expect("verified"));
        assert!(!is_outdated(&stored));
        assert!(!verify(&"wrong".into(), Some(stored)).await.expect("verified"));
        assert!(!verify(&right, None).await.expect("verified"));
    }

    #[tokio::test]
    async fn a_weaker_hash_opens_and_is_outdated() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8 * 1024, 1, 1, None).expect("parameters"),
        );
        let stored = weak.hash_password(b"correct horse battery").expect("hashed").to_string();
        assert!(is_outdated(&stored), "{stored}");
        assert!(verify(&"correct horse battery".into(), Some(stored.clone())).await.expect("verified"));
        assert!(!verify(&"wrong".into(), Some(stored)).await.expect("verified"));
    }

    #[tokio::test]
    async fn no_more_than_two_are_hashed_at_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let work = || {
            MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_millis(5));
            NOW.fetch_sub(1, Ordering::SeqCst);
        };
        let tasks: Vec<_> = (0..40).map(|_| tokio::spawn(blocking(work))).collect();
        for (number, task) in tasks.into_iter().enumerate() {
            // Who goes away does not take their work along.
            if number % 2 == 0 {
                task.abort();
                continue;
            }
            task.await.expect("ended").expect("hashed");
        }
        assert_eq!(MOST.load(Ordering::SeqCst), 2);
    }
}
