-- +goose Up

-- Customers to be played, as data. A version that was live never changes again.
CREATE TABLE scenarios (
  id TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'nl')),
  version INTEGER NOT NULL CHECK (version >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('rude_refund', 'unreasonable_exchange', 'hard_question')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'retired')),
  title TEXT NOT NULL,
  document TEXT NOT NULL,                  -- JSON, as domain/audition reads it
  author_id TEXT REFERENCES people (id),   -- NULL: it came with the product
  edition INTEGER NOT NULL,                -- of a draft, for who writes at the same time
  made_at BIGINT NOT NULL,
  published_at BIGINT,
  PRIMARY KEY (id, language, version),
  CHECK ((state = 'draft') = (published_at IS NULL))
);
CREATE UNIQUE INDEX scenarios_draft ON scenarios (id, language) WHERE state = 'draft';
CREATE UNIQUE INDEX scenarios_live ON scenarios (id, language) WHERE state = 'live';
-- +goose StatementBegin
CREATE FUNCTION scenarios_published_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.document <> OLD.document OR NEW.title <> OLD.title OR NEW.kind <> OLD.kind
    OR NEW.version <> OLD.version OR NEW.id <> OLD.id OR NEW.language <> OLD.language OR NEW.state = 'draft') THEN
    RAISE EXCEPTION 'a published scenario does not change';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER scenarios_published_stay BEFORE UPDATE ON scenarios FOR EACH ROW EXECUTE FUNCTION scenarios_published_stay();
-- +goose StatementBegin
CREATE FUNCTION scenarios_published_remain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'a published scenario is not deleted';
  END IF;
  RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER scenarios_published_remain BEFORE DELETE ON scenarios FOR EACH ROW EXECUTE FUNCTION scenarios_published_remain();

-- Open-book questions of the warm-up. An audition keeps its own copy of those it drew.
CREATE TABLE warm_up_questions (
  id TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'nl')),
  document TEXT NOT NULL,
  author_id TEXT REFERENCES people (id),
  archived_at BIGINT,
  version INTEGER NOT NULL,
  PRIMARY KEY (id, language)
);

-- What marks are worth. A version never changes: another pass mark is another version.
CREATE TABLE rubrics (
  version INTEGER PRIMARY KEY CHECK (version >= 1),
  document TEXT NOT NULL,                  -- JSON: weights, pass mark, knock-out, share of the social dimensions
  author_id TEXT REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION rubrics_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rubrics is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER rubrics_no_truncate BEFORE TRUNCATE ON rubrics FOR EACH STATEMENT EXECUTE FUNCTION rubrics_append_only();
CREATE TRIGGER rubrics_no_update BEFORE UPDATE ON rubrics FOR EACH ROW EXECUTE FUNCTION rubrics_append_only();
CREATE TRIGGER rubrics_no_delete BEFORE DELETE ON rubrics FOR EACH ROW EXECUTE FUNCTION rubrics_append_only();

-- What a rubric would have meant for past candidates; a rubric is published after one.
CREATE TABLE rubric_simulations (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  marked INTEGER NOT NULL,                 -- how many auditions there were to look at
  upward INTEGER NOT NULL,                 -- failed then, would pass
  downward INTEGER NOT NULL,               -- passed then, would fail
  made_by TEXT NOT NULL REFERENCES people (id),
  made_at BIGINT NOT NULL,
  rubric INTEGER UNIQUE REFERENCES rubrics (version) -- that was published after it
);

CREATE TABLE auditions (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES applications (id),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  language TEXT NOT NULL CHECK (language IN ('en', 'nl')),
  rubric INTEGER NOT NULL REFERENCES rubrics (version),
  seed BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'passed', 'failed')),
  questions TEXT NOT NULL,                 -- JSON: the warm-up as it was drawn
  answers TEXT NOT NULL DEFAULT '[]',      -- JSON: as they are kept while the time runs
  warm_up_at BIGINT,
  warm_up_done_at BIGINT,
  warm_up_points INTEGER,
  warm_up_of INTEGER,
  opened_at BIGINT NOT NULL,
  submitted_at BIGINT,
  decided_at BIGINT,
  result TEXT,                             -- JSON: the arithmetic of the decision
  version INTEGER NOT NULL,
  UNIQUE (application_id, attempt),
  CHECK ((warm_up_done_at IS NULL) = (warm_up_points IS NULL)),
  CHECK ((warm_up_points IS NULL) = (warm_up_of IS NULL)),
  CHECK ((state = 'open') = (submitted_at IS NULL)),
  CHECK ((state IN ('passed', 'failed')) = (decided_at IS NOT NULL)),
  CHECK ((decided_at IS NULL) = (result IS NULL))
);
CREATE UNIQUE INDEX auditions_running ON auditions (application_id) WHERE state IN ('open', 'submitted');
CREATE INDEX auditions_submitted ON auditions (submitted_at) WHERE state = 'submitted';

