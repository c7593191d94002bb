-- +goose Up

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
  class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 2), -- 0 front, 1 complaint or returning unsolved, 2 all others
  queued_at BIGINT,                        -- the place in the queue inside a class; NULL when not queued
  preferred_expert_id TEXT REFERENCES experts (id),
  expert_id TEXT REFERENCES experts (id),  -- who holds it now
  last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
  content_seq INTEGER NOT NULL CHECK (content_seq BETWEEN 0 AND last_seq), -- the last entry that is no read mark
  customer_read_seq INTEGER NOT NULL DEFAULT 0,
  expert_read_seq INTEGER NOT NULL DEFAULT 0,
  opened_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((status IN ('queued', 'offered')) = (queued_at IS NOT NULL)),
  CHECK (status <> 'assigned' OR expert_id IS NOT NULL),
  CHECK (status NOT IN ('queued', 'offered', 'closed') OR expert_id IS NULL)
);
CREATE INDEX conversations_customer ON conversations (customer_id, id);
CREATE INDEX conversations_queue ON conversations (class, queued_at, id) WHERE status IN ('queued', 'offered');
CREATE INDEX conversations_resting ON conversations (id) WHERE status = 'waiting' AND expert_id IS NULL;
CREATE INDEX conversations_expert ON conversations (expert_id) WHERE expert_id IS NOT NULL;

-- An episode runs from a question to its confirmed end; a message after that starts the next one.
CREATE TABLE episodes (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL CHECK (episode >= 1),
  opened_at BIGINT NOT NULL,
  first_response_at BIGINT,
  expert_id TEXT REFERENCES experts (id),  -- who closed it, or held it last
  customer_messages INTEGER NOT NULL DEFAULT 0,
  expert_messages INTEGER NOT NULL DEFAULT 0,
  transfers INTEGER NOT NULL DEFAULT 0,
  closed_at BIGINT,
  closed_by TEXT CHECK (closed_by IN ('customer', 'expert', 'manager', 'system')),
  outcome TEXT CHECK (outcome IN ('solved', 'partly', 'unsolved', 'withdrawn')),
  closing_reason_id TEXT REFERENCES contact_reasons (id),
  confirmed_at BIGINT,
  confirmed_by TEXT CHECK (confirmed_by IN ('customer', 'rating', 'silence')),
  PRIMARY KEY (conversation_id, episode),
  CHECK (confirmed_at IS NULL OR closed_at IS NOT NULL),
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL))
);
CREATE UNIQUE INDEX episodes_open ON episodes (conversation_id) WHERE confirmed_at IS NULL;
CREATE INDEX episodes_unconfirmed ON episodes (closed_at) WHERE confirmed_at IS NULL AND closed_at IS NOT NULL;
CREATE INDEX episodes_expert ON episodes (expert_id, closed_at);

CREATE TABLE timeline_entries (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  episode INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'status', 'assignment', 'read', 'rating', 'confirmation')),
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
CREATE UNIQUE INDEX timeline_entries_client ON timeline_entries (conversation_id, author_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE seats (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  seat_no INTEGER NOT NULL CHECK (seat_no BETWEEN 1 AND 3),
  open BOOLEAN NOT NULL,                   -- brand and level decide; a taken seat may close later
  conversation_id TEXT UNIQUE REFERENCES conversations (id),
  taken_at BIGINT,
  due TEXT CHECK (due IN ('nudge', 'reoffer', 'free')), -- what happens at due_at
  due_at BIGINT,
  PRIMARY KEY (expert_id, seat_no),
  CHECK ((conversation_id IS NULL) = (taken_at IS NULL)),
  CHECK ((due IS NULL) = (due_at IS NULL)),
  CHECK (due_at IS NULL OR conversation_id IS NOT NULL)
);
CREATE INDEX seats_due ON seats (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  seat_no INTEGER NOT NULL CHECK (seat_no BETWEEN 1 AND 3),
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  end_reason TEXT CHECK (end_reason IN ('closed', 'released', 'timed_out', 'handed_over', 'escalated')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX assignments_active ON assignments (conversation_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX assignments_seat ON assignments (expert_id, seat_no) WHERE ended_at IS NULL;
CREATE INDEX assignments_expert ON assignments (expert_id, started_at);
CREATE INDEX assignments_conversation ON assignments (conversation_id, started_at);

CREATE TABLE offers (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  seat_no INTEGER NOT NULL CHECK (seat_no BETWEEN 1 AND 3),
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
  score INTEGER NOT NULL,                  -- ten-thousandths; the six factors in why add up to it
  why TEXT NOT NULL,                       -- JSON: filters and factors
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  decided_at BIGINT,
  CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX offers_conversation ON offers (conversation_id) WHERE state = 'open';
CREATE UNIQUE INDEX offers_expert ON offers (expert_id) WHERE state = 'open';
CREATE INDEX offers_history ON offers (conversation_id, expert_id);
CREATE INDEX offers_due ON offers (expires_at) WHERE state = 'open';

CREATE TABLE ratings (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  solved TEXT NOT NULL CHECK (solved IN ('yes', 'partly', 'no')),
  cause TEXT CHECK (cause IN ('expert', 'company')),
  cause_detail TEXT,
  comment TEXT NOT NULL DEFAULT '',
  reason_id TEXT REFERENCES contact_reasons (id),
  difficulty INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
  controllable BOOLEAN NOT NULL,           -- counts for the expert's quality
  settled_at BIGINT,                       -- editable until then
  given_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK (stars = 5 OR cause IS NOT NULL)
);
CREATE INDEX ratings_expert ON ratings (expert_id, given_at);
CREATE INDEX ratings_given ON ratings (given_at);

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

-- +goose Down
DROP TABLE ratings;
DROP TABLE offers;
DROP TABLE assignments;
DROP TABLE seats;
DROP TABLE timeline_entries;
DROP TABLE episodes;
DROP TABLE conversations;
