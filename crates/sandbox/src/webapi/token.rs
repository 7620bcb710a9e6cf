//! Section Token 创建方式, from the other side: opens what the samples make.

use aes::Aes256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use md5::{Digest, Md5};
use serde_json::{Map, Value};

/// The fixed key and IV of an enterprise.
pub(super) struct Cipher {
    key: [u8; 32],
    iv: [u8; 16],
}

impl Cipher {
    /// The PHP sample's derivation: `$dx = md5($dx . $passphrase . $passkey)`, three times over.
    pub fn derive(passkey: &str, passphrase: &str) -> Self {
        let mut chain: Vec<u8> = Vec::with_capacity(48);
        let mut link: Vec<u8> = Vec::new();
        while chain.len() < 48 {
            let digest = Md5::new()
                .chain_update(&link)
                .chain_update(passphrase.as_bytes())
                .chain_update(passkey.as_bytes())
                .finalize();
            link = digest.to_vec();
            chain.extend_from_slice(&link);
        }
        let (mut key, mut iv) = ([0; 32], [0; 16]);
        key.copy_from_slice(&chain[..32]);
        iv.copy_from_slice(&chain[32..48]);
        Self { key, iv }
    }

    pub fn key_hex(&self) -> String {
        hex::encode(self.key)
    }

    pub fn iv_hex(&self) -> String {
        hex::encode(self.iv)
    }

    /// The claims of a token, whose URL encoding is undone already. Nothing unless it is base64 of
    /// the encrypted JSON string that holds a JSON object: both samples encode it twice.
    pub fn open(&self, token: &str) -> Option<Map<String, Value>> {
        let sealed = STANDARD.decode(token).ok()?;
        let decryptor = Decryptor::<Aes256>::new(&self.key.into(), &self.iv.into());
        let outer = decryptor.decrypt_padded_vec::<Pkcs7>(&sealed).ok()?;
        let inner: String = serde_json::from_slice(&outer).ok()?;
        serde_json::from_str(&inner).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::Pairs;

    /// A copy of shared/vectors/webapi_tokens.json: tokens made by the PHP sample.
    const VECTORS: &str = include_str!("../../tests/vectors/webapi_tokens.json");

    #[test]
    fn every_token_of_the_sample_opens_to_its_claims() {
        let file: Value = serde_json::from_str(VECTORS).unwrap();
        let vectors = file["vectors"].as_array().unwrap();
        assert!(vectors.len() >= 10);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let cipher = Cipher::derive(text("passkey"), text("passphrase"));
            assert_eq!(cipher.key_hex(), text("key_hex"));
            assert_eq!(cipher.iv_hex(), text("iv_hex"));
            let query = Pairs::parse(format!("token={}", text("token")).as_bytes());
            let claims = cipher.open(query.text("token").unwrap()).unwrap();
            assert_eq!(Value::Object(claims), vector["claims"], "{}", text("name"));
        }
    }

    #[test]
    fn what_is_no_token_does_not_open() {
        let cipher = Cipher::derive("a", "b");
        for text in ["", "x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA==", "84FUudYrqSSBCHSoXUIw5Q=="] {
            assert!(cipher.open(text).is_none(), "{text}");
        }
    }
}
