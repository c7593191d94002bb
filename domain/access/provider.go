package access

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Provider is an OpenID provider that the brand lets vouch for its people. The
// issuer and the subject say who somebody is there; an address never does.
type Provider struct {
	ID       domain.ProviderID
	Slug     string // in addresses; never changes
	Name     string // what the button says
	Issuer   string
	ClientID string
	Secret   string // sealed; empty: there is none
	Roles    []domain.Role
	// ACR are asked for. One of them, or one of AMR, makes a sign-in count as two
	// factors; without any the brand takes it for one.
	ACR, AMR  []string
	Enabled   bool
	Version   int
	CreatedAt time.Time
}

// ProviderIdentity is who somebody is at a provider.
type ProviderIdentity struct {
	ProviderID domain.ProviderID
	Subject    string
	PersonID   domain.PersonID
	CreatedAt  time.Time
	UsedAt     time.Time
}

// NoPassword stands where a hash would be of somebody who comes in by a provider
// alone. No password matches it.
const NoPassword = "!"

// The limits of what a provider is and says.
const (
	maxSlug    = 32
	maxIssuer  = 255
	maxClient  = 255
	maxSecret  = 512
	maxClasses = 10
	maxClass   = 128
	maxClaim   = 255
)

// Refusals of providers.
var (
	ErrUnknownProvider = domain.Refuse(domain.NotFound, "provider_not_found", "There is no such provider.")
	ErrProviderDown    = domain.Refuse(domain.Unavailable, "provider_unreachable", "The provider does not answer. Try again shortly, or come in another way.")
	ErrProviderOdd     = domain.Refuse(domain.Unavailable, "provider_unusable", "The provider's own description is not as it must be.")
	ErrSlugTaken       = domain.Refuse(domain.Conflict, "provider_slug_taken", "Another provider has this name in its addresses.").At("/slug")
	ErrIssuerTaken     = domain.Refuse(domain.Conflict, "issuer_taken", "This issuer is here already.").At("/issuer")
	ErrIssuerFixed     = domain.Refuse(domain.Conflict, "issuer_fixed", "Somebody is linked: another issuer is another provider.").At("/issuer")
	ErrBadSlug         = domain.Refuse(domain.Invalid, "bad_provider_slug", "Small letters, digits and hyphens between them: 2 to 32.").At("/slug")
	ErrBadIssuer       = domain.Refuse(domain.Invalid, "bad_issuer", "An issuer is an https address without a query.").At("/issuer")
	ErrBadClient       = domain.Refuse(domain.Invalid, "bad_client", "The client's id has 1 to 255 visible letters.").At("/clientId")
	ErrBadSecret       = domain.Refuse(domain.Invalid, "bad_client_secret", "The client's secret has 512 visible letters at most.").At("/clientSecret")
	ErrBadRoles        = domain.Refuse(domain.Invalid, "bad_provider_roles", "Choose who may come in by it.").At("/roles")
	ErrNoAdminIn       = domain.Refuse(domain.Conflict, "no_admin_in", "No admin could come in any more. One of them needs a passkey or a password first.")
	ErrBadClasses      = domain.Refuse(domain.Invalid, "bad_classes", "Ten at most, without spaces.").At("/acr")
)

// ProviderRoles are those whom a provider may let in.
var ProviderRoles = []domain.Role{domain.RoleExpert, domain.RoleManager, domain.RoleAdmin, domain.RoleAuditor}

// admits reports whether somebody of a role may come in by the provider.
func (p Provider) admits(r domain.Role) bool { return p.Enabled && slices.Contains(p.Roles, r) }

// vouches reports whether the provider's word counts as two factors.
func (p Provider) vouches(w Word) bool {
	return w.ACR != "" && slices.Contains(p.ACR, w.ACR) ||
		slices.ContainsFunc(w.AMR, func(m string) bool { return slices.Contains(p.AMR, m) })
}

// check refuses what cannot be a provider.
func (p Provider) check() error {
	switch {
	case !goodSlug(p.Slug):
		return ErrBadSlug
	case !goodIssuer(p.Issuer):
		return ErrBadIssuer
	case !visible(p.ClientID, maxClient) || p.ClientID == "":
		return ErrBadClient
	case len(p.Roles) == 0 || slices.ContainsFunc(p.Roles, func(r domain.Role) bool { return !slices.Contains(ProviderRoles, r) }):
		return ErrBadRoles
	case !classes(p.ACR):
		return ErrBadClasses
	case !classes(p.AMR):
		return ErrBadClasses.At("/amr")
	}
	return nil
}

func goodSlug(s string) bool {
	return len(s) >= 2 && len(s) <= maxSlug && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
		!strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-") && !strings.Contains(s, "--")
}

func goodIssuer(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxIssuer && visible(s, maxIssuer) && u.Host != "" && u.User == nil && u.RawQuery == "" &&
		!strings.ContainsAny(s, "?#") && SafeAddress(u)
}

// SafeAddress reports whether an address may be asked or shown: by https, or on
// the machine itself.
func SafeAddress(u *url.URL) bool {
	return u.Hostname() != "" && (u.Scheme == "https" || u.Scheme == "http" && OnThisMachine(u))
}

// OnThisMachine reports whether an address names the machine itself.
func OnThisMachine(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.Unmap().IsLoopback()
}

func classes(all []string) bool {
	for _, c := range all {
		if c == "" || !visible(c, maxClass) {
			return false
		}
	}
	return len(all) <= maxClasses
}

