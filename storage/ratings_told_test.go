package storage_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

var (
	oneStar  = desk.Opinion{Stars: 1, Solved: desk.SolvedNo, Cause: desk.CauseExpert, CauseDetail: "answer"}
	twoStars = desk.Opinion{Stars: 2, Solved: desk.SolvedNo, Cause: desk.CauseExpert, CauseDetail: "answer"}
)

// judged is a programme whose answers customers rate.
type judged struct {
	*programme
	desk    *desk.Desk
	ratings *desk.Ratings
	expert1 domain.ExpertID
}

func newJudged(t *testing.T, db *storage.DB) *judged {
	t.Helper()
	p := newProgramme(t, db)
	return &judged{p, desk.New(db.Desk, db.Views(), p.rt), desk.NewRatings(db.Desk, p.rt, &tokens{}), p.expert(2)}
}

// rated is a conversation of the expert that its customer rates now; what it earns is booked.
func (j *judged) rated(o desk.Opinion) domain.ConversationID {
	j.t.Helper()
	id := j.answer(j.expert1, by("cus_1"))
	j.book(id)
	j.says(id, o)
	return id
}

func (j *judged) says(id domain.ConversationID, o desk.Opinion) {
	j.t.Helper()
	_, err := j.desk.Rate(j.t.Context(), "cus_1", id, o)
	j.must(err)
}

func (j *judged) tell() int {
	j.t.Helper()
	n, err := j.ratings.Tell(j.t.Context())
	j.must(err)
	return n
}

// seen are the ratings that the expert reads.
func (j *judged) seen() []storage.OwnRating {
	j.t.Helper()
	l, err := j.db.Views().OwnRatings(j.t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(j.expert1)}, "en", storage.Page{})
	j.must(err)
	return l.Items
}

// quality is how many ratings the expert's quality rests on.
func (j *judged) quality() int {
	j.t.Helper()
	rated, err := j.db.Views().RatingsOf(j.t.Context(), []domain.ExpertID{j.expert1})
	j.must(err)
	return len(rated[j.expert1])
}

// told is a conversation with a rating that the expert was told of.
func (j *judged) told(o desk.Opinion) domain.ConversationID {
	j.t.Helper()
	id := j.rated(o)
	storagetest.Exec(j.t, j.db, "UPDATE ratings SET tell_at = NULL, told_at = given_at WHERE conversation_id = ?", id)
	return id
}

func (j *judged) refused(err, want error) {
	j.t.Helper()
	if !errors.Is(err, want) {
		j.t.Fatalf("got %v, want %v", err, want)
	}
}

func TestRatingsAreToldFiveAtATime(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		for range desk.TellBatch - 1 {
			j.rated(fiveStars)
		}
		j.clock.Add(desk.TellWithin)
		if n := j.tell(); n != 0 {
			t.Fatalf("%d were told of four", n)
		}
		last := j.rated(oneStar)
		if n := j.tell(); n != 0 || j.quality() != 0 || len(j.seen()) != 0 {
			t.Fatalf("the fifth was told as it came: %d, quality on %d", n, j.quality())
		}
		j.clock.Add(desk.TellWithin / 2) // chance is a half
		if n := j.tell(); n != desk.TellBatch || j.quality() != desk.TellBatch {
			t.Fatalf("%d were told, quality on %d", n, j.quality())
		}
		if n := j.tell(); n != 0 {
			t.Fatalf("%d were told twice", n)
		}
		if n := j.count("SELECT COUNT(*) FROM outbox WHERE name = 'ratings.told'"); n != 1 {
			t.Errorf("told by %d events", n)
		}
		seen := j.seen()
		if len(seen) != desk.TellBatch || !seen[0].ToldAt.Equal(j.clock.Now()) {
			t.Fatalf("%+v", seen)
		}
		for _, r := range seen {
			if low := r.ConversationID == last; low != (r.Stars == 1) || low != r.Disputable || !r.Counts {
				t.Errorf("%+v", r)
			}
		}
	})
}

func TestARatingIsToldOnceItsPointsAre(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		j.rated(oneStar)
		j.clock.Add(hold - time.Minute)
		if n := j.tell(); n != 0 {
			t.Fatal("one alone was told before its points")
		}
		j.clock.Add(time.Minute)
		if j.settle() != 1 || j.tell() != 1 || len(j.seen()) != 1 {
			t.Fatal("it is not told with its points")
		}
	})
}

// TestPointsWaitForAYoungRating: what a conversation was worth would tell how it
// was rated a moment ago.
func TestPointsWaitForAYoungRating(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		id := j.answer(j.expert1, by("cus_1"))
		j.book(id)
		j.clock.Add(hold)
		j.says(id, oneStar)
		if n := j.settle(); n != 0 {
			t.Fatal("settled with a rating of this moment")
		}
		j.clock.Add(desk.TellWithin/2 - time.Minute)
		if n := j.settle(); n != 0 {
			t.Fatal("settled too early")
		}
		j.says(id, fiveStars) // it may be changed until then
		j.clock.Add(time.Minute)
		if n := j.settle(); n != 1 || j.purse(j.expert1) != [3]int64{0, 17, 0} {
			t.Fatalf("%d settled, %v", n, j.purse(j.expert1))
		}
		// Who changes a rating that was told again and again keeps nothing back for more than a day.
		id = j.answer(j.expert1, by("cus_1"))
		j.book(id)
		j.clock.Add(hold + desk.TellWithin)
		j.says(id, oneStar)
		if n := j.settle(); n != 1 {
			t.Fatal("the points never come")
		}
	})
}

func TestARatingAfterTheSettlementWaitsForOthers(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		id := j.answer(j.expert1, by("cus_1"))
		j.book(id)
		j.clock.Add(hold)
		j.settle()
		j.says(id, oneStar)
		j.clock.Add(7 * desk.TellWithin)
		if n := j.tell(); n != 0 {
			t.Fatal("told alone")
		}
		j.rated(fiveStars)
		j.clock.Add(hold)
		j.settle()
		if n := j.tell(); n != 2 {
			t.Fatalf("%d were told", n)
		}
	})
}

func TestAChangedRatingWaitsAnew(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		id := j.told(fiveStars)
		j.says(id, oneStar)
		if len(j.seen()) != 0 || j.quality() != 0 {
			t.Fatal("the change is seen at once")
		}
		if _, err := j.dispute(id); !errors.Is(err, desk.ErrUnknownRating) {
			t.Fatalf("disputed before it was told: %v", err)
		}
	})
}

// TestTellingAtOnce: two runs tell each rating once, while customers change theirs.
func TestTellingAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		ids := make([]domain.ConversationID, 8)
		for i := range ids {
			ids[i] = j.rated(fiveStars)
		}
		j.clock.Add(desk.TellWithin)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if _, err := j.ratings.Tell(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		for _, id := range ids[:3] {
			wg.Go(func() {
				if _, err := j.desk.Rate(context.Background(), "cus_1", id, oneStar); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := j.count("SELECT COUNT(*) FROM ratings WHERE stars = 5 AND tell_at IS NULL"); n != 5 {
			t.Fatalf("%d of 5 were told", n)
		}
	})
}
