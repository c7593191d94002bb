-- +goose Up

-- Events on their way out: written with the fact, removed when every reader has had them.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,                   -- JSON
  created_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at BIGINT NOT NULL DEFAULT 0,       -- machine time
  lease_until BIGINT NOT NULL DEFAULT 0,   -- machine time
  error TEXT NOT NULL DEFAULT '',
  dead_at BIGINT
);
CREATE INDEX outbox_ready ON outbox (id) WHERE dead_at IS NULL;

CREATE TABLE job_runs (
  job TEXT NOT NULL,
  period_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  lease_until BIGINT NOT NULL,
  fence INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  effects INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (job, period_key)
);

CREATE TABLE idempotency (
  scope TEXT NOT NULL,                     -- actor and operation
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  response TEXT NOT NULL,                  -- JSON
  created_at BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE job_runs;
DROP TABLE outbox;
