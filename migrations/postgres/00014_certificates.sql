-- +goose Up

-- Mentors whisper, too.
ALTER TABLE notes DROP CONSTRAINT notes_check;
ALTER TABLE notes ADD CONSTRAINT notes_check CHECK (whisper_to IS NULL OR whisper_to <> author_id);

-- What a product is now: a new generation ends the certificates that were about the one before.
ALTER TABLE products ADD COLUMN generation INTEGER NOT NULL DEFAULT 1 CHECK (generation >= 1);
ALTER TABLE products ADD COLUMN generation_at BIGINT;

-- The questions of a topic's certificate as managers write them, and as they were published.
CREATE TABLE question_drafts (
  reason_id TEXT PRIMARY KEY REFERENCES contact_reasons (id),
  product_id TEXT REFERENCES products (id),
  questions TEXT NOT NULL,                 -- JSON
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 60),
  changed_by TEXT NOT NULL REFERENCES people (id),
  changed_at BIGINT NOT NULL,
  version INTEGER NOT NULL
);

CREATE TABLE question_sets (
  reason_id TEXT NOT NULL REFERENCES contact_reasons (id),
  version INTEGER NOT NULL CHECK (version >= 1),
  product_id TEXT REFERENCES products (id),
  questions TEXT NOT NULL,                 -- JSON, with the right answers: never leaves before they are given
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 60),
  published_by TEXT NOT NULL REFERENCES people (id),
  published_at BIGINT NOT NULL,
  PRIMARY KEY (reason_id, version)
);
-- +goose StatementBegin
CREATE FUNCTION question_sets_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'question_sets is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER question_sets_no_update BEFORE UPDATE ON question_sets FOR EACH ROW EXECUTE FUNCTION question_sets_append_only();
CREATE TRIGGER question_sets_no_delete BEFORE DELETE ON question_sets FOR EACH ROW EXECUTE FUNCTION question_sets_append_only();

-- A conversation that somebody looked at, or is to look at, with a score card.
CREATE TABLE samples (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('random', 'low_rating', 'certificate', 'shadowing')),
  state TEXT NOT NULL CHECK (state IN ('open', 'marked')),
  mentor_id TEXT REFERENCES people (id),   -- who shadowed, and marks it
  reviewer_id TEXT REFERENCES people (id),
  helpful INTEGER CHECK (helpful BETWEEN 1 AND 5),
  correct INTEGER CHECK (correct BETWEEN 1 AND 5),
  tone INTEGER CHECK (tone BETWEEN 1 AND 5),
  own_words INTEGER CHECK (own_words BETWEEN 1 AND 5),
  breach BOOLEAN NOT NULL DEFAULT FALSE,   -- of courtesy
  praise TEXT NOT NULL DEFAULT '',
  advice TEXT NOT NULL DEFAULT '',
  drawn_at BIGINT NOT NULL,
  marked_at BIGINT,
  UNIQUE (conversation_id, episode, purpose),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK (reviewer_id IS NULL OR reviewer_id <> expert_id),
  CHECK (mentor_id IS NULL OR mentor_id <> expert_id),
  CHECK ((state = 'marked') = (marked_at IS NOT NULL)),
  CHECK ((state = 'marked') = (reviewer_id IS NOT NULL)),
  CHECK ((state = 'marked') = (helpful IS NOT NULL AND correct IS NOT NULL AND tone IS NOT NULL AND own_words IS NOT NULL))
);
CREATE INDEX samples_open ON samples (drawn_at) WHERE state = 'open';
CREATE INDEX samples_expert ON samples (expert_id, marked_at);

CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  reason_id TEXT NOT NULL,
  set_version INTEGER NOT NULL,            -- the questions as they were
  drawn TEXT NOT NULL,                     -- JSON: which questions, their options in which order
  answers TEXT NOT NULL DEFAULT '[]',      -- JSON: what was chosen
  correct INTEGER CHECK (correct BETWEEN 0 AND 5),
  state TEXT NOT NULL CHECK (state IN ('answering', 'conversation', 'marking', 'passed', 'failed')),
  started_at BIGINT NOT NULL,
  answer_by BIGINT NOT NULL,
  answered_at BIGINT,
  lapses_at BIGINT NOT NULL,               -- when it ends unfinished
  sample_id TEXT REFERENCES samples (id),  -- the conversation that was handed in last
  handed INTEGER NOT NULL DEFAULT 0 CHECK (handed BETWEEN 0 AND 3), -- so many were
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT '' CHECK (ended_why IN ('', 'passed', 'answers', 'late', 'conversations', 'lapsed')),
  version INTEGER NOT NULL,
  FOREIGN KEY (reason_id, set_version) REFERENCES question_sets (reason_id, version),
  CHECK ((state IN ('passed', 'failed')) = (ended_at IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (ended_why = '')),
  CHECK ((state = 'answering') = (answered_at IS NULL AND ended_at IS NULL)),
  CHECK (state <> 'marking' OR sample_id IS NOT NULL)
);
CREATE UNIQUE INDEX attempts_running ON attempts (expert_id, reason_id) WHERE ended_at IS NULL;
CREATE INDEX attempts_lapsing ON attempts (lapses_at) WHERE ended_at IS NULL;
CREATE INDEX attempts_expert ON attempts (expert_id, started_at);
CREATE INDEX attempts_sample ON attempts (sample_id) WHERE sample_id IS NOT NULL;

