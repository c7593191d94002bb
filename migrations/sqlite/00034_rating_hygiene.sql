-- +goose Up

-- A rating is shown to its expert with others, and not at once; until then it counts for nothing that they see.
ALTER TABLE ratings ADD COLUMN tell_at BIGINT;   -- not before; NULL: told
ALTER TABLE ratings ADD COLUMN told_at BIGINT CHECK (told_at IS NULL OR tell_at IS NULL);   -- NULL with tell_at: told as it was given
ALTER TABLE ratings ADD COLUMN excluded TEXT NOT NULL DEFAULT ''
  CHECK ((excluded = '' OR excluded = 'dispute' OR excluded = 'abuse') AND (excluded = '' OR NOT controllable));   -- what people set it aside for
CREATE INDEX ratings_untold ON ratings (tell_at, expert_id) WHERE tell_at IS NOT NULL;

-- An expert's word that a low rating is not about what they did: once for each.
CREATE TABLE rating_disputes (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),   -- among the open ones: a fourth has no place
  text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'upheld' OR state = 'denied'),
  raised_at BIGINT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  decided_by TEXT REFERENCES people (id),
  decided_at BIGINT,
  version INTEGER NOT NULL,
  UNIQUE (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES ratings (conversation_id, episode),
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((state = 'open') = (answer = ''))
);
CREATE UNIQUE INDEX rating_disputes_open ON rating_disputes (expert_id, place) WHERE state = 'open';
CREATE INDEX rating_disputes_raised ON rating_disputes (state, raised_at);

-- The word of staff that a customer was abusive here: what they rate here counts for nobody's quality.
CREATE TABLE abuse_marks (
  conversation_id TEXT PRIMARY KEY REFERENCES conversations (id),
  marked_by TEXT NOT NULL REFERENCES people (id),
  reason TEXT NOT NULL,
  marked_at BIGINT NOT NULL
);

-- What an award is worth more because its rating was set aside after it was settled.
CREATE TABLE award_amends (
  award_id TEXT PRIMARY KEY REFERENCES awards (id),
  points BIGINT NOT NULL CHECK (points > 0),
  at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE award_amends;
DROP TABLE abuse_marks;
DROP TABLE rating_disputes;
DROP INDEX ratings_untold;
ALTER TABLE ratings DROP COLUMN excluded;
ALTER TABLE ratings DROP COLUMN told_at;
ALTER TABLE ratings DROP COLUMN tell_at;
