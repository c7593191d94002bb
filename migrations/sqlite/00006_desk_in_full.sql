-- +goose Up
-- Tables whose checks grow are copied, dropped and made again: SQLite cannot change a check. Keys are looked at when the
-- transaction commits.
PRAGMA defer_foreign_keys = ON;

-- A manager can hold a conversation; the customer can leave it as an open question.
CREATE TABLE conversations_before AS SELECT * FROM conversations;
DROP TABLE conversations;
CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  product_id TEXT REFERENCES products (id),
  reason_id TEXT REFERENCES contact_reasons (id), -- what the customer chose
  question TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'offered', 'assigned', 'waiting', 'closed')),
  episode INTEGER NOT NULL CHECK (episode >= 1),
  class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3), -- 0 front, 1 complaint or returning unsolved, 2 all others, 3 open questions
  queued_at BIGINT,                        -- the place in the queue inside a class; NULL when not queued
  preferred_expert_id TEXT REFERENCES experts (id),
  expert_id TEXT REFERENCES experts (id),  -- who holds it now
  last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
  content_seq INTEGER NOT NULL CHECK (content_seq BETWEEN 0 AND last_seq), -- the last entry that is no read mark
  customer_read_seq INTEGER NOT NULL DEFAULT 0,
  expert_read_seq INTEGER NOT NULL DEFAULT 0,
  opened_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  desk TEXT NOT NULL DEFAULT 'experts' CHECK (desk IN ('experts', 'staff')), -- who answers it
  staff_id TEXT REFERENCES people (id),    -- the manager who holds it now
  network TEXT NOT NULL DEFAULT '',        -- keyed hash of the address range that asked; empty: does not count
  left_at BIGINT,                          -- an open question: the customer left it
  answer_by BIGINT,                        -- and this was promised
  left_class INTEGER CHECK (left_class BETWEEN 0 AND 2), -- the class of an open question in the queue
  entered_at BIGINT,                       -- when it came into the queue; its place may be older
  queued_why TEXT NOT NULL DEFAULT '',     -- what brought it there: silent, back, complaint, verified …
  CHECK ((status IN ('queued', 'offered')) = (queued_at IS NOT NULL)),
  CHECK (status <> 'assigned' OR expert_id IS NOT NULL OR staff_id IS NOT NULL),
  CHECK (status NOT IN ('queued', 'offered', 'closed') OR (expert_id IS NULL AND staff_id IS NULL)),
  CHECK (expert_id IS NULL OR staff_id IS NULL),
  CHECK (staff_id IS NULL OR desk = 'staff'),
  CHECK (status <> 'offered' OR desk = 'experts'),
  CHECK ((left_at IS NULL) = (answer_by IS NULL))
);
INSERT INTO conversations (id, customer_id, channel, language, product_id, reason_id, question, status, episode, class, queued_at,
  preferred_expert_id, expert_id, last_seq, content_seq, customer_read_seq, expert_read_seq, opened_at, version, entered_at)
SELECT id, customer_id, channel, language, product_id, reason_id, question, status, episode, class, queued_at,
  preferred_expert_id, expert_id, last_seq, content_seq, customer_read_seq, expert_read_seq, opened_at, version, queued_at
