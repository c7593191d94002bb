-- +goose Up

-- Points that became spendable together. They are spent oldest first, and expire. A lot bears the name of the transfer that made it.
CREATE TABLE lots (
  id TEXT PRIMARY KEY REFERENCES transfers (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  amount BIGINT NOT NULL CHECK (amount > 0),
  remaining BIGINT NOT NULL CHECK (remaining >= 0 AND remaining <= amount),
  confirmed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL CHECK (expires_at > confirmed_at)
);
CREATE INDEX lots_living ON lots (expert_id, expires_at, id) WHERE remaining > 0;
CREATE INDEX lots_expiring ON lots (expires_at, id) WHERE remaining > 0;

-- What a transfer took out of lots; what it put back is negative.
CREATE TABLE lot_uses (
  transfer_id TEXT NOT NULL REFERENCES transfers (id),
  lot_id TEXT NOT NULL REFERENCES lots (id),
  amount BIGINT NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (transfer_id, lot_id)
);
CREATE INDEX lot_uses_lot ON lot_uses (lot_id);

-- What an expert was told of points that will expire: once for each step before each end.
CREATE TABLE lot_warnings (
  lot_id TEXT NOT NULL REFERENCES lots (id),
  expires_at BIGINT NOT NULL,
  step INTEGER NOT NULL CHECK (step = 60 OR step = 30 OR step = 7), -- days before
  points BIGINT NOT NULL CHECK (points > 0),
  told_at BIGINT NOT NULL,
  PRIMARY KEY (lot_id, expires_at, step)
);

-- A time in which no points of an expert expire: what is left of their lots lives so many days longer.
CREATE TABLE lot_freezes (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  began_at BIGINT NOT NULL,
  ended_at BIGINT CHECK (ended_at >= began_at),
  days INTEGER CHECK (days >= 0),
  PRIMARY KEY (expert_id, began_at),
  CHECK ((ended_at IS NULL) = (days IS NULL))
);
CREATE UNIQUE INDEX lot_freezes_open ON lot_freezes (expert_id) WHERE ended_at IS NULL;

-- The seal: once an hour the rows that came since are chained, so that a row that is changed later is found by its name.
CREATE TABLE seals (
  no INTEGER PRIMARY KEY CHECK (no >= 1),
  book TEXT NOT NULL,                      -- the table whose rows it closes
  first_id TEXT NOT NULL,
  last_id TEXT NOT NULL,
  row_count INTEGER NOT NULL CHECK (row_count >= 1),
  previous TEXT NOT NULL,                  -- the hash of the seal before; empty: the first
  hash TEXT NOT NULL,
  sealed_at BIGINT NOT NULL
);

CREATE TABLE sealed_rows (
  book TEXT NOT NULL,
  row_id TEXT NOT NULL,
  seal_no INTEGER NOT NULL REFERENCES seals (no),
  hash TEXT NOT NULL,                      -- of the row as it was
  PRIMARY KEY (book, row_id)
);
CREATE INDEX sealed_rows_seal ON sealed_rows (seal_no, row_id);

-- What a check of the books found.
CREATE TABLE book_checks (
  id TEXT PRIMARY KEY,
  began_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL CHECK (ended_at >= began_at),
  checked_by TEXT NOT NULL,                -- system, or who asked
  findings INTEGER NOT NULL CHECK (findings >= 0),
  document TEXT NOT NULL                   -- JSON: the findings
);
CREATE INDEX book_checks_time ON book_checks (began_at);

-- What can be spent already comes from what was confirmed last: the older part is what was spent.
INSERT INTO lots (id, expert_id, amount, remaining, confirmed_at, expires_at)
SELECT id, owner_id, kept, kept, created_at, created_at + 31622400000 FROM (
  SELECT t.id, a.owner_id, t.created_at, CASE WHEN a.balance - t.later < t.amount THEN a.balance - t.later ELSE t.amount END AS kept
  FROM (SELECT id, credit_account, amount, created_at,
    SUM(amount) OVER (PARTITION BY credit_account ORDER BY created_at DESC, id DESC) - amount AS later
    FROM transfers WHERE (kind = 'settle' OR kind = 'adjust') AND credit_account LIKE 'expert:%:available') AS t
  JOIN accounts a ON a.id = t.credit_account) AS credits
WHERE kept > 0;

-- +goose StatementBegin
CREATE TRIGGER lot_uses_no_update BEFORE UPDATE ON lot_uses BEGIN SELECT RAISE(ABORT, 'lot_uses is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER lot_uses_no_delete BEFORE DELETE ON lot_uses BEGIN SELECT RAISE(ABORT, 'lot_uses is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sealed_rows_no_update BEFORE UPDATE ON sealed_rows BEGIN SELECT RAISE(ABORT, 'sealed_rows is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sealed_rows_no_delete BEFORE DELETE ON sealed_rows BEGIN SELECT RAISE(ABORT, 'sealed_rows is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE book_checks;
DROP TABLE sealed_rows;
DROP TABLE seals;
DROP TABLE lot_freezes;
DROP TABLE lot_warnings;
DROP TABLE lot_uses;
DROP TABLE lots;