// visible reports whether s has no spaces and nothing that cannot be seen.
func visible(s string, most int) bool {
	return utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// ProviderChange is what an admin writes of a provider; nil leaves it.
type ProviderChange struct {
	Name, Issuer, ClientID *string
	Secret                 *string // in the clear; empty takes it away
	Roles                  *[]domain.Role
	ACR, AMR               *[]string
	Enabled                *bool
	// Version is the one the caller saw; 0 changes whatever is there.
	Version int
}

func (c ProviderChange) apply(p *Provider, s Sealer) error {
	if c.Name != nil {
		name, err := CleanName(*c.Name)
		if err != nil {
			return err
		}
		p.Name = name
	}
	domain.Set(&p.Issuer, c.Issuer)
	domain.Set(&p.ClientID, c.ClientID)
	domain.Set(&p.Roles, c.Roles)
	domain.Set(&p.ACR, c.ACR)
	domain.Set(&p.AMR, c.AMR)
	domain.Set(&p.Enabled, c.Enabled)
	if c.Secret != nil {
		if !visible(*c.Secret, maxSecret) {
			return ErrBadSecret
		}
		p.Secret = ""
		if *c.Secret != "" {
			p.Secret = s.Seal(secretName(p.ID), []byte(*c.Secret))
		}
	}
	return p.check()
}

func secretName(id domain.ProviderID) string { return "client secret " + string(id) }

// AddProvider adds a provider, whose slug stays. Nobody is linked, so nobody
// comes in by it yet. It refuses ErrSlugTaken, ErrIssuerTaken and what is wrong
// with the fields.
func (a *Access) AddProvider(ctx context.Context, slug string, c ProviderChange) (p Provider, err error) {
	p = Provider{ID: domain.ProviderID(a.rt.NewID("oip")), Slug: slug, Version: 1, CreatedAt: a.rt.Now(), Roles: ProviderRoles}
	if c.Name == nil {
		c.Name = new(string)
	}
	if err := c.apply(&p, a.guards.Sealer); err != nil {
		return Provider{}, err
	}
	return p, a.inTx(ctx, func(tx Store) error { return tx.AddProvider(p) })
}

// ChangeProvider changes a provider. Who came in by it and would not so any more is
// out: the sessions that ended. It refuses ErrStaleVersion, ErrIssuerFixed once somebody is linked
// (the same subject of another issuer is somebody else), and ErrNoAdminIn.
func (a *Access) ChangeProvider(ctx context.Context, id domain.ProviderID, c ProviderChange) (p Provider, ended []domain.SessionID, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		ended = nil
		if p, err = tx.Provider(id); err != nil {
			return err
		}
		if c.Version != 0 && c.Version != p.Version {
			return ErrStaleVersion
		}
		before := p
		if err := c.apply(&p, a.guards.Sealer); err != nil {
			return err
		}
		if p.Issuer != before.Issuer {
			if linked, err := tx.ProviderLinked(id); err != nil || linked {
				return orElse(err, ErrIssuerFixed)
			}
		}
		if err := tx.SaveProvider(p); err != nil {
			return err
		}
		p.Version++
		if before.admits(domain.RoleAdmin) && !p.admits(domain.RoleAdmin) {
			if err := a.keepsAdmin(tx); err != nil {
				return err
			}
		}
		ended, err = a.endLost(tx, before, p)
		return err
	})
	return p, ended, err
}

// keepsAdmin refuses ErrNoAdminIn when no admin has a way in. They are held, so that
// none of them takes theirs away meanwhile.
func (a *Access) keepsAdmin(tx Store) error {
	admins, err := tx.ActiveAdmins()
	if err != nil {
		return err
	}
	for _, p := range admins {
		if inside, err := a.hasWayIn(tx, p); err != nil || inside {
			return err
		}
	}
	return ErrNoAdminIn
}

// endLost ends the sessions that a changed provider would not open any more: all
// when it is off or knows us under another name, by which it could not tell us of
// a signing-out; those whose second factor was its word when less counts as one;
// and those of a role that it is not for any more.
func (a *Access) endLost(tx Store, before, now Provider) ([]domain.SessionID, error) {
	all := !now.Enabled || now.Issuer != before.Issuer || now.ClientID != before.ClientID
	weaker := lacks(now.ACR, before.ACR) || lacks(now.AMR, before.AMR)
	if !all && !weaker && !lacks(now.Roles, before.Roles) {
		return nil, nil
	}
	open, err := tx.SessionsVia(now.ID, Logout{})
	if err != nil {
		return nil, err
	}
	lost := open[:0]
	for _, s := range open {
		p, err := tx.ReadPerson(s.PersonID)
		if err != nil {
			return nil, err
		}
		if all || weaker && s.Via.Vouched || !now.admits(p.Role) {
			lost = append(lost, s)
		}
	}
	return a.endAll(tx, lost, EndProviderOff)
}

// lacks reports whether something of what was is not there now.
func lacks[T comparable](now, was []T) bool {
	return slices.ContainsFunc(was, func(v T) bool { return !slices.Contains(now, v) })
}

// client is what the provider knows of us.
func (a *Access) client(p Provider) (Client, error) {
	c := Client{Issuer: p.Issuer, ID: p.ClientID}
	if p.Secret == "" {
		return c, nil
	}
	secret, err := a.guards.Sealer.Unseal(secretName(p.ID), p.Secret)
	c.Secret = string(secret)
	return c, err
}

// LookAtProvider asks a provider what it says of itself. It refuses
// ErrProviderDown and ErrProviderOdd.
func (a *Access) LookAtProvider(ctx context.Context, id domain.ProviderID) (m Metadata, err error) {
	var p Provider
	err = a.inTx(ctx, func(tx Store) error {
		p, err = tx.ReadProvider(id)
		return err
	})
	if err != nil {
		return Metadata{}, err
	}
	return a.guards.OpenID.Look(ctx, p.Issuer)
}
