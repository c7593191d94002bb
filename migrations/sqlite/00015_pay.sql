-- +goose Up

-- Compensation: money in whole cents, apart from points. One row says how far months are closed,
-- and whoever books or closes holds it.
CREATE TABLE pay_book (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  closed TEXT NOT NULL,                    -- the last month whose statements are final, 2026-11; empty: none
  closed_at BIGINT
);
INSERT INTO pay_book (id, closed) VALUES (1, '');

-- What the brand pays from a month on. The newest version of the latest month counts; none is ever changed.
CREATE TABLE pay_rates (
  version INTEGER PRIMARY KEY CHECK (version >= 1),
  month TEXT NOT NULL,                     -- the first one it counts for
  basis TEXT NOT NULL CHECK (basis IN ('shift_hour', 'conversation')),
  cents BIGINT NOT NULL CHECK (cents BETWEEN 0 AND 100000),
  currency TEXT NOT NULL CHECK (LENGTH(currency) = 3),
  why TEXT NOT NULL,
  set_by TEXT NOT NULL REFERENCES people (id),
  set_at BIGINT NOT NULL
);

-- The lines of statements. fact names what is paid, so nothing is paid twice:
-- conversation:cnv_…:1:exp_…, shift:shf_…, correction:lin_…
CREATE TABLE pay_lines (
  id TEXT PRIMARY KEY,
  expert_id TEXT NOT NULL REFERENCES experts (id),
  month TEXT NOT NULL,                     -- whose statement it stands on
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'shift', 'correction')),
  fact TEXT NOT NULL UNIQUE,
  happened_at BIGINT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes >= 0), -- of a shift
  rate_version INTEGER REFERENCES pay_rates (version),
  cents BIGINT NOT NULL,
  why TEXT NOT NULL,                       -- of a correction: the expert reads it
  corrects TEXT REFERENCES pay_lines (id), -- the line that is put right
  made_by TEXT REFERENCES people (id),
  booked_at BIGINT NOT NULL,
  CHECK ((kind = 'correction') = (rate_version IS NULL)),
  CHECK ((kind = 'correction') = (made_by IS NOT NULL)),
  CHECK (kind = 'correction' OR (cents >= 0 AND corrects IS NULL)),
  CHECK ((kind = 'shift') = (minutes > 0))
);
CREATE INDEX pay_lines_statement ON pay_lines (expert_id, month);
CREATE INDEX pay_lines_month ON pay_lines (month);
CREATE INDEX pay_lines_corrects ON pay_lines (corrects) WHERE corrects IS NOT NULL;

-- A month of an expert that is final.
CREATE TABLE pay_statements (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  month TEXT NOT NULL,
  currency TEXT NOT NULL,
  cents BIGINT NOT NULL,
  lines INTEGER NOT NULL CHECK (lines >= 1),
  closed_at BIGINT NOT NULL,
  PRIMARY KEY (expert_id, month)
);
CREATE INDEX pay_statements_month ON pay_statements (month);

-- +goose StatementBegin
CREATE TRIGGER pay_rates_no_update BEFORE UPDATE ON pay_rates BEGIN SELECT RAISE(ABORT, 'pay_rates is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pay_rates_no_delete BEFORE DELETE ON pay_rates BEGIN SELECT RAISE(ABORT, 'pay_rates is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pay_lines_no_update BEFORE UPDATE ON pay_lines BEGIN SELECT RAISE(ABORT, 'pay_lines is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pay_lines_no_delete BEFORE DELETE ON pay_lines BEGIN SELECT RAISE(ABORT, 'pay_lines is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pay_statements_no_update BEFORE UPDATE ON pay_statements BEGIN SELECT RAISE(ABORT, 'pay_statements is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pay_statements_no_delete BEFORE DELETE ON pay_statements BEGIN SELECT RAISE(ABORT, 'pay_statements is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE pay_statements;
DROP TABLE pay_lines;
DROP TABLE pay_rates;
DROP TABLE pay_book;
