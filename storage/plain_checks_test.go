package storage_test

import (
	"strings"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// A check with a list of three values or more costs a table of its own each
// time (migration 16).
func TestWhatIsWrittenMostBuildsNoTable(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	for table, columns := range map[string]string{
		"timeline_entries": "kind, author_role, status", "conversations": "status", "offers": "state",
		"episodes": "closed_by, outcome, confirmed_by, linked", "assignments": "end_reason", "transfers": "kind",
	} {
		values := strings.Repeat(", NULL", strings.Count(columns, ",")+1)[2:]
		var steps []string
		err := db.InTx(t.Context(), func(tx storage.Tx) error {
			rows, err := tx.Raw("EXPLAIN INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")").Rows()
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
				var opcode string
				var rest any
				if err := rows.Scan(&rest, &opcode, &rest, &rest, &rest, &rest, &rest, &rest); err != nil {
					return err
				}
				steps = append(steps, opcode)
			}
			return rows.Err()
		})
		if err != nil || len(steps) == 0 {
			t.Fatalf("%s: %v", table, err)
		}
		if strings.Contains(strings.Join(steps, " "), "OpenEphemeral") {
			t.Errorf("a row of %s builds a table to check a list", table)
		}
	}
}
