package storage_test

import (
	"strings"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestPostedRowsAreNeverChanged tries every way to rewrite history.
func TestPostedRowsAreNeverChanged(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		history(t, db)
		attacks := map[string][]string{
			"timeline_entries": {
				"UPDATE timeline_entries SET text = 'never said'",
				"UPDATE timeline_entries SET seq = 2 WHERE seq = 1",
				"DELETE FROM timeline_entries",
			},
			"transfers": {
				"UPDATE transfers SET amount = 1000",
				"UPDATE transfers SET key = 'award:other'",
				"DELETE FROM transfers WHERE id = 'tfr_1'",
			},
			"rule_sets": {"UPDATE rule_sets SET body = '{}'", "DELETE FROM rule_sets"},
		}
		if storage.IsPostgres(db) {
			for table := range attacks {
				attacks[table] = append(attacks[table], "TRUNCATE "+table+" CASCADE")
			}
		} else {
			attacks["transfers"] = append(attacks["transfers"], `INSERT OR REPLACE INTO transfers
				(id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
				VALUES ('tfr_1', 'other', 'a', 'b', 99, 'award', 'x', 'x', 0, 'x')`,
				`REPLACE INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
				VALUES ('tfr_2', 'award:cnv_1:1', 'a', 'b', 99, 'award', 'x', 'x', 0, 'x')`)
			attacks["timeline_entries"] = append(attacks["timeline_entries"], `INSERT OR REPLACE INTO timeline_entries
				(conversation_id, seq, episode, kind, author_role, at) VALUES ('cnv_1', 1, 1, 'status', 'system', 0)`)
			attacks["rule_sets"] = append(attacks["rule_sets"], `INSERT OR REPLACE INTO rule_sets
				(version, effective_at, body, created_at, created_by) VALUES (1, 0, 'cheat', 0, 'x')`)
		}
		for table, statements := range attacks {
			for _, sql := range statements {
				err := storagetest.TryExec(t.Context(), db, sql)
				if err == nil || !strings.Contains(err.Error(), table+" is append-only") {
					t.Errorf("%s: %v", sql, err)
				}
			}
		}
		left := storagetest.Int(t, db, `SELECT (SELECT COUNT(*) FROM transfers WHERE amount = 10 AND key = 'award:cnv_1:1')
			+ (SELECT COUNT(*) FROM timeline_entries WHERE text = 'Hello' AND seq = 1)
			+ (SELECT COUNT(*) FROM rule_sets WHERE body = '{"v":1}')`)
		if left != 3 {
			t.Fatalf("%d of three rows are as they were", left)
		}
	})
}

// history is one message, one transfer and one rule set.
func history(t *testing.T, db *storage.DB) {
	t.Helper()
	storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
	conversation(t, db, "cnv_1")
	for _, sql := range []string{
		`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, message_id, text, at)
			VALUES ('cnv_1', 1, 1, 'message', 'customer', 'msg_1', 'Hello', 0)`,
		`INSERT INTO rule_sets (version, effective_at, body, created_at, created_by) VALUES (1, 0, '{"v":1}', 0, 'x')`,
		"INSERT INTO accounts (id, owner_id, balance, may_be_negative, created_at) VALUES ('a', 'a', 0, TRUE, 0), ('b', 'b', 10, FALSE, 0)",
		`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
			VALUES ('tfr_1', 'award:cnv_1:1', 'a', 'b', 10, 'award', 'conversation', 'cnv_1', 0, 'system')`,
	} {
		storagetest.Exec(t, db, sql)
	}
}
