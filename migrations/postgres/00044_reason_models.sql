-- +goose Up

-- What was learned from closed conversations, by version: it suggests why a customer writes. It holds no text of anybody.
CREATE TABLE reason_models (
  id TEXT PRIMARY KEY,
  trained_at BIGINT NOT NULL,
  examples INTEGER NOT NULL CHECK (examples >= 1),
  held_out INTEGER NOT NULL CHECK (held_out >= 0),           -- that it was measured on and never learned from
  reasons INTEGER NOT NULL CHECK (reasons >= 2),             -- that it knows
  top1 INTEGER NOT NULL CHECK (top1 BETWEEN 0 AND top3),     -- of those held out: suggested first
  top3 INTEGER NOT NULL CHECK (top3 BETWEEN 0 AND held_out), -- and among three
  active BOOLEAN NOT NULL,                                   -- it suggests
  body BYTEA,                                                -- NULL: let go
  CHECK (body IS NOT NULL OR NOT active)
);
CREATE UNIQUE INDEX reason_models_active ON reason_models (active) WHERE active;

-- What the active version would have suggested for what was closed, asked before it learned from it.
CREATE TABLE reason_judgements (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  model_id TEXT NOT NULL REFERENCES reason_models (id),
  reason_id TEXT NOT NULL REFERENCES contact_reasons (id),   -- that was given
  first_id TEXT REFERENCES contact_reasons (id),             -- that was suggested first; NULL: none was
  place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 3),      -- of the given one among three; 0: it was not among them
  judged_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK (place <> 1 OR first_id = reason_id)
);
CREATE INDEX reason_judgements_model ON reason_judgements (model_id);
CREATE INDEX episodes_reasoned ON episodes (closed_at) WHERE closing_reason_id IS NOT NULL;

-- +goose Down
DROP INDEX episodes_reasoned;
DROP TABLE reason_judgements;
DROP TABLE reason_models;
