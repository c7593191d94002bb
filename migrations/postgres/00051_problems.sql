-- +goose Up

-- Parts of the brand that own problems.
CREATE TABLE departments (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  email TEXT NOT NULL CHECK (email <> ''),
  archived_at BIGINT,
  version INTEGER NOT NULL
);

-- What the brand assumes about costs, in cents, and from which share on a reason is a volume.
CREATE TABLE problem_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  contact_cents INTEGER NOT NULL CHECK (contact_cents BETWEEN 0 AND 100000),
  hour_cents INTEGER NOT NULL CHECK (hour_cents BETWEEN 0 AND 100000),
  volume_percent INTEGER NOT NULL CHECK (volume_percent BETWEEN 5 AND 100),
  version INTEGER NOT NULL
);

-- A cause behind many contacts.
CREATE TABLE problems (
  id TEXT PRIMARY KEY,
  reason_id TEXT NOT NULL REFERENCES contact_reasons (id),
  product_id TEXT NOT NULL DEFAULT '',               -- empty: of every product
  state TEXT NOT NULL CHECK (state = 'candidate' OR state = 'open' OR state = 'changing' OR state = 'measuring' OR state = 'closed'),
  outcome TEXT CHECK (outcome = 'solved' OR outcome = 'no_effect' OR outcome = 'dismissed'),
  origin TEXT NOT NULL CHECK (origin = 'spike' OR origin = 'volume' OR origin = 'ratings' OR origin = 'signal' OR origin = 'idea' OR origin = 'staff'),
  title TEXT NOT NULL CHECK (title <> ''),
  cause TEXT CHECK (cause = 'it' OR cause = 'process' OR cause = 'product' OR cause = 'communication' OR cause = 'knowledge'),
  department_id TEXT REFERENCES departments (id),
  owner_id TEXT REFERENCES people (id),
  due_on TEXT NOT NULL DEFAULT '',                   -- 2026-12-31 in the brand's time zone
  why TEXT NOT NULL DEFAULT '',
  found_at BIGINT NOT NULL,
  decided_at BIGINT,                                 -- taken up or dismissed
  adopted_at BIGINT,                                 -- taken up for the first time: its reporters are told
  moved_at BIGINT NOT NULL,
  closed_at BIGINT,
  version INTEGER NOT NULL,
  CHECK ((state = 'closed') = (outcome IS NOT NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK (state = 'candidate' OR decided_at IS NOT NULL),
  CHECK (state = 'candidate' OR state = 'closed' OR (adopted_at IS NOT NULL AND cause IS NOT NULL))
);
-- One living problem of a reason and product.
CREATE UNIQUE INDEX problems_living ON problems (reason_id, product_id) WHERE state <> 'closed';
CREATE INDEX problems_state ON problems (state, moved_at);
CREATE INDEX problems_found ON problems (found_at);

-- What detection saw, once a day.
CREATE TABLE problem_findings (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'spike' OR kind = 'volume' OR kind = 'ratings'),
  contacts INTEGER NOT NULL CHECK (contacts >= 1),
  expected_tenths INTEGER NOT NULL CHECK (expected_tenths >= 0),
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL CHECK (until_at > from_at),
  found_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, day, kind)
);

-- What experts saw in their conversations. The first six are a problem's reporters.
CREATE TABLE problem_signals (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  text TEXT NOT NULL CHECK (text <> ''),
  sent_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, expert_id),
  UNIQUE (problem_id, no)
);
CREATE INDEX problem_signals_expert ON problem_signals (expert_id, sent_at);

-- The changes that were made for a problem.
CREATE TABLE improvements (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  what TEXT NOT NULL CHECK (what <> ''),
  hypothesis TEXT NOT NULL CHECK (hypothesis <> ''),
  on_day TEXT NOT NULL CHECK (on_day <> ''),         -- from when on it counts, in the brand's time zone
  quick_win BOOLEAN NOT NULL,
  planned_by TEXT NOT NULL REFERENCES people (id),
  planned_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, no)
);

-- What was measured when a problem was closed as solved: the register of benefits.
CREATE TABLE problem_results (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  changed_on TEXT NOT NULL,
  ratio_permille INTEGER NOT NULL,
  low_permille INTEGER NOT NULL,
  high_permille INTEGER NOT NULL CHECK (low_permille <= ratio_permille AND ratio_permille <= high_permille),
  own_before INTEGER NOT NULL,
  own_after INTEGER NOT NULL,
  others_before INTEGER NOT NULL,
  others_after INTEGER NOT NULL,
  weeks_before INTEGER NOT NULL CHECK (weeks_before >= 1),
  weeks_after INTEGER NOT NULL CHECK (weeks_after >= 1),
  last_year BOOLEAN NOT NULL,
  contacts_month INTEGER NOT NULL CHECK (contacts_month >= 0),
  cents_month BIGINT NOT NULL CHECK (cents_month >= 0),
  good_before INTEGER NOT NULL,
  rated_before INTEGER NOT NULL CHECK (good_before BETWEEN 0 AND rated_before),
  good_after INTEGER NOT NULL,
  rated_after INTEGER NOT NULL CHECK (good_after BETWEEN 0 AND rated_after),
  measured_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, no)
);

-- Searches in vain that somebody counts among what shows a problem.
CREATE TABLE problem_searches (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  language TEXT NOT NULL,
  term TEXT NOT NULL CHECK (term <> ''),
  PRIMARY KEY (problem_id, language, term)
);

-- What customers who asked are told, and who was.
CREATE TABLE problem_messages (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  language TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  written_role TEXT NOT NULL CHECK (written_role = 'manager' OR written_role = 'admin'),
  written_by TEXT NOT NULL REFERENCES people (id),
  written_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, language)
);
CREATE INDEX problem_messages_written ON problem_messages (written_at);

CREATE TABLE problem_told (
  problem_id TEXT NOT NULL REFERENCES problems (id),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  told_at BIGINT NOT NULL,
  PRIMARY KEY (problem_id, customer_id)
);

-- The review list of a week, as it was when it was made.
CREATE TABLE problem_reviews (
  week TEXT PRIMARY KEY,                             -- its Monday, in the brand's time zone
  document TEXT NOT NULL,                            -- JSON
  made_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE problem_reviews;
DROP TABLE problem_told;
DROP TABLE problem_messages;
DROP TABLE problem_searches;
DROP TABLE problem_results;
DROP TABLE improvements;
DROP TABLE problem_signals;
DROP TABLE problem_findings;
DROP TABLE problems;
DROP TABLE problem_settings;
DROP TABLE departments;
