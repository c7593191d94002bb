package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestComingInIsDrawnAsItIs tries every use case of access that is about people,
// their links and their sessions.
func TestComingInIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"person", constants(t, "access", "State"), `SELECT id, CASE WHEN disabled_at IS NOT NULL THEN 'disabled'
			WHEN password_hash = '' THEN 'invited' ELSE 'active' END FROM people WHERE id NOT LIKE 'mgr_the_admin%' ORDER BY id`,
			[]string{"Accept", "ChangePerson", "SignIn"},
		},
		machine{"invitation", []string{"open", "used", "expired"}, `SELECT id, CASE WHEN used_at IS NOT NULL THEN 'used'
			WHEN expires_at <= :now THEN 'expired' ELSE 'open' END FROM invitations ORDER BY id`, []string{"Accept", "Lookup"}},
		machine{
			"session", append(constants(t, "access", "EndReason"), "open"),
			"SELECT id, COALESCE(end_reason, 'open') FROM sessions ORDER BY id",
			[]string{"Refresh"},
		},
	)
	for _, situation := range [][]string{
		{"nothing"},
		{"an empty house"},
		{"an empty house", "EnsureSetup"},
		{"an empty house", "EnsureSetup", "the link gets old"},
		{"AddStaff"},
		{"AddStaff", "ChangePerson, disabled"},
		{"AddStaff", "the link gets old"},
		{"AddStaff", "Accept"},
		{"AddStaff", "Accept", "Refresh"},
		{"AddStaff", "Accept", "Invite"},
		{"AddStaff", "Accept", "SignOut"},
		{"AddStaff", "Accept", "ChangePerson, disabled"},
		{"AddStaff", "Accept", "ChangePerson, another role"},
		{"AddStaff", "Accept", "SignIn"},
		{"AddStaff", "Accept", "SignIn", "ChangePassword"},
		{"AddStaff", "Accept", "Refresh", "Refresh, with an old token"},
		{"AddStaff", "Accept", "Refresh, after a week"},
		{"AddStaff", "Accept", "a passkey"},
		{"AddStaff", "Accept", "a passkey", "Reset"},
		{"AddStaff", "Accept", "EndSession"},
		{"AddStaff", "AddProvider"},
		{"AddStaff", "AddProvider", "SignInByProvider, invited"},
		{"AddStaff", "AddProvider", "SignInByProvider, invited", "SignInByProvider"},
		{"AddStaff", "AddProvider", "SignInByProvider, invited", "SignedOutByProvider"},
		{"AddStaff", "AddProvider", "SignInByProvider, invited", "ChangeProvider, off"},
		{"AddStaff", "AddProvider", "Accept", "LinkProvider", "SignInByProvider"},
		{"AddStaff", "AddProvider", "Accept", "LinkProvider", "Reset"},
	} {
		d := newDoor(t)
		d.arrange(situation)
		given := d.given
		for _, a := range d.acts() {
			w.try(d.db, &d.clock, fmt.Sprint(situation), a)
			d.given = given // by acts that were not undone
		}
	}
	w.compare()

	d := newDoor(t)
	checked(t, d.db, "sessions", "end_reason", constants(t, "access", "EndReason"))
	complete(
		t, d.access, d.acts(), "AddScreen", "Arrive", "ChangeSelf", "Continue", "Identify", "LeaveVisitor", "MakeIdentityKey", "OpenVisitor",
		"RetireIdentityKey", "RevokeScreen", "See", "TouchVisitor", "LookAtProvider",
		// second factors have no states; they are tried one by one in api/factors_test.go
		"AddPasskey", "AskPasskey", "AskProof", "Complete", "ConfirmCodeApp", "FactorRequired", "ProveByCode", "ProveByPasskey", "ProveByPassword",
		"RecoveryCodes", "RemoveCodeApp", "RemovePasskey", "RenamePasskey", "SignInByPasskey", "StartCodeApp", "StartPasskey",
	)
}

// door is a house with an admin and one person more.
type door struct {
	*testing.T
	db     *storage.DB
	clock  storagetest.Clock
	access *access.Access
	given

	provider *believed
}

// given is what acts gave to those who did them.
type given struct {
	person domain.PersonID
	link   access.Link
	grant  access.Grant // the newest
	old    string       // a refresh token that was used
}

var admin = domain.Actor{Role: domain.RoleAdmin, ID: "mgr_the_admin"}

// open passwords are hashed by nobody.
type open struct{}

func (open) Hash(_ context.Context, password string) (string, error) { return "of " + password, nil }

func (open) Matches(_ context.Context, password, hash string) (bool, error) {
	return hash == "of "+password, nil
}

const word = "correct horse battery"

func newDoor(t *testing.T) *door {
	t.Helper()
	return newDoorOn(t, storagetest.Open(t))
}

func newDoorOn(t *testing.T, db *storage.DB) *door {
	t.Helper()
	d := &door{T: t, db: db, provider: &believed{}}
	var n atomic.Int64
	rt := domain.Runtime{Now: d.clock.Now, NewID: func(prefix string) string { return fmt.Sprintf("%s_%08d", prefix, n.Add(1)) }}
	d.access = access.New(d.db.Access, rt, open{}, &tokens{}, access.WithGuards(access.Guards{Sealer: unsealed{}, OpenID: d.provider}))
	return d
}

