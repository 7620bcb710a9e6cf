-- Who signs in through an identity provider. Issuer and subject name one person forever; a name or an
-- address may be given to somebody else.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_person ON identities (person_id);

-- Sign-ins that have gone to an identity provider. Only hashes: the state's, and that of what the browser
-- keeps in a cookie. Nonce and PKCE verifier are made of both and stand nowhere.
CREATE TABLE pending_sign_ins (
    state_hash TEXT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    -- The path of ours to go to afterwards; may be empty.
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);
