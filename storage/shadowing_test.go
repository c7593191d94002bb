package storage_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// candidate enrols somebody whose first five conversations have a mentor.
func (s *school) candidate() domain.ExpertID {
	s.Helper()
	n := newcomer("cand"+string(rune('a'+s.ids.Add(1)%26))+"@example.org", "")
	n.Level = roster.Candidate
	out, err := s.roster.Enrol(s.Context(), domain.System, n)
	s.must(err)
	return out.Expert.ID
}

// shadowed lets a candidate, whom the mentor shadows, take a simple question.
func (s *school) shadowed(e domain.ExpertID) held {
	s.Helper()
	s.must(s.desk.SetPresence(s.Context(), e, roster.Available))
	h := s.assigned(desk.Question{Reason: s.topic})
	if h.expert.Expert() != e {
		s.Fatalf("%s took it", h.expert.ID)
	}
	return h
}

func TestACandidateHasAMentorBesideThem(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db).withMentor()
		e := s.candidate()
		s.refused(s.desk.SetPresence(t.Context(), e, roster.Available), desk.ErrNeedsMentor)
		rookie := s.expert(roster.Rookie)
		s.must(s.desk.SetPresence(t.Context(), rookie, roster.Away))
		_, err := s.desk.Shadow(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(rookie)}, e)
		s.refused(err, desk.ErrOnlyMentors)
		_, err = s.desk.Shadow(t.Context(), s.mentor, rookie)
		s.refused(err, desk.ErrNotCandidate)
		live, err := s.desk.Shadow(t.Context(), s.mentor, e)
		s.must(err)
		_, err = s.desk.Shadow(t.Context(), s.boss, e)
		s.refused(err, desk.ErrShadowed)
		_, err = s.desk.Shadow(t.Context(), s.mentor, s.candidate())
		s.refused(err, desk.ErrOneCandidate)

		h := s.shadowed(e)
		if _, err := db.Views().Timeline(t.Context(), s.mentor, h.id, 0, 100); err != nil {
			t.Fatalf("the mentor does not read along: %v", err)
		}
		_, err = s.desk.Note(t.Context(), s.mentor, h.id, desk.NewNote{ClientID: "w1", Text: "Greet first.", Whisper: true})
		s.must(err)
		_, err = s.desk.Note(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, h.id, desk.NewNote{ClientID: "w2", Text: "Me too.", Whisper: true})
		s.refused(err, desk.ErrWhisperOfStaff)
		for _, by := range []domain.Actor{s.mentor, h.expert} {
			notes, err := db.Views().Notes(t.Context(), by, h.id, storage.Page{})
			s.must(err)
			if len(notes.Items) != 1 || !notes.Items[0].Whisper {
				t.Fatalf("%s reads %+v", by.ID, notes.Items)
			}
		}
		s.refused(s.desk.EndShadow(t.Context(), domain.PersonID(s.boss.ID), live.ID), desk.ErrUnknownShadowing)
		s.must(s.desk.EndShadow(t.Context(), domain.PersonID(s.mentor.ID), live.ID))
		if x := s.presence(e); x.Presence != roster.Away {
			t.Fatalf("without a mentor the candidate is %s", x.Presence)
		}
		if c := s.conversation(h.id); c.Expert != e {
			t.Fatal("what the candidate holds is gone")
		}
	})
}

func TestAMentorStepsIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db).withMentor()
		e := s.candidate()
		_, err := s.desk.Shadow(t.Context(), s.mentor, e)
		s.must(err)
		h := s.shadowed(e)
		s.refused(s.desk.StepIn(t.Context(), e, h.id), desk.ErrUnknownConversation)
		s.must(s.desk.StepIn(t.Context(), s.mentor.Expert(), h.id))
		c := s.conversation(h.id)
		if c.Expert != s.mentor.Expert() || c.Status != desk.Assigned || c.Episode.Transfers != 1 {
			t.Fatalf("%+v", c)
		}
		if n := s.count("SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL"); n != 1 {
			t.Fatalf("%d seats are taken", n)
		}
		if n := s.count("SELECT COUNT(*) FROM assignments WHERE end_reason = 'escalated'"); n != 1 {
			t.Fatalf("%d assignments escalated", n)
		}
		s.says(s.mentor, h.id, "Let me help.")
		s.refused(s.desk.StepIn(t.Context(), s.mentor.Expert(), h.id), desk.ErrUnknownConversation)
	})
}

