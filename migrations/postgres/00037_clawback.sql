-- +goose Up
-- What proven fraud left below zero stands in an account of its own, which goes to -200 and is paid back with half of new points.
ALTER TABLE accounts ADD COLUMN floor BIGINT NOT NULL DEFAULT 0
  CHECK (balance >= floor AND (floor = 0 OR (floor = -200 AND balance <= 0 AND id LIKE 'expert:%:owed')));

-- Two people say that it is fraud.
ALTER TABLE cases ADD COLUMN fraud BOOLEAN NOT NULL DEFAULT FALSE
  CHECK (NOT fraud OR (voids AND (decided_at IS NULL OR second_id IS NOT NULL)));

-- What was taken back of an entry that was fraud, and was not there to take.
CREATE TABLE overdrafts (
  award_id TEXT PRIMARY KEY REFERENCES awards (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  amount BIGINT NOT NULL CHECK (amount > 0 AND amount <= 200),
  began_at BIGINT NOT NULL,
  pardoned BIGINT CHECK (pardoned >= 0 AND pardoned <= amount), -- what was not paid back when an appeal was upheld
  pardoned_at BIGINT,
  CHECK ((pardoned IS NULL) = (pardoned_at IS NULL))
);
CREATE INDEX overdrafts_expert ON overdrafts (expert_id);

-- What new points paid back: half of them at most.
CREATE TABLE repayments (
  award_id TEXT NOT NULL REFERENCES awards (id),
  occasion TEXT NOT NULL CHECK (occasion = 'settle' OR occasion = 'amend'),
  points BIGINT NOT NULL,                  -- that were new
  amount BIGINT NOT NULL CHECK (amount > 0 AND amount * 2 <= points),
  paid_at BIGINT NOT NULL,
  PRIMARY KEY (award_id, occasion)
);

-- What is taken of a pending entry counts at what that entry turns out to be worth: the rest is missing, and is taken of what
-- can be spent instead, as far as that goes. What an appeal gives back while the entry is pending is pending again.
ALTER TABLE takings ADD COLUMN missing BIGINT NOT NULL DEFAULT 0 CHECK (missing >= 0 AND missing <= amount);
ALTER TABLE takings ADD COLUMN made_good BIGINT NOT NULL DEFAULT 0 CHECK (made_good >= 0 AND made_good <= missing);
ALTER TABLE takings ADD COLUMN returned BIGINT NOT NULL DEFAULT 0 CHECK (returned = 0 OR (returned = amount AND missing = 0));

-- Two people are about to take points of its expert back: a person decides about the request.
ALTER TABLE redemptions ADD COLUMN accused BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE redemptions DROP COLUMN accused;
ALTER TABLE takings DROP COLUMN returned;
ALTER TABLE takings DROP COLUMN made_good;
ALTER TABLE takings DROP COLUMN missing;
DROP TABLE repayments;
DROP TABLE overdrafts;
ALTER TABLE cases DROP COLUMN fraud;
ALTER TABLE accounts DROP COLUMN floor;
