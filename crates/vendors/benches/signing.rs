//! How long a signature and a token take, in nanoseconds: the best of some turns, so that a busy machine
//! disturbs little. `scripts/bench/signing.sh` holds it beside the same in C on OpenSSL's EVP.

#![allow(clippy::expect_used, reason = "a measurement that cannot begin has failed")]

use portico_vendors::cloudroom::signature;
use portico_vendors::webapi::{Claims, TokenCredential, token};
use secrecy::{ExposeSecret, SecretString};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: i64 = 200_000;
const TURNS: u32 = 9;

fn best(work: impl Fn(i64) -> SecretString) -> (u128, String) {
    let mut best = u128::MAX;
    for _ in 0..TURNS {
        let from = Instant::now();
        for round in 0..ROUNDS {
            black_box(work(black_box(round)));
        }
        best = best.min(from.elapsed().as_nanos() / ROUNDS.unsigned_abs() as u128);
    }
    (best, work(ROUNDS - 1).expose_secret().to_owned())
}

fn main() {
    let key = SecretString::from("fedcba9876543210fedcba9876543210");
    let (nanos, last) =
        best(|round| signature("0123456789abcdef0123456789abcdef", 1_700_000_000 + round, &key).into());
    println!("signature {nanos} {last}");
    let credential = TokenCredential::from_hex(
        "34b7ee4783925cfc4b5c75116f6f9de52181a450f0ad499fcc9b84e6e55fec33",
        "e116172f58fe068ba347992514110c83",
    );
    let credential = credential.expect("hexadecimal");
    let (nanos, last) = best(|round| {
        let user = (100_000 + round).to_string();
        let claims =
            [("serial", "111111"), ("userid", &*user), ("username", "weiyi我"), ("joinRole", "presenter")];
        token(&credential, &Claims::of(claims))
    });
    println!("token {nanos} {last}");
}
