-- +goose Up

-- A message is looked for by the id that its sender's client gave it, whoever the customer is by now.
DROP INDEX timeline_entries_client;
CREATE UNIQUE INDEX timeline_entries_client ON timeline_entries (conversation_id, client_id, author_id) WHERE client_id IS NOT NULL;
-- What was promised is shown with every conversation in a list.
CREATE INDEX follow_ups_conversation ON follow_ups (conversation_id);

-- +goose Down
DROP INDEX follow_ups_conversation;
DROP INDEX timeline_entries_client;
CREATE UNIQUE INDEX timeline_entries_client ON timeline_entries (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;
