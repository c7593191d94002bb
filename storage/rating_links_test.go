package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// blind is a store that cannot note where somebody is.
type blind struct{ desk.Store }

var errBlind = errors.New("the lamp went out")

func (blind) See(string, string, time.Time) error { return errBlind }

// TestARatingByLinkIsWholeOrNothing: the link, the rating and where it came from are
// one transaction; what ends in between leaves the link as it was.
func TestARatingByLinkIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		id := j.answer(j.expert1, by("cus_1"))
		token, _, err := j.ratings.MakeLink(t.Context(), domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, id)
		j.must(err)
		left := func() [3]int64 {
			return [3]int64{
				j.count("SELECT COUNT(*) FROM rating_links WHERE used_at IS NULL"), j.count("SELECT COUNT(*) FROM ratings WHERE conversation_id = ?", string(id)),
				j.count("SELECT COUNT(*) FROM sightings WHERE actor_id = 'cus_1' AND network = 'net_1'"),
			}
		}
		before := left()
		dark := desk.NewRatings(func(ctx context.Context, fn func(desk.Store) error) error {
			return db.Desk(ctx, func(tx desk.Store) error { return fn(blind{tx}) })
		}, j.rt, &tokens{})
		if _, err := dark.RateByLink(t.Context(), token, "net_1", fiveStars); !errors.Is(err, errBlind) {
			t.Fatal(err)
		}
		if got := left(); got != before || got[0] != 1 {
			t.Fatalf("%v is left of %v", got, before)
		}
		_, err = j.ratings.RateByLink(t.Context(), token, "net_1", fiveStars)
		j.must(err)
		if got := left(); got != [3]int64{0, 1, 1} {
			t.Fatalf("links, ratings and sightings are %v", got)
		}
	})
}
