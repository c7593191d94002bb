-- +goose Up

CREATE TABLE rule_sets (
  version INTEGER PRIMARY KEY CHECK (version >= 1),
  effective_at BIGINT NOT NULL,
  body TEXT NOT NULL,                      -- JSON
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL
);

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,                     -- expert:exp_…:pending, programme:issued
  owner_id TEXT NOT NULL,                  -- exp_… or programme
  balance BIGINT NOT NULL,                 -- a projection; programme accounts keep none and are summed when asked
  may_be_negative BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK (may_be_negative OR balance >= 0)
);
CREATE INDEX accounts_owner ON accounts (owner_id);

-- The programme's accounts are there from the start; an expert's come with the first points.
INSERT INTO accounts (id, owner_id, balance, may_be_negative, created_at) VALUES
  ('programme:issued', 'programme', 0, TRUE, 0),
  ('programme:redeemed', 'programme', 0, TRUE, 0),
  ('programme:expired', 'programme', 0, TRUE, 0);

CREATE TABLE transfers (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,                -- names the fact: award:cnv_…:1
  debit_account TEXT NOT NULL REFERENCES accounts (id),
  credit_account TEXT NOT NULL REFERENCES accounts (id),
  amount BIGINT NOT NULL CHECK (amount > 0),
  kind TEXT NOT NULL CHECK (kind IN ('award', 'settle', 'adjust', 'reserve', 'spend', 'return', 'reversal', 'expire')),
  source_type TEXT NOT NULL,
  source_id TEXT NOT NULL,
  rule_set INTEGER REFERENCES rule_sets (version),
  reverses_id TEXT UNIQUE REFERENCES transfers (id),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (debit_account <> credit_account)
);
CREATE INDEX transfers_debit ON transfers (debit_account, id);
CREATE INDEX transfers_credit ON transfers (credit_account, id);
CREATE INDEX transfers_source ON transfers (source_type, source_id);

CREATE TABLE seasons (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  starts_at BIGINT NOT NULL UNIQUE,
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('upcoming', 'running', 'closing', 'final')),
  rule_set INTEGER NOT NULL REFERENCES rule_sets (version),
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE UNIQUE INDEX seasons_running ON seasons (state) WHERE state = 'running';

CREATE TABLE rounds (
  id TEXT PRIMARY KEY,
  season_id TEXT NOT NULL REFERENCES seasons (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  starts_at BIGINT NOT NULL UNIQUE,
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('upcoming', 'running', 'closing', 'final')),
  version INTEGER NOT NULL,
  UNIQUE (season_id, number),
  CHECK (ends_at > starts_at)
);
CREATE UNIQUE INDEX rounds_running ON rounds (state) WHERE state = 'running';

-- Points for one fact, before and after they are booked.
CREATE TABLE awards (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  kind TEXT NOT NULL CHECK (kind IN ('conversation')),
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  rule_set INTEGER NOT NULL REFERENCES rule_sets (version),
  difficulty INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
  day TEXT NOT NULL,                       -- in the brand's time zone: 2026-11-21
  day_no INTEGER CHECK (day_no >= 1),      -- the how-manieth of that day, for the daily curve; NULL: not qualified
  pending BIGINT NOT NULL CHECK (pending >= 0),
  settled BIGINT CHECK (settled >= 0),
  arithmetic TEXT NOT NULL,                -- JSON: the steps, in the order they apply
  earned_at BIGINT NOT NULL,               -- the confirmation
  settle_at BIGINT NOT NULL,
  settled_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (kind, conversation_id, episode),
  UNIQUE (expert_id, day, day_no),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK ((settled IS NULL) = (settled_at IS NULL))
);
CREATE INDEX awards_due ON awards (settle_at) WHERE settled_at IS NULL;
CREATE INDEX awards_round ON awards (round_id, expert_id);
CREATE INDEX awards_expert ON awards (expert_id, earned_at);
CREATE INDEX episodes_confirmed ON episodes (confirmed_at) WHERE confirmed_at IS NOT NULL; -- to find what has no award

-- The frozen result of a round that is over.
CREATE TABLE standings (
  round_id TEXT NOT NULL REFERENCES rounds (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  place INTEGER NOT NULL CHECK (place >= 1),
  score INTEGER NOT NULL,
  conversations INTEGER NOT NULL,
  quality INTEGER NOT NULL,                -- thousandths of a star
  PRIMARY KEY (round_id, expert_id)
);

-- +goose StatementBegin
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER transfers_no_replace BEFORE INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'transfers is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rule_sets_no_update BEFORE UPDATE ON rule_sets BEGIN SELECT RAISE(ABORT, 'rule_sets is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rule_sets_no_delete BEFORE DELETE ON rule_sets BEGIN SELECT RAISE(ABORT, 'rule_sets is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP INDEX episodes_confirmed;
DROP TABLE standings;
DROP TABLE awards;
DROP TABLE rounds;
DROP TABLE seasons;
DROP TABLE transfers;
DROP TABLE accounts;
DROP TABLE rule_sets;
