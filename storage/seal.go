package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// sealedBook is a table whose rows never change: the seal keeps them so.
type sealedBook struct {
	table, prefix string
	columns       []string
}

// sealedBooks are sealed. A column that is not named may change.
func sealedBooks() []sealedBook {
	return []sealedBook{
		{"transfers", "tfr_", []string{
			"key", "debit_account", "credit_account", "amount", "kind", "source_type", "source_id", "rule_set", "reverses_id",
			"created_at", "created_by",
		}},
		{"audit_log", "log_", []string{"done_at", "kind", "actor_role", "actor_id", "action", "subject", "was", "became", "hour"}},
	}
}

// content is an SQL expression for all that a row t says, the same on both databases.
func (b sealedBook) content() string {
	parts := make([]string, len(b.columns))
	for i, c := range b.columns {
		text := "CAST(t." + c + " AS TEXT)"
		parts[i] = "COALESCE(LENGTH(" + text + ") || ':' || " + text + ", '-')"
	}
	return strings.Join(parts, " || ")
}

// sealAge is how old a row must be: a transaction that began before it is over.
const sealAge = 10 * time.Minute

// sealPage is how many rows one seal closes.
const sealPage = 2000

// SealHead is the last seal: whoever keeps it elsewhere can tell whether the chain was made anew.
type SealHead struct {
	No       int    `json:"no" doc:"0: nothing is sealed yet."`
	Hash     string `json:"hash"`
	SealedAt Time   `json:"sealedAt"`
	Rows     int64  `json:"rows" doc:"That are sealed."`
}

// Seal chains the rows that came since the last seal and returns how many these
// are. Rows of the last ten minutes wait for the next.
func (db *DB) Seal(ctx context.Context) (sealed int, head SealHead, err error) {
	for _, b := range sealedBooks() {
		for {
			n, err := db.sealSome(ctx, b)
			sealed += n
			if err != nil {
				return sealed, head, fmt.Errorf("storage: seal %s: %w", b.table, err)
			}
			if n < sealPage {
				break
			}
		}
	}
	head, err = db.Views().SealHead(ctx)
	return sealed, head, err
}

type sealRow struct{ ID, Content string }

func (r sealRow) hash() string { return hashOf(r.ID + " " + r.Content) }

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// unsealed holds for a row t that no seal has.
const unsealed = "NOT EXISTS (SELECT 1 FROM sealed_rows s WHERE s.book = ? AND s.row_id = t.id)"

func (db *DB) sealSome(ctx context.Context, b sealedBook) (n int, err error) {
	// What is not sealed is looked for among all there is, where nobody who writes has to wait.
	var open []string
	if err := db.Views().all(ctx, &open, "SELECT t.id FROM "+b.table+" t WHERE t.id < ? AND "+unsealed+" ORDER BY t.id LIMIT ?",
		b.prefix+boundary(db.now().Add(-sealAge)), b.table, sealPage); err != nil || len(open) == 0 {
		return 0, err
	}
	err = db.InTx(ctx, func(tx Tx) error {
		n = 0
		var brand int
		if found, err := tx.maybe(&brand, "SELECT id FROM brand WHERE id = 1"+tx.hold()); err != nil || !found {
			return err // one seals at a time, and before the setup there is nothing
		}
		var rows []sealRow
		err := tx.all(&rows, "SELECT t.id, "+b.content()+" AS content FROM "+b.table+" t WHERE t.id IN ? AND "+unsealed+" ORDER BY t.id",
			open, b.table)
		if err != nil || len(rows) == 0 {
			return err
		}
		var last struct {
			No   int
			Hash string
		}
		if _, err := tx.maybe(&last, "SELECT no, hash FROM seals ORDER BY no DESC LIMIT 1"); err != nil {
			return err
		}
		leaves := make([]string, len(rows))
		for i, r := range rows {
			leaves[i] = r.hash()
		}
		no := last.No + 1
		if _, err := tx.exec("INSERT INTO seals (no, book, first_id, last_id, row_count, previous, hash, sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			no, b.table, rows[0].ID, rows[len(rows)-1].ID, len(rows), last.Hash, chained(last.Hash, no, b.table, leaves), tx.state.nowMs); err != nil {
			return err
		}
		for i, r := range rows {
			if _, err := tx.exec("INSERT INTO sealed_rows (book, row_id, seal_no, hash) VALUES (?, ?, ?, ?)", b.table, r.ID, no, leaves[i]); err != nil {
				return err
			}
		}
		n = len(rows)
		return nil
	})
	return n, err
}

