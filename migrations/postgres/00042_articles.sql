-- +goose Up

-- What customers read without asking anybody: one article in one language.
CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  topic_id TEXT NOT NULL REFERENCES articles (id),   -- the first of its translations, or itself
  language TEXT NOT NULL,
  slug TEXT NOT NULL CHECK (slug <> ''),
  kind TEXT NOT NULL CHECK (kind = 'article' OR kind = 'manual'),
  state TEXT NOT NULL CHECK (state = 'draft' OR state = 'review' OR state = 'published' OR state = 'archived'),   -- of the newest version
  product_id TEXT REFERENCES products (id),          -- NULL: of every product
  owner_id TEXT NOT NULL REFERENCES people (id),     -- who sees to it that it stays true
  newest INTEGER NOT NULL CHECK (newest >= 1),
  published INTEGER CHECK (published BETWEEN 1 AND newest),   -- the version that is read; NULL: none
  review_on TEXT CHECK ((review_on IS NULL) = (published IS NULL)),   -- 2026-12-31 in the brand's time zone: to be looked at again
  asked TEXT NOT NULL DEFAULT '',                    -- what somebody searched for in vain, which it answers
  version INTEGER NOT NULL,
  created_by TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  published_at BIGINT CHECK ((published_at IS NULL) = (published IS NULL)),
  UNIQUE (language, slug),
  UNIQUE (topic_id, language),
  CHECK (state <> 'published' OR (published IS NOT NULL AND published = newest))
);
CREATE INDEX articles_state ON articles (state, review_on);
CREATE INDEX articles_product ON articles (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX articles_owner ON articles (owner_id);

CREATE TABLE article_versions (
  article_id TEXT NOT NULL REFERENCES articles (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  title TEXT NOT NULL CHECK (title <> ''),
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  readability INTEGER CHECK (readability BETWEEN 0 AND 100),   -- NULL: no formula for the language, or too little text
  checked BOOLEAN NOT NULL,                          -- the words of the version before, looked at and still true
  author_id TEXT NOT NULL REFERENCES people (id),
  written_at BIGINT NOT NULL,
  PRIMARY KEY (article_id, no),
  UNIQUE (article_id, no, author_id)
);

-- What somebody else said about a version: once, and never its author.
CREATE TABLE article_reviews (
  article_id TEXT NOT NULL,
  no INTEGER NOT NULL,
  author_id TEXT NOT NULL,
  reviewer_id TEXT NOT NULL REFERENCES people (id),
  verdict TEXT NOT NULL CHECK (verdict = 'publish' OR verdict = 'change'),
  note TEXT NOT NULL,
  late BOOLEAN NOT NULL,                             -- the article was to be looked at again when the version was written
  reviewed_at BIGINT NOT NULL,
  PRIMARY KEY (article_id, no),
  FOREIGN KEY (article_id, no, author_id) REFERENCES article_versions (article_id, no, author_id),
  CHECK (reviewer_id <> author_id)
);
CREATE INDEX article_reviews_reviewer ON article_reviews (reviewer_id, reviewed_at);

-- "Did that help?": one word of each reader about each article, the last one counts.
CREATE TABLE article_votes (
  article_id TEXT NOT NULL REFERENCES articles (id),
  voter TEXT NOT NULL CHECK (voter <> ''),           -- a customer, or the hash of what a reader's browser keeps
  no INTEGER NOT NULL,
  helped BOOLEAN NOT NULL,
  voted_at BIGINT NOT NULL,
  PRIMARY KEY (article_id, voter),
  FOREIGN KEY (article_id, no) REFERENCES article_versions (article_id, no)
);

-- +goose StatementBegin
CREATE FUNCTION article_versions_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'article_versions is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER article_versions_no_truncate BEFORE TRUNCATE ON article_versions FOR EACH STATEMENT EXECUTE FUNCTION article_versions_append_only();
CREATE TRIGGER article_versions_no_update BEFORE UPDATE ON article_versions FOR EACH ROW EXECUTE FUNCTION article_versions_append_only();
CREATE TRIGGER article_versions_no_delete BEFORE DELETE ON article_versions FOR EACH ROW EXECUTE FUNCTION article_versions_append_only();
-- +goose StatementBegin
CREATE FUNCTION article_reviews_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'article_reviews is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER article_reviews_no_truncate BEFORE TRUNCATE ON article_reviews FOR EACH STATEMENT EXECUTE FUNCTION article_reviews_append_only();
CREATE TRIGGER article_reviews_no_update BEFORE UPDATE ON article_reviews FOR EACH ROW EXECUTE FUNCTION article_reviews_append_only();
CREATE TRIGGER article_reviews_no_delete BEFORE DELETE ON article_reviews FOR EACH ROW EXECUTE FUNCTION article_reviews_append_only();

-- +goose Down
DROP TABLE article_votes;
DROP TABLE article_reviews;
DROP TABLE article_versions;
DROP TABLE articles;
DROP FUNCTION article_reviews_append_only();
DROP FUNCTION article_versions_append_only();
