-- +goose Up

-- What a draw is made of, and what is confirmed in time.
ALTER TABLE drops ADD CONSTRAINT drops_drawn_seed CHECK (drawn_at IS NULL OR seed <> '');
ALTER TABLE drops ADD CONSTRAINT drops_drawn_at CHECK (state <> 'drawn' OR drawn_at IS NOT NULL);
ALTER TABLE drop_entries ADD CONSTRAINT drop_entries_entered CHECK (state <> 'entered' OR released_at IS NULL);
ALTER TABLE drop_entries ADD CONSTRAINT drop_entries_until CHECK (confirm_until IS NULL OR confirm_until > won_at);
ALTER TABLE redemptions ADD CONSTRAINT redemptions_confirmed CHECK (confirmed_at IS NULL OR (confirm_until IS NOT NULL AND confirmed_at < confirm_until));

-- +goose Down
ALTER TABLE redemptions DROP CONSTRAINT redemptions_confirmed;
ALTER TABLE drop_entries DROP CONSTRAINT drop_entries_until;
ALTER TABLE drop_entries DROP CONSTRAINT drop_entries_entered;
ALTER TABLE drops DROP CONSTRAINT drops_drawn_at;
ALTER TABLE drops DROP CONSTRAINT drops_drawn_seed;
