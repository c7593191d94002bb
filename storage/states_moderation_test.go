package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestFlagsAreDrawnAsTheyAre tries every use case of moderation in every situation.
func TestFlagsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"flag",
		[]string{"open", "decided"},
		"SELECT id, CASE WHEN decision_id IS NULL THEN 'open' ELSE 'decided' END AS state FROM flags ORDER BY id",
		[]string{"Decide"},
	})
	var last *ward
	for name, steps := range map[string][]int{"nothing": nil, "flagged": {0}, "noticed": {1}, "decided": {0, 2}} {
		d := newWard(t, storagetest.Open(t))
		for _, i := range steps {
			d.must(d.acts()[i].run(t.Context()))
		}
		for _, a := range d.acts() {
			w.try(d.db, &d.clock, name, a)
		}
		last = d
	}
	w.compare()
	checked(t, last.db, "flags", "reason", constants(t, "moderation", "Reason"))
	complete(t, last.flags, last.acts())
}

// ward is a floor with a conversation in which an expert wrote what they should not.
type ward struct {
	*floor
	held

	flags   *moderation.Moderation
	message domain.MessageID
}

const forbidden = "Write me on WhatsApp, that is quicker than here."

func newWard(tb testing.TB, db *storage.DB) *ward {
	tb.Helper()
	d := &ward{floor: newFloor(tb, db)}
	d.staffed()
	d.flags = moderation.New(db.Moderation, d.runtime())
	d.floor.expert(roster.FullExpert)
	d.held = d.assigned(desk.Question{})
	d.message = d.says(d.held.expert, d.id, forbidden).ID
	return d
}

func (d *ward) acts() []act {
	d.Helper()
	id := moderation.FlagID(storagetest.Text(d.TB, d.db, "SELECT COALESCE(MAX(id), '') FROM flags"))
	return []act{
		{"Raise", func(ctx context.Context) error {
			_, err := d.flags.Raise(ctx, d.held.customer, d.id, moderation.Doubt{Message: d.message, Reason: moderation.Rude})
			return err
		}},
		{"Notice", func(ctx context.Context) error { return d.flags.Notice(ctx, d.id, d.message) }},
		{"Decide", func(ctx context.Context) error {
			return d.flags.Decide(ctx, anna, id, moderation.Decision{Hide: true, Reason: "We answer here alone."})
		}},
	}
}
