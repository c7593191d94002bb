-- +goose Up
-- A provider's word, alone or for two factors, is that of a provider. A table whose checks grow is made again, as in 17.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE sessions_before AS SELECT * FROM sessions;
DROP TABLE sessions;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT CHECK (end_reason = 'signed_out' OR end_reason = 'reused' OR end_reason = 'disabled' OR end_reason = 'role_changed' OR end_reason = 'password_changed' OR end_reason = 'expired' OR end_reason = 'ended_elsewhere' OR end_reason = 'factors_reset' OR end_reason = 'provider_signed_out' OR end_reason = 'provider_off'),
  factor TEXT NOT NULL DEFAULT 'password' CHECK (factor = 'password' OR factor = 'code' OR factor = 'passkey' OR factor = 'recovery' OR factor = 'provider'), -- how it began
  device TEXT NOT NULL DEFAULT '',         -- browser and system, in words
  network TEXT NOT NULL DEFAULT '',        -- keyed hash of the address range it was used from; empty: does not count
  fresh_at BIGINT,                         -- when the person last proved who they are
  provider_id TEXT REFERENCES oidc_providers (id), -- by which it began; NULL: by none
  provider_subject TEXT,
  provider_sid TEXT,                       -- the provider's own name of its session
  provider_token TEXT,                     -- its word, sealed, to sign out there; gone when the session ends
  vouched BOOLEAN NOT NULL DEFAULT FALSE,  -- the provider asked for a second factor, and the brand lets that count
  CHECK ((provider_id IS NULL) = (provider_subject IS NULL)),
  CHECK (provider_id IS NOT NULL OR (NOT vouched AND factor <> 'provider'))
);
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at,
  provider_id, provider_subject, provider_sid, provider_token, vouched)
  SELECT id, person_id, created_at, used_at, expires_at, ended_at, end_reason,
  CASE WHEN provider_id IS NULL AND factor = 'provider' THEN 'password' ELSE factor END, device, network, fresh_at,
  provider_id, provider_subject, provider_sid, provider_token, vouched AND provider_id IS NOT NULL
  FROM sessions_before;
DROP TABLE sessions_before;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_provider ON sessions (provider_id, provider_subject) WHERE provider_id IS NOT NULL AND ended_at IS NULL;

-- +goose Down
PRAGMA defer_foreign_keys = ON;
CREATE TABLE sessions_before AS SELECT * FROM sessions;
DROP TABLE sessions;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT CHECK (end_reason = 'signed_out' OR end_reason = 'reused' OR end_reason = 'disabled' OR end_reason = 'role_changed' OR end_reason = 'password_changed' OR end_reason = 'expired' OR end_reason = 'ended_elsewhere' OR end_reason = 'factors_reset' OR end_reason = 'provider_signed_out' OR end_reason = 'provider_off'),
  factor TEXT NOT NULL DEFAULT 'password' CHECK (factor = 'password' OR factor = 'code' OR factor = 'passkey' OR factor = 'recovery' OR factor = 'provider'), -- how it began
  device TEXT NOT NULL DEFAULT '',         -- browser and system, in words
  network TEXT NOT NULL DEFAULT '',        -- keyed hash of the address range it was used from; empty: does not count
  fresh_at BIGINT,                         -- when the person last proved who they are
  provider_id TEXT REFERENCES oidc_providers (id), -- by which it began; NULL: by none
  provider_subject TEXT,
  provider_sid TEXT,                       -- the provider's own name of its session
  provider_token TEXT,                     -- its word, sealed, to sign out there; gone when the session ends
  vouched BOOLEAN NOT NULL DEFAULT FALSE,  -- the provider asked for a second factor, and the brand lets that count
  CHECK ((provider_id IS NULL) = (provider_subject IS NULL))
);
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at,
  provider_id, provider_subject, provider_sid, provider_token, vouched)
  SELECT id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at,
  provider_id, provider_subject, provider_sid, provider_token, vouched
  FROM sessions_before;
DROP TABLE sessions_before;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_provider ON sessions (provider_id, provider_subject) WHERE provider_id IS NOT NULL AND ended_at IS NULL;
