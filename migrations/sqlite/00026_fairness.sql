-- +goose Up

-- Something about an expert that people decide: what signals found, what staff saw, or what an expert asks a person to look at.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  origin TEXT NOT NULL CHECK (origin = 'signal' OR origin = 'staff' OR origin = 'question'),
  opener_id TEXT REFERENCES people (id),   -- NULL: signals did
  about TEXT NOT NULL,                     -- of a question: award:awd_…, level:lrv_…
  words TEXT NOT NULL,                     -- of who opened it
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'proposed' OR state = 'decided' OR state = 'appealed' OR state = 'answered'),
  opened_at BIGINT NOT NULL,
  step TEXT CHECK (step = 'none' OR step = 'coaching' OR step = 'warning' OR step = 'suspension' OR step = 'exclusion'),
  voids BOOLEAN NOT NULL,                  -- the entries concerned are taken back
  reason TEXT NOT NULL,
  decider_id TEXT REFERENCES people (id),
  proposed_at BIGINT,
  second_id TEXT REFERENCES people (id),
  decided_at BIGINT,
  appeal TEXT NOT NULL,
  appealed_at BIGINT,
  answer_by BIGINT,
  late_at BIGINT,                          -- when staff were told that the answer is late
  answer TEXT NOT NULL,
  upheld BOOLEAN,                          -- the expert was right
  answerer_id TEXT REFERENCES people (id),
  answered_at BIGINT,
  version INTEGER NOT NULL CHECK (version >= 1),
  CHECK (decider_id <> second_id),
  CHECK (answerer_id <> decider_id),
  CHECK (answerer_id <> second_id),
  CHECK (answerer_id <> opener_id),
  CHECK ((opener_id IS NULL) = (origin = 'signal')),
  CHECK ((origin = 'question') = (about <> '')),
  CHECK ((state = 'open') = (decider_id IS NULL)),
  CHECK ((decider_id IS NULL) = (step IS NULL)),
  CHECK ((decider_id IS NULL) = (proposed_at IS NULL)),
  CHECK (decider_id IS NULL OR reason <> ''),
  CHECK ((decided_at IS NULL) = (state = 'open' OR state = 'proposed')),
  CHECK (second_id IS NULL OR decided_at IS NOT NULL),
  CHECK (decided_at IS NULL OR second_id IS NOT NULL OR (step <> 'suspension' AND step <> 'exclusion')),
  CHECK ((appealed_at IS NULL) = (answer_by IS NULL)),
  CHECK ((appealed_at IS NOT NULL) = (state = 'appealed' OR state = 'answered')),
  CHECK (appealed_at <= decided_at + 1209600000),
  CHECK ((answered_at IS NOT NULL) = (state = 'answered')),
  CHECK ((answered_at IS NULL) = (upheld IS NULL)),
  CHECK ((answered_at IS NULL) = (answerer_id IS NULL))
);
CREATE UNIQUE INDEX cases_open ON cases (expert_id) WHERE origin = 'signal' AND state = 'open';
CREATE UNIQUE INDEX cases_questions ON cases (expert_id, about) WHERE origin = 'question';
CREATE INDEX cases_state ON cases (state, id);
CREATE INDEX cases_expert ON cases (expert_id, id);

-- A signal that went off: once for the same facts.
CREATE TABLE signal_hits (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  rule TEXT NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  subject TEXT NOT NULL,                   -- what it is about beside the expert
  period TEXT NOT NULL,                    -- the week of the newest fact
  victim BOOLEAN NOT NULL,                 -- it was done to the expert
  evidence TEXT NOT NULL,                  -- JSON: lines of what was found
  conversations TEXT NOT NULL,             -- JSON: ids
  found_at BIGINT NOT NULL,
  UNIQUE (rule, expert_id, subject, period)
);
CREATE INDEX signal_hits_case ON signal_hits (case_id, id);

-- An entry of points that waits for a human, 72 hours at most.
CREATE TABLE holds (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  award_id TEXT NOT NULL REFERENCES awards (id),
  state TEXT NOT NULL CHECK (state = 'held' OR state = 'lapsed' OR state = 'released' OR state = 'voided' OR state = 'restored'),
  began_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  ended_at BIGINT,
  taken BIGINT NOT NULL CHECK (taken >= 0), -- points that were taken back
  confirmed BOOLEAN NOT NULL,              -- they could be spent already
  restored_at BIGINT,
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (case_id, award_id),
  CHECK (until_at > began_at AND until_at <= began_at + 259200000),
  CHECK ((ended_at IS NULL) = (state = 'held')),
  CHECK ((restored_at IS NOT NULL) = (state = 'restored')),
  CHECK (taken = 0 OR state = 'voided' OR state = 'restored')
);
CREATE UNIQUE INDEX holds_living ON holds (award_id) WHERE state <> 'lapsed' AND state <> 'released';
CREATE INDEX holds_award ON holds (award_id, state);
CREATE INDEX holds_until ON holds (until_at) WHERE state = 'held';

-- +goose Down
DROP TABLE holds;
DROP TABLE signal_hits;
DROP TABLE cases;
