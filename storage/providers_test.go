package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// believed is a provider whose codes and tokens say what they mean: a code is a
// word, a token is a logout. Real ones are in api/providers_test.go.
type believed struct {
	nonces    sync.Map
	meanwhile func() // happens while it is asked
}

func (b *believed) Ask(_ context.Context, _ access.Client, q access.Question) (string, error) {
	b.nonces.Store(q.State, q.Nonce)
	return q.State, nil
}

func (b *believed) Prove(_ context.Context, _ access.Client, a access.Answer) (w access.Word, err error) {
	if b.meanwhile != nil {
		b.meanwhile()
	}
	return w, json.Unmarshal([]byte(a.Code), &w)
}

func (*believed) Logout(_ context.Context, _ access.Client, token string) (l access.Logout, err error) {
	return l, json.Unmarshal([]byte(token), &l)
}

func (*believed) Leave(context.Context, access.Client, string, string) (string, error) {
	return "", nil
}

func (*believed) Look(context.Context, string) (access.Metadata, error) {
	return access.Metadata{}, nil
}

// unsealed secrets can be read by everybody.
type unsealed struct{}

func (unsealed) Seal(_ string, secret []byte) string              { return string(secret) }
func (unsealed) Unseal(_, sealed string) (secret []byte, _ error) { return []byte(sealed), nil }

const browser = "the browser of somebody"

// word is a code by which the provider says who came, for a state.
func (b *believed) word(state string, w access.Word) string {
	nonce, _ := b.nonces.Load(state)
	w.Nonce, _ = nonce.(string)
	code, _ := json.Marshal(w)
	return string(code)
}

// comes sends a browser to the provider and brings it back as somebody there.
func (d *door) comes(ctx context.Context, by domain.Actor, f access.ErrandFor, w access.Word) (access.Returned, error) {
	f.Slug, f.Browser = "house", browser
	state, err := d.access.SendToProvider(ctx, by, f)
	w.IssuedAt, w.ProvedAt = d.clock.Now(), d.clock.Now()
	return access.Returned{Slug: "house", State: state, Browser: browser, Code: d.provider.word(state, w)}, err
}

func (d *door) self() domain.Actor {
	return domain.Actor{Role: domain.RoleManager, ID: string(d.person), Session: d.grant.Session.ID}
}

// signInBy comes in by the provider.
func (d *door) signInBy(ctx context.Context, f access.ErrandFor, w access.Word) error {
	r, err := d.comes(ctx, domain.Actor{}, f, w)
	if err != nil {
		return err
	}
	g, err := d.access.SignInByProvider(ctx, r, access.From{})
	if err == nil {
		d.grant = g
	}
	return err
}

var somebody = access.Word{Subject: "248289761001", SID: "there"}

