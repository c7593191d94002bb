-- +goose Up

-- What applicants accept, version by version: a version that somebody accepted never changes.
CREATE TABLE policies (
  kind TEXT NOT NULL CHECK (kind IN ('house_rules', 'disclosure')),
  version INTEGER NOT NULL CHECK (version >= 1),
  texts TEXT NOT NULL,                     -- JSON object, language to text
  published_at BIGINT NOT NULL,
  published_by TEXT NOT NULL,              -- a person, or 'house' for the texts that are shipped
  PRIMARY KEY (kind, version)
);
-- +goose StatementBegin
CREATE FUNCTION policies_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'policies is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER policies_no_truncate BEFORE TRUNCATE ON policies FOR EACH STATEMENT EXECUTE FUNCTION policies_append_only();
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies FOR EACH ROW EXECUTE FUNCTION policies_append_only();
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies FOR EACH ROW EXECUTE FUNCTION policies_append_only();

CREATE TABLE vacancies (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
  languages TEXT NOT NULL,                 -- JSON list: in which customers are to be helped
  texts TEXT NOT NULL,                     -- JSON object, language to title, intro, tasks, offer, requirements, hours, reward
  cohort_size INTEGER NOT NULL CHECK (cohort_size BETWEEN 1 AND 100),
  min_age INTEGER NOT NULL CHECK (min_age BETWEEN 16 AND 99),
  months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120), -- how old the purchase may be
  closes_on TEXT,                          -- the last day, 2026-12-31 in the brand's time zone
  opened_at BIGINT,
  closed_at BIGINT,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL REFERENCES people (id)
);

-- One shared address per place it is shared at.
CREATE TABLE vacancy_links (
  id TEXT PRIMARY KEY,
  vacancy_id TEXT NOT NULL REFERENCES vacancies (id),
  source TEXT NOT NULL CHECK (source <> ''),
  code TEXT NOT NULL UNIQUE,
  views INTEGER NOT NULL DEFAULT 0 CHECK (views >= 0),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL REFERENCES people (id),
  UNIQUE (vacancy_id, source)
);

-- Customers who were asked personally, once per vacancy.
CREATE TABLE recruits (
  id TEXT PRIMARY KEY,
  vacancy_id TEXT NOT NULL REFERENCES vacancies (id),
  customer_id TEXT NOT NULL REFERENCES customers (id),
  token_hash TEXT NOT NULL UNIQUE,
  segment TEXT NOT NULL,                   -- JSON: why this customer was asked
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL REFERENCES people (id),
  expires_at BIGINT NOT NULL,
  opened_at BIGINT,
  consent_at BIGINT,                       -- to use what the brand knows about the purchases
  declined_at BIGINT,                      -- does not want to be asked
  UNIQUE (vacancy_id, customer_id),
  CHECK (declined_at IS NULL OR consent_at IS NULL)
);

-- Newcomers who start together. One of a vacancy takes people at a time.
CREATE TABLE cohorts (
  id TEXT PRIMARY KEY,
  vacancy_id TEXT NOT NULL REFERENCES vacancies (id),
  no INTEGER NOT NULL CHECK (no >= 1),
  size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 100),
  state TEXT NOT NULL CHECK (state IN ('filling', 'started')),
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  UNIQUE (vacancy_id, no),
  CHECK ((state = 'started') = (started_at IS NOT NULL))
);
CREATE UNIQUE INDEX cohorts_filling ON cohorts (vacancy_id) WHERE state = 'filling';

CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  vacancy_id TEXT NOT NULL REFERENCES vacancies (id),
  link_id TEXT REFERENCES vacancy_links (id),
  recruit_id TEXT UNIQUE REFERENCES recruits (id),
  client_id TEXT NOT NULL UNIQUE,          -- of the form that was sent: sent twice, it is one application
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  email_key TEXT NOT NULL CHECK (email_key <> ''), -- what makes two addresses one mailbox
  name TEXT NOT NULL,
  language TEXT NOT NULL,                  -- of the audition, and in which we write
  languages TEXT NOT NULL,                 -- JSON list: in which they would help
  min_age INTEGER NOT NULL,                -- "I am at least this old"
  purchase TEXT NOT NULL CHECK (purchase IN ('claimed', 'verified', 'override')),
  purchase_ref TEXT NOT NULL,              -- what they bought, and its order
  purchase_note TEXT NOT NULL DEFAULT '',  -- why it counts
  purchase_by TEXT REFERENCES people (id), -- NULL of a verified one: by the brand's own word
  purchase_at BIGINT,
  motivation TEXT NOT NULL,
  house_rules_version INTEGER NOT NULL,
  disclosure_version INTEGER NOT NULL,
  accepted_at BIGINT NOT NULL,             -- both of them
  house_rules_kind TEXT NOT NULL DEFAULT 'house_rules' CHECK (house_rules_kind = 'house_rules'),
  disclosure_kind TEXT NOT NULL DEFAULT 'disclosure' CHECK (disclosure_kind = 'disclosure'),
  state TEXT NOT NULL CHECK (state IN ('submitted', 'waiting', 'auditioning', 'accepted', 'rejected', 'withdrawn')),
  double_of TEXT REFERENCES applications (id), -- came while another of the same mailbox was living
  waiting_at BIGINT,                       -- since when on the waiting list
  cohort_id TEXT REFERENCES cohorts (id),
  cohort_place INTEGER CHECK (cohort_place >= 1),
  answer_by BIGINT NOT NULL,               -- the end of the fifth working day
  answered_at BIGINT,                      -- the first answer by a person
  warned_at BIGINT,                        -- staff were told that it becomes late
  late_at BIGINT,                          -- staff and the applicant were told that it is late
  decided_at BIGINT,
  decided_by TEXT,                         -- a person, or 'candidate'
  decision_reason TEXT NOT NULL DEFAULT '',
  decision_note TEXT NOT NULL DEFAULT '',  -- for staff alone
  expert_id TEXT UNIQUE REFERENCES experts (id),
  token_hash TEXT NOT NULL UNIQUE,         -- of the personal link
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (house_rules_kind, house_rules_version) REFERENCES policies (kind, version),
  FOREIGN KEY (disclosure_kind, disclosure_version) REFERENCES policies (kind, version),
  CHECK ((state = 'waiting') = (waiting_at IS NOT NULL)),
  CHECK ((cohort_id IS NULL) = (cohort_place IS NULL)),
  CHECK (state NOT IN ('auditioning', 'accepted') OR cohort_id IS NOT NULL),
  CHECK (state NOT IN ('auditioning', 'accepted') OR (purchase <> 'claimed' AND double_of IS NULL)),
  CHECK ((state IN ('accepted', 'rejected', 'withdrawn')) = (decided_at IS NOT NULL)),
  CHECK ((state = 'accepted') = (expert_id IS NOT NULL)),
  CHECK (purchase <> 'override' OR (purchase_by IS NOT NULL AND purchase_note <> ''))
);
-- One living application per mailbox and vacancy.
CREATE UNIQUE INDEX applications_living ON applications (vacancy_id, email_key)
  WHERE double_of IS NULL AND state IN ('submitted', 'waiting', 'auditioning', 'accepted');
-- One person per place of a cohort.
CREATE UNIQUE INDEX applications_place ON applications (cohort_id, cohort_place) WHERE state IN ('auditioning', 'accepted');
CREATE INDEX applications_vacancy ON applications (vacancy_id, id);
CREATE INDEX applications_link ON applications (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX applications_double ON applications (double_of) WHERE double_of IS NOT NULL;
CREATE INDEX applications_answer ON applications (answer_by) WHERE answered_at IS NULL AND decided_at IS NULL;

-- What an applicant was told, word for word.
CREATE TABLE application_events (
  application_id TEXT NOT NULL REFERENCES applications (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,                      -- received, waiting, invited, moved_up, late, accepted, rejected, withdrawn …
  text TEXT NOT NULL,                      -- in the language of the application
  by_id TEXT NOT NULL DEFAULT '',          -- who caused it; empty: nobody in particular
  PRIMARY KEY (application_id, seq)
);
-- +goose StatementBegin
CREATE FUNCTION application_events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'application_events is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER application_events_no_truncate BEFORE TRUNCATE ON application_events FOR EACH STATEMENT EXECUTE FUNCTION application_events_append_only();
CREATE TRIGGER application_events_no_update BEFORE UPDATE ON application_events FOR EACH ROW EXECUTE FUNCTION application_events_append_only();
CREATE TRIGGER application_events_no_delete BEFORE DELETE ON application_events FOR EACH ROW EXECUTE FUNCTION application_events_append_only();

-- +goose Down
DROP TABLE application_events;
DROP TABLE applications;
DROP TABLE cohorts;
DROP TABLE recruits;
DROP TABLE vacancy_links;
DROP TABLE vacancies;
DROP TABLE policies;
DROP FUNCTION application_events_append_only();
DROP FUNCTION policies_append_only();
