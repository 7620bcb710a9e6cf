#[derive(serde::Serialize)]
struct Leak {
    secret: portico_vendors::kit::SecretString,
}

fn main() {
    let _ = Leak { secret: "canary".into() }.secret;
}
