package storage_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// peers is a school with points, somebody who answers, a mentor and two seniors.
type peers struct {
	*school
	rewards *rewards.Rewards
	who     domain.ExpertID
	seniors [2]domain.Actor
}

func newPeers(t *testing.T, db *storage.DB) *peers {
	t.Helper()
	s := newSchool(t, db).withMentor()
	p := &peers{school: s, rewards: rewards.New(db.Rewards, s.runtime())}
	p.must(p.rewards.OpenRules(t.Context(), domain.System, time.UnixMilli(0), rewards.Versions()...))
	p.must(league.New(db.League, s.runtime()).OpenSeason(t.Context(), s.clock.Now()))
	for i := range p.seniors {
		id := s.expert(roster.Senior)
		s.must(s.desk.SetPresence(t.Context(), id, roster.Away))
		p.seniors[i] = domain.Actor{Role: domain.RoleExpert, ID: string(id)}
	}
	p.who = s.expert(roster.FullExpert)
	return p
}

// marked is a conversation that somebody has looked at.
func (p *peers) marked(by domain.Actor, purpose growth.Purpose) growth.SampleID {
	p.Helper()
	part := p.part()
	id := growth.SampleID("smp_" + string(part.Conversation))
	storagetest.Exec(p.TB, p.db, `INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, drawn_at) VALUES (?, ?, 1, ?, ?, 'open', 0)`,
		id, part.Conversation, p.who, purpose)
	_, err := p.growth.Mark(p.Context(), by, id, goodCard)
	p.must(err)
	return id
}

func TestASecondLook(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPeers(t, db)
		id := p.marked(p.mentor, growth.AtRandom)
		look := func(by domain.Actor, c growth.Card) error {
			_, err := p.growth.LookAgain(t.Context(), by, id, c)
			return err
		}
		list := func(by domain.Actor) int {
			t.Helper()
			all, err := db.Views().SecondLooks(t.Context(), by, "en", p.clock.Now())
			p.must(err)
			for _, s := range all {
				if s.Card != nil || s.Reviewer != nil {
					t.Errorf("%s reads the first card: %+v", by.ID, s)
				}
			}
			return len(all)
		}
		colleague := domain.Actor{Role: domain.RoleExpert, ID: string(p.expert(roster.FullExpert))}
		p.refused(look(colleague, goodCard), growth.ErrOnlyPeers)
		_, err := db.Views().SecondLooks(t.Context(), colleague, "en", p.clock.Now())
		p.refused(err, growth.ErrOnlyPeers)
		_, err = db.Views().SecondLook(t.Context(), colleague, "en", id, p.clock.Now())
		p.refused(err, growth.ErrOnlyPeers)
		p.refused(look(p.mentor, goodCard), growth.ErrUnknownSample) // marked it
		low := goodCard
		low.Tone = 0
		p.refused(look(p.seniors[0], low), growth.ErrMark)
		if n := [3]int{list(p.mentor), list(p.seniors[0]), list(p.boss)}; n != [3]int{0, 1, 1} {
			t.Fatalf("mentor, senior and manager may look at %v", n)
		}
		before, err := db.Views().SecondLook(t.Context(), p.seniors[0], "en", id, p.clock.Now())
		p.must(err)
		if before.Card != nil || before.Reviewer != nil || before.Second != nil || len(before.Entries) == 0 {
			t.Fatalf("%+v", before)
		}

		low.Tone = goodCard.Tone - 2
		p.must(look(p.seniors[0], low))
		p.refused(look(p.seniors[1], goodCard), growth.ErrLookedOver)
		after, err := db.Views().SecondLook(t.Context(), p.seniors[0], "en", id, p.clock.Now())
		p.must(err)
		if after.Card == nil || after.Second == nil || after.Second.Agrees || after.Second.Tone != low.Tone {
			t.Fatalf("%+v", after)
		}
		_, err = db.Views().SecondLook(t.Context(), p.seniors[1], "en", id, p.clock.Now())
		p.refused(err, growth.ErrUnknownSample)
		p.must(p.rewards.BookReviews(t.Context(), string(id)))
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'review'"); n != 0 {
			t.Errorf("%d awards though the cards differ", n)
		}

		id = p.marked(p.boss, growth.ForCertificate) // it decided something
		p.refused(look(p.seniors[0], goodCard), growth.ErrUnknownSample)
		id = p.marked(p.boss, growth.AtRandom)
		p.clock.Add(growth.SecondFor + time.Minute)
		if n := list(p.seniors[0]); n != 0 {
			t.Errorf("%d to look at after four weeks", n)
		}
		p.refused(look(p.seniors[0], goodCard), growth.ErrUnknownSample)
	})
}

