-- +goose Up

-- The leagues of a round: twenty to thirty experts with similar scores, and newcomers among themselves.
CREATE TABLE leagues (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  kind TEXT NOT NULL CHECK (kind = 'league' OR kind = 'rookie'),
  division INTEGER NOT NULL CHECK (division BETWEEN 0 AND 7), -- 1 is the highest; 0: rookies
  number INTEGER NOT NULL CHECK (number >= 1),
  UNIQUE (round_id, division, number),
  UNIQUE (id, round_id),
  CHECK ((kind = 'rookie') = (division = 0))
);

CREATE TABLE league_members (
  round_id TEXT NOT NULL REFERENCES rounds (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  league_id TEXT NOT NULL,
  moved TEXT NOT NULL CHECK (moved = 'up' OR moved = 'down' OR moved = 'stays' OR moved = 'new'),
  -- why they are in it
  score BIGINT NOT NULL,                   -- of the two rounds before
  on_shift_ms BIGINT NOT NULL CHECK (on_shift_ms >= 0), -- in that time
  division_before INTEGER NOT NULL CHECK (division_before BETWEEN 0 AND 7), -- 0: none
  place_before INTEGER NOT NULL CHECK (place_before >= 0), -- 0: none
  PRIMARY KEY (round_id, expert_id),
  FOREIGN KEY (league_id, round_id) REFERENCES leagues (id, round_id)
);
CREATE INDEX league_members_league ON league_members (league_id);
CREATE INDEX league_members_expert ON league_members (expert_id, round_id);

-- What decided a place, frozen with it.
ALTER TABLE standings ADD COLUMN league_id TEXT REFERENCES leagues (id);
ALTER TABLE standings ADD COLUMN league_place INTEGER CHECK (league_place >= 1);
ALTER TABLE standings ADD COLUMN ratings INTEGER NOT NULL DEFAULT 0 CHECK (ratings >= 0);
ALTER TABLE standings ADD COLUMN right_yes INTEGER NOT NULL DEFAULT 0 CHECK (right_yes >= 0);
ALTER TABLE standings ADD COLUMN right_of INTEGER NOT NULL DEFAULT 0 CHECK (right_of >= 0);
ALTER TABLE standings ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE standings ADD COLUMN reached_at BIGINT;

-- The published result of a round or of a season, word for word, with the SHA-256 of it.
CREATE TABLE snapshots (
  id TEXT PRIMARY KEY,                     -- the round's or the season's
  kind TEXT NOT NULL CHECK (kind = 'round' OR kind = 'season'),
  document TEXT NOT NULL,
  hash TEXT NOT NULL,
  taken_at BIGINT NOT NULL
);

-- An expert sees the result of a round differently, before it is final.
CREATE TABLE disputes (
  id TEXT PRIMARY KEY,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'upheld' OR state = 'denied'),
  raised_at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  decided_by TEXT REFERENCES people (id),
  decided_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (round_id, expert_id),
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((state = 'open') = (answer = ''))
);
CREATE INDEX disputes_open ON disputes (raised_at) WHERE state = 'open';

-- What places win, in each league of a round, or in a season.
CREATE TABLE prizes (
  id TEXT PRIMARY KEY,
  season_id TEXT NOT NULL REFERENCES seasons (id),
  round_id TEXT REFERENCES rounds (id),    -- NULL: of the season
  place_from INTEGER NOT NULL CHECK (place_from >= 1),
  place_to INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what <> ''),
  created_by TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  CHECK (place_to >= place_from AND place_to <= 30)
);
CREATE INDEX prizes_season ON prizes (season_id, round_id);

-- Who won what. It is issued with the final result, once.
CREATE TABLE prize_wins (
  id TEXT PRIMARY KEY,
  prize_id TEXT NOT NULL REFERENCES prizes (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  place INTEGER NOT NULL CHECK (place >= 1), -- among those in the prize zone
  pieces INTEGER NOT NULL CHECK (pieces >= 1),
  among INTEGER NOT NULL CHECK (among >= 1), -- how many share them
  won_at BIGINT NOT NULL,
  handed_at BIGINT,
  handed_by TEXT REFERENCES people (id),
  UNIQUE (prize_id, expert_id),
  CHECK ((handed_at IS NULL) = (handed_by IS NULL))
);
CREATE INDEX prize_wins_expert ON prize_wins (expert_id, id);
CREATE INDEX prize_wins_open ON prize_wins (won_at) WHERE handed_at IS NULL;

-- What everybody reaches together in a round, and what all have of it.
CREATE TABLE team_goals (
  round_id TEXT PRIMARY KEY REFERENCES rounds (id),
  text TEXT NOT NULL CHECK (text <> ''),
  measure TEXT NOT NULL CHECK (measure = 'conversation' OR measure = 'first_time_right' OR measure = 'follow_up' OR measure = 'shift'),
  target INTEGER NOT NULL CHECK (target >= 1),
  reward TEXT NOT NULL CHECK (reward <> ''),
  counted INTEGER,                         -- at the end
  set_by TEXT NOT NULL REFERENCES people (id),
  set_at BIGINT NOT NULL,
  version INTEGER NOT NULL
);

-- +goose StatementBegin
CREATE TRIGGER snapshots_no_update BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER snapshots_no_delete BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'snapshots is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE team_goals;
DROP TABLE prize_wins;
DROP TABLE prizes;
DROP TABLE disputes;
DROP TABLE snapshots;
ALTER TABLE standings DROP COLUMN reached_at;
ALTER TABLE standings DROP COLUMN held;
ALTER TABLE standings DROP COLUMN right_of;
ALTER TABLE standings DROP COLUMN right_yes;
ALTER TABLE standings DROP COLUMN ratings;
ALTER TABLE standings DROP COLUMN league_place;
ALTER TABLE standings DROP COLUMN league_id;
DROP TABLE league_members;
DROP TABLE leagues;
