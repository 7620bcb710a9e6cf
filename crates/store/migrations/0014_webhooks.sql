-- How a meeting and a recording stood when they were last told of. What differs from it is an event, written
-- in the same transaction as the change.
ALTER TABLE meetings ADD COLUMN announced_state TEXT;
ALTER TABLE meetings ADD COLUMN announced_sequence BIGINT;
ALTER TABLE meetings ADD COLUMN announced_members BIGINT;
ALTER TABLE meetings ADD COLUMN announced_number TEXT;
UPDATE meetings SET announced_state = state, announced_sequence = sequence, announced_members = members,
    announced_number = vendor_id WHERE state <> 'unconfirmed';
-- 'ready' or 'deleted'.
ALTER TABLE recordings ADD COLUMN announced TEXT;
UPDATE recordings SET announced = CASE WHEN deleted_at IS NULL THEN 'ready' ELSE 'deleted' END;

-- Addresses that events are sent to.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    -- Names of events, separated by blanks.
    events TEXT NOT NULL,
    private_network BOOLEAN NOT NULL,
    paused BOOLEAN NOT NULL,
    secret_sealed TEXT NOT NULL,
    -- The secret before the last change; signs too until `former_until`.
    former_sealed TEXT,
    former_until BIGINT,
    created_at BIGINT NOT NULL,
    failing_since BIGINT,
    stopped_at BIGINT,
    stopped_because TEXT
);

-- Numbers the events of one meeting, or of a recording without one. Whoever writes an event holds the row
-- until the end of the transaction, so no event is seen before an earlier one.
CREATE TABLE event_numbers (
    about TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL,
    at BIGINT NOT NULL
);

-- The outbox and, once settled, the log. No reference to webhooks: writing an event must not wait for whoever
-- changes an address; what is left behind of a removed one is swept away.
CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- What the order holds for.
    about TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- Nobody waits for what is not ordered, and it waits for nobody.
    ordered BOOLEAN NOT NULL,
    replay BOOLEAN NOT NULL,
    meeting_id TEXT,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    -- Who is sending it, and until when nobody else does.
    holder TEXT,
    leased_until BIGINT NOT NULL,
    tried_at BIGINT,
    status BIGINT,
    took BIGINT,
    failing TEXT,
    settled_at BIGINT
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, about, number)
    WHERE state = 'waiting' AND ordered;
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE state <> 'waiting';
