-- +goose Up

-- When a reward is released; seniors have it a day before. NULL: it was always there.
ALTER TABLE rewards ADD COLUMN on_sale_at BIGINT CHECK (on_sale_at IS NULL OR NOT limited);
-- Points are given to a cause: as many as one gives, at least the price. The brand adds so many percent.
ALTER TABLE rewards ADD COLUMN charity BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT charity OR (NOT limited AND on_sale_at IS NULL));
ALTER TABLE rewards ADD COLUMN match_percent INTEGER NOT NULL DEFAULT 0 CHECK (match_percent BETWEEN 0 AND 300 AND (charity OR match_percent = 0));

-- A gift to a cause, and what the brand adds to it, as it was promised.
ALTER TABLE redemptions ADD COLUMN gift BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE redemptions ADD COLUMN matched BIGINT NOT NULL DEFAULT 0 CHECK (matched >= 0 AND (gift OR matched = 0) AND matched <= price * 3);
CREATE INDEX redemptions_gifts ON redemptions (reward_id) WHERE gift;

-- +goose Down
DROP INDEX redemptions_gifts;
ALTER TABLE redemptions DROP COLUMN matched;
ALTER TABLE redemptions DROP COLUMN gift;
ALTER TABLE rewards DROP COLUMN match_percent;
ALTER TABLE rewards DROP COLUMN charity;
ALTER TABLE rewards DROP COLUMN on_sale_at;
