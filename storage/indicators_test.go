package storage_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func instant(tb testing.TB, text string) any {
	tb.Helper()
	if text == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		tb.Fatal(err)
	}
	return t.UnixMilli()
}

func orNullText(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// episodesOfFixture stores the domain's two hundred episodes as the desk would
// have left them.
func episodesOfFixture(t *testing.T, db *storage.DB) {
	t.Helper()
	file, err := os.Open("../domain/indicators/testdata/episodes.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	exec := func(sql string, args ...any) {
		t.Helper()
		storagetest.Exec(t, db, sql, args...)
	}
	f := newFloor(t, db)
	boss := f.manager("Els")
	exec("UPDATE brand SET time_zone = 'Europe/Amsterdam'")
	for _, r := range [][2]string{{"use", ""}, {"order", ""}, {"sound", "use"}, {"battery", "use"}, {"return", "order"}} {
		exec("INSERT INTO contact_reasons (id, parent_id, name, translations, difficulty, complaint, controllable, position, version, created_at) VALUES (?, ?, ?, '{}', 1, FALSE, TRUE, 0, 1, 0)",
			r[0], orNullText(r[1]), r[0])
	}
	somebody := f.expert(1)
	for i := range 8 {
		copied(t, db, string(somebody), fmt.Sprintf("e%d", i))
	}
	seen := map[string]bool{}
	for n, line := range lines[1:] {
		r := map[string]string{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		if !seen[r["customer"]] {
			exec("INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", r["customer"])
		}
		if !seen["/"+r["conversation"]] {
			exec(`INSERT INTO conversations (id, customer_id, channel, language, reason_id, question, status, episode, class, last_seq, content_seq, opened_at, version)
				VALUES (?, ?, ?, 'en', ?, 'Why', 'closed', 1, 2, 0, 0, ?, 1)`,
				r["conversation"], r["customer"], r["channel"], orNullText(r["chosen_reason"]), instant(t, r["opened_at"]))
		}
		seen[r["customer"]], seen["/"+r["conversation"]] = true, true
		word := r["word"]
		exec(`INSERT INTO episodes (conversation_id, episode, opened_at, first_response_at, expert_id, transfers, hand_overs, closed_at, closed_by, outcome,
			closing_reason_id, confirmed_at, confirmed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			r["conversation"], r["episode"], instant(t, r["opened_at"]), instant(t, r["first_response_at"]), orNullText(r["expert"]), r["transfers"], r["hand_overs"],
			instant(t, r["closed_at"]), orNullText(r["closed_by"]), orNullText(r["outcome"]), orNullText(r["closing_reason"]),
			instant(t, r["confirmed_at"]), orNullText(r["confirmed_by"]))
		for i, hold := range strings.Split(r["held"], "|") {
			parts := strings.Split(hold, "/")
			if len(parts) != 3 {
				continue
			}
			var staff, seat any
			if parts[0] == "" {
				staff = boss.ID
			} else {
				seat = 1
			}
			exec(`INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, staff_id, started_at, ended_at, end_reason)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'closed')`, fmt.Sprintf("asg_%d_%d", n, i), r["conversation"], r["episode"], orNullText(parts[0]), seat, staff,
				instant(t, parts[1]), instant(t, parts[2]))
		}
		seq := n * 10
		entry := func(kind, role string, status any, at string) {
			t.Helper()
			seq++
			var id any
			if kind == "message" {
				id = fmt.Sprintf("msg_%d", seq)
			}
			if at != "" {
				exec(`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, message_id, status, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
					r["conversation"], seq, r["episode"], kind, role, id, status, instant(t, at))
			}
		}
		entry("message", "expert", "waiting", r["first_response_at"])
		entry("message", "manager", "waiting", r["last_answer_at"])
		entry("status", "expert", "closed", r["offered_end_at"])
		entry("status", "system", "closed", r["opened_at"]) // what a machine says proposes nothing
		if r["offered_end_at"] != "" {
			entry("status", "expert", "closed", r["closed_at"]) // again: the first one counts
		}
		entry("message", "customer", "queued", r["closed_at"])
		switch {
		case r["stars"] != "":
			expert := r["expert"]
			if expert == "" {
				expert = "e0" // staff are not rated; the column wants somebody
			}
			exec(`INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, cause, difficulty, controllable, given_at, changed_at, version)
				VALUES (?, ?, ?, ?, ?, ?, 'expert', 1, TRUE, 0, 0, 1)`, r["conversation"], r["episode"], r["customer"], expert, r["stars"], word)
		case word != "":
			exec("INSERT INTO still_solved (conversation_id, episode, asked, drawn_at, answer, answered_at) VALUES (?, ?, TRUE, 0, ?, 1)", r["conversation"], r["episode"], word)
		}
	}
}

