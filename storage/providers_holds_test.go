package storage_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAnErrandIsForOnePurpose: who went to link an account proves nothing by it.
func TestAnErrandIsForOnePurpose(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.arrange([]string{"AddStaff", "AddProvider", "Accept"})
	goes := func() access.Returned {
		r, err := d.comes(t.Context(), d.self(), access.ErrandFor{Purpose: access.ErrandLink}, somebody)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first, second := goes(), goes()
	if err := d.access.LinkProvider(t.Context(), d.self(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := d.access.ProveByProvider(t.Context(), d.self(), second); !errors.Is(err, access.ErrErrandOver) {
		t.Error(err)
	}
}

// slow is a transaction in which something else happens at its last step but one.
type slow struct {
	access.Store

	meanwhile func()
}

func (s slow) AddSession(session access.Session) error {
	s.meanwhile()
	return s.Store.AddSession(session)
}

func (s slow) SessionsVia(at domain.ProviderID, l access.Logout) ([]access.Session, error) {
	s.meanwhile()
	return s.Store.SessionsVia(at, l)
}

// during does something while a use case of access is between its last look and
// its writing: what waits for a lock then is let wait. It returns how both ended.
func (d *door) during(run func(*access.Access) error, other func() error) (first, second error) {
	done, began := make(chan error, 1), false
	meanwhile := func() {
		if began {
			return
		}
		began = true
		go func() { done <- other() }()
		const waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
		for len(done) == 0 && storagetest.Int(d, d.db, waiting) == 0 && d.Context().Err() == nil {
		}
	}
	held := access.New(func(ctx context.Context, fn func(access.Store) error) error {
		return d.db.Access(ctx, func(tx access.Store) error { return fn(slow{tx, meanwhile}) })
	}, domain.Runtime{Now: d.clock.Now, NewID: func(p string) string { return p + "_slow" }}, open{}, &tokens{},
		access.WithGuards(access.Guards{Sealer: unsealed{}, OpenID: d.provider}))
	first = run(held)
	return first, <-done
}

// The order of locks: a provider is kept as it is by who comes in by it, and an
// admin's ways in by who takes one of them away.
func TestWhoComesInHoldsWhatTheyCameBy(t *testing.T) {
	t.Parallel()
	d := linkedDoor(t, storagetest.OpenPostgres(t))
	off := false
	switched := access.ProviderChange{Enabled: &off}
	r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
	if err != nil {
		t.Fatal(err)
	}
	in, out := d.during(func(a *access.Access) error {
		_, err := a.SignInByProvider(t.Context(), r, access.From{})
		return err
	}, func() error { return d.change(switched) })
	if in != nil || out != nil || d.open() != 0 {
		t.Errorf("%v, %v, and %d sessions are open by a provider that is off", in, out, d.open())
	}
	storagetest.Exec(t, d.db, "UPDATE oidc_providers SET enabled = TRUE")
	storagetest.Exec(t, d.db, "UPDATE people SET role = 'admin' WHERE id = ?", d.person)
	storagetest.Exec(t, d.db, "UPDATE people SET disabled_at = 1 WHERE id = ?", admin.ID)
	d.hasKey()
	out, lost := d.during(func(a *access.Access) error {
		_, _, err := a.ChangeProvider(t.Context(), d.providerID(t.Context()), switched)
		return err
	}, func() error { return d.access.RemovePasskey(t.Context(), d.self(), "pky_1") })
	if out != nil || !errors.Is(lost, access.ErrLastWayIn) {
		t.Errorf("the provider: %v, the last key: %v", out, lost)
	}
}
