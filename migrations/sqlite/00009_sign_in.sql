-- +goose Up
-- Tables whose checks grow are copied, dropped and made again, as in 6. Keys are looked at when the transaction commits.
PRAGMA defer_foreign_keys = ON;

-- An auditor reads what staff read and changes nothing.
CREATE TABLE people_before AS SELECT * FROM people;
DROP TABLE people;
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('expert', 'manager', 'admin', 'auditor')),
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> ''),
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',  -- empty until the invitation is used
  auth_version INTEGER NOT NULL DEFAULT 1, -- rises with every change that ends tokens
  disabled_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);
INSERT INTO people (id, role, email, name, language, password_hash, auth_version, disabled_at, version, created_at)
  SELECT id, role, email, name, language, password_hash, auth_version, disabled_at, version, created_at FROM people_before;
DROP TABLE people_before;

-- A key that a person's device keeps; what the server knows of it is public.
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  credential_id TEXT NOT NULL UNIQUE,
  record TEXT NOT NULL,                    -- JSON: public key, counter, flags, transports
  name TEXT NOT NULL,
  backed_up BOOLEAN NOT NULL,              -- lives on more than one device
  created_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX passkeys_person ON passkeys (person_id);

-- An app that shows six digits; a code works once.
CREATE TABLE authenticators (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  secret TEXT NOT NULL,                    -- sealed with a key that is not in the database
  last_step BIGINT NOT NULL,               -- of the last code that was used, in half minutes since 1970
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT                      -- NULL: nobody has shown a code of it yet
);

-- Codes for the day on which the device is gone. Each works once.
CREATE TABLE recovery_codes (
  person_id TEXT NOT NULL REFERENCES people (id),
  code_hash TEXT NOT NULL,                 -- keyed: nobody finds the code by trying
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  told_at BIGINT,                          -- when the person read that it was used
  PRIMARY KEY (person_id, code_hash)
);

-- A step of signing in that waits for its answer. One answer counts.
CREATE TABLE challenges (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('second_factor', 'passkey', 'new_passkey', 'proof')),
  person_id TEXT REFERENCES people (id),   -- NULL: whoever has the passkey
  data TEXT NOT NULL,                      -- what the answer is compared with
  tries INTEGER NOT NULL CHECK (tries BETWEEN 0 AND 5), -- wrong answers
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

-- Where somebody is signed in, and how they came in.
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
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason)
  SELECT id, person_id, created_at, used_at, expires_at, ended_at, end_reason FROM sessions_before;
DROP TABLE sessions_before;
CREATE INDEX sessions_person ON sessions (person_id);

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
  end_reason TEXT CHECK (end_reason IN ('signed_out', 'reused', 'disabled', 'role_changed', 'password_changed', 'expired'))
);
INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, ended_at, end_reason)
  SELECT id, person_id, created_at, used_at, expires_at, ended_at,
    CASE WHEN end_reason IN ('ended_elsewhere', 'factors_reset') THEN 'signed_out' ELSE end_reason END FROM sessions_before;
DROP TABLE sessions_before;
CREATE INDEX sessions_person ON sessions (person_id);
DROP TABLE challenges;
DROP TABLE recovery_codes;
DROP TABLE authenticators;
DROP TABLE passkeys;
-- Who audited may do nothing now: their account is closed.
UPDATE people SET role = 'manager', disabled_at = coalesce(disabled_at, created_at) WHERE role = 'auditor';
CREATE TABLE people_before AS SELECT * FROM people;
DROP TABLE people;
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('expert', 'manager', 'admin')),
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> ''),
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',  -- empty until the invitation is used
  auth_version INTEGER NOT NULL DEFAULT 1, -- rises with every change that ends tokens
  disabled_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);
INSERT INTO people (id, role, email, name, language, password_hash, auth_version, disabled_at, version, created_at)
  SELECT id, role, email, name, language, password_hash, auth_version, disabled_at, version, created_at FROM people_before;
DROP TABLE people_before;
