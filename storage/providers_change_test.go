package storage_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (d *door) change(c access.ProviderChange) error {
	_, _, err := d.access.ChangeProvider(d.Context(), d.providerID(d.Context()), c)
	return err
}

func (d *door) open() int64 {
	return storagetest.Int(d, d.db, "SELECT count(*) FROM sessions WHERE ended_at IS NULL")
}

// racing runs acts at once and returns how each ended.
func racing(acts ...func() error) []error {
	ends := make([]error, len(acts))
	var all sync.WaitGroup
	for i, run := range acts {
		all.Go(func() { ends[i] = run() })
	}
	all.Wait()
	return ends
}

func codes(errs []error) string {
	all := make([]string, len(errs))
	for i, err := range errs {
		if refused, ok := errors.AsType[*domain.Error](err); ok {
			all[i] = refused.Code
		} else if err != nil {
			all[i] = err.Error()
		}
	}
	return strings.Join(all, ",")
}

// won fails the test unless exactly one of the acts succeeded and the others were
// refused with one of the codes.
func won(t *testing.T, errs []error, refusals ...string) {
	t.Helper()
	good := 0
	for _, err := range errs {
		refused, ok := errors.AsType[*domain.Error](err)
		switch {
		case err == nil:
			good++
		case !ok || !strings.Contains(strings.Join(refusals, " "), refused.Code):
			t.Errorf("%v", err)
		}
	}
	if good != 1 {
		t.Errorf("%d succeeded: %s", good, codes(errs))
	}
}

// hasKey gives the person a passkey.
func (d *door) hasKey() {
	storagetest.Exec(d, d.db, `INSERT INTO passkeys (id, person_id, credential_id, record, name, backed_up, created_at)
		VALUES ('pky_1', ?, 'c', '{}', 'phone', FALSE, 0)`, d.person)
}

