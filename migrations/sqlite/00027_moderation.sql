-- +goose Up

-- Who did what to what, how it was and how it is; and who read what. Nothing in it ever changes. What is personal is left out of was and
-- became: that it changed is all they say.
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  done_at BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'change' OR kind = 'read'),
  actor_role TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,                    -- the operation
  subject TEXT NOT NULL,                   -- what it was done to
  was TEXT NOT NULL,                       -- JSON: what changed, before
  became TEXT NOT NULL,                    -- and after
  hour BIGINT,                             -- of a reading: one row for each hour
  CHECK ((kind = 'read') = (hour IS NOT NULL))
);
CREATE UNIQUE INDEX audit_log_read ON audit_log (actor_id, action, subject, hour) WHERE kind = 'read';
CREATE INDEX audit_log_subject ON audit_log (subject, id);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_action ON audit_log (action, id);

-- +goose StatementBegin
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit_log;