FROM conversations_before;
DROP TABLE conversations_before;
CREATE INDEX conversations_customer ON conversations (customer_id, id);
CREATE INDEX conversations_queue ON conversations (class, queued_at, id) WHERE status IN ('queued', 'offered');
CREATE INDEX conversations_resting ON conversations (id) WHERE status = 'waiting' AND expert_id IS NULL;
CREATE INDEX conversations_expert ON conversations (expert_id) WHERE expert_id IS NOT NULL;
CREATE INDEX conversations_staff ON conversations (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX conversations_left ON conversations (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX conversations_network ON conversations (network) WHERE status IN ('queued', 'offered') AND network <> '';

ALTER TABLE episodes ADD COLUMN hand_overs INTEGER NOT NULL DEFAULT 0 CHECK (hand_overs BETWEEN 0 AND 2);
ALTER TABLE episodes ADD COLUMN linked TEXT NOT NULL DEFAULT '' CHECK (linked IN ('', 'network', 'customer', 'person')); -- why it earns nothing
ALTER TABLE episodes ADD COLUMN tip TEXT NOT NULL DEFAULT '';
ALTER TABLE episodes ADD COLUMN next_step TEXT NOT NULL DEFAULT '';
ALTER TABLE ratings ADD COLUMN learned TEXT CHECK (learned IN ('yes', 'partly', 'no')); -- "did you learn something?"

CREATE TABLE timeline_entries_before AS SELECT * FROM timeline_entries;
DROP TABLE timeline_entries;
CREATE TABLE timeline_entries (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  episode INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'status', 'assignment', 'read', 'rating', 'confirmation',
    'edit', 'deletion', 'hand_over', 'follow_up', 'presence')),
  author_role TEXT NOT NULL CHECK (author_role IN ('customer', 'expert', 'manager', 'admin', 'system')),
  author_id TEXT NOT NULL DEFAULT '',
  message_id TEXT UNIQUE,
  client_id TEXT,
  text TEXT NOT NULL DEFAULT '',
  status TEXT CHECK (status IN ('queued', 'offered', 'assigned', 'waiting', 'closed')), -- the conversation's, after this entry
  data TEXT NOT NULL DEFAULT '{}',         -- JSON of the kind
  at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  CHECK ((kind = 'message') = (message_id IS NOT NULL))
);
INSERT INTO timeline_entries SELECT * FROM timeline_entries_before;
DROP TABLE timeline_entries_before;
CREATE UNIQUE INDEX timeline_entries_client ON timeline_entries (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;
-- The few entries that change how a message reads.
CREATE INDEX timeline_entries_changes ON timeline_entries (conversation_id, seq) WHERE kind IN ('edit', 'deletion');
-- +goose StatementBegin
CREATE TRIGGER timeline_entries_no_update BEFORE UPDATE ON timeline_entries BEGIN SELECT RAISE(ABORT, 'timeline_entries is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER timeline_entries_no_delete BEFORE DELETE ON timeline_entries BEGIN SELECT RAISE(ABORT, 'timeline_entries is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER timeline_entries_no_replace BEFORE INSERT ON timeline_entries
WHEN EXISTS (SELECT 1 FROM timeline_entries WHERE conversation_id = NEW.conversation_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'timeline_entries is append-only'); END;
-- +goose StatementEnd

CREATE TABLE assignments_before AS SELECT * FROM assignments;
DROP TABLE assignments;
CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  expert_id TEXT REFERENCES experts (id),  -- an expert holds it on a seat,
  seat_no INTEGER CHECK (seat_no BETWEEN 1 AND 3),
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT CHECK (end_reason IN ('closed', 'released', 'timed_out', 'handed_over', 'escalated', 'vanished')),
  staff_id TEXT REFERENCES people (id),    -- or a manager without one
  place_at BIGINT,                         -- the place in the queue that it came from
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK ((expert_id IS NULL) <> (staff_id IS NULL)),
  CHECK ((expert_id IS NULL) = (seat_no IS NULL))
);
INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, started_at, ended_at, end_reason)
SELECT id, conversation_id, episode, expert_id, seat_no, started_at, ended_at, end_reason FROM assignments_before;
DROP TABLE assignments_before;
CREATE UNIQUE INDEX assignments_active ON assignments (conversation_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX assignments_seat ON assignments (expert_id, seat_no) WHERE ended_at IS NULL;
CREATE INDEX assignments_expert ON assignments (expert_id, started_at);
CREATE INDEX assignments_conversation ON assignments (conversation_id, started_at);
CREATE INDEX assignments_ended ON assignments (ended_at) WHERE ended_at IS NOT NULL;

-- Points for facts of every kind. source names the fact: cnv_…:1, hov_…, fup_…
CREATE TABLE awards_before AS SELECT * FROM awards;
DROP TABLE awards;
CREATE TABLE awards (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'first_time_right', 'hand_over', 'follow_up', 'follow_up_helped',
    'follow_up_missed', 'article', 'recheck', 'review', 'signal', 'audition', 'shift', 'no_show', 'campaign')),
  source TEXT NOT NULL,
  conversation_id TEXT,
  episode INTEGER,
  round_id TEXT NOT NULL REFERENCES rounds (id),
  rule_set INTEGER NOT NULL REFERENCES rule_sets (version),
  difficulty INTEGER CHECK (difficulty BETWEEN 1 AND 3),
  day TEXT NOT NULL,                       -- in the brand's time zone: 2026-11-21
  day_no INTEGER CHECK (day_no >= 1),      -- the how-manieth of that day, for the daily curve; NULL: takes no place in it
  pending BIGINT NOT NULL CHECK (pending >= 0),
  settled BIGINT,
  arithmetic TEXT NOT NULL,                -- JSON: the steps, in the order they apply
  earned_at BIGINT NOT NULL,               -- the confirmation
  settle_at BIGINT NOT NULL,
  settled_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (kind, source),
  UNIQUE (expert_id, day, day_no),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK ((settled IS NULL) = (settled_at IS NULL)),
  CHECK (settled >= 0 OR kind IN ('follow_up_missed', 'no_show')),
  CHECK ((conversation_id IS NULL) = (episode IS NULL)),
  CHECK (kind <> 'conversation' OR (conversation_id IS NOT NULL AND difficulty IS NOT NULL))
);
INSERT INTO awards (id, expert_id, kind, source, conversation_id, episode, round_id, rule_set, difficulty, day, day_no, pending,
  settled, arithmetic, earned_at, settle_at, settled_at, version)
