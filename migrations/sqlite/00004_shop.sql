-- +goose Up

CREATE TABLE rewards (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  picture TEXT NOT NULL DEFAULT '',        -- name of a built-in picture
  price BIGINT NOT NULL CHECK (price > 0),
  stock INTEGER NOT NULL CHECK (stock >= 0),
  remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND stock),
  per_person INTEGER NOT NULL CHECK (per_person >= 1),
  min_level INTEGER NOT NULL CHECK (min_level BETWEEN 0 AND 4),
  archived_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE redemptions (
  id TEXT PRIMARY KEY,
  reward_id TEXT NOT NULL REFERENCES rewards (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  piece_no INTEGER NOT NULL CHECK (piece_no >= 1),
  nth INTEGER NOT NULL CHECK (nth >= 1),   -- the expert's how-manieth of this reward
  price BIGINT NOT NULL CHECK (price > 0),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'shipped', 'delivered', 'cancelled')),
  refused BOOLEAN NOT NULL DEFAULT FALSE,  -- cancelled, because a manager refused it
  reason TEXT NOT NULL DEFAULT '',         -- why it was refused or cancelled
  tracking TEXT NOT NULL DEFAULT '',
  requested_at BIGINT NOT NULL,
  approved_at BIGINT,
  shipped_at BIGINT,
  delivered_at BIGINT,
  cancelled_at BIGINT,
  decided_by TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX redemptions_piece ON redemptions (reward_id, piece_no) WHERE state <> 'cancelled';
CREATE UNIQUE INDEX redemptions_nth ON redemptions (reward_id, expert_id, nth) WHERE state <> 'cancelled';
CREATE INDEX redemptions_expert ON redemptions (expert_id, id);
CREATE INDEX redemptions_state ON redemptions (state, id);

-- +goose Down
DROP TABLE redemptions;
DROP TABLE rewards;