// The race: two seniors give the second card at once. The sample is locked, and
// the database has one second look per sample. What agrees is paid once to each
// expert, whoever books it how often, and ten times a day at most.
func TestReviewsThatAgreeArePaidOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPeers(t, db)
		near := growth.Card{Helpful: 5, Correct: 5, Tone: 4, OwnWords: 3}
		id := p.marked(p.mentor, growth.AfterLowRating)
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wg.Go(func() { _, results[i] = p.growth.LookAgain(t.Context(), p.seniors[i%2], id, near) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, growth.ErrLookedOver):
				t.Error(err)
			}
		}
		if won != 1 || p.count("SELECT COUNT(*) FROM second_looks") != 1 {
			t.Fatalf("%d second looks", won)
		}
		for range 4 {
			wg.Go(func() {
				if err := p.rewards.BookReviews(t.Context(), string(id)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'review' AND pending = 3"); n != 2 {
			t.Fatalf("%d are paid", n)
		}

		other := p.marked(p.boss, growth.AtRandom) // staff earn nothing
		_, err := p.growth.LookAgain(t.Context(), p.mentor, other, near)
		p.must(err)
		for range rewards.ThirdRules().Review.PerDay {
			next := p.marked(p.mentor, growth.AtRandom)
			_, err := p.growth.LookAgain(t.Context(), p.boss, next, near)
			p.must(err)
		}
		n, err := p.rewards.BookMissed(t.Context())
		p.must(err)
		paid := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'review' AND expert_id = '" + p.mentor.ID + "' AND pending = 3")
		none := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'review' AND expert_id = '" + p.mentor.ID + "' AND pending = 0")
		if n == 0 || paid != 10 || none != 2 {
			t.Fatalf("of twelve reviews of a day %d are paid and %d are not", paid, none)
		}
		p.clock.Add(49 * time.Hour)
		if _, err := p.rewards.SettleDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := p.count("SELECT balance FROM accounts WHERE id = 'expert:" + p.mentor.ID + ":available'"); n != 30 {
			t.Errorf("%d points can be spent", n)
		}
		p.sound()

		storagetest.Exec(t, db, "UPDATE second_looks SET agrees = FALSE WHERE sample_id = ?", other)
		findings, err := db.Reconcile(t.Context())
		p.must(err)
		if len(findings) != 1 || findings[0].Table != "awards" {
			t.Errorf("points for what does not agree: %+v", findings)
		}
	})
}

// Nobody marks what they answered themselves, whatever their level, nor do they
// see it among what there is to mark.
func TestNobodyMarksTheirOwn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		own := s.expert(roster.Mentor)
		by := domain.Actor{Role: domain.RoleExpert, ID: string(own)}
		part := s.part()
		storagetest.Exec(t, db, `INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, drawn_at) VALUES ('smp_own', ?, 1, ?, 'random', 'open', 0)`,
			part.Conversation, own)
		_, err := s.growth.Mark(t.Context(), by, "smp_own", goodCard)
		s.refused(err, growth.ErrOneself)
		list, err := db.Views().Samples(t.Context(), by, "en", growth.SampleOpen, storage.Page{})
		s.must(err)
		if len(list.Items) != 0 {
			t.Errorf("%+v", list.Items)
		}
		_, err = db.Views().Look(t.Context(), by, "en", "smp_own")
		s.refused(err, growth.ErrUnknownSample)
		_, err = s.growth.Mark(t.Context(), s.boss, "smp_own", goodCard)
		s.must(err)
		_, err = s.growth.LookAgain(t.Context(), by, "smp_own", goodCard)
		s.refused(err, growth.ErrUnknownSample)
		seconds, err := db.Views().SecondLooks(t.Context(), by, "en", s.clock.Now())
		s.must(err)
		if len(seconds) != 0 {
			t.Errorf("%+v", seconds)
		}
	})
}
