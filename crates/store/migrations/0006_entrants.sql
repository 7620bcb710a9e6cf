-- Who went in where the vendor's attendance lists a number of ours instead of a name: what the number
-- stands for.
CREATE TABLE entrants (
    meeting_id TEXT NOT NULL,
    -- What the vendor's attendance lists for this person; made anew at each join.
    user_id TEXT NOT NULL,
    -- As typed at the join.
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    link_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, user_id)
);