SELECT id, expert_id, kind, conversation_id || ':' || episode, conversation_id, episode, round_id, rule_set, difficulty, day, day_no,
  pending, settled, arithmetic, earned_at, settle_at, settled_at, version
FROM awards_before;
DROP TABLE awards_before;
CREATE INDEX awards_due ON awards (settle_at) WHERE settled_at IS NULL;
CREATE INDEX awards_round ON awards (round_id, expert_id);
CREATE INDEX awards_expert ON awards (expert_id, earned_at);
CREATE INDEX awards_conversation ON awards (conversation_id, episode);

-- What a penalty took of the pending points of other awards.
CREATE TABLE takings (
  penalty_id TEXT NOT NULL REFERENCES awards (id),
  award_id TEXT NOT NULL REFERENCES awards (id),
  amount BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (penalty_id, award_id),
  CHECK (penalty_id <> award_id)
);
CREATE INDEX takings_award ON takings (award_id);

ALTER TABLE contact_reasons ADD COLUMN staff_only BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE contact_reasons ADD COLUMN staff_topic TEXT
  CHECK (staff_topic IN ('payment', 'personal_data', 'safety', 'legal', 'warranty'));

ALTER TABLE customers ADD COLUMN brand_customer_id TEXT; -- the subject of the brand's identity token
ALTER TABLE customers ADD COLUMN verified_at BIGINT;
ALTER TABLE customers ADD COLUMN email TEXT NOT NULL DEFAULT ''; -- from the token alone
ALTER TABLE customers ADD COLUMN merged_into TEXT REFERENCES customers (id);
ALTER TABLE customers ADD COLUMN shop TEXT NOT NULL DEFAULT '{}'; -- JSON: products and orders of the token
CREATE UNIQUE INDEX customers_brand ON customers (brand_customer_id) WHERE brand_customer_id IS NOT NULL;

ALTER TABLE experts ADD COLUMN brand_customer_id TEXT; -- who the expert is as a customer
ALTER TABLE experts ADD COLUMN seen_at BIGINT;         -- the last live connection; NULL: none that anybody waits for
ALTER TABLE experts ADD COLUMN vanished_at BIGINT;     -- taken to be gone, until the expert says otherwise
CREATE INDEX experts_seen ON experts (seen_at) WHERE seen_at IS NOT NULL;
CREATE UNIQUE INDEX experts_brand ON experts (brand_customer_id) WHERE brand_customer_id IS NOT NULL;

-- Nobody rates themselves: the rules see to it, and so does this.
-- +goose StatementBegin
CREATE TRIGGER ratings_by_another BEFORE INSERT ON ratings
WHEN EXISTS (SELECT 1 FROM experts x JOIN customers c ON c.id = NEW.customer_id
  WHERE x.id = NEW.expert_id AND x.brand_customer_id = c.brand_customer_id)