// TestAProviderThatIsNarrowedLetsGo: who came in as nobody would any more is out,
// and nobody else.
func TestAProviderThatIsNarrowedLetsGo(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	d := linkedDoor(t, db)
	phr, mfa, none, both := []string{"phr", "phrh"}, []string{"mfa"}, []string{}, []string{"phr", "more"}
	everybody, experts, managers := access.ProviderRoles, []domain.Role{domain.RoleExpert}, []domain.Role{domain.RoleManager}
	client, name := "another", "A name"
	vouched := access.Word{Subject: somebody.Subject, SID: "v", ACR: "phrh", AMR: []string{"mfa"}}
	bare := access.Word{Subject: somebody.Subject, SID: "b"}
	for what, tt := range map[string]struct {
		access.ProviderChange

		stay int64 // of a session with two factors and one with one
	}{
		"another name":                    {access.ProviderChange{Name: &name}, 2},
		"what it was":                     {access.ProviderChange{Roles: &everybody, ACR: &phr, AMR: &mfa}, 2},
		"fewer roles, and theirs":         {access.ProviderChange{Roles: &managers}, 2},
		"not for their role":              {access.ProviderChange{Roles: &experts}, 0},
		"a class that counts no more":     {access.ProviderChange{ACR: &both}, 1},
		"no class":                        {access.ProviderChange{ACR: &none}, 1},
		"a method that counts no more":    {access.ProviderChange{AMR: &none}, 1},
		"a client that it ends nobody of": {access.ProviderChange{ClientID: &client}, 0},
	} {
		was, yes := "kenner", true
		back := access.ProviderChange{ClientID: &was, Roles: &everybody, ACR: &phr, AMR: &mfa, Enabled: &yes}
		if err := d.change(back); err != nil {
			t.Fatal(err)
		}
		storagetest.Exec(t, db, "UPDATE sessions SET ended_at = 1, end_reason = 'signed_out' WHERE ended_at IS NULL")
		for _, w := range []access.Word{vouched, bare} {
			if err := d.signInBy(t.Context(), access.ErrandFor{Purpose: access.ErrandSignIn}, w); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.change(tt.ProviderChange); err != nil || d.open() != tt.stay {
			t.Errorf("%s: %v, and %d sessions are open", what, err, d.open())
		}
		if n := storagetest.Int(t, db, "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND vouched"); tt.stay == 1 && n != 0 {
			t.Errorf("%s: the stronger one is left", what)
		}
	}
}

// TestAStepThatBeganByAnotherClientEnds: its session could not be ended from there.
func TestAStepThatBeganByAnotherClientEnds(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	d := linkedDoor(t, db)
	d.hasKey()
	storagetest.Exec(t, db, `INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES (?, 'paper', 0), (?, 'scissors', 0)`, d.person, d.person)
	d.access = access.New(db.Access, domain.Runtime{Now: d.clock.Now, NewID: func(p string) string { return p + "_of_the_step" }}, open{}, &tokens{},
		access.WithGuards(access.Guards{Sealer: unsealed{}, OpenID: d.provider, Mask: func(code string) string { return code }}))
	step := func() string {
		r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
		if err != nil {
			t.Fatal(err)
		}
		g, err := d.access.SignInByProvider(t.Context(), r, access.From{})
		if !errors.Is(err, access.ErrSecondFactor) {
			t.Fatal(err)
		}
		return g.Step.Ticket
	}
	waiting, other := step(), "another"
	if err := d.change(access.ProviderChange{ClientID: &other}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.access.Complete(t.Context(), waiting, "paper", access.From{}); !errors.Is(err, access.ErrProviderOut) {
		t.Error(err)
	}
	if _, err := d.access.Complete(t.Context(), step(), "scissors", access.From{}); err != nil {
		t.Error(err)
	}
}

// TestAProviderThatIsChangedWhileItIsAskedIsAnother: whoever comes back with the
// word of the one before is nobody here.
func TestAProviderThatIsChangedWhileItIsAskedIsAnother(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newDoorOn(t, db)
		d.arrange([]string{"AddStaff", "AddProvider"})
		issuer, client := "https://other.example.org", "another"
		changes := func(c access.ProviderChange) {
			d.provider.meanwhile = func() {
				d.provider.meanwhile = nil
				if err := d.change(c); err != nil {
					t.Error(err)
				}
			}
		}
		invited := access.ErrandFor{Purpose: access.ErrandInvitation, Invitation: d.link.Token}
		changes(access.ProviderChange{Issuer: &issuer})
		if err := d.signInBy(t.Context(), invited, somebody); !errors.Is(err, access.ErrErrandOver) {
			t.Errorf("an issuer that changed: %v", err)
		}
		if err := d.signInBy(t.Context(), invited, somebody); err != nil {
			t.Fatal(err)
		}
		d.grant = access.Grant{Session: access.Session{ID: d.grant.Session.ID}}
		for _, p := range []access.ErrandPurpose{access.ErrandSignIn, access.ErrandProof, access.ErrandLink} {
			by := d.self()
			if p == access.ErrandSignIn {
				by = domain.Actor{}
			}
			if p == access.ErrandLink {
				if err := d.access.ChangePassword(t.Context(), d.self(), "", word); err == nil {
					t.Fatal("no password is one")
				}
				storagetest.Exec(t, db, "DELETE FROM oidc_identities")
			}
			r, err := d.comes(t.Context(), by, access.ErrandFor{Purpose: p}, somebody)
			if err != nil {
				t.Fatal(err)
			}
			client += "r"
			changes(access.ProviderChange{ClientID: &client})
			switch p {
			case access.ErrandSignIn:
				_, err = d.access.SignInByProvider(t.Context(), r, access.From{})
			case access.ErrandProof:
				_, err = d.access.ProveByProvider(t.Context(), by, r)
			default:
				err = d.access.LinkProvider(t.Context(), by, r)
			}
			if !errors.Is(err, access.ErrErrandOver) {
				t.Errorf("%s: %v", p, err)
			}
		}
	})
}

// TestSomebodyKeepsAWayIn: a key, an account and the last of an admin's are not
// taken away when nothing else opens the door.
func TestSomebodyKeepsAWayIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := linkedDoor(t, db)
		experts, everybody, yes, no := []domain.Role{domain.RoleExpert}, access.ProviderRoles, true, false
		key := func() error { return d.access.RemovePasskey(t.Context(), d.self(), "pky_1") }
		account := func() error { return d.access.UnlinkProvider(t.Context(), d.self(), d.providerID(t.Context())) }
		wants := func(what string, err error, refusal *domain.Error) {
			t.Helper()
			if refusal == nil && err != nil || refusal != nil && !errors.Is(err, refusal) {
				t.Errorf("%s: %v", what, err)
			}
		}
		d.hasKey()
		wants("a provider for others", d.change(access.ProviderChange{Roles: &experts}), nil)
		wants("the key beside it", key(), access.ErrLastWayIn)
		wants("a provider that is off", d.change(access.ProviderChange{Roles: &everybody, Enabled: &no}), nil)
		wants("the key beside that", key(), access.ErrLastWayIn)
		wants("on again", d.change(access.ProviderChange{Enabled: &yes}), nil)
		wants("the key", key(), nil)
		wants("the account", account(), access.ErrLastWayIn)

		// Admins who come in by it alone.
		storagetest.Exec(t, db, "UPDATE people SET role = 'admin' WHERE id = ?", d.person)
		wants("one admin has a password", d.change(access.ProviderChange{Enabled: &no}), nil)
		wants("on again", d.change(access.ProviderChange{Enabled: &yes}), nil)
		wants("they come in again", d.signInBy(t.Context(), access.ErrandFor{Purpose: access.ErrandSignIn}, somebody), nil)
		storagetest.Exec(t, db, "UPDATE people SET disabled_at = 1 WHERE id = ?", admin.ID)
		wants("who is disabled is none", d.change(access.ProviderChange{Enabled: &no}), access.ErrNoAdminIn)
		wants("not for them", d.change(access.ProviderChange{Roles: &experts}), access.ErrNoAdminIn)
		if d.open() == 0 {
			t.Error("they are out though nothing changed")
		}
		// The race: a key goes while the provider does. One of the two is refused.
		for range 4 {
			d.hasKey()
			won(t, racing(key, func() error { return d.change(access.ProviderChange{Enabled: &no}) }), "last_way_in no_admin_in")
			storagetest.Exec(t, db, "DELETE FROM passkeys")
			storagetest.Exec(t, db, "UPDATE oidc_providers SET enabled = TRUE")
		}
	})
}

