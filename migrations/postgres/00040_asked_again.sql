-- +goose Up

-- What chance said about an answer that was closed as solved and never rated, and the customer's word on "is it still solved?".
CREATE TABLE still_solved (
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  asked BOOLEAN NOT NULL,                  -- chance chose it
  drawn_at BIGINT NOT NULL,
  answer TEXT CHECK (answer = 'yes' OR answer = 'partly' OR answer = 'no'),
  answered_at BIGINT,
  PRIMARY KEY (conversation_id, episode),
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK (asked OR answer IS NULL),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX episodes_solved ON episodes (closed_at) WHERE outcome = 'solved';

-- A personal link by which a customer rates one answer, once and within seven days. Of its token the hash is kept.
CREATE TABLE rating_links (
  token_hash TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  made_by TEXT NOT NULL REFERENCES people (id),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  FOREIGN KEY (conversation_id, episode) REFERENCES episodes (conversation_id, episode),
  CHECK (expires_at > made_at AND expires_at <= made_at + 604800000),
  CHECK (used_at < expires_at)
);
CREATE INDEX rating_links_episode ON rating_links (conversation_id, episode);
CREATE INDEX rating_links_expiry ON rating_links (expires_at);

-- +goose Down
DROP TABLE rating_links;
DROP INDEX episodes_solved;
DROP TABLE still_solved;
