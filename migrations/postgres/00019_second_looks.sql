-- +goose Up

-- A second score card of a conversation that somebody has looked at already: a colleague marks it without seeing the first. Where the two
-- agree, both reviewers knew what they did.
CREATE TABLE second_looks (
  sample_id TEXT PRIMARY KEY REFERENCES samples (id),
  reviewer_id TEXT NOT NULL REFERENCES people (id),
  helpful INTEGER NOT NULL CHECK (helpful BETWEEN 1 AND 5),
  correct INTEGER NOT NULL CHECK (correct BETWEEN 1 AND 5),
  tone INTEGER NOT NULL CHECK (tone BETWEEN 1 AND 5),
  own_words INTEGER NOT NULL CHECK (own_words BETWEEN 1 AND 5),
  breach BOOLEAN NOT NULL,                 -- of courtesy
  agrees BOOLEAN NOT NULL,                 -- with the first card
  marked_at BIGINT NOT NULL
);
CREATE INDEX second_looks_reviewer ON second_looks (reviewer_id, marked_at);

-- +goose Down
DROP TABLE second_looks;
