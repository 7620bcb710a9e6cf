-- Recordings that are shown to people without an account.
CREATE TABLE recording_links (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id),
    slug_hash TEXT NOT NULL UNIQUE,
    slug_sealed TEXT NOT NULL,
    label TEXT NOT NULL,
    passcode_hash TEXT,
    expires_at BIGINT NOT NULL,
    may_download BOOLEAN NOT NULL,
    -- The join page of an ended meeting leads to it.
    on_join_page BOOLEAN NOT NULL,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id)
);
CREATE INDEX recording_links_by_recording ON recording_links (recording_id, created_at);
CREATE INDEX recording_links_by_creator ON recording_links (created_by);
