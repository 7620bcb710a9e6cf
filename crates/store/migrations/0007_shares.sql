-- With whom a meeting is shared, besides its owner. A meeting of a series is shared under the id of the
-- series, and with it all the others.
CREATE TABLE meeting_shares (
    -- meetings.series_id, or meetings.id of a meeting that stands alone.
    meeting_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (person_id, meeting_id)
);
CREATE INDEX meeting_shares_by_meeting ON meeting_shares (meeting_id, person_id);
CREATE INDEX one_time_links_by_person ON one_time_links (person_id);
CREATE INDEX join_links_by_creator ON join_links (created_by);
