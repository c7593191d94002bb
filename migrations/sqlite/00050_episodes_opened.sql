-- +goose Up

-- Reports are about the episodes that began in some days.
CREATE INDEX episodes_opened ON episodes (opened_at);

-- +goose Down
DROP INDEX episodes_opened;