BEGIN SELECT RAISE(ABORT, 'nobody rates themselves'); END;
-- +goose StatementEnd

ALTER TABLE brand ADD COLUMN answer_hours INTEGER NOT NULL DEFAULT 8 CHECK (answer_hours BETWEEN 1 AND 240); -- opening hours

CREATE TABLE identity_keys (
  kid TEXT PRIMARY KEY,
  slot INTEGER NOT NULL CHECK (slot IN (1, 2)), -- two are live at most
  secret TEXT NOT NULL,                    -- sealed with a key that is not in the database
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  retired_at BIGINT
);
CREATE UNIQUE INDEX identity_keys_live ON identity_keys (slot) WHERE retired_at IS NULL;

-- Identity tokens that were used, until they would have expired anyway.
CREATE TABLE identity_tokens (
  jti TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX identity_tokens_expires ON identity_tokens (expires_at);

-- Links to go on with on another device.
CREATE TABLE continuations (
  token_hash TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX continuations_customer ON continuations (customer_id);

-- From which address ranges somebody was seen, as keyed hashes.
CREATE TABLE sightings (
  actor_id TEXT NOT NULL,
  network TEXT NOT NULL CHECK (network <> ''),
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (actor_id, network)
);
CREATE INDEX sightings_network ON sightings (network, seen_at);

-- Notes are internal: no view of a customer reads this table.
CREATE TABLE notes (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  author_role TEXT NOT NULL CHECK (author_role IN ('expert', 'manager', 'admin')),
  author_id TEXT NOT NULL REFERENCES people (id),
  client_id TEXT NOT NULL,
  text TEXT NOT NULL,
  whisper_to TEXT REFERENCES people (id),  -- a manager's whisper for who holds it; NULL: a note
  at BIGINT NOT NULL,
  UNIQUE (conversation_id, author_id, client_id),
  CHECK (whisper_to IS NULL OR author_role <> 'expert')
);
CREATE INDEX notes_conversation ON notes (conversation_id, id);

CREATE TABLE note_mentions (
  note_id TEXT NOT NULL REFERENCES notes (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  seen_at BIGINT,
  PRIMARY KEY (note_id, person_id)
);
CREATE INDEX note_mentions_person ON note_mentions (person_id, note_id);

-- Colleagues who were mentioned: they may read and note until the close.
CREATE TABLE guests (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  invited_by TEXT NOT NULL REFERENCES people (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, person_id)
);
CREATE INDEX guests_person ON guests (person_id);

-- Who looks at a conversation now.
CREATE TABLE watchers (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  since BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, person_id)
);

CREATE TABLE hand_overs (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no BETWEEN 1 AND 2), -- two of an episode at most
  from_role TEXT NOT NULL CHECK (from_role IN ('expert', 'manager', 'admin')),
  from_id TEXT NOT NULL REFERENCES people (id),
  to_desk TEXT NOT NULL CHECK (to_desk IN ('experts', 'staff')),
  to_expert_id TEXT REFERENCES experts (id),
  summary TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_role TEXT CHECK (received_role IN ('expert', 'manager', 'admin')),
  received_by TEXT REFERENCES people (id),
  received_at BIGINT,
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  scored_at BIGINT,
  UNIQUE (conversation_id, episode, no),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK ((received_by IS NULL) = (received_at IS NULL)),
  CHECK ((score IS NULL) = (scored_at IS NULL)),
  CHECK (score IS NULL OR received_by IS NOT NULL),
  CHECK (received_by IS NULL OR received_by <> from_id),
  CHECK (to_expert_id IS NULL OR to_desk = 'experts')
);

CREATE TABLE follow_ups (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id), -- who keeps it
  client_id TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3), -- among the open ones: a fourth has no place
  promise TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  first_due_at BIGINT NOT NULL,
  replanned_at BIGINT,                     -- once
  remind_at BIGINT NOT NULL,               -- when the expert is reminded
  time_box_minutes INTEGER CHECK (time_box_minutes BETWEEN 1 AND 6000),
  research TEXT NOT NULL DEFAULT '',       -- internal
  sources TEXT NOT NULL DEFAULT '[]',      -- JSON: title and url
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dismissed')),
  outcome TEXT CHECK (outcome IN ('answered', 'better_solution', 'nothing_found')),
  result TEXT NOT NULL DEFAULT '',         -- what the customer was told
  done_at BIGINT,
  missed_at BIGINT,
  surfaced_at BIGINT,
  stale_at BIGINT,
  helped TEXT CHECK (helped IN ('yes', 'no')),
  helped_at BIGINT,
  dismissed_at BIGINT,
  dismissed_by TEXT REFERENCES people (id),
  dismiss_reason TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (conversation_id, client_id),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK ((state = 'done') = (done_at IS NOT NULL)),
  CHECK ((state = 'done') = (outcome IS NOT NULL)),
  CHECK ((state = 'dismissed') = (dismissed_at IS NOT NULL)),
  CHECK ((helped IS NULL) = (helped_at IS NULL)),
  CHECK (helped IS NULL OR state = 'done'),
  CHECK (replanned_at IS NOT NULL OR due_at = first_due_at),
  CHECK (missed_at IS NULL OR missed_at > due_at),
  CHECK (missed_at IS NULL OR done_at IS NULL OR done_at >= missed_at) -- kept and missed is never both
);
CREATE INDEX follow_ups_due ON follow_ups (due_at) WHERE state = 'open';
CREATE INDEX follow_ups_remind ON follow_ups (remind_at) WHERE state = 'open' AND surfaced_at IS NULL;
CREATE UNIQUE INDEX follow_ups_places ON follow_ups (conversation_id, place) WHERE state = 'open';
CREATE INDEX follow_ups_expert ON follow_ups (expert_id, state, due_at);

