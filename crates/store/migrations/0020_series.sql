-- In which zone a series that Portico made keeps its hour. Until now only the intent that made it knew, and those go
-- after a while.
CREATE TABLE series (
    -- As in meetings.series_id.
    id TEXT NOT NULL PRIMARY KEY,
    zone TEXT NOT NULL
);

-- The zone stands last in what such an intent holds: cut off what is behind it, then find where its letters begin.
INSERT INTO series (id, zone)
SELECT i.id, SUBSTR(RTRIM(i.payload, '"}'), 1 + LENGTH(RTRIM(RTRIM(i.payload, '"}'),
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/')))
FROM intents i
WHERE i.action = 'series.schedule' AND i.payload LIKE '%"zone":"%"}'
    AND EXISTS (SELECT 1 FROM meetings m WHERE m.series_id = i.id);
