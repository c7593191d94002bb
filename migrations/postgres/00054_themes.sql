-- +goose Up

-- What customers ask most: questions of one channel and language that say the same, found without labels.
CREATE TABLE themes (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  named BOOLEAN NOT NULL,                            -- by a manager
  terms TEXT NOT NULL,                               -- JSON: the middle of its questions, weights by stem
  last_week TEXT NOT NULL,                           -- the newest week in which somebody asked, its Monday in the brand's time zone
  choice TEXT CHECK (choice = 'inform' OR choice = 'change' OR choice = 'accept'),   -- NULL: nothing was decided
  owner_id TEXT REFERENCES people (id),              -- who sees to it
  due_on TEXT,                                       -- 2026-12-31 in the brand's time zone
  note TEXT NOT NULL,
  decided_by TEXT REFERENCES people (id),
  decided_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK ((choice IS NULL) = (owner_id IS NULL)),
  CHECK ((choice IS NULL) = (due_on IS NULL)),
  CHECK ((choice IS NULL) = (decided_by IS NULL)),
  CHECK ((choice IS NULL) = (decided_at IS NULL))
);
CREATE INDEX themes_of ON themes (channel, language, last_week);

-- How much was read of a medium's week, and when.
CREATE TABLE theme_weeks (
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  week TEXT NOT NULL,                                -- its Monday
  questions INTEGER NOT NULL CHECK (questions >= 0),
  gathered_at BIGINT NOT NULL,
  PRIMARY KEY (channel, language, week)
);
CREATE INDEX theme_weeks_week ON theme_weeks (week);

-- The questions of a theme; one is in one theme at most.
CREATE TABLE theme_questions (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  theme_id TEXT NOT NULL REFERENCES themes (id),
  week TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place >= 0),         -- 0 is the nearest to the middle
  PRIMARY KEY (conversation_id, episode),
  UNIQUE (theme_id, week, place),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode)
);

-- +goose Down
DROP TABLE theme_questions;
DROP TABLE theme_weeks;
DROP TABLE themes;
