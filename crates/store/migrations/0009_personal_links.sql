-- Links that are made for one person each: the label is that person's name, which the join page fills in.
ALTER TABLE join_links ADD COLUMN personal BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX entrants_by_link ON entrants (link_id, at);

-- When a meeting was to begin before it was moved last, and when it was moved: whoever got a link before
-- may still have the old time.
ALTER TABLE meetings ADD COLUMN moved_from BIGINT;
ALTER TABLE meetings ADD COLUMN moved_at BIGINT;
