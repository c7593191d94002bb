-- +goose Up

-- What experts and staff would do better.
CREATE TABLE ideas (
  id TEXT PRIMARY KEY,
  author_id TEXT NOT NULL REFERENCES people (id),
  title TEXT NOT NULL CHECK (title <> ''),
  text TEXT NOT NULL CHECK (text <> ''),
  day TEXT NOT NULL,                                 -- of the brand's calendar
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),   -- of the author's day
  state TEXT NOT NULL CHECK (state = 'new' OR state = 'considered' OR state = 'adopted' OR state = 'declined'),
  answer TEXT NOT NULL DEFAULT '',
  problem_id TEXT REFERENCES problems (id),
  decided_by TEXT REFERENCES people (id),
  posted_at BIGINT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (author_id, day, place),
  CHECK ((state = 'adopted') = (problem_id IS NOT NULL)),
  CHECK (state <> 'declined' OR answer <> '')
);
CREATE INDEX ideas_state ON ideas (state, posted_at);

CREATE TABLE idea_votes (
  idea_id TEXT NOT NULL REFERENCES ideas (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  voted_at BIGINT NOT NULL,
  PRIMARY KEY (idea_id, person_id)
);

-- +goose Down
DROP TABLE idea_votes;
DROP TABLE ideas;
