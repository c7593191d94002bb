-- +goose Up

-- Why a request is decided by a person, by when, and since when it is late. A request without a reason is approved by itself.
ALTER TABLE redemptions ADD COLUMN first BOOLEAN NOT NULL DEFAULT FALSE;     -- nothing that was approved for its expert still stands
ALTER TABLE redemptions ADD COLUMN dear BOOLEAN NOT NULL DEFAULT FALSE;      -- more than 3,000 points
ALTER TABLE redemptions ADD COLUMN low_level BOOLEAN NOT NULL DEFAULT FALSE; -- of a candidate or a rookie
ALTER TABLE redemptions ADD COLUMN decide_by BIGINT;
ALTER TABLE redemptions ADD COLUMN decide_late_at BIGINT CHECK (decide_late_at IS NULL OR decide_late_at >= decide_by);
ALTER TABLE redemptions ADD COLUMN ship_by BIGINT CHECK (ship_by IS NULL OR approved_at IS NOT NULL);
ALTER TABLE redemptions ADD COLUMN ship_late_at BIGINT CHECK (ship_late_at IS NULL OR ship_late_at >= ship_by);
-- What is asked for already is decided within five days; what its buyer has not confirmed waits for them.
UPDATE redemptions SET decide_by = requested_at + 432000000 WHERE state = 'requested' AND (drop_id IS NULL OR confirmed_at IS NOT NULL);
CREATE INDEX redemptions_decide ON redemptions (decide_by) WHERE state = 'requested' AND decide_late_at IS NULL;
CREATE INDEX redemptions_ship ON redemptions (ship_by) WHERE state = 'approved' AND ship_late_at IS NULL;

-- A fifth or less of a reward's pieces remains, and the staff were told.
ALTER TABLE rewards ADD COLUMN low_at BIGINT;

-- +goose Down
ALTER TABLE rewards DROP COLUMN low_at;
DROP INDEX redemptions_ship;
DROP INDEX redemptions_decide;
ALTER TABLE redemptions DROP COLUMN ship_late_at;
ALTER TABLE redemptions DROP COLUMN ship_by;
ALTER TABLE redemptions DROP COLUMN decide_late_at;
ALTER TABLE redemptions DROP COLUMN decide_by;
ALTER TABLE redemptions DROP COLUMN low_level;
ALTER TABLE redemptions DROP COLUMN dear;
ALTER TABLE redemptions DROP COLUMN first;
