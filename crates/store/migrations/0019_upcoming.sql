-- The list of meetings begins with those to come. Without indices of their own they are found behind all that are
-- past: a million, where somebody owns so many, or where so many were made elsewhere and nobody does. Partial, so
-- that a planner without statistics prefers them; the states stand as queries name them.
CREATE INDEX meetings_upcoming ON meetings (start_at, id)
    WHERE state IN ('scheduled', 'live', 'unconfirmed');
CREATE INDEX meetings_upcoming_by_owner ON meetings (owner_id, start_at, id)
    WHERE state IN ('scheduled', 'live', 'unconfirmed');
CREATE INDEX meetings_upcoming_by_connection ON meetings (connection_id, start_at, id)
    WHERE state IN ('scheduled', 'live', 'unconfirmed');
