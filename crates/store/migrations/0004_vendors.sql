-- What the other vendors need: settings and secrets of their own, series, numbers that change, recordings
-- that are found by their id alone, and a directory where the vendor lists none.

-- JSON, free of secrets.
ALTER TABLE connections ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
-- Secrets besides the main one. Erased when the connection is removed.
ALTER TABLE connections ADD COLUMN more_secrets_sealed TEXT;

ALTER TABLE meetings ADD COLUMN series_id TEXT;
-- What a vendor tells at the creation only, such as the address to stream to.
ALTER TABLE meetings ADD COLUMN told_sealed TEXT;
CREATE INDEX meetings_by_series ON meetings (series_id, start_at, id);

-- Numbers that a meeting had before it was booked again: a listing that still holds one must not bring
-- it back as a meeting of its own.
CREATE TABLE former_numbers (
    connection_id TEXT NOT NULL REFERENCES connections (id),
    vendor_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, vendor_id)
);

-- Ids of recordings at a vendor that lists recordings by nothing else.
CREATE TABLE recording_ids (
    connection_id TEXT NOT NULL REFERENCES connections (id),
    vendor_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    -- When its files were complete; absent while they may still come.
    settled_at BIGINT,
    PRIMARY KEY (connection_id, vendor_id)
);
CREATE INDEX recording_ids_by_meeting ON recording_ids (meeting_id);

-- Companies, departments and users that were made through Portico, where the vendor lists none.
CREATE TABLE directory_entries (
    connection_id TEXT NOT NULL REFERENCES connections (id),
    kind TEXT NOT NULL,
    vendor_id TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,
    -- JSON, free of secrets.
    detail TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, kind, vendor_id)
);
