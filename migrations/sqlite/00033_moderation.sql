-- +goose Up
-- What a moderator decided about a conversation or one message of it. The reason is for whom it concerns.
CREATE TABLE decisions (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  message_id TEXT NOT NULL,                -- empty: the conversation
  expert_id TEXT REFERENCES experts (id),  -- whom it concerns; NULL: no expert
  hidden BOOLEAN NOT NULL,                 -- the message is out of sight
  paused BOOLEAN NOT NULL,                 -- the expert is off duty until a manager says otherwise
  case_id TEXT REFERENCES cases (id),      -- where coaching, warning and suspension are decided
  reason TEXT NOT NULL CHECK (reason <> ''),
  decided_by TEXT NOT NULL REFERENCES people (id),
  decided_at BIGINT NOT NULL,
  CHECK (NOT hidden OR message_id <> ''),
  CHECK (expert_id IS NOT NULL OR (NOT paused AND case_id IS NULL))
);
CREATE INDEX decisions_conversation ON decisions (conversation_id, id);
CREATE INDEX decisions_expert ON decisions (expert_id, id) WHERE expert_id IS NOT NULL;
CREATE INDEX decisions_case ON decisions (case_id) WHERE case_id IS NOT NULL;

-- A doubt about an expert's part of a conversation, or one message of it. Each person and all rules together raise one about each.
CREATE TABLE flags (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  episode INTEGER NOT NULL,
  message_id TEXT NOT NULL,                -- empty: the conversation
  expert_id TEXT REFERENCES experts (id),  -- whom it is about; NULL: no expert
  raised_role TEXT NOT NULL CHECK (raised_role = 'customer' OR raised_role = 'expert' OR raised_role = 'manager' OR raised_role = 'admin' OR raised_role = 'system'),
  raised_by TEXT NOT NULL,                 -- empty: the customer of the conversation, or a rule
  reason TEXT NOT NULL CHECK (reason = 'rude' OR reason = 'wrong' OR reason = 'private' OR reason = 'unsafe' OR reason = 'spam' OR reason = 'other' OR reason = 'elsewhere' OR reason = 'score'),
  text TEXT NOT NULL,
  quote TEXT NOT NULL,                     -- the message as it read when it was flagged
  raised_at BIGINT NOT NULL,
  decision_id TEXT REFERENCES decisions (id), -- NULL: nobody has decided yet
  CHECK ((raised_by = '') = (raised_role = 'customer' OR raised_role = 'system'))
);
CREATE UNIQUE INDEX flags_once ON flags (conversation_id, episode, message_id, expert_id, raised_role, raised_by) WHERE expert_id IS NOT NULL;
CREATE UNIQUE INDEX flags_once_of_none ON flags (conversation_id, episode, message_id, raised_role, raised_by) WHERE expert_id IS NULL;
CREATE INDEX flags_open ON flags (raised_at, id) WHERE decision_id IS NULL;
CREATE INDEX flags_decision ON flags (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX flags_expert ON flags (expert_id) WHERE expert_id IS NOT NULL;

-- Staff can take the text of a thank-you card away, as they can that of kudos.
ALTER TABLE thanks ADD COLUMN hidden_at BIGINT;
ALTER TABLE thanks ADD COLUMN hidden_by TEXT REFERENCES people (id);
ALTER TABLE thanks ADD COLUMN hidden_why TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE thanks DROP COLUMN hidden_why;
ALTER TABLE thanks DROP COLUMN hidden_by;
ALTER TABLE thanks DROP COLUMN hidden_at;
DROP TABLE flags;
DROP TABLE decisions;
