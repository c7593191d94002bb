package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestKudosAreDrawnAsTheyAre tries every use case of recognition that changes
// what was given.
func TestKudosAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"kudos",
		[]string{"given", "hidden"},
		"SELECT id, CASE WHEN hidden_at IS NULL THEN 'given' ELSE 'hidden' END AS state FROM kudos ORDER BY id",
		[]string{"HideKudos"},
	})
	var last *praised
	for name, steps := range map[string]int{"nothing": 0, "given": 1, "hidden": 2} {
		p := newPraised(t, storagetest.Open(t))
		for i := range steps {
			p.must(p.acts()[i].run(t.Context()))
		}
		for _, a := range p.acts() {
			w.try(p.db, &p.clock, name, a)
		}
		last = p
	}
	w.compare()
	checked(t, last.db, "expert_weeks", "verdict", constants(t, "merit", "Verdict"))
	complete(t, last.merit, last.acts(), "AwardBadges", "AwardSpot", "HideThanks", "JudgeWeeks", "SetWall", "ShowThanks", "Thank")
}

func (p *praised) acts() []act {
	p.Helper()
	id := storagetest.Text(p.TB, p.db, "SELECT COALESCE(MAX(id), '') FROM kudos")
	return []act{
		{"GiveKudos", func(ctx context.Context) error {
			_, err := p.merit.GiveKudos(ctx, p.colleague, p.who, "You stayed calm.")
			return err
		}},
		{"HideKudos", func(ctx context.Context) error {
			return p.merit.HideKudos(ctx, p.boss, merit.KudosID(id), "It names a customer.")
		}},
	}
}
