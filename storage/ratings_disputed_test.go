package storage_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (j *judged) dispute(id domain.ConversationID) (desk.RatingDispute, error) {
	return j.ratings.Dispute(j.t.Context(), j.expert1, id, 1, "The parcel was late, the answer was right.")
}

func TestALowRatingIsDisputedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		boss := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		low, company := oneStar, oneStar
		low.Stars, company.Cause = 3, desk.CauseCompany
		four := oneStar
		four.Stars = 4
		ids := []domain.ConversationID{j.told(low), j.told(oneStar), j.told(oneStar), j.told(oneStar)}
		_, err := j.dispute(j.told(four))
		j.refused(err, desk.ErrNotDisputable)
		_, err = j.dispute(j.told(company))
		j.refused(err, desk.ErrNotDisputable)
		_, err = j.ratings.Dispute(t.Context(), "exp_other", ids[0], 1, "Not mine.")
		j.refused(err, desk.ErrUnknownRating)
		_, err = j.ratings.Dispute(t.Context(), j.expert1, ids[0], 2, "No such one.")
		j.refused(err, desk.ErrUnknownRating)
		first, err := j.dispute(ids[0])
		j.must(err)
		_, err = j.dispute(ids[0])
		j.refused(err, desk.ErrRatingDisputed)
		for _, id := range ids[1:3] {
			_, err = j.dispute(id)
			j.must(err)
		}
		_, err = j.dispute(ids[3])
		j.refused(err, desk.ErrDisputesOpen)

		if all, err := db.Views().RatingDisputes(t.Context()); err != nil || len(all) != 3 || all[0].ID != first.ID || all[0].Stars != 3 {
			t.Fatalf("%v %+v", err, all)
		}
		if w, err := db.Views().ModerationQueue(t.Context(), "rating", storage.Page{Limit: 9}); err != nil || len(w.Items) != 3 || w.Items[0].ConversationID != ids[0] {
			t.Fatalf("%v %+v", err, w)
		}
		j.refused(j.ratings.Decide(t.Context(), boss, "rdp_none", true, "You were right."), desk.ErrUnknownDispute)
		j.must(j.ratings.Decide(t.Context(), boss, first.ID, false, "The answer was wrong about the price."))
		j.refused(j.ratings.Decide(t.Context(), boss, first.ID, true, "You were right."), desk.ErrDisputeDecided)
		if n := j.count("SELECT COUNT(*) FROM ratings WHERE excluded <> ''"); n != 0 {
			t.Fatal("a denied dispute set a rating aside")
		}
		_, err = j.dispute(ids[3]) // there is a place again
		j.must(err)
		_, err = j.dispute(ids[0])
		j.refused(err, desk.ErrRatingDisputed)
	})
}

// TestAnUpheldDisputePaysWhatItCost: the rating leaves the quality, and the points
// that it cost are paid once.
func TestAnUpheldDisputePaysWhatItCost(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		id := j.rated(oneStar)
		amend := func() { j.t.Helper(); j.must(j.rewards.Amend(t.Context(), id, 1, j.expert1)) }
		amend() // nothing is settled: the settlement looks for itself
		j.clock.Add(hold)
		j.settle()
		j.tell()
		if got := j.purse(j.expert1); got != [3]int64{} || j.quality() != 1 {
			t.Fatalf("one star: %v, quality on %d", got, j.quality())
		}
		amend() // nothing is set aside
		d, err := j.dispute(id)
		j.must(err)
		j.must(j.ratings.Decide(t.Context(), domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, d.ID, true, "The parcel was late."))
		if j.quality() != 0 || j.count("SELECT COUNT(*) FROM outbox WHERE name = 'rating.excluded'") != 1 {
			t.Fatal("it is not set aside")
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := j.rewards.Amend(context.Background(), id, 1, j.expert1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := j.purse(j.expert1); got != [3]int64{0, 13, 0} {
			t.Fatalf("paid %v", got)
		}
		j.balanced()
		found, err := db.Reconcile(t.Context())
		j.must(err)
		for _, f := range found {
			if f.Table == "awards" || f.Table == "transfers" {
				t.Errorf("%+v", f)
			}
		}
		versions, err := db.Views().RulesOf(t.Context())
		j.must(err)
		season := domain.SeasonID(storagetest.Text(t, db, "SELECT id FROM seasons LIMIT 1"))
		for _, rules := range versions {
			entries, err := rewards.Replay(t.Context(), db.Views(), rewards.Seen{Season: season, Versions: versions, Now: j.clock.Now()}, j.expert1, rules)
			j.must(err)
			if entries[0].Was != 13 {
				t.Fatalf("%+v", entries)
			}
		}
	})
}