// A mentor who gives no sign of life for 90 s leaves: the candidate is away.
func TestAMissedMentorEndsIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db).withMentor()
		e := s.candidate()
		live, err := s.desk.Shadow(t.Context(), s.mentor, e)
		s.must(err)
		s.must(s.desk.SetPresence(t.Context(), e, roster.Available))
		s.clock.Add(80 * time.Second)
		s.must(s.desk.SeeShadow(t.Context(), domain.PersonID(s.mentor.ID), live.ID))
		s.clock.Add(80 * time.Second)
		s.tick()
		if x := s.presence(e); x.Presence != roster.Available {
			t.Fatal("away although the mentor was there")
		}
		s.clock.Add(10 * time.Second)
		s.tick()
		if x := s.presence(e); x.Presence != roster.Away {
			t.Fatalf("%s although the mentor is gone", x.Presence)
		}
		s.refused(s.desk.SeeShadow(t.Context(), domain.PersonID(s.mentor.ID), live.ID), desk.ErrUnknownShadowing)
	})
}

// Five conversations with a mean of 4 and no breach of courtesy make a Rookie.
func TestFiveConversationsDecide(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db).withMentor()
		e := s.candidate()
		_, err := s.desk.Shadow(t.Context(), s.mentor, e)
		s.must(err)
		level := func() int64 { return s.count("SELECT level FROM experts WHERE id = '" + string(e) + "'") }
		for i := range 6 {
			h := s.shadowed(e)
			s.says(h.expert, h.id, "It does.")
			id := growth.SampleID(storagetest.Text(t, db, "SELECT id FROM samples WHERE conversation_id = ?", h.id))
			_, err := s.growth.Mark(t.Context(), s.mentor, id, goodCard)
			s.refused(err, growth.ErrStillOpen)
			s.must(s.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: s.topic}))
			s.must(s.desk.SetPresence(t.Context(), e, roster.Away))
			s.clock.Add(time.Minute)
			c := goodCard
			if i == 0 {
				c.Breach, c.Advice = true, "Never that word."
			}
			_, err = s.growth.Mark(t.Context(), s.mentor, id, c)
			s.must(err)
			if got := level(); (got == int64(roster.Rookie)) != (i == 5) {
				t.Fatalf("after %d conversations: level %d", i+1, got)
			}
		}
		if n := s.count("SELECT COUNT(*) FROM shadowings WHERE ended_why = 'rookie'"); n != 1 {
			t.Fatalf("%d shadowings ended with it", n)
		}
		s.must(s.desk.SetPresence(t.Context(), e, roster.Available))
	})
}

// The race: two mentors want the same candidate. One live shadowing per candidate is a constraint.
func TestOneMentorPerCandidate(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		e := s.candidate()
		staff := []domain.Actor{s.boss, s.manager("Bo Jansen"), s.manager("Cy Smit"), s.manager("Di Vos")}
		var wg sync.WaitGroup
		results := make([]error, len(staff))
		for i, by := range staff {
			wg.Go(func() { _, results[i] = s.desk.Shadow(t.Context(), by, e) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, desk.ErrShadowed):
				t.Error(err)
			}
		}
		if won != 1 || s.count("SELECT COUNT(*) FROM shadowings WHERE ended_at IS NULL") != 1 {
			t.Fatalf("%d mentors", won)
		}
	})
}
