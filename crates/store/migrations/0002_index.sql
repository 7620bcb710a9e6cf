-- Connections and the index of what stands at the vendors.

CREATE TABLE connections (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    vendor TEXT NOT NULL,
    base_url TEXT NOT NULL,
    public_id TEXT NOT NULL,
    -- Erased when the connection is removed.
    secret_sealed TEXT,
    zone TEXT NOT NULL,
    -- JSON list.
    media_hosts TEXT NOT NULL,
    private_network BOOLEAN NOT NULL,
    paused BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    answered_at BIGINT,
    failed_at BIGINT,
    failure TEXT,
    code TEXT,
    skew_seconds BIGINT,
    synchronised_at BIGINT
);
-- The name of a removed connection is free again.
CREATE UNIQUE INDEX connections_by_name ON connections (name) WHERE removed_at IS NULL;

CREATE TABLE meetings (
    id TEXT NOT NULL PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id),
    vendor_id TEXT,
    subject TEXT NOT NULL,
    -- Lower-cased subject, host and number: what a search looks through.
    search TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT,
    repeat_period TEXT,
    repeat_until BIGINT,
    state TEXT NOT NULL,
    host_name TEXT NOT NULL,
    members BIGINT NOT NULL,
    owner_id TEXT REFERENCES people (id),
    -- JSON, free of secrets.
    options TEXT,
    password_sealed TEXT,
    public_url TEXT,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    UNIQUE (connection_id, vendor_id)
);
-- Each filter of the meetings page walks an index in the order of the page, so that a page costs
-- the same at ten rows and at a million.
CREATE INDEX meetings_by_start ON meetings (start_at, id);
CREATE INDEX meetings_by_connection ON meetings (connection_id, start_at, id);
CREATE INDEX meetings_by_owner ON meetings (owner_id, start_at, id);
-- Partial, because a planner without statistics would rather sort a million rows by `state, start_at`.
CREATE INDEX meetings_open ON meetings (start_at, id) WHERE state IN ('scheduled', 'live');
CREATE INDEX meetings_scheduled ON meetings (start_at, id) WHERE state = 'scheduled';
CREATE INDEX meetings_live ON meetings (start_at, id) WHERE state = 'live';
CREATE INDEX meetings_cancelled ON meetings (start_at, id) WHERE state = 'cancelled';
CREATE INDEX meetings_unconfirmed ON meetings (start_at, id) WHERE state = 'unconfirmed';
CREATE INDEX meetings_repeating ON meetings (start_at, id) WHERE repeat_period IS NOT NULL;

CREATE TABLE recordings (
    id TEXT NOT NULL PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id),
    vendor_id TEXT NOT NULL,
    vendor_meeting TEXT NOT NULL,
    meeting_id TEXT REFERENCES meetings (id),
    title TEXT NOT NULL,
    search TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    size BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deleted_at BIGINT,
    UNIQUE (connection_id, vendor_id)
);
CREATE INDEX recordings_by_created ON recordings (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_size ON recordings (size, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_duration ON recordings (duration, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_title ON recordings (title, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_connection ON recordings (connection_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX recordings_by_meeting ON recordings (meeting_id, created_at);

CREATE TABLE join_links (
    id TEXT NOT NULL PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    slug_hash TEXT NOT NULL UNIQUE,
    slug_sealed TEXT NOT NULL,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    passcode_hash TEXT,
    early_minutes BIGINT NOT NULL,
    expires_at BIGINT,
    most_uses BIGINT,
    uses BIGINT NOT NULL,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id)
);
CREATE INDEX join_links_by_meeting ON join_links (meeting_id, created_at);

CREATE TABLE meeting_changes (
    id TEXT NOT NULL PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    at BIGINT NOT NULL,
    person_id TEXT,
    what TEXT NOT NULL,
    -- JSON, free of secrets.
    detail TEXT NOT NULL
);
CREATE INDEX meeting_changes_by_meeting ON meeting_changes (meeting_id, at, id);
