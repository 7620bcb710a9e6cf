fn main() {
    let secret = portico_vendors::kit::SecretString::from("canary");
    println!("{secret}");
}
