-- +goose Up
-- A provider's word, alone or for two factors, is that of a provider.
UPDATE sessions SET vouched = FALSE, factor = CASE WHEN factor = 'provider' THEN 'password' ELSE factor END
  WHERE provider_id IS NULL AND (vouched OR factor = 'provider');
ALTER TABLE sessions ADD CONSTRAINT sessions_vouched_check CHECK (provider_id IS NOT NULL OR (NOT vouched AND factor <> 'provider'));

-- +goose Down
ALTER TABLE sessions DROP CONSTRAINT sessions_vouched_check;
