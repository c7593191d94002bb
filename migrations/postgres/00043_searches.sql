-- +goose Up

-- What readers looked for in the help centre, and how it ended; never who they are.
CREATE TABLE searches (
  id TEXT PRIMARY KEY,
  language TEXT NOT NULL,
  term TEXT NOT NULL CHECK (term <> ''),             -- words in small letters, without addresses and long numbers
  product_id TEXT REFERENCES products (id),
  shown INTEGER NOT NULL CHECK (shown >= 0),         -- how many articles; 0: nothing was found
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'solved' OR state = 'asked'),
  searched_at BIGINT NOT NULL
);
CREATE INDEX searches_at ON searches (searched_at);

CREATE TABLE search_articles (
  search_id TEXT NOT NULL REFERENCES searches (id),
  article_id TEXT NOT NULL REFERENCES articles (id),
  opened BOOLEAN NOT NULL,
  solved BOOLEAN NOT NULL CHECK (opened OR NOT solved),
  PRIMARY KEY (search_id, article_id)
);
CREATE INDEX search_articles_article ON search_articles (article_id);
CREATE UNIQUE INDEX search_articles_solved ON search_articles (search_id) WHERE solved;

-- +goose Down
DROP TABLE search_articles;
DROP TABLE searches;
