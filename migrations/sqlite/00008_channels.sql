-- +goose Up

-- How customers come to this brand, as JSON; chat, which is our own widget's, is always one of them.
ALTER TABLE brand ADD COLUMN channels TEXT NOT NULL DEFAULT '["chat","email","phone","ticket","social"]';

-- +goose Down
ALTER TABLE brand DROP COLUMN channels;
