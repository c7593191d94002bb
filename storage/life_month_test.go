package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAWholeMonth lives October 2026 and ten days more.
//
// Anna, a Senior, has the morning from ten to twelve on the 22 weekdays, and the
// night of the 25th from one to four by the clock on the wall, which is four hours.
// She does not come on the 14th. On the five Thursdays a customer asks, with five stars.
//
//	points: 21 × 2 h × 5 + 4 h × 5 − 10 for the no-show, and 5 × (10 × 1.3 × 1.3 = 17, and 5 for first time right) = 330
//	paid:   21 × 2 h + 4 h = 46 h × 12.50 = 575.00
//
// Ben, a Rookie, answers on the four Tuesdays, with four stars, and hands the first in for a certificate. On Tuesday,
// the 3rd of November, he answers one more, when conversations are paid.
//
//	points: 5 × (10 × 1.3 × 1 = 13, and 5) = 90, of which the last 5 are on their way
//	paid:   nothing in October, 1 × 2.40 in November
//
// Cato goes on a pause on the 10th, and loses a shift that was planned for the 15th.
//
// Dora, a Candidate, has five simple conversations with Mia beside her on the 19th, which nobody rates, and is a Rookie
// after them.
//
//	points: 5 × (10 × 1 × 0.8 = 8, and 5) = 65
//
// Finn has ten conversations with three stars, and is warned.
//
//	points: 10 × (10 × 1.3 × 0.5 = 6.5 is 7, and 5) = 120
func TestAWholeMonth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		l := newLife(t, db)
		for day := time.Date(2026, 10, 1, 0, 0, 0, 0, l.zone); day.Month() == time.October; day = day.AddDate(0, 0, 1) {
			l.day(day)
		}
		for day := 1; day <= 10; day++ {
			l.until(time.Date(2026, 11, day, 3, 0, 0, 0, l.zone))
			l.due()
			if day == 3 {
				l.at(l.ben, 4)
			}
		}
		before := storagetest.ContentsOf(t, db)
		l.due()
		if changed := storagetest.ContentsOf(t, db).Differ(before); len(changed) != 0 {
			t.Errorf("what was done is done again: %v", changed)
		}
		l.purses(map[domain.ExpertID][2]int64{l.anna: {330, 0}, l.ben: {85, 5}, l.cato: {}, l.dora: {65, 0}, l.finn: {120, 0}})
		l.paid()
		l.stand()
		l.sound()
	})
}

// day is what happens on a day of October.
func (l *life) day(day time.Time) {
	l.Helper()
	at := func(hour, minute int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, l.zone)
	}
	if day.Day() == 25 {
		l.night(day)
	}
	l.until(at(3, 0))
	l.due()
	weekday := day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
	if weekday {
		l.until(at(8, 0))
		l.planned(l.anna, at(10, 0), 2*time.Hour)
		l.morning(day, at)
	}
	l.until(at(14, 0))
	switch {
	case day.Day() == 5:
		l.planned(l.cato, at(10, 0).AddDate(0, 0, 10), time.Hour)
	case day.Day() == 6:
		l.certificate(l.at(l.ben, 4))
	case day.Weekday() == time.Tuesday:
		l.at(l.ben, 4)
	case day.Day() == 10:
		l.must(l.levels.TakePause(l.Context(), l.cato, day.AddDate(0, 0, 46), "A boat"))
	case day.Day() == 19:
		l.shadowed()
	}
	if weekday && day.Day() >= 5 && day.Day() <= 16 {
		l.until(at(16, 0))
		l.at(l.finn, 3)
	}
}

// morning is Anna's shift of a weekday.
func (l *life) morning(day time.Time, at func(hour, minute int) time.Time) {
	l.Helper()
	if day.Day() == 14 {
		return
	}
	l.until(at(10, 0))
	l.presence(l.anna, roster.Available)
	l.due()
	if day.Weekday() == time.Thursday {
		l.until(at(10, 30))
		l.talk(l.topic, 5)
	}
	l.until(at(12, 0))
	l.presence(l.anna, roster.Away)
	l.due()
}

// night is Anna's shift of the night in which the clocks go back.
func (l *life) night(day time.Time) {
	l.Helper()
	begins := time.Date(day.Year(), day.Month(), day.Day(), 1, 0, 0, 0, l.zone)
	ends := time.Date(day.Year(), day.Month(), day.Day(), 4, 0, 0, 0, l.zone)
	l.planned(l.anna, begins, ends.Sub(begins))
	l.until(begins)
	l.presence(l.anna, roster.Available)
	l.until(ends)
	l.presence(l.anna, roster.Away)
}

