package auth

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

// MaxIdentityBytes bounds an identity token.
const MaxIdentityBytes = 8 << 10

// identityTypes are what the typ of an identity token may be: its own name, or
// what every library writes by itself. Its keys and its audience keep other
// tokens of the brand out; none of ours has such a type.
var identityTypes = []string{"wid+jwt", "JWT"}

// Step is one thing that is looked at in an identity token.
type Step string

// The steps, in the order in which they are looked at.
const (
	StepShape     Step = "shape"     // three parts of base64url and JSON, at most 8 KB
	StepAlgorithm Step = "algorithm" // HS256
	StepType      Step = "type"      // wid+jwt or JWT
	StepKey       Step = "key"       // the kid of a live key
	StepSignature Step = "signature"
	StepIssuer    Step = "issuer"   // the brand: its name, or one of its allowed origins
	StepAudience  Step = "audience" // our origin, and nobody else
	StepSubject   Step = "subject"
	StepLifetime  Step = "lifetime" // iat and exp, at most five minutes apart
	StepExpiry    Step = "expiry"   // not past, and not from the future
	StepOnce      Step = "jti"      // there, and not used before
	StepClaims    Step = "claims"   // what else it tells has the right shape
)

// Finding is what one step found.
type Finding struct {
	Step  Step
	Good  bool
	Found string // what the token has, where it is short and no secret
	Want  string // what it must be, where that is one thing
}

// Expect is what an identity token must name.
type Expect struct {
	Audience string
	Issuers  []string
}

// Identities verifies the identity tokens of the brand's backend: HS256 with one
// of at most two live keys, for us alone, for five minutes at most.
type Identities struct {
	views  storage.Views
	sealer Sealer
	now    func() time.Time
	parser *jwt.Parser
}

// NewIdentities unseals the keys that the views show with s.
func NewIdentities(views storage.Views, s Sealer, now func() time.Time) *Identities {
	return &Identities{views, s, now, jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation(),
	)}
}

// Verify returns what the token says. It refuses access.ErrIdentityInvalid for
// everything that is not a valid token of a live key, and
// access.ErrIdentityExpired for one that was. Whether it was used before is not
// looked at: access.Identify spends it.
func (v *Identities) Verify(ctx context.Context, token string, e Expect) (access.Identity, error) {
	i, findings, err := v.look(ctx, token, e)
	if err != nil {
		return access.Identity{}, err
	}
	var bad []Step
	for _, f := range findings {
		if !f.Good {
			bad = append(bad, f.Step)
		}
	}
	switch {
	case len(bad) == 0:
		return i, nil
	case len(bad) == 1 && bad[0] == StepExpiry:
		return access.Identity{}, access.ErrIdentityExpired
	default:
		return access.Identity{}, access.ErrIdentityInvalid
	}
}

// Inspect tells everything that is right and wrong with a token, for the people
// who build it. It uses nothing up.
func (v *Identities) Inspect(ctx context.Context, token string, e Expect) (access.Identity, []Finding, error) {
	i, findings, err := v.look(ctx, token, e)
	if err != nil || i.TokenID == "" {
		return i, findings, err
	}
	used, err := v.views.IdentityTokenUsed(ctx, i.TokenID)
	if err != nil || !used {
		return i, findings, err
	}
	for n := range findings {
		if findings[n].Step == StepOnce {
			findings[n].Good = false
		}
	}
	return i, findings, nil
}

// identityClaims are what an identity token says.
type identityClaims struct {
	jwt.RegisteredClaims

	Name     string         `json:"name"`
	Email    string         `json:"email"`
	Products []string       `json:"products"`
	Orders   []access.Order `json:"orders"`
}

