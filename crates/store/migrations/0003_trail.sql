-- What Portico is about to do, and what was done.

CREATE TABLE intents (
    id TEXT NOT NULL PRIMARY KEY,
    idempotency_key TEXT NOT NULL,
    -- The person, or empty for Portico itself: NULL would not be unique.
    scope TEXT NOT NULL,
    person_id TEXT,
    action TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    connection_id TEXT,
    meeting_id TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    result TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    UNIQUE (scope, idempotency_key)
);
CREATE INDEX intents_open ON intents (updated_at, id) WHERE state IN ('pending', 'unknown');
CREATE INDEX intents_by_meeting ON intents (meeting_id);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    person_id TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_mac TEXT NOT NULL,
    mac TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, seq);

-- The end of the chain. Whoever appends locks this row first, which orders appends on both databases;
-- and a log that ends before it has been cut off.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    mac TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, mac) VALUES (1, 0, '');