// certificate leads Ben to the certificate of what he answered.
func (l *life) certificate(shown growth.Part) {
	l.Helper()
	ctx := l.Context()
	s := school{floor: l.floor, growth: l.growth, topic: l.topic}
	a := s.begun(l.ben)
	_, err := l.growth.AnswerAttempt(ctx, l.ben, a.ID, s.right(a, 4))
	l.must(err)
	a, err = l.growth.HandIn(ctx, l.ben, a.ID, shown)
	l.must(err)
	_, err = l.growth.Mark(ctx, l.mia, a.Sample, goodCard)
	l.must(err)
}

// shadowed lets Dora answer five with Mia beside her.
func (l *life) shadowed() {
	l.Helper()
	ctx := l.Context()
	_, err := l.desk.Shadow(ctx, l.mia, l.dora)
	l.must(err)
	l.presence(l.dora, roster.Available)
	for range growth.ShadowedChats {
		shown := l.talk(l.simple, 0)
		id := storagetest.Text(l.TB, l.db, "SELECT id FROM samples WHERE conversation_id = ? AND purpose = 'shadowing'", shown.Conversation)
		_, err := l.growth.Mark(ctx, l.mia, growth.SampleID(id), goodCard)
		l.must(err)
	}
	l.presence(l.dora, roster.Away)
}

// purses compares what everybody has available and pending.
func (l *life) purses(want map[domain.ExpertID][2]int64) {
	l.Helper()
	for e, sum := range want {
		for i, purse := range []string{"available", "pending"} {
			got := l.count("SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE id = ?", "expert:"+string(e)+":"+purse)
			if got != sum[i] {
				l.Errorf("%s has %d points %s, want %d", e, got, purse, sum[i])
			}
		}
	}
	if n := l.count("SELECT COUNT(*) FROM awards WHERE kind = 'no_show' AND expert_id = ?", l.anna); n != 1 {
		l.Errorf("%d penalties for one morning", n)
	}
}

// paid compares the statements.
func (l *life) paid() {
	l.Helper()
	type sum struct {
		lines int
		cents pay.Cents
		final bool
	}
	for name, each := range map[string]struct {
		expert domain.ExpertID
		month  roster.Month
		want   sum
	}{
		"Anna, October":  {l.anna, "2026-10", sum{22, 57_500, true}},
		"Anna, November": {l.anna, "2026-11", sum{}},
		"Ben, October":   {l.ben, "2026-10", sum{}},
		"Ben, November":  {l.ben, "2026-11", sum{1, 240, false}},
		"Cato, October":  {l.cato, "2026-10", sum{}},
	} {
		s := l.statement(each.expert, each.month)
		got := sum{len(s.Lines), s.Cents, s.Final}
		if got.lines == 0 {
			got.final = false // nothing is closed of nobody
		}
		if got != each.want {
			l.Errorf("%s: %+v, want %+v", name, got, each.want)
		}
	}
}

// stand compares shifts, levels, certificates and reviews.
func (l *life) stand() {
	l.Helper()
	for state, want := range map[string]int64{"kept": 22, "missed": 1, "cancelled": 1} {
		if got := l.count("SELECT COUNT(*) FROM shifts WHERE state = ?", state); got != want {
			l.Errorf("%d shifts are %s, want %d", got, state, want)
		}
	}
	for e, want := range map[domain.ExpertID]string{l.anna: "kept ", l.ben: "kept ", l.cato: "held paused", l.dora: "kept ", l.finn: "warned "} {
		got := storagetest.Text(l.TB, l.db, "SELECT COALESCE(MAX(verdict || ' ' || note), '') FROM level_reviews WHERE expert_id = ? AND month = '2026-10'", e)
		if got != want {
			l.Errorf("October of %s: %q, want %q", e, got, want)
		}
	}
	for e, want := range map[domain.ExpertID]roster.Level{l.anna: roster.Senior, l.dora: roster.Rookie, l.finn: roster.FullExpert} {
		if got := roster.Level(l.count("SELECT level FROM experts WHERE id = ?", e)); got != want {
			l.Errorf("%s is %s, want %s", e, got.Name(), want.Name())
		}
	}
	if n := l.count("SELECT COUNT(*) FROM certificates WHERE expert_id = ? AND reason_id = ? AND ended_at IS NULL", l.ben, l.topic); n != 1 {
		l.Errorf("Ben has %d certificates", n)
	}
	if n := l.count("SELECT COUNT(*) FROM samples WHERE purpose = 'shadowing' AND state = 'marked' AND expert_id = ?", l.dora); n != growth.ShadowedChats {
		l.Errorf("%d of Dora's conversations are marked", n)
	}
}
