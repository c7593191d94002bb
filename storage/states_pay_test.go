package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestStatementsAreDrawnAsTheyAre tries every use case of compensation.
func TestStatementsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"statement",
		[]string{"open", "final"},
		`SELECT l.expert_id || '/' || l.month AS id, CASE WHEN s.month IS NULL THEN 'open' ELSE 'final' END AS state
			FROM pay_lines l LEFT JOIN pay_statements s ON s.expert_id = l.expert_id AND s.month = l.month
			GROUP BY l.expert_id, l.month, s.month ORDER BY l.month`,
		[]string{"Correct"},
	})
	var last *till
	for name, steps := range map[string]func(c *till, m roster.Month){
		"no rate": func(*till, roster.Month) {},
		"a shift": func(c *till, m roster.Month) { c.must(c.rate(m, pay.ShiftHour, 1000)) },
		"corrected": func(c *till, m roster.Month) {
			c.must(c.rate(m, pay.ShiftHour, 1000))
			c.corrected()
		},
		"closed": func(c *till, m roster.Month) {
			c.must(c.rate(m, pay.ShiftHour, 1000))
			c.over(m)
			c.closes()
		},
		"closed, and corrected": func(c *till, m roster.Month) {
			c.must(c.rate(m, pay.ShiftHour, 1000))
			c.over(m)
			c.closes()
			c.corrected()
		},
	} {
		c := newTill(t, storagetest.Open(t))
		c.who = c.expert(roster.Senior)
		c.kept(c.who, c.clock.Now().Add(time.Hour), time.Hour)
		steps(c, c.month())
		for _, a := range c.acts() {
			w.try(c.db, &c.clock, name, a)
		}
		last = c
	}
	w.compare()
	checked(t, last.db, "pay_lines", "kind", constants(t, "pay", "Kind"))
	checked(t, last.db, "pay_rates", "basis", constants(t, "pay", "Basis"))
	complete(t, last.pay, last.acts())
}

func (c *till) corrected() {
	c.Helper()
	c.must(c.correct(c.Context()))
}

// correct gives the only expert something.
func (c *till) correct(ctx context.Context) error {
	_, err := c.pay.Correct(ctx, c.boss, pay.Fix{Expert: c.who, Cents: 500, Why: "travel"})
	return err
}

func (c *till) acts() []act {
	return []act{
		{"SetRate", func(ctx context.Context) error {
			_, err := c.pay.SetRate(ctx, c.boss, pay.Rate{Month: c.month().Next(), Basis: pay.Conversation, Cents: 200, Currency: "EUR", Why: "agreed"})
			return err
		}},
		{"Correct", c.correct},
		{"Close", func(ctx context.Context) error {
			c.over(c.month())
			_, err := c.pay.Close(ctx)
			return err
		}},
	}
}