// copied makes another expert like one that is there.
func copied(t *testing.T, db *storage.DB, from, to string) {
	t.Helper()
	for _, table := range []string{"people", "experts"} {
		columns := map[string][]string{
			"people":  {"email", "'" + to + "@example.com'"},
			"experts": {"alias", "'" + to + "'"},
		}[table]
		var names []string
		if err := db.InTx(t.Context(), func(tx storage.Tx) error {
			rows, err := tx.Raw("SELECT * FROM " + table + " LIMIT 1").Rows()
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			names, err = rows.Columns()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		values := slices.Clone(names)
		for i, n := range names {
			switch n {
			case "id":
				values[i] = "'" + to + "'"
			case columns[0]:
				values[i] = columns[1]
			case "brand_customer_id", "seen_at":
				values[i] = "NULL"
			}
		}
		storagetest.Exec(t, db, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") SELECT "+strings.Join(values, ", ")+" FROM "+table+" WHERE id = ?", from)
	}
}

// figure writes a number as the domain's expected.txt does.
func figure(i indicators.Indicator) string {
	n := i.Now
	switch {
	case n.N == 0 || i.Kind == indicators.Spread && n.N < 2:
		return fmt.Sprintf("%s n=%d", i.Name, n.N)
	case i.Kind == indicators.Duration:
		return fmt.Sprintf("%s n=%d mean=%.6f median=%.3f p90=%.3f", i.Name, n.N, n.Mean, n.Median, n.P90)
	case i.Kind == indicators.Share:
		return fmt.Sprintf("%s yes=%d n=%d share=%.6f low=%.6f high=%.6f", i.Name, n.Yes, n.N, n.Share, n.Low, n.High)
	case i.Kind == indicators.Spread:
		return fmt.Sprintf("%s n=%d low=%.6f median=%.6f high=%.6f spread=%.6f chance=%.6f", i.Name, n.N, n.Low, n.Median, n.High, n.Share, n.Chance)
	case i.Kind == indicators.Rate:
		return fmt.Sprintf("%s n=%d total=%d mean=%.6f median=%.0f p90=%.0f", i.Name, n.N, n.Yes, n.Mean, n.Median, n.P90)
	default:
		return fmt.Sprintf("%s n=%d mean=%.6f median=%.0f p90=%.0f", i.Name, n.N, n.Mean, n.Median, n.P90)
	}
}

// Both databases give the reports that were computed by hand, and so the same.
func TestIndicatorsAreTheSameOnBothDatabases(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../domain/indicators/testdata/expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for line := range strings.Lines(string(want)) {
		if !strings.HasPrefix(line, "==") && !strings.HasPrefix(line, "hours") && !strings.HasPrefix(line, "reasons") && !strings.HasPrefix(line, "channels") {
			wanted = append(wanted, strings.TrimSpace(line))
		}
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		episodesOfFixture(t, db)
		ctx, v := t.Context(), db.Views()
		var got []string
		for _, look := range [][3]string{{"2026-03-23", "2026-04-05", "2026-11-20T12:00:00Z"}, {"2026-10-19", "2026-11-01", "2026-11-03T12:00:00Z"}} {
			now, _ := time.Parse(time.RFC3339, look[2])
			p, err := v.IndicatorPeriod(ctx, look[0], look[1], 0, now)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := v.IndicatorFacts(ctx, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range indicators.Report(facts, indicators.Facts{Period: p.Before()}, indicators.Filter{}, now) {
				if i.Name != indicators.Deflection {
					got = append(got, figure(i))
				}
			}
		}
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"))
		}
	})
}
