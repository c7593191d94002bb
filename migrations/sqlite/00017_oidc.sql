-- +goose Up
-- A table whose checks grow is copied, dropped and made again, as in 6. Keys are looked at when the transaction commits.
PRAGMA defer_foreign_keys = ON;

-- An OpenID provider that the brand lets vouch for its people.
CREATE TABLE oidc_providers (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,               -- its name in addresses; never changes
  name TEXT NOT NULL,
  issuer TEXT NOT NULL UNIQUE,             -- changes only while nobody is linked
  client_id TEXT NOT NULL,
  client_secret TEXT NOT NULL,             -- sealed with a key that is not in the database; empty: there is none
  roles TEXT NOT NULL,                     -- JSON list: who may come in by it
  acr TEXT NOT NULL,                       -- JSON list: asked for, and counts as a second factor
  amr TEXT NOT NULL,                       -- JSON list: counts as a second factor
  enabled BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

-- Who somebody is at a provider. Nothing else says so, least of all an e-mail address.
CREATE TABLE oidc_identities (
  provider_id TEXT NOT NULL REFERENCES oidc_providers (id),
  subject TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (provider_id, subject),
  UNIQUE (provider_id, person_id)
);
CREATE INDEX oidc_identities_person ON oidc_identities (person_id);

-- What a browser was sent to a provider for. It comes back once.
CREATE TABLE oidc_errands (
  state_hash TEXT PRIMARY KEY,
  provider_id TEXT NOT NULL REFERENCES oidc_providers (id),
  purpose TEXT NOT NULL CHECK (purpose = 'sign_in' OR purpose = 'link' OR purpose = 'invitation' OR purpose = 'proof'),
  person_id TEXT REFERENCES people (id),   -- who is signed in; NULL: nobody
  invitation_hash TEXT,                    -- of the link that is to be used
  browser_hash TEXT NOT NULL,              -- of the cookie of the browser that was sent
  nonce_hash TEXT NOT NULL,
  verifier TEXT NOT NULL,                  -- of PKCE, sealed
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CHECK ((person_id IS NOT NULL) = (purpose = 'link' OR purpose = 'proof')),
  CHECK ((invitation_hash IS NOT NULL) = (purpose = 'invitation'))
);

-- That a provider signed somebody out: its word counts once, and against a sign-in that comes late.
CREATE TABLE oidc_logouts (
  provider_id TEXT NOT NULL REFERENCES oidc_providers (id),
  token_id TEXT NOT NULL,
  subject TEXT,
  sid TEXT,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (provider_id, token_id),
  CHECK (subject IS NOT NULL OR sid IS NOT NULL)
);

-- By which provider a sign-in began that waits for its second factor, as JSON.
ALTER TABLE challenges ADD COLUMN via TEXT NOT NULL DEFAULT '';

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
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at)
  SELECT id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at FROM sessions_before;
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
  end_reason TEXT CHECK (end_reason IN ('signed_out', 'reused', 'disabled', 'role_changed', 'password_changed', 'expired',
    'ended_elsewhere', 'factors_reset')),
  factor TEXT NOT NULL DEFAULT 'password' CHECK (factor IN ('password', 'code', 'passkey', 'recovery')), -- how it began
  device TEXT NOT NULL DEFAULT '',         -- browser and system, in words
  network TEXT NOT NULL DEFAULT '',        -- keyed hash of the address range it was used from; empty: does not count
  fresh_at BIGINT                          -- when the person last proved who they are
);
-- Who came in by a provider signs in anew.
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at)
  SELECT id, person_id, created_at, used_at, expires_at, CASE WHEN provider_id IS NULL THEN ended_at ELSE coalesce(ended_at, used_at) END,
    CASE WHEN provider_id IS NULL THEN end_reason ELSE 'signed_out' END, CASE WHEN factor = 'provider' THEN 'password' ELSE factor END,
    device, network, fresh_at FROM sessions_before;
DROP TABLE sessions_before;
CREATE INDEX sessions_person ON sessions (person_id);
ALTER TABLE challenges DROP COLUMN via;
DROP TABLE oidc_logouts;
DROP TABLE oidc_errands;
DROP TABLE oidc_identities;
DROP TABLE oidc_providers;
-- Who has no password because a provider vouched for them needs a new link.
UPDATE people SET password_hash = '' WHERE password_hash = '!';