// byProvider are the acts of a house with a provider.
func (d *door) byProvider() []act {
	name, issuer, client, on, off := "House", "https://id.example.org", "kenner", true, false
	bare := func(ctx context.Context, purpose access.ErrandPurpose, then func(access.Returned) error) error {
		r, err := d.comes(ctx, d.self(), access.ErrandFor{Purpose: purpose}, somebody)
		if err != nil {
			return err
		}
		return then(r)
	}
	return []act{
		{"AddProvider", func(ctx context.Context) error {
			_, err := d.access.AddProvider(ctx, "house", access.ProviderChange{Name: &name, Issuer: &issuer, ClientID: &client, Enabled: &on})
			return err
		}},
		{"ChangeProvider, off", func(ctx context.Context) error {
			_, _, err := d.access.ChangeProvider(ctx, d.providerID(ctx), access.ProviderChange{Enabled: &off})
			return err
		}},
		{"SendToProvider", func(ctx context.Context) error {
			_, err := d.access.SendToProvider(ctx, domain.Actor{}, access.ErrandFor{Slug: "house", Purpose: access.ErrandSignIn, Browser: browser})
			return err
		}},
		{"SignInByProvider", func(ctx context.Context) error {
			return d.signInBy(ctx, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
		}},
		{"SignInByProvider, invited", func(ctx context.Context) error {
			return d.signInBy(ctx, access.ErrandFor{Purpose: access.ErrandInvitation, Invitation: d.link.Token}, somebody)
		}},
		{"LinkProvider", func(ctx context.Context) error {
			return bare(ctx, access.ErrandLink, func(r access.Returned) error { return d.access.LinkProvider(ctx, d.self(), r) })
		}},
		{"ProveByProvider", func(ctx context.Context) error {
			return bare(ctx, access.ErrandProof, func(r access.Returned) error {
				_, err := d.access.ProveByProvider(ctx, d.self(), r)
				return err
			})
		}},
		{"UnlinkProvider", func(ctx context.Context) error {
			by := d.self()
			by.Session = "" // they ask on another device
			return d.access.UnlinkProvider(ctx, by, d.providerID(ctx))
		}},
		{"SignedOutByProvider", func(ctx context.Context) error {
			_, err := d.access.SignedOutByProvider(ctx, "house", d.farewell("a", somebody.Subject, somebody.SID))
			return err
		}},
	}
}

func (d *door) providerID(ctx context.Context) domain.ProviderID {
	list, err := d.db.Views().Providers(ctx, storage.Page{Limit: 1})
	if err != nil {
		d.Fatal(err)
	}
	if len(list.Items) == 0 {
		return "oip_none"
	}
	return list.Items[0].ID
}

// farewell is a token by which the provider says that somebody signed out.
func (d *door) farewell(id, subject, sid string) string {
	b, _ := json.Marshal(access.Logout{TokenID: id, Subject: subject, SID: sid, IssuedAt: d.clock.Now(), ExpiresAt: d.clock.Now().Add(time.Minute)})
	return string(b)
}

// linked is a house whose provider is on, in which d.person is linked.
func linkedDoor(t *testing.T, db *storage.DB) *door {
	t.Helper()
	d := newDoorOn(t, db)
	d.arrange([]string{"AddStaff", "AddProvider", "SignInByProvider, invited"})
	return d
}

// The race of an errand: a browser that comes back twice is heard once.
func TestAStateIsUsedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := linkedDoor(t, db)
		r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
		if err != nil {
			t.Fatal(err)
		}
		in := func() error {
			_, err := d.access.SignInByProvider(t.Context(), r, access.From{})
			return err
		}
		won(t, racing(in, in, in, in), "errand_over")
		for name, spoil := range map[string]func(*access.Returned){
			"another browser":  func(r *access.Returned) { r.Browser = "the browser of somebody else" },
			"no browser":       func(r *access.Returned) { r.Browser = "" },
			"another provider": func(r *access.Returned) { r.Slug = "other" },
		} {
			r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
			if err != nil {
				t.Fatal(err)
			}
			bad := r
			spoil(&bad)
			if _, err := d.access.SignInByProvider(t.Context(), bad, access.From{}); !errors.Is(err, access.ErrErrandOver) {
				t.Errorf("%s: %v", name, err)
			}
			if err := d.access.LinkProvider(t.Context(), d.self(), r); !errors.Is(err, access.ErrErrandOver) {
				t.Errorf("%s: an errand for another purpose: %v", name, err)
			}
			if _, err := d.access.SignInByProvider(t.Context(), r, access.From{}); err != nil {
				t.Errorf("%s: the right browser is let in after it: %v", name, err)
			}
		}
		late, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
		if err != nil {
			t.Fatal(err)
		}
		d.clock.Add(access.ErrandValid)
		if _, err := d.access.SignInByProvider(t.Context(), late, access.From{}); !errors.Is(err, access.ErrErrandOver) {
			t.Errorf("too late: %v", err)
		}
	})
}

