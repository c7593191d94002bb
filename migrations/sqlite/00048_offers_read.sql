-- +goose Up

-- Experts read what was offered to them, newest first, and why.
CREATE INDEX offers_read ON offers (expert_id, made_at, id);

-- +goose Down
DROP INDEX offers_read;
