-- How long things are kept. First, so that what nobody needs any more is found without reading the rest.
CREATE INDEX entrants_by_time ON entrants (at);
CREATE INDEX intents_settled ON intents (updated_at, id) WHERE state IN ('done', 'refused');
CREATE INDEX recordings_deleted ON recordings (deleted_at, id) WHERE deleted_at IS NOT NULL;

-- When a recording is to be deleted at its vendor; absent: never.
ALTER TABLE recordings ADD COLUMN delete_at BIGINT;
-- When that is tried next, or again; whoever tries puts it off first, so that only one does.
ALTER TABLE recordings ADD COLUMN delete_next_at BIGINT;
ALTER TABLE recordings ADD COLUMN delete_tries BIGINT NOT NULL DEFAULT 0;
-- What the last try failed with: a kind of refusal, and the vendor's own code.
ALTER TABLE recordings ADD COLUMN delete_failed_at BIGINT;
ALTER TABLE recordings ADD COLUMN delete_failure TEXT;
ALTER TABLE recordings ADD COLUMN delete_code TEXT;
CREATE INDEX recordings_to_delete ON recordings (delete_next_at, id)
    WHERE delete_at IS NOT NULL AND deleted_at IS NULL;