// look takes every step. Nothing of the token is believed before its signature:
// its kid is compared with the names of the live keys and nothing else.
func (v *Identities) look(ctx context.Context, token string, e Expect) (access.Identity, []Finding, error) {
	loose := jwt.MapClaims{}
	read, parts, noToken := v.parser.ParseUnverified(token, loose)
	if len(token) > MaxIdentityBytes || broken(token) || noToken != nil {
		return access.Identity{}, []Finding{{Step: StepShape}}, nil //nolint:nilerr // what is wrong with a token is a finding
	}
	keys, err := v.keys(ctx)
	if err != nil {
		return access.Identity{}, nil, err
	}
	text := func(name string) string { s, _ := read.Header[name].(string); return s }
	alg, typ, kid := text("alg"), text("typ"), text("kid")
	secret, live := keys[kid]
	_, err = v.parser.Parse(token, func(*jwt.Token) (any, error) {
		if !live {
			return nil, errToken
		}
		return secret, nil
	})
	_, demands := read.Header["crit"] // which we cannot meet
	findings := []Finding{
		{Step: StepShape, Good: !demands},
		{StepAlgorithm, alg == jwt.SigningMethodHS256.Alg(), brief(alg), jwt.SigningMethodHS256.Alg()},
		{StepType, slices.Contains(identityTypes, typ), brief(typ), strings.Join(identityTypes, ", ")},
		{StepKey, live, brief(kid), ""},
		{Step: StepSignature, Good: err == nil},
	}
	i, said := v.claims(parts[1], kid, e)
	return i, append(findings, said...), nil
}

// keys are the live keys by their name.
func (v *Identities) keys(ctx context.Context) (map[string][]byte, error) {
	live, err := v.views.LiveIdentityKeys(ctx)
	if err != nil {
		return nil, err
	}
	keys := map[string][]byte{}
	for _, k := range live {
		if keys[k.KID], err = v.sealer.Unseal(k.KID, k.Secret); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// claims takes the steps that are about what the token says.
func (v *Identities) claims(payload, kid string, e Expect) (access.Identity, []Finding) {
	var c identityClaims
	raw, err := jwt.NewParser(jwt.WithStrictDecoding()).DecodeSegment(payload)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	i := access.Identity{
		KeyID: kid, TokenID: c.ID, Subject: c.Subject, IssuedAt: moment(c.IssuedAt), ExpiresAt: moment(c.ExpiresAt),
		Name: c.Name, Email: c.Email, Shop: access.Shop{Products: c.Products, Orders: c.Orders},
	}
	early := c.NotBefore != nil && c.NotBefore.After(v.now().Add(access.IdentityLeeway))
	faults := i.Faults(v.now())
	good := func(f ...access.Fault) bool {
		return !slices.ContainsFunc(f, func(f access.Fault) bool { return slices.Contains(faults, f) })
	}
	wrongShape := ""
	if typed, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		wrongShape = typed.Field
	}
	return i, []Finding{
		{StepIssuer, slices.Contains(e.Issuers, c.Issuer), brief(c.Issuer), strings.Join(e.Issuers, ", ")},
		{StepAudience, len(c.Audience) == 1 && c.Audience[0] == e.Audience, brief(strings.Join(c.Audience, ", ")), e.Audience},
		{StepSubject, good(access.FaultSubject), brief(c.Subject), ""},
		{Step: StepLifetime, Good: good(access.FaultLifetime), Found: life(i)},
		{Step: StepExpiry, Good: !early && good(access.FaultExpired, access.FaultFuture), Found: utc(i.ExpiresAt), Want: utc(v.now())},
		{StepOnce, good(access.FaultTokenID), brief(c.ID), ""},
		{StepClaims, err == nil && good(access.FaultName, access.FaultEmail, access.FaultProducts, access.FaultOrders), wrongShape, ""},
	}
}

func moment(d *jwt.NumericDate) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.UTC()
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func life(i access.Identity) string {
	if i.IssuedAt.IsZero() || i.ExpiresAt.IsZero() {
		return ""
	}
	return i.ExpiresAt.Sub(i.IssuedAt).String()
}

// brief bounds what is repeated of a token.
func brief(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
