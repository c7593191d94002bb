package storage

import (
	"strings"
	"unicode/utf8"
)

// likeness is what the log tells of a kind of thing: never a secret, and of
// what is personal ("~") only that it changed. "?" marks what is true or false.
type likeness struct {
	table   string
	where   string // with one placeholder: the key
	columns []string
	query   string // instead: names and values without a key
}

func sketch(table string, columns ...string) likeness {
	return likeness{table: table, where: "id = ?", columns: columns}
}

// sql reads the columns that are something, as names and texts, and takes so many keys.
func (l likeness) sql() (query string, keys int) {
	if l.query != "" {
		return l.query, 0
	}
	parts := make([]string, len(l.columns))
	for i, c := range l.columns {
		name := strings.Trim(c, "~?")
		value := "CAST(" + name + " AS TEXT)"
		if strings.HasSuffix(c, "?") { // the databases write it differently
			value = "CASE WHEN " + name + " THEN 'true' WHEN NOT " + name + " THEN 'false' END"
		}
		parts[i] = "SELECT '" + strings.Trim(c, "?") + "' AS name, " + value + " AS value FROM " + l.table + " WHERE " + l.where
	}
	return "SELECT name, value FROM (" + strings.Join(parts, " UNION ALL ") + ") sketched WHERE value <> ''", len(parts)
}

// likenesses of things, by the prefix of their ids.
var likenesses = map[string]likeness{
	"exp": {
		table: "(SELECT p.id, p.role, p.name, p.email, p.disabled_at, x.display_name, x.alias, x.level, x.state, x.languages, x.board_name, " +
			"x.brand_customer_id FROM people p JOIN experts x ON x.id = p.id) expert", where: "id = ?",
		columns: []string{"role", "~name", "~email", "disabled_at", "~display_name", "~alias", "level", "state", "languages", "board_name?", "~brand_customer_id"},
	},
	"mgr": sketch("people", "role", "~name", "~email", "disabled_at"),
	"rsn": sketch("contact_reasons", "parent_id", "name", "translations", "difficulty", "complaint?", "controllable?", "position", "archived_at", "staff_only?", "staff_topic"),
	"prd": sketch("products", "name", "description", "url", "archived_at", "generation"),
	"rwd": sketch("rewards", "name", "description", "picture", "price", "next_price", "next_price_at", "on_sale_at", "match_percent", "stock", "remaining", "per_person", "min_level", "archived_at", "limited?"),
	"rdm": sketch("redemptions", "reward_id", "expert_id", "price", "state", "refused?", "~reason", "decided_by"),
	"drp": sketch("drops", "reward_id", "kind", "price", "pieces", "reserve", "min_level", "state", "opens_at", "closes_at", "announced_at", "reason"),
	"vac": sketch("vacancies", "slug", "state", "languages", "texts", "cohort_size", "min_age", "months", "closes_on", "ask_in_chat?"),
	"coh": sketch("cohorts", "vacancy_id", "no", "size", "state"),
	"app": sketch("applications", "vacancy_id", "state", "purchase", "decided_by", "~decision_reason", "expert_id", "cohort_id"),
	"fct": sketch("facts", "product_id", "reason_id", "language", "title", "body", "source", "url", "archived_at"),
	"fup": sketch("follow_ups", "expert_id", "state", "due_at", "dismissed_by", "~dismiss_reason"),
	"slt": sketch("slots", "day", "starts_at", "ends_at", "language", "seats", "state", "~note"),
	"scr": sketch("screens", "name", "revoked_at"),
	"oip": sketch("oidc_providers", "slug", "name", "issuer", "client_id", "roles", "acr", "amr", "enabled?"),
	"idk": {table: "identity_keys", where: "kid = ?", columns: []string{"slot", "created_by", "retired_at"}},
	"prb": sketch("problems", "reason_id", "product_id", "state", "outcome", "title", "cause", "department_id", "owner_id", "due_on", "~why"),
	"dep": sketch("departments", "name", "~email", "archived_at"),
	"ide": sketch("ideas", "state", "~answer", "problem_id", "decided_by"),
	"cmp": sketch("campaigns", "name", "factor", "scope", "starts_at", "ends_at", "announced_at", "withdrawn_at"),
	"crs": sketch("course_items", "reason_id", "dimension", "title", "url", "minutes", "archived_at"),
	"crt": sketch("certificates", "expert_id", "reason_id", "valid_until", "ended_at", "ended_why", "ended_by", "~ended_note"),
	"gol": sketch("goals", "expert_id", "dimension", "state", "ended_by", "~note"),
	"cas": sketch("cases", "expert_id", "origin", "state", "step", "voids?", "~reason", "decider_id", "second_id", "~answer", "upheld?", "answerer_id"),
	"dsp": sketch("disputes", "round_id", "expert_id", "state", "~answer"),
	"prz": sketch("prizes", "season_id", "round_id", "place_from", "place_to", "what"),
	"win": sketch("prize_wins", "prize_id", "expert_id", "handed_at"),
	"kud": sketch("kudos", "to_id", "hidden_at", "~hidden_why"),
	"thk": sketch("thanks", "expert_id", "hidden_at", "~hidden_why"),
	"flg": {
		table: "(SELECT f.id, f.reason, f.conversation_id, f.message_id, f.expert_id, d.hidden, d.paused, d.case_id, d.reason AS why, d.decided_by, " +
			"x.state AS expert_state FROM flags f LEFT JOIN decisions d ON d.id = f.decision_id LEFT JOIN experts x ON x.id = f.expert_id) flagged",
		where:   "id = ?",
		columns: []string{"reason", "conversation_id", "message_id", "expert_id", "hidden?", "paused?", "case_id", "~why", "decided_by", "expert_state"},
	},
	"cim": sketch("contact_imports", "source", "rows", "contacts", "undone_at"),
	"cnv": sketch("conversations", "status", "expert_id", "staff_id", "desk"),
}

// actions are those that are about one thing that has no id.
var actions = map[string]likeness{
	"putSettings": {
		table: "brand", where: "id = ?",
		columns: []string{
			"name", "time_zone", "languages", "hue", "strength", "domains", "channels", "max_seats", "waiting_minutes", "anonymous_ratings?", "answer_hours",
		},
	},
	"putOpeningHours": {query: `SELECT 'weekday ' || weekday || ' from minute ' || opens AS name, CAST(closes AS TEXT) AS value FROM opening_hours
		UNION ALL SELECT 'holiday ' || day, name FROM holidays`},
	"setTeamGoal": {
		query: `SELECT name, value FROM (SELECT 'text' AS name, g.text AS value, g.round_id FROM team_goals g
		UNION ALL SELECT 'measure', g.measure, g.round_id FROM team_goals g
		UNION ALL SELECT 'target', CAST(g.target AS TEXT), g.round_id FROM team_goals g
		UNION ALL SELECT 'reward', g.reward, g.round_id FROM team_goals g) goal WHERE round_id = (SELECT id FROM rounds WHERE state = 'running')`,
	},
	"changeProblemSettings": sketch("problem_settings", "contact_cents", "hour_cents", "volume_percent"),
	"putPlan":               sketch("plan_settings", "duty", "opt_in?", "rules"),
}

// likenessOf finds what to tell of a subject, and its key.
func likenessOf(action, subject string) (likeness, any) {
	if l, ok := actions[action]; ok {
		return l, 1
	}
	id, _, _ := strings.Cut(subject, "/")
	if !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
		return likeness{}, id // no such thing
	}
	prefix, _, _ := strings.Cut(id, "_")
	return likenesses[prefix], id
}
