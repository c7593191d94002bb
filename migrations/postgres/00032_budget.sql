-- +goose Up

-- What the facts of a season may come to, and what a point is worth to the brand.
CREATE TABLE season_budgets (
  season_id TEXT PRIMARY KEY REFERENCES seasons (id),
  points BIGINT NOT NULL CHECK (points >= 1 AND points <= 100000000),
  point_value INTEGER NOT NULL CHECK (point_value >= 1 AND point_value <= 10000), -- hundredths of a cent
  redeemed INTEGER NOT NULL CHECK (redeemed >= 1 AND redeemed <= 100),            -- percent that will be exchanged
  set_by TEXT NOT NULL REFERENCES people (id),
  set_at BIGINT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1)
);

-- What staff were told of a budget: once for each share of it, and anew when it was changed.
CREATE TABLE budget_alarms (
  season_id TEXT NOT NULL REFERENCES season_budgets (season_id),
  budget_version INTEGER NOT NULL CHECK (budget_version >= 1),
  percent INTEGER NOT NULL CHECK (percent = 80 OR percent = 95 OR percent = 100),
  used BIGINT NOT NULL CHECK (used >= 1),
  points BIGINT NOT NULL CHECK (points >= 1),
  told_at BIGINT NOT NULL,
  PRIMARY KEY (season_id, budget_version, percent),
  CHECK (used * 100 >= points * percent)
);

-- +goose Down
DROP TABLE budget_alarms;
DROP TABLE season_budgets;