// boundary is the smallest identity of a time.
func boundary(at time.Time) string {
	var id uuid.UUID
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i)) //nolint:gosec // a byte at a time
	}
	return id.String()
}

// chained is the hash of a seal: of the one before, and of its rows in the order of their ids.
func chained(previous string, no int, book string, leaves []string) string {
	return hashOf(fmt.Sprintf("%s %d %s %s", previous, no, book, strings.Join(leaves, " ")))
}

// SealHead returns the last seal.
func (v Views) SealHead(ctx context.Context) (h SealHead, err error) {
	if _, err := v.maybe(ctx, &h, "SELECT no, hash, sealed_at FROM seals ORDER BY no DESC LIMIT 1"); err != nil {
		return h, err
	}
	err = v.all(ctx, &h.Rows, "SELECT COALESCE(SUM(row_count), 0) FROM seals")
	return h, err
}

// sealFindings is R7: every sealed row is as it was, and the chain is whole.
func (db *DB) sealFindings(ctx context.Context) (found []Finding, err error) {
	var seals []struct {
		No                                    int
		Book, Previous, Hash, FirstID, LastID string
		RowCount                              int
	}
	if _, err := fetch(db.reader(ctx), &seals, "SELECT no, book, previous, hash, first_id, last_id, row_count FROM seals ORDER BY no"); err != nil {
		return nil, fmt.Errorf("storage: reconcile seals: %w", err)
	}
	books := map[string]sealedBook{}
	for _, b := range sealedBooks() {
		books[b.table] = b
	}
	previous := ""
	for i, s := range seals {
		var rows []struct {
			RowID, Hash string
			Content     *string
		}
		b := books[s.Book]
		if b.table == "" {
			found = append(found, Finding{"R7", "seals", strconv.Itoa(s.No), "seals " + s.Book + ", which is no sealed table"})
			continue
		}
		if _, err := fetch(db.reader(ctx), &rows, `SELECT s.row_id, s.hash, CASE WHEN t.id IS NOT NULL THEN `+b.content()+` END AS content
			FROM sealed_rows s LEFT JOIN `+b.table+` t ON t.id = s.row_id WHERE s.seal_no = ? ORDER BY s.row_id`, s.No); err != nil {
			return nil, fmt.Errorf("storage: reconcile seal %d: %w", s.No, err)
		}
		leaves := make([]string, len(rows))
		for i, r := range rows {
			leaves[i] = r.Hash
			switch {
			case r.Content == nil:
				found = append(found, Finding{"R7", s.Book, r.RowID, fmt.Sprintf("was removed after seal %d", s.No)})
			case (sealRow{r.RowID, *r.Content}).hash() != r.Hash:
				found = append(found, Finding{"R7", s.Book, r.RowID, fmt.Sprintf("is not what seal %d closed", s.No)})
			}
		}
		if s.No != i+1 || s.Previous != previous || s.RowCount != len(rows) || s.Hash != chained(previous, s.No, s.Book, leaves) {
			found = append(found, Finding{"R7", "seals", strconv.Itoa(s.No), "does not follow from its rows and the seal before"})
		}
		previous = s.Hash
		if len(found) >= findingLimit {
			break
		}
	}
	return found, nil
}
