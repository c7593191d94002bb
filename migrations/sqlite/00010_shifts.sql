-- +goose Up

-- What the brand decides about shifts: one row.
CREATE TABLE plan_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  duty TEXT NOT NULL CHECK (duty IN ('hours', 'shifts')), -- who is on duty: everybody available, or who has a shift
  opt_in BOOLEAN NOT NULL,                 -- whether experts may work outside shifts when they say so
  rules TEXT NOT NULL,                     -- JSON: see shifts.Rules
  version INTEGER NOT NULL
);
INSERT INTO plan_settings (id, duty, opt_in, rules, version) VALUES (1, 'hours', TRUE,
  '{"signUpDays":21,"cancelHours":4,"lateMinutes":5,"keptPercent":80,"remindHours":[24,1],"dailyMinutes":480,"least":1}', 1);

-- How many experts are always wanted, by the hour of the brand's week.
CREATE TABLE presence_plan (
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- ISO: Monday is 1
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  experts INTEGER NOT NULL CHECK (experts BETWEEN 1 AND 50),
  PRIMARY KEY (weekday, hour)
);

-- A person's own time zone, and that an expert takes work outside shifts.
CREATE TABLE shift_preferences (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  time_zone TEXT NOT NULL,                 -- IANA; empty: the brand's
  opted_in_at BIGINT                       -- NULL: only on shifts
);

CREATE TABLE slots (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL,                       -- of its start, in the brand's time zone: 2026-11-21
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  language TEXT NOT NULL,                  -- that its experts speak; empty: any of the brand's
  seats INTEGER NOT NULL CHECK (seats BETWEEN 1 AND 50), -- experts wanted
  origin TEXT NOT NULL CHECK (origin IN ('generated', 'manual')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'cancelled')),
  note TEXT NOT NULL,
  why TEXT NOT NULL,                       -- JSON: the arithmetic of a generated one
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at AND ends_at - starts_at <= 14400000 AND (ends_at - starts_at) % 1800000 = 0)
);
CREATE INDEX slots_time ON slots (starts_at);

-- An expert in a slot. Two cannot have one place of it, so the last one is taken once.
CREATE TABLE shifts (
  id TEXT PRIMARY KEY,
  slot_id TEXT NOT NULL REFERENCES slots (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 50),
  state TEXT NOT NULL CHECK (state IN ('planned', 'on', 'kept', 'late', 'missed', 'cancelled', 'swapped')),
  starts_at BIGINT NOT NULL,               -- the slot's
  ends_at BIGINT NOT NULL,
  signed_at BIGINT NOT NULL,
  began_at BIGINT,                         -- first available on it
  late_at BIGINT,                          -- told that nobody came
  ended_at BIGINT,                         -- cancelled, given away, or its hours were counted
  reason TEXT NOT NULL,                    -- of the end
  short_notice BOOLEAN NOT NULL,           -- cancelled so late that it counts unless somebody steps in
  present_ms BIGINT NOT NULL CHECK (present_ms >= 0 AND present_ms <= ends_at - starts_at),
  version INTEGER NOT NULL,
  CHECK ((state IN ('planned', 'on')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX shifts_place ON shifts (slot_id, place) WHERE state IN ('planned', 'on', 'kept', 'late');
CREATE UNIQUE INDEX shifts_once ON shifts (slot_id, expert_id) WHERE state IN ('planned', 'on', 'kept', 'late');
CREATE INDEX shifts_expert ON shifts (expert_id, starts_at);
CREATE INDEX shifts_open ON shifts (ends_at) WHERE ended_at IS NULL;
CREATE INDEX shifts_kept ON shifts (starts_at) WHERE state IN ('kept', 'missed');

-- Who would come when a place of a full slot gets free, in the order they said so.
CREATE TABLE slot_waiters (
  slot_id TEXT NOT NULL REFERENCES slots (id),
  expert_id TEXT NOT NULL REFERENCES experts (id),
  since_at BIGINT NOT NULL,
  PRIMARY KEY (slot_id, expert_id)
);

-- A shift that its expert offers to colleagues.
CREATE TABLE swaps (
  id TEXT PRIMARY KEY,
  shift_id TEXT NOT NULL REFERENCES shifts (id),
  offered_by TEXT NOT NULL REFERENCES experts (id),
  to_expert_id TEXT REFERENCES experts (id), -- NULL: anybody
  state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'withdrawn', 'lapsed')),
  note TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  taken_by TEXT REFERENCES experts (id),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'taken') = (taken_by IS NOT NULL)),
  CHECK (taken_by <> offered_by)
);
CREATE UNIQUE INDEX swaps_open ON swaps (shift_id) WHERE state = 'open';

-- Which reminder of a shift was told.
CREATE TABLE shift_reminders (
  shift_id TEXT NOT NULL REFERENCES shifts (id),
  hours INTEGER NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (shift_id, hours)
);

-- A gap in the days to come that managers were told of.
CREATE TABLE gap_alarms (
  starts_at BIGINT PRIMARY KEY,
  missing INTEGER NOT NULL CHECK (missing >= 1),
  told_at BIGINT NOT NULL
);

-- The secret address of a person's calendar.
CREATE TABLE calendar_feeds (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  token_hash TEXT NOT NULL UNIQUE,
  made_at BIGINT NOT NULL,
  used_at BIGINT
);

-- When experts were available: what a kept shift is measured by.
CREATE TABLE presence_spans (
  expert_id TEXT NOT NULL REFERENCES experts (id),
  from_at BIGINT NOT NULL,
  to_at BIGINT,                            -- NULL: still
  PRIMARY KEY (expert_id, from_at)
);
CREATE UNIQUE INDEX presence_spans_open ON presence_spans (expert_id) WHERE to_at IS NULL;
INSERT INTO presence_spans (expert_id, from_at, to_at) SELECT id, presence_at, NULL FROM experts WHERE presence = 'available';

-- +goose Down
DROP TABLE presence_spans;
DROP TABLE calendar_feeds;
DROP TABLE gap_alarms;
DROP TABLE shift_reminders;
DROP TABLE swaps;
DROP TABLE slot_waiters;
DROP TABLE shifts;
DROP TABLE slots;
DROP TABLE shift_preferences;
DROP TABLE presence_plan;
DROP TABLE plan_settings;
