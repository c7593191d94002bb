-- +goose Up
-- Times are UTC milliseconds since 1970 in columns that end in _at.

CREATE TABLE brand (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  languages TEXT NOT NULL,                 -- JSON list, the first is the default
  hue INTEGER NOT NULL CHECK (hue BETWEEN 0 AND 360),
  strength INTEGER NOT NULL CHECK (strength BETWEEN 0 AND 160), -- thousandths
  domains TEXT NOT NULL,                   -- JSON list of origins that may embed the widget
  max_seats INTEGER NOT NULL CHECK (max_seats BETWEEN 1 AND 3),
  waiting_minutes INTEGER NOT NULL CHECK (waiting_minutes BETWEEN 1 AND 1440),
  anonymous_ratings BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  hours_version INTEGER NOT NULL,          -- of opening_hours and holidays
  created_at BIGINT NOT NULL
);

CREATE TABLE opening_hours (
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- ISO: Monday is 1
  opens INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),  -- minute of the brand's day
  closes INTEGER NOT NULL CHECK (closes BETWEEN 1 AND 1440 AND closes > opens),
  PRIMARY KEY (weekday, opens)
);

CREATE TABLE holidays (
  day TEXT PRIMARY KEY,                    -- 2026-12-25 in the brand's time zone
  name TEXT NOT NULL,
  opens INTEGER CHECK (opens BETWEEN 0 AND 1439), -- NULL: closed all day
  closes INTEGER CHECK (closes BETWEEN 1 AND 1440),
  CHECK ((opens IS NULL) = (closes IS NULL)),
  CHECK (opens IS NULL OR closes > opens)
);

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

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  person_id TEXT REFERENCES people (id),   -- NULL: the setup link of an empty installation
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invite', 'reset')),
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CHECK ((purpose = 'setup') = (person_id IS NULL))
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT CHECK (end_reason IN ('signed_out', 'reused', 'disabled', 'role_changed', 'password_changed', 'expired'))
);
CREATE INDEX sessions_person ON sessions (person_id);

CREATE TABLE refresh_tokens (
  token_hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  created_at BIGINT NOT NULL,
  rotated_at BIGINT
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '',           -- what the visitor wants to be called
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE visitor_tokens (
  token_hash TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,                 -- valid for 90 days from here
  revoked_at BIGINT
);
CREATE INDEX visitor_tokens_customer ON visitor_tokens (customer_id);

CREATE TABLE products (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  url TEXT NOT NULL DEFAULT '',
  picture TEXT NOT NULL DEFAULT '',        -- name of a built-in picture
  archived_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE contact_reasons (
  id TEXT PRIMARY KEY,
  parent_id TEXT REFERENCES contact_reasons (id),
  name TEXT NOT NULL,
  translations TEXT NOT NULL,              -- JSON object, language to name
  difficulty INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
  complaint BOOLEAN NOT NULL,
  controllable BOOLEAN NOT NULL,
  position INTEGER NOT NULL,
  archived_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK (parent_id IS NULL OR parent_id <> id)
);
CREATE INDEX contact_reasons_parent ON contact_reasons (parent_id);

CREATE TABLE experts (
  id TEXT PRIMARY KEY REFERENCES people (id),
  display_name TEXT NOT NULL,              -- what customers see
  alias TEXT NOT NULL UNIQUE,              -- what the board shows without consent
  bird INTEGER NOT NULL CHECK (bird BETWEEN 0 AND 12),
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'suspended', 'retired')),
  languages TEXT NOT NULL,                 -- JSON list
  board_name BOOLEAN NOT NULL,             -- consent to be named on the board
  presence TEXT NOT NULL CHECK (presence IN ('available', 'break', 'away')),
  presence_at BIGINT NOT NULL,
  lapses INTEGER NOT NULL CHECK (lapses BETWEEN 0 AND 3), -- offers in a row that ran out
  last_offer_at BIGINT,
  offers INTEGER NOT NULL DEFAULT 0,       -- how many came here, for a fair share
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE expert_topics (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  reason_id TEXT NOT NULL REFERENCES contact_reasons (id),
  kind TEXT NOT NULL CHECK (kind IN ('qualified', 'learning')),
  PRIMARY KEY (expert_id, reason_id)
);

-- Whether a customer wishes to meet an expert again.
CREATE TABLE expert_wishes (
  customer_id TEXT NOT NULL REFERENCES customers (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  again BOOLEAN NOT NULL,
  set_at BIGINT NOT NULL,
  PRIMARY KEY (customer_id, expert_id)
);

-- +goose Down
DROP TABLE expert_wishes;
DROP TABLE expert_topics;
DROP TABLE experts;
DROP TABLE contact_reasons;
DROP TABLE products;
DROP TABLE visitor_tokens;
DROP TABLE customers;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE invitations;
DROP TABLE people;
DROP TABLE holidays;
DROP TABLE opening_hours;
DROP TABLE brand;
