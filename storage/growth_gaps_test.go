package storage_test

import (
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestGapsNameWhatNobodyCovers(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		gap := func() (g storage.TopicGapView) {
			t.Helper()
			all, err := db.Views().TopicGaps(t.Context(), "en", s.clock.Now())
			s.must(err)
			for _, g = range all.Topics {
				if g.ReasonID == s.topic {
					return g
				}
			}
			t.Fatal("the topic is not there")
			return g
		}
		if g := gap(); g.Gap != "nobody" || g.Published != 1 {
			t.Fatalf("%+v", g)
		}
		e := s.expert(roster.FullExpert)
		s.certified(e)
		if g := gap(); g.Gap != "covered" || g.Certified != 1 || g.OnDuty != 1 || g.Conversations != 1 || g.Ending != 0 {
			t.Fatalf("%+v", g)
		}
		s.must(s.desk.SetPresence(t.Context(), e, roster.Away))
		if g := gap(); g.Gap != "duty" || g.OnDuty != 0 {
			t.Fatalf("%+v", g)
		}
	})
}

// TestGapsGoByShifts looks at a topic whose only certified expert is available
// but has no shift, then one tomorrow, then one now.
func TestGapsGoByShifts(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		p := &plan{s.floor, shifts.New(db.Shifts, s.runtime(), &tokens{})}
		e := s.expert(roster.FullExpert)
		s.certified(e)
		gap := func() (storage.TopicGapsView, storage.TopicGapView) {
			t.Helper()
			all, err := db.Views().TopicGaps(t.Context(), "en", s.clock.Now())
			s.must(err)
			i := slices.IndexFunc(all.Topics, func(g storage.TopicGapView) bool { return g.ReasonID == s.topic })
			return all, all.Topics[i]
		}
		if all, g := gap(); len(all.Days) != 0 || len(g.Coming) != 0 || g.OnDuty != 1 {
			t.Fatalf("by hours: %v %+v", all.Days, g)
		}
		p.byShifts(false)
		all, g := gap()
		if g.Gap != "shifts" || g.OnDuty != 0 || g.Certified != 1 || len(all.Days) != 7 {
			t.Fatalf("available without a shift: %v %+v", all.Days, g)
		}
		p.signUp(e, p.slot(24*time.Hour, 2*time.Hour, 1))
		if _, g := gap(); g.Gap != "duty" || !slices.Equal(g.Coming, []int{0, 1, 0, 0, 0, 0, 0}) {
			t.Fatalf("with a shift tomorrow: %+v", g)
		}
		p.signUp(e, p.slot(0, time.Hour, 1))
		s.clock.Add(time.Hour)
		if _, g := gap(); g.Gap != "covered" || g.OnDuty != 1 || g.Coming[0] != 1 {
			t.Fatalf("on shift: %+v", g)
		}
		s.must(s.desk.SetPresence(t.Context(), e, roster.Away))
		if _, g := gap(); g.Gap != "duty" || g.OnDuty != 0 {
			t.Fatalf("on shift and away: %+v", g)
		}
	})
}
