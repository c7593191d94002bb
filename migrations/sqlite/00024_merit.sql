-- +goose Up

-- A mark for a behaviour; earned once, never taken away.
CREATE TABLE badges (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  code TEXT NOT NULL,
  about TEXT NOT NULL DEFAULT '',          -- the product of an owner
  have INTEGER NOT NULL CHECK (have >= 1), -- how much there was when it was earned
  need INTEGER NOT NULL CHECK (need >= 1 AND need <= have),
  earned_at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, code, about)
);
CREATE INDEX badges_earned ON badges (earned_at);

-- A colleague's or manager's word of praise, worth no points: three a week, to three different experts.
CREATE TABLE kudos (
  id TEXT PRIMARY KEY,
  from_id TEXT NOT NULL REFERENCES people (id),
  to_id TEXT NOT NULL REFERENCES experts (id),
  week TEXT NOT NULL,                      -- its Monday, in the brand's time zone: 2026-11-16
  nth INTEGER NOT NULL CHECK (nth BETWEEN 1 AND 3),
  text TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  hidden_at BIGINT,
  hidden_by TEXT REFERENCES people (id),
  hidden_why TEXT NOT NULL DEFAULT '',
  UNIQUE (from_id, week, nth),
  UNIQUE (from_id, week, to_id),
  CHECK (from_id <> to_id),
  CHECK ((hidden_at IS NULL) = (hidden_by IS NULL)),
  CHECK ((hidden_at IS NULL) = (hidden_why = ''))
);
CREATE INDEX kudos_to ON kudos (to_id, given_at);
CREATE INDEX kudos_given ON kudos (given_at);

-- What a customer who was glad wrote to the expert; shown after a delay, so that it names no rating.
CREATE TABLE thanks (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  text TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  show_at BIGINT NOT NULL CHECK (show_at >= given_at),
  told_at BIGINT,
  UNIQUE (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES ratings (conversation_id, episode)
);
CREATE INDEX thanks_expert ON thanks (expert_id, show_at);
CREATE INDEX thanks_untold ON thanks (show_at) WHERE told_at IS NULL;

-- The surprise of a month, by a manager. Nothing announces it.
CREATE TABLE spot_awards (
  id TEXT PRIMARY KEY,
  month TEXT NOT NULL UNIQUE,              -- in the brand's time zone: 2026-11
  expert_id TEXT NOT NULL REFERENCES experts (id),
  given_by TEXT NOT NULL REFERENCES people (id),
  text TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  CHECK (expert_id <> given_by)
);
CREATE INDEX spot_awards_expert ON spot_awards (expert_id);

-- An expert's weeks, from the first with a shift on, each judged once.
CREATE TABLE expert_weeks (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  week TEXT NOT NULL,                      -- its Monday, in the brand's time zone
  verdict TEXT NOT NULL CHECK (verdict = 'kept' OR verdict = 'free' OR verdict = 'off' OR verdict = 'missed'),
  shifts INTEGER NOT NULL CHECK (shifts >= 0),
  kept INTEGER NOT NULL CHECK (kept >= 0 AND kept <= shifts),
  streak INTEGER NOT NULL CHECK (streak >= 0), -- kept weeks in a row, after this one
  longest INTEGER NOT NULL CHECK (longest >= streak),
  judged_at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, week),
  CHECK ((verdict = 'kept') = (shifts > 0 AND kept = shifts)),
  CHECK ((verdict = 'missed') = (kept < shifts)),
  CHECK (verdict = 'kept' OR verdict = 'free' OR streak = 0)
);

-- Whether an expert wants to stand on the wall of merit: the last word counts, all are kept.
CREATE TABLE wall_consents (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  given BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, no)
);

-- +goose Down
DROP TABLE wall_consents;
DROP TABLE expert_weeks;
DROP TABLE spot_awards;
DROP TABLE thanks;
DROP TABLE kudos;
DROP TABLE badges;