// TestAnotherPasswordUnlinks: who had the old one could have linked theirs.
func TestAnotherPasswordUnlinks(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.arrange([]string{"AddStaff", "AddProvider", "Accept", "LinkProvider", "Invite", "Accept"})
	if n := storagetest.Int(t, d.db, "SELECT count(*) FROM oidc_identities"); n != 0 {
		t.Error("an account is linked still")
	}
	if err := d.signInBy(t.Context(), access.ErrandFor{Purpose: access.ErrandSignIn}, somebody); !errors.Is(err, access.ErrNobodyLinked) {
		t.Error(err)
	}
}

// lost is a key that nothing is sealed with any more.
type lost struct{ unsealed }

func (lost) Unseal(string, string) ([]byte, error) { return nil, errors.New("another key") }

// TestWhoSignsOutIsOut: even when what the provider should hear cannot be read.
func TestWhoSignsOutIsOut(t *testing.T) {
	t.Parallel()
	d := linkedDoor(t, storagetest.Open(t))
	rt := domain.Runtime{Now: d.clock.Now, NewID: func(p string) string { return p + "_later" }}
	later := access.New(d.db.Access, rt, open{}, &tokens{}, access.WithGuards(access.Guards{Sealer: lost{}, OpenID: d.provider}))
	secret := "secret"
	for _, c := range []access.ProviderChange{{}, {Secret: &secret}} {
		if err := d.change(c); err != nil {
			t.Fatal(err)
		}
		if err := d.signInBy(context.WithoutCancel(t.Context()), access.ErrandFor{Purpose: access.ErrandSignIn}, somebody); err != nil {
			t.Fatal(err)
		}
		leave, err := later.SignOut(t.Context(), d.self(), "")
		if err != nil || leave != "" {
			t.Errorf("%q, %v", leave, err)
		}
		if n := storagetest.Int(t, d.db, "SELECT count(*) FROM sessions WHERE id = ? AND ended_at IS NULL", d.grant.Session.ID); n != 0 {
			t.Error("the session goes on")
		}
	}
}

// TestWhoIsDisabledOnTheWayJoinsNobody: an invitation that was open when somebody
// went to the provider lets in who is invited still.
func TestWhoIsDisabledOnTheWayJoinsNobody(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.arrange([]string{"AddStaff", "AddProvider"})
	r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandInvitation, Invitation: d.link.Token}, somebody)
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	if _, err := d.access.ChangePerson(t.Context(), admin, d.person, access.Change{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.access.SignInByProvider(t.Context(), r, access.From{}); !errors.Is(err, access.ErrInvitationInvalid) {
		t.Error(err)
	}
	if n := storagetest.Int(t, d.db, "SELECT count(*) FROM oidc_identities"); n != 0 {
		t.Error("they are linked")
	}
}

// TestAWordIsOfAProvider: no row says that somebody was vouched for by nobody.
func TestAWordIsOfAProvider(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := linkedDoor(t, db)
		for what, row := range map[string]string{"two factors": "'password', TRUE", "a word": "'provider', FALSE"} {
			err := storagetest.TryExec(t.Context(), db, `INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, factor, vouched)
				VALUES ('ses_odd', ?, 0, 0, 1, `+row+")", d.person)
			if err == nil {
				t.Errorf("%s of no provider", what)
			}
		}
	})
}
