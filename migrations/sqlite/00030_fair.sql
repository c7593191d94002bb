-- +goose Up
-- What people took back of an entry while its expert had the points set aside: when these come back, this is paid first.
CREATE TABLE debts (
  award_id TEXT PRIMARY KEY REFERENCES awards (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  owed BIGINT NOT NULL CHECK (owed > 0),
  began_at BIGINT NOT NULL,
  waived_at BIGINT CHECK (waived_at >= began_at) -- an appeal was upheld
);
CREATE INDEX debts_expert ON debts (expert_id);

CREATE TABLE debt_payments (
  award_id TEXT NOT NULL REFERENCES debts (award_id),
  returned TEXT NOT NULL,                  -- the key of the transfer that brought the points back
  amount BIGINT NOT NULL CHECK (amount > 0),
  paid_at BIGINT NOT NULL,
  PRIMARY KEY (award_id, returned)
);

-- A lot that points come back to lives 30 days at least, once.
ALTER TABLE lots ADD COLUMN extended BOOLEAN NOT NULL DEFAULT FALSE;

-- A freeze is as long as its expert rested: between these nights staff had put them to rest.
ALTER TABLE lot_freezes ADD COLUMN staff_from BIGINT;
ALTER TABLE lot_freezes ADD COLUMN staff_until BIGINT;

-- +goose Down
ALTER TABLE lot_freezes DROP COLUMN staff_until;
ALTER TABLE lot_freezes DROP COLUMN staff_from;
ALTER TABLE lots DROP COLUMN extended;
DROP TABLE debt_payments;
DROP TABLE debts;
