-- +goose Up

-- When a reader's "it helped" was counted for who wrote the article: once, whatever they say later.
ALTER TABLE article_votes ADD COLUMN counted_at BIGINT;      -- NULL: not yet; 0: worth nothing
CREATE INDEX article_votes_counted ON article_votes (article_id, counted_at) WHERE counted_at > 0;
CREATE INDEX article_votes_uncounted ON article_votes (voted_at) WHERE counted_at IS NULL;

-- What readers said of other words counts no more.
ALTER TABLE articles ADD COLUMN words_no INTEGER NOT NULL DEFAULT 0;   -- the version that the words which are read are of; 0: none
UPDATE articles SET words_no = COALESCE((SELECT MAX(v.no) FROM article_versions v
  WHERE v.article_id = articles.id AND v.no <= articles.published AND NOT v.checked), 0);

-- +goose Down
ALTER TABLE articles DROP COLUMN words_no;
DROP INDEX article_votes_uncounted;
DROP INDEX article_votes_counted;
ALTER TABLE article_votes DROP COLUMN counted_at;
