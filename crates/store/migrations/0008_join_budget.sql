-- How many calls of one kind a vendor is asked at most, shared by all replicas: whoever wants to call takes
-- the next place that is free.
CREATE TABLE call_budgets (
    connection_id TEXT NOT NULL REFERENCES connections (id),
    -- 'join', 'list'
    kind TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    -- While the vendor asks for fewer calls, places are so many times as far apart.
    slowness BIGINT NOT NULL,
    slowed_at BIGINT NOT NULL,
    slowed_until BIGINT NOT NULL,
    -- Meanwhile no place that was given before is used before this.
    passes_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, kind)
);

-- Places in a queue that were used: each is good for one call.
CREATE TABLE spent_places (
    id TEXT NOT NULL PRIMARY KEY,
    turn_at BIGINT NOT NULL
);
CREATE INDEX spent_places_by_turn ON spent_places (turn_at);
