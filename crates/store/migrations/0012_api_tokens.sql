-- Tokens of scripts. Only a hash of each is here; `hint` is its first characters.
CREATE TABLE api_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    hint TEXT NOT NULL,
    -- Names of scopes, separated by blanks.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT
);
CREATE INDEX api_tokens_by_person ON api_tokens (person_id, created_at);
