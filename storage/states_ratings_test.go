package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestRatingDisputesAreDrawnAsTheyAre tries every use case of ratings that were given.
func TestRatingDisputesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"rating dispute", constants(t, "desk", "RatingDisputeState"), "SELECT id, state FROM rating_disputes ORDER BY id", []string{"Decide"},
	})
	var last *judged
	for name, steps := range map[string][]int{"nothing": nil, "open": {0}, "upheld": {0, 1}, "denied": {0, 2}} {
		j := newJudged(t, storagetest.Open(t))
		storagetest.Exec(t, j.db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		id := j.told(oneStar)
		for _, i := range steps {
			j.must(j.acts(id)[i].run(t.Context()))
		}
		for _, a := range j.acts(id) {
			w.try(j.db, j.clock, name, a)
		}
		last = j
	}
	w.compare()
	checked(t, last.db, "rating_disputes", "state", constants(t, "desk", "RatingDisputeState"))
	complete(t, last.ratings, last.acts(""), "MarkAbuse", "Tell", "AskStillSolved", "StillSolved", "MakeLink", "RateByLink")
}

func (j *judged) acts(id domain.ConversationID) []act {
	j.t.Helper()
	found := desk.RatingDisputeID(storagetest.Text(j.t, j.db, "SELECT COALESCE(MAX(id), '') FROM rating_disputes"))
	decide := func(upheld bool) func(context.Context) error {
		return func(ctx context.Context) error {
			return j.ratings.Decide(ctx, domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, found, upheld, "We looked at it.")
		}
	}
	return []act{
		{"Dispute", func(ctx context.Context) error {
			_, err := j.ratings.Dispute(ctx, j.expert1, id, 1, "The parcel was late.")
			return err
		}},
		{"Decide, upheld", decide(true)},
		{"Decide, denied", decide(false)},
	}
}
