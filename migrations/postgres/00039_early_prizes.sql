-- +goose Up

-- A prize that is no thing: whoever wins it has what is released a day early, for thirteen weeks.
ALTER TABLE prizes ADD COLUMN early_access BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE prizes DROP COLUMN early_access;