CREATE TABLE certificates (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  reason_id TEXT NOT NULL,
  set_version INTEGER NOT NULL,
  product_id TEXT REFERENCES products (id),
  generation INTEGER,                      -- of the product, when it was earned
  attempt_id TEXT NOT NULL UNIQUE REFERENCES attempts (id),
  issued_at BIGINT NOT NULL,
  valid_until BIGINT NOT NULL CHECK (valid_until > issued_at),
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT '' CHECK (ended_why IN ('', 'expired', 'generation', 'renewed', 'withdrawn')),
  ended_by TEXT REFERENCES people (id),
  ended_note TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (reason_id, set_version) REFERENCES question_sets (reason_id, version),
  CHECK ((product_id IS NULL) = (generation IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_why = '')),
  CHECK ((ended_why = 'withdrawn') = (ended_by IS NOT NULL))
);
CREATE UNIQUE INDEX certificates_living ON certificates (expert_id, reason_id) WHERE ended_at IS NULL;
CREATE INDEX certificates_ending ON certificates (valid_until) WHERE ended_at IS NULL;
CREATE INDEX certificates_product ON certificates (product_id) WHERE ended_at IS NULL AND product_id IS NOT NULL;

-- What can be learnt: about a topic, or towards a dimension of the score card.
CREATE TABLE course_items (
  id TEXT PRIMARY KEY,
  reason_id TEXT REFERENCES contact_reasons (id),
  dimension TEXT CHECK (dimension IN ('helpful', 'correct', 'tone', 'own_words')),
  title TEXT NOT NULL,                     -- JSON, by language
  body TEXT NOT NULL,                      -- JSON, by language
  url TEXT NOT NULL DEFAULT '',
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 120),
  archived_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE course_progress (
  item_id TEXT NOT NULL REFERENCES course_items (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  done_at BIGINT NOT NULL,
  PRIMARY KEY (item_id, expert_id)
);
CREATE INDEX course_progress_expert ON course_progress (expert_id);

-- A personal development plan is its open goals.
CREATE TABLE goals (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('helpful', 'correct', 'tone', 'own_words')),
  state TEXT NOT NULL CHECK (state IN ('open', 'reached', 'dropped')),
  from_mean INTEGER NOT NULL,              -- hundredths, over
  from_samples INTEGER NOT NULL,           -- so many score cards
  opened_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  reached_mean INTEGER,
  ended_at BIGINT,
  ended_by TEXT REFERENCES people (id),    -- who dropped it
  note TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'reached') = (reached_mean IS NOT NULL)),
  CHECK ((state = 'dropped') = (ended_by IS NOT NULL))
);
CREATE UNIQUE INDEX goals_open ON goals (expert_id, dimension) WHERE state = 'open';
CREATE INDEX goals_expert ON goals (expert_id, opened_at);

-- Who shadows which candidate: one at a time, on both sides.
CREATE TABLE shadowings (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  mentor_id TEXT NOT NULL REFERENCES people (id),
  began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,                 -- the mentor, last
  ended_at BIGINT,
  ended_why TEXT NOT NULL DEFAULT '' CHECK (ended_why IN ('', 'mentor', 'unseen', 'rookie')),
  CHECK (mentor_id <> expert_id),
  CHECK ((ended_at IS NULL) = (ended_why = ''))
);
CREATE UNIQUE INDEX shadowings_expert ON shadowings (expert_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX shadowings_mentor ON shadowings (mentor_id) WHERE ended_at IS NULL;

-- +goose Down
ALTER TABLE notes DROP CONSTRAINT notes_check;
ALTER TABLE notes ADD CONSTRAINT notes_check CHECK (whisper_to IS NULL OR author_role <> 'expert');
DROP TABLE shadowings;
DROP TABLE goals;
DROP TABLE course_progress;
DROP TABLE course_items;
DROP TABLE certificates;
DROP TABLE attempts;
DROP TABLE samples;
DROP TABLE question_sets;
DROP FUNCTION question_sets_append_only();
DROP TABLE question_drafts;
ALTER TABLE products DROP COLUMN generation_at;
ALTER TABLE products DROP COLUMN generation;
