package storage

// vettingRules find what becoming an expert promises and rows break: the places
// of cohorts, one living application of a mailbox, and states with their facts.
func vettingRules() []rule {
	return []rule{
		{"R9", "applications", `SELECT a.id AS row_key, 'has place ' || a.cohort_place || ' of ' || c.size || ' in cohort ' || c.id AS detail
			FROM applications a JOIN cohorts c ON c.id = a.cohort_id
			WHERE a.cohort_place > c.size OR c.vacancy_id <> a.vacancy_id`},
		{"R9", "applications", `SELECT a.id AS row_key, 'shares place ' || a.cohort_place || ' of cohort ' || a.cohort_id || ' with ' || b.id AS detail
			FROM applications a JOIN applications b ON b.cohort_id = a.cohort_id AND b.cohort_place = a.cohort_place AND b.id > a.id
			WHERE a.state IN ('auditioning', 'accepted') AND b.state IN ('auditioning', 'accepted')`},
		{"R9", "applications", `SELECT a.id AS row_key, 'lives beside ' || b.id || ' of the same mailbox' AS detail
			FROM applications a JOIN applications b ON b.vacancy_id = a.vacancy_id AND b.email_key = a.email_key AND b.id > a.id
			WHERE a.double_of IS NULL AND b.double_of IS NULL AND a.state IN ('submitted', 'waiting', 'auditioning', 'accepted')
			AND b.state IN ('submitted', 'waiting', 'auditioning', 'accepted')`},
		{"R9", "applications", `SELECT id AS row_key, 'is ' || state || ', which its other columns do not say' AS detail FROM applications
			WHERE (state = 'waiting') <> (waiting_at IS NOT NULL)
			OR (state IN ('auditioning', 'accepted') AND (cohort_id IS NULL OR purchase = 'claimed' OR double_of IS NOT NULL))
			OR (state IN ('waiting', 'auditioning', 'accepted', 'rejected') AND answered_at IS NULL)
			OR (state IN ('accepted', 'rejected', 'withdrawn')) <> (decided_at IS NOT NULL)
			OR (state = 'accepted') <> (expert_id IS NOT NULL)
			OR (state = 'rejected') <> (decision_reason <> '')`},
		{"R9", "cohorts", `SELECT c.id AS row_key, 'fills, and ' || a.id || ' waits though it has a place' AS detail
			FROM cohorts c JOIN applications a ON a.vacancy_id = c.vacancy_id AND a.state = 'waiting'
			WHERE c.state = 'filling' AND a.purchase <> 'claimed' AND a.double_of IS NULL
			AND c.size > (SELECT COUNT(*) FROM applications p WHERE p.cohort_id = c.id AND p.state IN ('auditioning', 'accepted'))`},
		{"R9", "applications", `SELECT a.id AS row_key, 'has told its applicant nothing' AS detail FROM applications a
			WHERE NOT EXISTS (SELECT 1 FROM application_events e WHERE e.application_id = a.id)`},
		{"R9", "recruits", `SELECT r.id AS row_key, 'was declined, and ' || a.id || ' came by it' AS detail
			FROM recruits r JOIN applications a ON a.recruit_id = r.id WHERE r.declined_at IS NOT NULL AND a.created_at > r.declined_at`},
	}
}
