-- +goose Up

-- Once a month a rater marks gold auditions without knowing the marks that are right. Nothing was kept here before.
DROP TABLE calibrations;
CREATE TABLE calibrations (
  id TEXT PRIMARY KEY,
  rater_id TEXT NOT NULL REFERENCES people (id),
  month TEXT NOT NULL,                     -- 2026-11, in the brand's zone
  attempt INTEGER NOT NULL CHECK (attempt >= 1), -- the first is the month's task; who failed may try again
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'passed' OR state = 'failed' OR state = 'lapsed'),
  within INTEGER,                          -- marks at most one away
  of INTEGER,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (rater_id, month, attempt),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'passed' OR state = 'failed') = (within IS NOT NULL)),
  CHECK ((within IS NULL) = (of IS NULL)),
  CHECK (within IS NULL OR (within >= 0 AND within <= of AND of > 0))
);
CREATE UNIQUE INDEX calibrations_open ON calibrations (rater_id) WHERE state = 'open';
CREATE INDEX calibrations_ended ON calibrations (rater_id, ended_at);

-- The gold auditions that a calibration drew.
CREATE TABLE calibration_auditions (
  calibration_id TEXT NOT NULL REFERENCES calibrations (id),
  no INTEGER NOT NULL CHECK (no BETWEEN 1 AND 5),
  audition_id TEXT NOT NULL REFERENCES gold_auditions (audition_id),
  PRIMARY KEY (calibration_id, no),
  UNIQUE (calibration_id, audition_id)
);
CREATE INDEX calibration_auditions_gold ON calibration_auditions (audition_id);

CREATE TABLE calibration_marks (
  calibration_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  play INTEGER NOT NULL CHECK (play BETWEEN 1 AND 3),
  dimension TEXT NOT NULL CHECK (dimension = 'patience' OR dimension = 'courtesy' OR dimension = 'empathy'
    OR dimension = 'ownership' OR dimension = 'honesty' OR dimension = 'clarity'),
  score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  PRIMARY KEY (calibration_id, no, play, dimension),
  FOREIGN KEY (calibration_id, no) REFERENCES calibration_auditions (calibration_id, no)
);

-- +goose Down
DROP TABLE calibration_marks;
DROP TABLE calibration_auditions;
DROP TABLE calibrations;
CREATE TABLE calibrations (
  id TEXT PRIMARY KEY,
  rater_id TEXT NOT NULL REFERENCES people (id),
  month TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'failed')),
  auditions TEXT NOT NULL,
  marks TEXT NOT NULL DEFAULT '[]',
  within INTEGER,
  of INTEGER,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (rater_id, month),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (within IS NULL))
);
