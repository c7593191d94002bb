-- +goose Up

-- An auditor reads what staff read and changes nothing.
ALTER TABLE people
  DROP CONSTRAINT people_role_check,
  ADD CONSTRAINT people_role_check CHECK (role IN ('expert', 'manager', 'admin', 'auditor'));

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
ALTER TABLE sessions
  ADD COLUMN factor TEXT NOT NULL DEFAULT 'password' CHECK (factor IN ('password', 'code', 'passkey', 'recovery')), -- how it began
  ADD COLUMN device TEXT NOT NULL DEFAULT '',         -- browser and system, in words
  ADD COLUMN network TEXT NOT NULL DEFAULT '',        -- keyed hash of the address range it was used from; empty: does not count
  ADD COLUMN fresh_at BIGINT,                         -- when the person last proved who they are
  DROP CONSTRAINT sessions_end_reason_check,
  ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN ('signed_out', 'reused', 'disabled', 'role_changed', 'password_changed', 'expired',
    'ended_elsewhere', 'factors_reset'));

-- +goose Down
UPDATE sessions SET end_reason = 'signed_out' WHERE end_reason IN ('ended_elsewhere', 'factors_reset');
ALTER TABLE sessions
  DROP COLUMN factor,
  DROP COLUMN device,
  DROP COLUMN network,
  DROP COLUMN fresh_at,
  DROP CONSTRAINT sessions_end_reason_check,
  ADD CONSTRAINT sessions_end_reason_check CHECK (end_reason IN ('signed_out', 'reused', 'disabled', 'role_changed', 'password_changed', 'expired'));
DROP TABLE challenges;
DROP TABLE recovery_codes;
DROP TABLE authenticators;
DROP TABLE passkeys;
-- Who audited may do nothing now: their account is closed.
UPDATE people SET role = 'manager', disabled_at = coalesce(disabled_at, created_at) WHERE role = 'auditor';
ALTER TABLE people
  DROP CONSTRAINT people_role_check,
  ADD CONSTRAINT people_role_check CHECK (role IN ('expert', 'manager', 'admin'));
