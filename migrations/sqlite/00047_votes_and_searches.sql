-- +goose Up

-- Where a vote came from: few of one address range decide nothing about an article.
ALTER TABLE article_votes ADD COLUMN network TEXT NOT NULL DEFAULT '';   -- the keyed name of an address range; '': it does not count
CREATE INDEX article_votes_network ON article_votes (article_id, network) WHERE network <> '';

-- What the list of search terms reads: all searches since a moment without their rows, and whether one opened an
-- article.
DROP INDEX searches_at;
CREATE INDEX searches_terms ON searches (searched_at, language, term, shown, state, id);
CREATE INDEX search_articles_opened ON search_articles (search_id) WHERE opened;

-- +goose Down
DROP INDEX search_articles_opened;
DROP INDEX searches_terms;
CREATE INDEX searches_at ON searches (searched_at);
DROP INDEX article_votes_network;
ALTER TABLE article_votes DROP COLUMN network;
