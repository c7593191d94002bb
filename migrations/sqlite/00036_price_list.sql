-- +goose Up

-- A higher price is announced seven days before it counts; every price that counted is kept.
ALTER TABLE rewards ADD COLUMN next_price BIGINT CHECK (next_price > price);
ALTER TABLE rewards ADD COLUMN next_price_at BIGINT CHECK ((next_price_at IS NULL) = (next_price IS NULL));
CREATE INDEX rewards_rising ON rewards (next_price_at) WHERE next_price_at IS NOT NULL;

CREATE TABLE reward_prices (
  reward_id TEXT NOT NULL REFERENCES rewards (id),
  nth INTEGER NOT NULL CHECK (nth >= 1),   -- of the reward's prices, in the order in which they counted
  price BIGINT NOT NULL CHECK (price > 0),
  since BIGINT NOT NULL,
  PRIMARY KEY (reward_id, nth)
);
INSERT INTO reward_prices (reward_id, nth, price, since) SELECT id, 1, price, created_at FROM rewards;

-- What experts are saving up for.
CREATE TABLE wish_lists (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  reward_id TEXT NOT NULL REFERENCES rewards (id),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, reward_id)
);
CREATE INDEX wish_lists_reward ON wish_lists (reward_id);

-- +goose Down
DROP TABLE wish_lists;
DROP TABLE reward_prices;
DROP INDEX rewards_rising;
ALTER TABLE rewards DROP COLUMN next_price_at;
ALTER TABLE rewards DROP COLUMN next_price;
