-- Each filter of the audit page walks an index in the order of the page, so that a page costs the same at
-- ten lines and at a million.
CREATE INDEX audit_by_time ON audit (at, seq);
CREATE INDEX audit_by_person ON audit (person_id, at, seq);
CREATE INDEX audit_by_action ON audit (action, at, seq);
CREATE INDEX audit_by_person_and_action ON audit (person_id, action, at, seq);
