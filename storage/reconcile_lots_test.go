package storage_test

import (
	"slices"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// What somebody with a database client might do to lots, and the finding that
// must name it.
var tamperingWithLots = map[string]struct {
	sql  string
	want storage.Finding
}{
	"a lot grows":           {"UPDATE lots SET amount = amount + 5, remaining = remaining + 5 WHERE id = ':settle'", storage.Finding{Rule: "R2", Table: "lots", Row: "exp_0001"}},
	"a lot was never spent": {"UPDATE lots SET remaining = amount WHERE id = ':settle'", storage.Finding{Rule: "R2", Table: "lots", Row: ":settle"}},
	"a lot expires early":   {"UPDATE lots SET expires_at = confirmed_at + 86400000 WHERE id = ':settle'", storage.Finding{Rule: "R2", Table: "lots", Row: ":settle"}},
	"a lot changes hands":   {"UPDATE lots SET expert_id = 'exp_0002' WHERE id = ':settle'", storage.Finding{Rule: "R2", Table: "lots", Row: ":settle"}},
	"a use is forgotten":    {"DELETE FROM lot_uses WHERE transfer_id = 'the reservation'", storage.Finding{Rule: "R2", Table: "lots", Row: ":settle"}},
	"a use is worth more":   {"UPDATE lot_uses SET amount = amount + 1 WHERE transfer_id = 'the reservation'", storage.Finding{Rule: "R2", Table: "lot_uses", Row: "the reservation"}},
	"points expire too soon": {`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
		VALUES ('tfr_soon', 'expire:x', 'expert:exp_0001:available', 'programme:expired', 5, 'expire', 'lot', ':settle', 9, 'me')`, storage.Finding{Rule: "R5", Table: "transfers", Row: "tfr_soon"}},
}

func TestReconciliationFindsWhatWasDoneToLots(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		busyBrand(t, db)
		storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, version, created_at)
			VALUES ('exp_0002', 'expert', 'two@example.org', 'Two', 'en', 1, 0)`)
		storagetest.Exec(t, db, `INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence,
			presence_at, lapses, version, created_at) VALUES ('exp_0002', 'Two', 'Two', 1, 1, 'retired', '["en"]', FALSE, 'away', 0, 0, 1, 0)`)
		names := storage.Names(t.Context(), db)
		for name, c := range tamperingWithLots {
			c.want.Row = names.Replace(c.want.Row)
			if found := tampered(t, db, []string{"disarm", c.sql}, names.Replace); !slices.ContainsFunc(found, func(f storage.Finding) bool {
				f.Detail = ""
				return f == c.want
			}) {
				t.Errorf("%s: want %v, found %v", name, c.want, found)
			}
		}
	})
}
