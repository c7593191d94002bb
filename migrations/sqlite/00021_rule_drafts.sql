-- +goose Up

-- A rule set that is being written: one at a time. Who publishes it did not write it.
CREATE TABLE rule_drafts (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state = 'draft' OR state = 'published'),
  based_on INTEGER NOT NULL REFERENCES rule_sets (version),
  body TEXT NOT NULL,                      -- JSON, like that of a rule set
  reason TEXT NOT NULL,                    -- why the rules change: experts read it
  author_id TEXT NOT NULL REFERENCES people (id), -- who wrote this edition
  edition INTEGER NOT NULL CHECK (edition >= 1),
  changed_at BIGINT NOT NULL,
  publisher_id TEXT REFERENCES people (id),
  published_at BIGINT,
  version INTEGER UNIQUE REFERENCES rule_sets (version), -- that it became
  CHECK (publisher_id <> author_id),
  CHECK ((state = 'published') = (published_at IS NOT NULL)),
  CHECK ((publisher_id IS NULL) = (published_at IS NULL)),
  CHECK ((publisher_id IS NULL) = (version IS NULL)),
  CHECK (version > based_on)
);
CREATE UNIQUE INDEX rule_drafts_open ON rule_drafts (state) WHERE state = 'draft';

-- A season that was played again under a draft: it is published after one of exactly its edition.
CREATE TABLE rule_replays (
  id TEXT PRIMARY KEY,
  draft_id TEXT NOT NULL REFERENCES rule_drafts (id) ON DELETE CASCADE,
  edition INTEGER NOT NULL,
  season_id TEXT NOT NULL REFERENCES seasons (id),
  experts INTEGER NOT NULL CHECK (experts >= 0),
  changed INTEGER NOT NULL CHECK (changed >= 0 AND changed <= experts), -- whose points or place would be others
  points_before BIGINT NOT NULL,
  points_after BIGINT NOT NULL,
  made_by TEXT NOT NULL REFERENCES people (id),
  made_at BIGINT NOT NULL
);
CREATE INDEX rule_replays_draft ON rule_replays (draft_id, edition, made_at);

-- For a time, some conversations are worth more. What is announced stands: it can be withdrawn while a day is left before it begins.
CREATE TABLE campaigns (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  factor INTEGER NOT NULL CHECK (factor BETWEEN 101 AND 200), -- hundredths
  scope TEXT NOT NULL,                     -- JSON
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  author_id TEXT NOT NULL REFERENCES people (id),
  changed_at BIGINT NOT NULL,
  announcer_id TEXT REFERENCES people (id),
  announced_at BIGINT,
  withdrawn_by TEXT REFERENCES people (id),
  withdrawn_at BIGINT,
  version INTEGER NOT NULL CHECK (version >= 1),
  CHECK (ends_at > starts_at),
  CHECK (announcer_id <> author_id),
  CHECK ((announcer_id IS NULL) = (announced_at IS NULL)),
  CHECK (announced_at <= starts_at - 86400000),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
  CHECK (withdrawn_at IS NULL OR (announced_at IS NOT NULL AND withdrawn_at <= starts_at - 86400000))
);
CREATE INDEX campaigns_time ON campaigns (ends_at, starts_at);

-- The one that an award was multiplied with.
ALTER TABLE awards ADD COLUMN campaign_id TEXT REFERENCES campaigns (id);
CREATE INDEX awards_campaign ON awards (campaign_id) WHERE campaign_id IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER rule_drafts_published_stay BEFORE UPDATE ON rule_drafts WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published draft does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rule_drafts_published_remain BEFORE DELETE ON rule_drafts WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published draft is not deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER campaigns_announced_stay BEFORE UPDATE ON campaigns
WHEN OLD.announced_at IS NOT NULL AND (OLD.withdrawn_at IS NOT NULL OR NEW.name <> OLD.name OR NEW.factor <> OLD.factor
  OR NEW.scope <> OLD.scope OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.author_id <> OLD.author_id
  OR NEW.announced_at IS NULL OR NEW.announced_at <> OLD.announced_at OR NEW.announcer_id <> OLD.announcer_id)
BEGIN SELECT RAISE(ABORT, 'an announced campaign does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER campaigns_announced_remain BEFORE DELETE ON campaigns WHEN OLD.announced_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an announced campaign is not deleted'); END;
-- +goose StatementEnd

-- +goose Down
DROP INDEX awards_campaign;
ALTER TABLE awards DROP COLUMN campaign_id;
DROP TABLE campaigns;
DROP TABLE rule_replays;
DROP TABLE rule_drafts;