// The race of an account: of two people who link it at once, one has it; and of
// two accounts that one person links at once, one.
func TestAnAccountHasOnePerson(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newDoorOn(t, db)
		d.arrange([]string{"AddProvider"})
		people := make([]domain.Actor, 5)
		for i := range people {
			id := fmt.Sprintf("mgr_%d", i)
			storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, password_hash, version, created_at)
				VALUES (?, 'manager', ?, 'M', 'en', 'x', 1, 0)`, id, id+"@example.org")
			people[i] = domain.Actor{Role: domain.RoleManager, ID: id}
		}
		link := func(by domain.Actor, subject string) func() error {
			r, err := d.comes(t.Context(), by, access.ErrandFor{Purpose: access.ErrandLink}, access.Word{Subject: subject})
			return func() error { return errors.Join(err, d.access.LinkProvider(t.Context(), by, r)) }
		}
		won(t, racing(link(people[0], "one"), link(people[1], "one"), link(people[2], "one")), "account_linked")
		won(t, racing(link(people[3], "two"), link(people[3], "three"), link(people[3], "four")), "provider_linked")
		if n := storagetest.Int(t, db, "SELECT count(*) FROM oidc_identities"); n != 2 {
			t.Errorf("%d accounts are linked", n)
		}
		// The subject of another errand's person is not theirs; whoever asks has no account yet.
		r, err := d.comes(t.Context(), people[4], access.ErrandFor{Purpose: access.ErrandLink}, access.Word{Subject: "five"})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.access.LinkProvider(t.Context(), people[2], r); !errors.Is(err, access.ErrErrandOver) {
			t.Errorf("an errand of somebody else: %v", err)
		}
	})
}

// The race of an invitation: a password and an account at once, or two accounts;
// one of them uses it.
func TestAnInvitationIsUsedByOneWayIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newDoorOn(t, db)
		d.arrange([]string{"AddStaff", "AddProvider"})
		by := func(subject string) func() error {
			r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandInvitation, Invitation: d.link.Token}, access.Word{Subject: subject})
			return func() error {
				_, in := d.access.SignInByProvider(t.Context(), r, access.From{})
				return errors.Join(err, in)
			}
		}
		password := func() error {
			_, err := d.access.Accept(t.Context(), d.link.Token, word, access.From{})
			return err
		}
		won(t, racing(by("one"), by("two"), password), "invitation_used invitation_not_found")
		if n := storagetest.Int(t, db, "SELECT count(*) FROM sessions"); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

// The race of a logout: one that is told twice counts once, and one that overtakes
// its sign-in ends that as well.
func TestALogoutIsHeardOnceAndBeforeItsSignIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := linkedDoor(t, db)
		out := func(id, subject, sid string) func() error {
			token := d.farewell(id, subject, sid)
			return func() error {
				_, err := d.access.SignedOutByProvider(t.Context(), "house", token)
				return err
			}
		}
		won(t, racing(out("a", "", "there"), out("a", "", "there"), out("a", "", "there")), "logout_token_used")
		open := func() int64 { return storagetest.Int(t, db, "SELECT count(*) FROM sessions WHERE ended_at IS NULL") }
		if open() != 0 {
			t.Error("the session goes on")
		}
		if n := storagetest.Int(t, db, "SELECT count(*) FROM sessions WHERE provider_token IS NOT NULL"); n != 0 {
			t.Error("the provider's word is kept after the end")
		}
		// Whoever is first: nobody is inside after both.
		for n := range 8 {
			w := access.Word{Subject: somebody.Subject, SID: fmt.Sprintf("s%d", n)}
			r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, w)
			if err != nil {
				t.Fatal(err)
			}
			in := func() error {
				_, err := d.access.SignInByProvider(t.Context(), r, access.From{})
				return err
			}
			subject, sid := "", w.SID
			if n%2 == 1 {
				subject, sid = w.Subject, "" // of everything of theirs
			}
			ends := racing(in, out(fmt.Sprint("b", n), subject, sid))
			if c := codes(ends); c != "," && c != "provider_signed_out," || open() != 0 {
				t.Errorf("%d: %s, and %d sessions are open", n, c, open())
			}
			d.clock.Add(time.Second)
		}
		// What is over for one session is over for that alone.
		for _, sid := range []string{"x", "y"} {
			if err := d.signInBy(t.Context(), access.ErrandFor{Purpose: access.ErrandSignIn}, access.Word{Subject: somebody.Subject, SID: sid}); err != nil {
				t.Fatal(err)
			}
		}
		if err := out("c", somebody.Subject, "x")(); err != nil || open() != 1 {
			t.Errorf("%v, and %d sessions are open", err, open())
		}
		if err := out("d", "somebody else", "y")(); err != nil || open() != 1 {
			t.Errorf("another person's: %v, and %d sessions are open", err, open())
		}
	})
}

// The race of the switch: nobody is inside by a provider that is off, whoever was first.
func TestAProviderThatIsOffLetsNobodyIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := linkedDoor(t, db)
		yes, no := true, false
		flip := func(on *bool) func() error {
			return func() error {
				_, _, err := d.access.ChangeProvider(t.Context(), d.providerID(t.Context()), access.ProviderChange{Enabled: on})
				return err
			}
		}
		for range 6 {
			r, err := d.comes(t.Context(), domain.Actor{}, access.ErrandFor{Purpose: access.ErrandSignIn}, somebody)
			if err != nil {
				t.Fatal(err)
			}
			ends := racing(flip(&no), func() error {
				_, err := d.access.SignInByProvider(t.Context(), r, access.From{})
				return err
			})
			if n := storagetest.Int(t, db, "SELECT count(*) FROM sessions WHERE ended_at IS NULL"); n != 0 || ends[0] != nil {
				t.Errorf("%s, and %d sessions are open", codes(ends), n)
			}
			if err := flip(&yes)(); err != nil {
				t.Fatal(err)
			}
		}
		// Its issuer is who its people are: it changes while nobody is linked.
		other := "https://other.example.org"
		if _, _, err := d.access.ChangeProvider(t.Context(), d.providerID(t.Context()), access.ProviderChange{Issuer: &other}); !errors.Is(err, access.ErrIssuerFixed) {
			t.Error(err)
		}
	})
}