-- The first honest range that a customer was told, and what really happened.
CREATE TABLE wait_checks (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  asked_at BIGINT NOT NULL,
  place INTEGER NOT NULL CHECK (place >= 1),
  from_s INTEGER NOT NULL CHECK (from_s >= 0),
  to_s INTEGER NOT NULL CHECK (to_s >= from_s),
  seats INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  accepted_at BIGINT,
  PRIMARY KEY (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode)
);
CREATE INDEX wait_checks_asked ON wait_checks (asked_at);

-- What was promised to customers who left a question, and whether it was kept.
CREATE TABLE promises (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  left_at BIGINT NOT NULL,
  answer_by BIGINT NOT NULL CHECK (answer_by >= left_at),
  answered_at BIGINT,
  withdrawn_at BIGINT,                     -- the customer came back to wait, or needs it no more
  PRIMARY KEY (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode)
);
CREATE INDEX promises_answer_by ON promises (answer_by);

CREATE TABLE facts (
  id TEXT PRIMARY KEY,
  product_id TEXT REFERENCES products (id),
  reason_id TEXT REFERENCES contact_reasons (id),
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  source TEXT NOT NULL,                    -- where it is from
  url TEXT NOT NULL DEFAULT '',
  archived_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX facts_product ON facts (product_id);

CREATE TABLE fact_uses (
  fact_id TEXT NOT NULL REFERENCES facts (id),
  message_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  PRIMARY KEY (fact_id, message_id)
);

-- What passed by an expert unanswered.
CREATE INDEX offers_lapsed ON offers (expert_id, decided_at) WHERE state = 'lapsed';

-- Walls that show the board without anybody signed in.
CREATE TABLE screens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,                      -- which screen: "canteen"
  token_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL REFERENCES people (id),
  revoked_at BIGINT
);

-- +goose Down
-- The way back exists for an empty installation alone: what only this version knows has no place in the one before.
DROP TABLE screens;
DROP TABLE fact_uses;
DROP TABLE facts;
DROP TABLE promises;
DROP TABLE wait_checks;
DROP TABLE follow_ups;
DROP TABLE hand_overs;
DROP TABLE watchers;
DROP TABLE guests;
DROP TABLE note_mentions;
DROP TABLE notes;
DROP TABLE sightings;
DROP TABLE continuations;
DROP TABLE identity_tokens;
DROP TABLE identity_keys;
DROP TABLE takings;
DROP TRIGGER ratings_by_another;
