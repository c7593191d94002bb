-- +goose Up

-- What readers search for in vain is answered by one article in a language: of
-- several that were begun before, the newest keeps the term.
UPDATE articles SET asked = '' WHERE asked <> '' AND EXISTS (
  SELECT 1 FROM articles b WHERE b.language = articles.language AND b.asked = articles.asked AND b.id > articles.id);
CREATE UNIQUE INDEX articles_asked ON articles (language, asked) WHERE asked <> '';

-- +goose Down
DROP INDEX articles_asked;
