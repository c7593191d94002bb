-- +goose Up

-- A limited reward goes out in drops alone.
ALTER TABLE rewards ADD COLUMN limited BOOLEAN NOT NULL DEFAULT FALSE;

-- Pieces of a reward that go out in a window: drawn among those who entered, or first come, first served.
CREATE TABLE drops (
  id TEXT PRIMARY KEY,
  reward_id TEXT NOT NULL REFERENCES rewards (id),
  kind TEXT NOT NULL CHECK (kind = 'draw' OR kind = 'first_come'),
  price BIGINT NOT NULL CHECK (price > 0),
  pieces INTEGER NOT NULL CHECK (pieces >= 1),
  reserve INTEGER NOT NULL,                -- of those, for seniors in the first 24 hours
  min_level INTEGER NOT NULL CHECK (min_level BETWEEN 0 AND 4),
  state TEXT NOT NULL CHECK (state = 'draft' OR state = 'announced' OR state = 'live' OR state = 'drawn' OR state = 'over' OR state = 'cancelled'),
  opens_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL,
  announced_at BIGINT,
  seed_hash TEXT NOT NULL DEFAULT '',      -- SHA-256 of the seed, from the opening on
  sealed TEXT NOT NULL DEFAULT '',         -- the seed, closed with a key that the database does not have
  seed TEXT NOT NULL DEFAULT '',           -- published with the draw
  opened_at BIGINT,
  drawn_at BIGINT,
  ended_at BIGINT,                         -- over or cancelled
  reason TEXT NOT NULL DEFAULT '',         -- why it was cancelled
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (reserve >= 0 AND reserve <= pieces),
  CHECK (closes_at > opens_at),
  CHECK (announced_at IS NULL OR opens_at >= announced_at + 604800000), -- seven days
  CHECK (state = 'draft' OR state = 'cancelled' OR announced_at IS NOT NULL),
  CHECK (seed = '' OR drawn_at IS NOT NULL)
);
CREATE UNIQUE INDEX drops_living ON drops (reward_id) WHERE ended_at IS NULL;
CREATE INDEX drops_reward ON drops (reward_id, id);
CREATE INDEX drops_drawn ON drops (drawn_at) WHERE drawn_at IS NOT NULL;

-- One person's entry in a draw. Its points are set aside until they are released, once.
CREATE TABLE drop_entries (
  id TEXT PRIMARY KEY,
  drop_id TEXT NOT NULL REFERENCES drops (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  price BIGINT NOT NULL CHECK (price > 0),
  half BOOLEAN NOT NULL,                   -- weighs half: they won the last draw
  senior BOOLEAN NOT NULL,                 -- a senior, in the first 24 hours: may have a reserved piece
  state TEXT NOT NULL CHECK (state = 'entered' OR state = 'withdrawn' OR state = 'missed' OR state = 'won' OR state = 'confirmed' OR state = 'declined' OR state = 'lapsed'),
  place INTEGER CHECK (place >= 1),        -- in the order of the draw
  entered_at BIGINT NOT NULL,
  released_at BIGINT,                      -- when the points came back
  won_at BIGINT,
  confirm_until BIGINT,
  ended_at BIGINT,                         -- confirmed, declined or lapsed
  redemption_id TEXT UNIQUE REFERENCES redemptions (id),
  version INTEGER NOT NULL,
  CHECK ((state = 'confirmed') = (redemption_id IS NOT NULL)),
  CHECK ((won_at IS NULL) = (confirm_until IS NULL)),
  CHECK (won_at IS NULL OR place IS NOT NULL),
  CHECK ((state = 'won') = (won_at IS NOT NULL AND ended_at IS NULL)),
  CHECK (released_at IS NOT NULL OR state <> 'confirmed')
);
CREATE UNIQUE INDEX drop_entries_person ON drop_entries (drop_id, expert_id) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX drop_entries_place ON drop_entries (drop_id, place) WHERE place IS NOT NULL;
CREATE INDEX drop_entries_expert ON drop_entries (expert_id, id);
CREATE INDEX drop_entries_state ON drop_entries (drop_id, state, place);
CREATE INDEX drop_entries_unreleased ON drop_entries (state, id) WHERE released_at IS NULL;

-- What came from a drop says so; first come has to be confirmed within 15 minutes.
ALTER TABLE redemptions ADD COLUMN drop_id TEXT REFERENCES drops (id);
ALTER TABLE redemptions ADD COLUMN senior BOOLEAN NOT NULL DEFAULT FALSE; -- by a senior
ALTER TABLE redemptions ADD COLUMN confirm_until BIGINT;
ALTER TABLE redemptions ADD COLUMN confirmed_at BIGINT;
CREATE INDEX redemptions_drop ON redemptions (drop_id) WHERE drop_id IS NOT NULL AND state <> 'cancelled';
CREATE INDEX redemptions_unconfirmed ON redemptions (confirm_until) WHERE state = 'requested' AND confirm_until IS NOT NULL AND confirmed_at IS NULL;

-- +goose Down
DROP INDEX redemptions_unconfirmed;
DROP INDEX redemptions_drop;
ALTER TABLE redemptions DROP COLUMN confirmed_at;
ALTER TABLE redemptions DROP COLUMN confirm_until;
ALTER TABLE redemptions DROP COLUMN senior;
ALTER TABLE redemptions DROP COLUMN drop_id;
DROP TABLE drop_entries;
DROP TABLE drops;
ALTER TABLE rewards DROP COLUMN limited;
