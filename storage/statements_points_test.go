package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAMonthOfPointsAddsUp: each month begins with what the one before ended
// with, the last ends with what is there, and months that are over stay.
func TestAMonthOfPointsAddsUp(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		zone, err := time.LoadLocation(storagetest.Text(t, db, "SELECT time_zone FROM brand"))
		c.must(err)
		began := c.clock.Now()
		e, m := c.parked()
		c.clock.Add(40 * 24 * time.Hour)
		c.earns(e)
		if m.State == shop.Requested {
			_, err = c.shop.Refuse(t.Context(), c.staff[0], m.ID, "No.")
			c.must(err)
		}
		of := func(m roster.Month) storage.PointsStatement {
			t.Helper()
			s, err := db.Views().PointsStatement(t.Context(), e, m, c.clock.Now())
			c.must(err)
			return s
		}
		first, last := roster.MonthOf(began, zone), roster.MonthOf(c.clock.Now(), zone)
		if first == last {
			t.Fatal("the same month")
		}
		var before storage.Purse
		lines := 0
		for month := first; month <= last; month = month.Next() {
			s := of(month)
			if s.Opening != before || s.Final != (month < last) || s.First != first {
				t.Fatalf("%s begins with %+v after %+v: %+v", month, s.Opening, before, s)
			}
			for i, l := range s.Lines {
				if roster.MonthOf(l.At.Time, zone) != month || i > 0 && l.At.Before(s.Lines[i-1].At.Time) {
					t.Fatalf("%s has %+v", month, l)
				}
			}
			before, lines = s.Closing, lines+len(s.Lines)
		}
		if got := c.purse(e); before != (storage.Purse{Pending: got[0], Available: got[1], Reserved: got[2]}) {
			t.Fatalf("the months end with %+v, and %v is there", before, got)
		}
		if n := c.count("SELECT COUNT(*) FROM transfers WHERE debit_account LIKE ? OR credit_account LIKE ?", "expert:"+string(e)+":%", "expert:"+string(e)+":%"); int64(lines) != n {
			t.Fatalf("%d lines of %d movements", lines, n)
		}
		_, err = db.Views().PointsStatement(t.Context(), e, last.Next(), c.clock.Now())
		if err == nil {
			t.Fatal("a month to come")
		}
		if s := of("2001-01"); len(s.Lines) != 0 || s.Closing != (storage.Purse{}) {
			t.Fatalf("%+v", s)
		}
		was := of(first)
		c.earns(e)
		if got := of(first); len(got.Lines) != len(was.Lines) || got.Closing != was.Closing {
			t.Fatalf("a month that is over changed: %+v", got.Closing)
		}
	})
}
