-- +goose Up

-- What a draw is made of, and what is confirmed in time.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (seed = '''' OR drawn_at IS NOT NULL)',
  'CHECK (seed = '''' OR drawn_at IS NOT NULL),
  CHECK (drawn_at IS NULL OR seed <> ''''),
  CHECK (state <> ''drawn'' OR drawn_at IS NOT NULL)')
WHERE type = 'table' AND name = 'drops';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (released_at IS NOT NULL OR state <> ''confirmed'')',
  'CHECK (released_at IS NOT NULL OR state <> ''confirmed''),
  CHECK (state <> ''entered'' OR released_at IS NULL),
  CHECK (confirm_until IS NULL OR confirm_until > won_at)')
WHERE type = 'table' AND name = 'drop_entries';
UPDATE sqlite_schema SET sql = replace(sql, 'confirmed_at BIGINT',
  'confirmed_at BIGINT CHECK (confirmed_at IS NULL OR (confirm_until IS NOT NULL AND confirmed_at < confirm_until))')
WHERE type = 'table' AND name = 'redemptions';
-- The change of a table makes every connection read the schema again.
CREATE TABLE schema_changed (n INTEGER);
DROP TABLE schema_changed;
PRAGMA writable_schema = RESET;

-- +goose Down
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ',
  CHECK (drawn_at IS NULL OR seed <> ''''),
  CHECK (state <> ''drawn'' OR drawn_at IS NOT NULL)', '')
WHERE type = 'table' AND name = 'drops';
UPDATE sqlite_schema SET sql = replace(sql, ',
  CHECK (state <> ''entered'' OR released_at IS NULL),
  CHECK (confirm_until IS NULL OR confirm_until > won_at)', '')
WHERE type = 'table' AND name = 'drop_entries';
UPDATE sqlite_schema SET sql = replace(sql,
  ' CHECK (confirmed_at IS NULL OR (confirm_until IS NOT NULL AND confirmed_at < confirm_until))', '')
WHERE type = 'table' AND name = 'redemptions';
CREATE TABLE schema_changed (n INTEGER);
DROP TABLE schema_changed;
PRAGMA writable_schema = RESET;
