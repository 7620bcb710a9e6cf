-- What a change in several steps still needs when it is taken up again: passwords of the booking that is to
-- be made. Erased as soon as the change is settled.
ALTER TABLE intents ADD COLUMN secrets_sealed TEXT;

-- Who started the recording through Portico; absent when somebody did so at the vendor.
ALTER TABLE recording_ids ADD COLUMN started_by TEXT;
