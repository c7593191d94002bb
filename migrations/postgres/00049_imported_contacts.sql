-- +goose Up

-- What came by telephone, mail and other ways, counted or logged elsewhere; never who it was.
CREATE TABLE contact_imports (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source <> ''),         -- where it is from: external ids are unique in it
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL REFERENCES people (id),
  rows INTEGER NOT NULL CHECK (rows > 0),
  contacts BIGINT NOT NULL CHECK (contacts >= rows),
  undone_at BIGINT,
  undone_by TEXT REFERENCES people (id),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX contact_imports_made ON contact_imports (made_at);

CREATE TABLE imported_contacts (
  source TEXT NOT NULL,
  external_id TEXT NOT NULL CHECK (external_id <> ''),
  import_id TEXT NOT NULL REFERENCES contact_imports (id),
  channel TEXT NOT NULL,
  reason_id TEXT REFERENCES contact_reasons (id),
  day TEXT NOT NULL,                                 -- in the brand's time zone: 2026-11-03
  hour INTEGER CHECK (hour >= 0 AND hour <= 23),     -- of the brand's clock; NULL: not known
  contacts INTEGER NOT NULL CHECK (contacts > 0),
  opened_at BIGINT,                                  -- NULL: counted, not logged
  answered_at BIGINT CHECK (answered_at >= opened_at),
  closed_at BIGINT CHECK (closed_at >= opened_at),
  outcome TEXT CHECK (outcome = 'solved' OR outcome = 'partly' OR outcome = 'unsolved' OR outcome = 'withdrawn'),
  PRIMARY KEY (source, external_id),
  CHECK (opened_at IS NOT NULL OR (answered_at IS NULL AND closed_at IS NULL AND outcome IS NULL)),
  CHECK (opened_at IS NULL OR contacts = 1)
);
CREATE INDEX imported_contacts_day ON imported_contacts (day);
CREATE INDEX imported_contacts_import ON imported_contacts (import_id);

-- +goose Down
DROP TABLE imported_contacts;
DROP TABLE contact_imports;
