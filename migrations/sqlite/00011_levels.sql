-- +goose Up

ALTER TABLE experts ADD COLUMN level_at BIGINT NOT NULL DEFAULT 0; -- since when the expert has this level
ALTER TABLE experts ADD COLUMN alumni_at BIGINT CHECK (alumni_at IS NULL OR state = 'retired'); -- left in good standing
ALTER TABLE experts ADD COLUMN refresher_at BIGINT;  -- a refresher is due since then: one seat, simple questions
UPDATE experts SET level_at = created_at;

-- Every level that an expert came to, and why.
CREATE TABLE level_changes (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  from_level INTEGER CHECK (from_level BETWEEN 0 AND 4), -- NULL: the first one
  to_level INTEGER NOT NULL CHECK (to_level BETWEEN 0 AND 4),
  cause TEXT NOT NULL CHECK (cause IN ('enrolled', 'shadowed', 'review', 'invited', 'appointed')),
  why TEXT NOT NULL,                       -- JSON: the requirements as they stood
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL,                     -- who decided; system
  PRIMARY KEY (expert_id, no)
);
INSERT INTO level_changes (expert_id, no, from_level, to_level, cause, why, at, by_id)
SELECT id, 1, NULL, level, 'enrolled', '[]', created_at, 'system' FROM experts;

-- The monthly look at a level: one for each expert and month, however often the job runs.
CREATE TABLE level_reviews (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  month TEXT NOT NULL,                     -- in the brand's time zone: 2026-11
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4), -- that was looked at
  verdict TEXT NOT NULL CHECK (verdict IN ('kept', 'promoted', 'held', 'warned', 'recovered', 'demoted')),
  note TEXT NOT NULL DEFAULT '',           -- why it was held or recovered: a stable word
  reasons TEXT NOT NULL,                   -- JSON: the requirements as they stood
  reviewed_at BIGINT NOT NULL,
  grace_until BIGINT,                      -- of a warning
  objection TEXT NOT NULL DEFAULT '',
  objected_at BIGINT,
  answer TEXT NOT NULL DEFAULT '',
  answered_at BIGINT,
  answered_by TEXT REFERENCES people (id),
  decided_at BIGINT,                       -- the end of a warning
  version INTEGER NOT NULL,
  UNIQUE (expert_id, month),
  CHECK (verdict NOT IN ('warned', 'recovered', 'demoted') OR grace_until IS NOT NULL),
  CHECK ((verdict IN ('recovered', 'demoted')) = (decided_at IS NOT NULL)),
  CHECK (answered_at IS NULL OR objected_at IS NOT NULL),
  CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE UNIQUE INDEX level_reviews_open ON level_reviews (expert_id) WHERE verdict = 'warned';
CREATE INDEX level_reviews_grace ON level_reviews (grace_until) WHERE verdict = 'warned';

CREATE TABLE mentor_invitations (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  invited_at BIGINT NOT NULL,
  invited_by TEXT NOT NULL REFERENCES people (id),
  evidence TEXT NOT NULL,                  -- JSON: reviews, courtesy, with their samples
  accepted BOOLEAN,
  answered_at BIGINT,
  PRIMARY KEY (expert_id, invited_at),
  CHECK ((accepted IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX mentor_invitations_open ON mentor_invitations (expert_id) WHERE answered_at IS NULL;

-- Pauses that experts choose themselves.
CREATE TABLE expert_pauses (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  began_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL CHECK (until_at > began_at AND until_at <= began_at + 31708800000), -- 12 months
  reason TEXT NOT NULL DEFAULT '',
  returned_at BIGINT CHECK (returned_at >= began_at),
  PRIMARY KEY (expert_id, began_at)
);
CREATE UNIQUE INDEX expert_pauses_open ON expert_pauses (expert_id) WHERE returned_at IS NULL;
CREATE INDEX expert_pauses_until ON expert_pauses (until_at) WHERE returned_at IS NULL;

-- The first conversation after a long absence.
CREATE TABLE refreshers (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  due_at BIGINT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('pause', 'alumni', 'inactive')),
  away_since BIGINT NOT NULL,
  conversation_id TEXT,
  episode INTEGER,
  done_at BIGINT,
  PRIMARY KEY (expert_id, due_at),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK ((conversation_id IS NULL) = (episode IS NULL)),
  CHECK (conversation_id IS NULL OR done_at IS NOT NULL)
);
CREATE UNIQUE INDEX refreshers_open ON refreshers (expert_id) WHERE done_at IS NULL;

-- What experts own of the brand; only what is verified is shown.
CREATE TABLE owned_products (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  claimed_at BIGINT NOT NULL,
  proof TEXT NOT NULL DEFAULT '',          -- an order number, in the expert's own words
  verified_by TEXT CHECK (verified_by IN ('shop', 'manager')),
  verified_at BIGINT,
  verifier TEXT REFERENCES people (id),    -- NULL: the shop's own word
  PRIMARY KEY (expert_id, product_id),
  CHECK ((verified_by IS NULL) = (verified_at IS NULL)),
  CHECK ((verifier IS NOT NULL) = (verified_by = 'manager') OR verified_by IS NULL)
);

-- What experts agreed to, word by word: each word has a version, and the last one counts.
CREATE TABLE consents (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  kind TEXT NOT NULL CHECK (kind IN ('real_name', 'talent')),
  no INTEGER NOT NULL CHECK (no >= 1),
  version INTEGER NOT NULL CHECK (version >= 1), -- of the text
  given BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, kind, no)
);

CREATE TABLE talent_exports (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  made_by TEXT NOT NULL REFERENCES people (id), -- the expert, or staff
  made_at BIGINT NOT NULL,
  consent_no INTEGER NOT NULL,             -- the word of consent it rests on
  with_name BOOLEAN NOT NULL
);
CREATE INDEX talent_exports_expert ON talent_exports (expert_id, id);

-- +goose Down
DROP TABLE talent_exports;
DROP TABLE consents;
DROP TABLE owned_products;
DROP TABLE refreshers;
DROP TABLE expert_pauses;
DROP TABLE mentor_invitations;
DROP TABLE level_reviews;
DROP TABLE level_changes;
ALTER TABLE experts DROP COLUMN refresher_at;
ALTER TABLE experts DROP COLUMN alumni_at;
ALTER TABLE experts DROP COLUMN level_at;
