-- +goose Up
-- Two people decide that somebody who was put out may come back.
ALTER TABLE cases ADD COLUMN readmits BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE cases DROP COLUMN readmits;