CREATE TABLE audition_plays (
  audition_id TEXT NOT NULL REFERENCES auditions (id),
  no INTEGER NOT NULL CHECK (no BETWEEN 1 AND 3),
  scenario_id TEXT NOT NULL,
  language TEXT NOT NULL,
  scenario_version INTEGER NOT NULL,
  seed BIGINT NOT NULL,
  rules INTEGER NOT NULL DEFAULT 0,        -- the version of the rules of reading when it began
  names TEXT NOT NULL DEFAULT '{}',        -- JSON: what the brand and the product were called
  started_at BIGINT,
  ended_at BIGINT,
  ending TEXT CHECK (ending IN ('solved', 'walked_off', 'time_up')),
  PRIMARY KEY (audition_id, no),
  FOREIGN KEY (scenario_id, language, scenario_version) REFERENCES scenarios (id, language, version),
  CHECK ((ended_at IS NULL) = (ending IS NULL)),
  CHECK (ended_at IS NULL OR started_at IS NOT NULL)
);
CREATE INDEX audition_plays_running ON audition_plays (started_at) WHERE started_at IS NOT NULL AND ended_at IS NULL;

CREATE TABLE play_lines (
  audition_id TEXT NOT NULL,
  play INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  speaker TEXT NOT NULL CHECK (speaker IN ('customer', 'candidate')),
  text TEXT NOT NULL,
  after_ms BIGINT NOT NULL CHECK (after_ms >= 0), -- since the play began
  client_id TEXT,
  PRIMARY KEY (audition_id, play, seq),
  FOREIGN KEY (audition_id, play) REFERENCES audition_plays (audition_id, no),
  CHECK ((speaker = 'candidate') = (client_id IS NOT NULL))
);
CREATE UNIQUE INDEX play_lines_client ON play_lines (audition_id, play, client_id) WHERE client_id IS NOT NULL;
-- +goose StatementBegin
CREATE FUNCTION play_lines_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'play_lines is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER play_lines_no_truncate BEFORE TRUNCATE ON play_lines FOR EACH STATEMENT EXECUTE FUNCTION play_lines_append_only();
CREATE TRIGGER play_lines_no_update BEFORE UPDATE ON play_lines FOR EACH ROW EXECUTE FUNCTION play_lines_append_only();
CREATE TRIGGER play_lines_no_delete BEFORE DELETE ON play_lines FOR EACH ROW EXECUTE FUNCTION play_lines_append_only();

-- One rater's look at one audition. Two places, and a third when the two disagree.
CREATE TABLE markings (
  id TEXT PRIMARY KEY,
  audition_id TEXT NOT NULL REFERENCES auditions (id),
  slot INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 3),
  rater_id TEXT NOT NULL REFERENCES people (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'lapsed')),
  taken_at BIGINT NOT NULL,
  submitted_at BIGINT,
  version INTEGER NOT NULL,
  CHECK ((state = 'submitted') = (submitted_at IS NOT NULL))
);
CREATE UNIQUE INDEX markings_slot ON markings (audition_id, slot) WHERE state <> 'lapsed';
CREATE UNIQUE INDEX markings_rater ON markings (audition_id, rater_id) WHERE state <> 'lapsed';
CREATE INDEX markings_mine ON markings (rater_id, taken_at);
CREATE INDEX markings_open ON markings (taken_at) WHERE state = 'open';

CREATE TABLE marks (
  marking_id TEXT NOT NULL REFERENCES markings (id),
  play INTEGER NOT NULL CHECK (play BETWEEN 1 AND 3),
  dimension TEXT NOT NULL CHECK (dimension IN ('patience', 'courtesy', 'empathy', 'ownership', 'honesty', 'clarity')),
  score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  line INTEGER NOT NULL,                   -- the seq of the line that is quoted
  quote TEXT NOT NULL CHECK (quote <> ''),
  PRIMARY KEY (marking_id, play, dimension)
);

-- Auditions whose marks are known to be right; raters are measured on them every month.
CREATE TABLE gold_auditions (
  audition_id TEXT PRIMARY KEY REFERENCES auditions (id),
  marks TEXT NOT NULL,                     -- JSON: play, dimension, score, why
  made_by TEXT NOT NULL REFERENCES people (id),
  made_at BIGINT NOT NULL,
  retired_at BIGINT
);

CREATE TABLE calibrations (
  id TEXT PRIMARY KEY,
  rater_id TEXT NOT NULL REFERENCES people (id),
  month TEXT NOT NULL,                     -- 2026-11, in the brand's zone
  state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'failed')),
  auditions TEXT NOT NULL,                 -- JSON: the gold auditions that were drawn
  marks TEXT NOT NULL DEFAULT '[]',        -- JSON: as they were given
  within INTEGER,                          -- marks at most one away
  of INTEGER,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (rater_id, month),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (within IS NULL))
);

-- +goose Down
DROP TABLE calibrations;
DROP TABLE gold_auditions;
DROP TABLE marks;
DROP TABLE markings;
DROP TABLE play_lines;
DROP TABLE audition_plays;
DROP TABLE auditions;
DROP TABLE rubric_simulations;
DROP TABLE rubrics;
DROP TABLE warm_up_questions;
DROP TABLE scenarios;
DROP FUNCTION scenarios_published_stay;
DROP FUNCTION scenarios_published_remain;
DROP FUNCTION rubrics_append_only;
DROP FUNCTION play_lines_append_only;