func TestWhatAnAbusiveCustomerRatesIsSetAside(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		boss := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		before := j.rated(oneStar)
		after := j.answer(j.expert1, nil)
		j.book(after)
		for _, id := range []domain.ConversationID{before, after} {
			j.must(j.ratings.MarkAbuse(t.Context(), boss, id, "Threats from the first message on."))
			j.refused(j.ratings.MarkAbuse(t.Context(), boss, id, "Again."), desk.ErrMarkedAbusive)
		}
		j.refused(j.ratings.MarkAbuse(t.Context(), boss, "cnv_none", "Threats."), desk.ErrUnknownConversation)
		j.refused(j.ratings.MarkAbuse(t.Context(), boss, before, "  "), desk.ErrTextLength)
		_, err := j.desk.Rate(t.Context(), domain.CustomerID("cus_of_"+string(after)), after, oneStar)
		j.must(err)
		if n := j.count("SELECT COUNT(*) FROM ratings WHERE excluded = 'abuse' AND NOT controllable"); n != 2 {
			t.Fatalf("%d of 2 are set aside", n)
		}
		j.says(before, twoStars) // changed, it stays aside
		j.clock.Add(hold)
		j.settle()
		j.tell()
		if got := j.purse(j.expert1); got != [3]int64{0, 26, 0} || j.quality() != 0 {
			t.Fatalf("%v, quality on %d", got, j.quality())
		}
		if len(j.seen()) != 2 {
			t.Fatal("the expert does not see what was said")
		}
		_, err = j.dispute(before)
		j.refused(err, desk.ErrNotDisputable)
	})
}

// TestDisputesAtOnce: however many at once, three wait and each rating has one.
func TestDisputesAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		ids := make([]domain.ConversationID, 6)
		for i := range ids {
			ids[i] = j.told(oneStar)
		}
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				_, err := j.ratings.Dispute(context.Background(), j.expert1, ids[i/2], 1, "The parcel was late.")
				if err != nil && !errors.Is(err, desk.ErrDisputesOpen) && !errors.Is(err, desk.ErrRatingDisputed) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := j.count("SELECT COUNT(DISTINCT conversation_id) FROM rating_disputes"); n != 3 || n != j.count("SELECT COUNT(*) FROM rating_disputes") {
			t.Fatalf("%d wait", n)
		}
	})
}

// TestARatingThatCostNothingBringsNothing: it came after the settlement, which had counted none.
func TestARatingThatCostNothingBringsNothing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		boss := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		var late []domain.ConversationID
		for range 2 {
			id := j.answer(j.expert1, by("cus_1"))
			j.book(id)
			j.clock.Add(48 * time.Hour)
			late = append(late, id)
		}
		j.clock.Add(hold)
		j.settle()
		before := j.purse(j.expert1)
		for n, o := range []desk.Opinion{oneStar, fiveStars} {
			j.says(late[n], o)
			j.must(j.ratings.MarkAbuse(t.Context(), boss, late[n], "Threats from the first message on."))
			j.must(rewards.New(db.Rewards, j.rt).Amend(t.Context(), late[n], 1, j.expert1))
		}
		if after := j.purse(j.expert1); after != before {
			t.Fatalf("%v became %v", before, after)
		}
		by := domain.Actor{Role: domain.RoleExpert, ID: string(j.expert1)}
		seen, err := db.Views().Awards(t.Context(), by, nil, "en", storage.Page{Limit: 9})
		if err != nil || slices.ContainsFunc(seen.Items, func(a storage.Award) bool { return a.Stars != nil }) {
			t.Fatalf("an entry shows stars that were not told, %v", err)
		}
	})
}