// arrange does acts for good.
func (d *door) arrange(steps []string) {
	d.Helper()
	if steps[0] != "an empty house" {
		p := programme{t: d.T, db: d.db}
		p.brand()
		storagetest.Exec(d, d.db, `INSERT INTO people (id, role, email, name, language, password_hash, version, created_at)
			VALUES (?, 'admin', 'admin@example.org', 'Els', 'en', 'x', 1, 0)`, admin.ID)
	}
	for _, name := range steps {
		switch i := slices.IndexFunc(d.acts(), func(a act) bool { return a.name == name }); {
		case name == "the link gets old":
			d.clock.Add(access.InviteValid)
		case name == "a passkey":
			storagetest.Exec(d, d.db, `INSERT INTO passkeys (id, person_id, credential_id, record, name, backed_up, created_at)
				VALUES ('pky_1', ?, 'c', '{}', 'phone', FALSE, 0)`, d.person)
		case i >= 0:
			err := d.acts()[i].run(d.Context())
			if err != nil && !slices.Contains(endings, name) {
				d.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// acts are what anybody can do here, with what was given to them.
func (d *door) acts() []act { return slices.Concat(d.inviting(), d.staying(), d.byProvider()) }

func (d *door) inviting() []act {
	kept := func(link access.Link, err error) error {
		if err == nil {
			d.link = link
		}
		return err
	}
	return []act{
		{"EnsureSetup", func(ctx context.Context) error {
			link, needed, err := d.access.EnsureSetup(ctx)
			if !needed {
				link = d.link
			}
			return kept(link, err)
		}},
		{"Setup", func(ctx context.Context) error {
			_, err := d.access.Setup(ctx, access.Founding{
				Token: d.link.Token, Email: "first@example.org", Password: word, Name: "Fenna", BrandName: "Noorder", Language: "en",
			})
			return err
		}},
		{"AddStaff", func(ctx context.Context) error {
			p, link, err := d.access.AddStaff(ctx, admin, access.NewPerson{
				Role: domain.RoleManager, Email: "bo@example.org", Name: "Bo Jansen", Language: "en",
			})
			if err == nil {
				d.person = p.ID
			}
			return kept(link, err)
		}},
		{"Appoint", func(ctx context.Context) error {
			_, _, err := d.access.Appoint(ctx, "bo@example.org", "Bo Jansen", "en")
			return err
		}},
		{"Reset", func(ctx context.Context) error {
			_, err := d.access.Reset(ctx, "bo@example.org")
			return err
		}},
		{"Invite", func(ctx context.Context) error {
			return kept(d.access.Invite(ctx, admin, d.person))
		}},
		{"Lookup", func(ctx context.Context) error {
			_, err := d.access.Lookup(ctx, d.link.Token)
			return err
		}},
		{"Accept", func(ctx context.Context) error {
			g, err := d.access.Accept(ctx, d.link.Token, word, access.From{})
			if err == nil {
				d.grant = g
			}
			return err
		}},
		{"time", later(&d.clock, access.InviteValid, func(context.Context) error { return nil })},
	}
}

func (d *door) staying() []act {
	change := func(c access.Change) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := d.access.ChangePerson(ctx, admin, d.person, c)
			return err
		}
	}
	yes, no, role := true, false, domain.RoleAdmin
	refresh := func(token *string) func(context.Context) error {
		return func(ctx context.Context) error {
			used := *token
			g, err := d.access.Refresh(ctx, used, access.From{})
			if err == nil {
				d.grant, d.old = g, used
			}
			return err
		}
	}
	return []act{
		{"SignIn", func(ctx context.Context) error {
			g, err := d.access.SignIn(ctx, "bo@example.org", word, access.From{})
			if err == nil {
				d.grant = g
			}
			return err
		}},
		{"Refresh", refresh(&d.grant.RefreshToken)},
		{"Refresh, with an old token", later(&d.clock, 2*access.RefreshGrace, refresh(&d.old))},
		{"Refresh, after a week", later(&d.clock, access.SessionIdle, refresh(&d.grant.RefreshToken))},
		{"SignOut", func(ctx context.Context) error {
			return orNowhere(d.access.SignOut(ctx, domain.Actor{Role: domain.RoleManager, ID: string(d.person), Session: d.grant.Session.ID}, ""))
		}},
		{"ChangePassword", func(ctx context.Context) error {
			by := domain.Actor{Role: domain.RoleManager, ID: string(d.person), Session: d.grant.Session.ID}
			err := d.access.ChangePassword(ctx, by, word, "another horse battery")
			if errors.Is(err, access.ErrPersonNotFound) {
				return access.ErrWrongPassword // nobody is signed in
			}
			return err
		}},
		{"EndSession", func(ctx context.Context) error {
			by := domain.Actor{Role: domain.RoleManager, ID: string(d.person), Session: d.grant.Session.ID}
			return d.access.EndSession(ctx, by, d.grant.Session.ID)
		}},
		{"EndOthers", func(ctx context.Context) error {
			_, err := d.access.EndOthers(ctx, domain.Actor{Role: domain.RoleManager, ID: string(d.person), Session: d.grant.Session.ID})
			return err
		}},
		{"ChangePerson, disabled", change(access.Change{Disabled: &yes})},
		{"ChangePerson, enabled", change(access.Change{Disabled: &no})},
		{"ChangePerson, another role", change(access.Change{Role: &role})},
	}
}

// orNowhere is an act that also says where somebody goes next.
func orNowhere(_ string, err error) error { return err }
