package api_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAnAnonymousConversationBecomesTheVerifiedCustomers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		shop := h.Shop()
		v := h.Visitor()
		before, id := *v, v.ID
		asked := v.Post("/conversations", `{"question":"Where is it?"}`, "Idempotency-Key", "q1").Want(201).String("id")
		v.Post("/conversations/"+asked+"/messages", `{"clientId":"m1","text":"Hello?"}`).Want(201)

		claims := shop.Claims("1001")
		claims["name"], claims["email"], claims["products"] = "Fenna", "Fenna@example.com", []string{"Kwelder"}
		a := v.Identify(shop.Sign(claims)).Want(200)
		require.Equal(t, id, a.String("customer.id"), "nobody was there before: the visitor is the customer")
		require.Equal(t, "Fenna true", fmt.Sprint(a.String("customer.name"), " ", a.At("customer.verified")))
		require.Equal(t, true, h.Admin.Get("/conversations/"+asked).Want(200).At("customer.verified"))
		require.NotContains(t, string(h.Admin.Get("/conversations/"+asked).Want(200).Body), "fenna@example.com")
		before.Get("/me").Refused(401, "unauthorized")

		// On a second browser: what was asked before the sign-in comes along, a resend is the same.
		second := h.Visitor()
		own := second.Post("/conversations", `{"question":"Does it float?"}`, "Idempotency-Key", "q2").Want(201).String("id")
		second.Post("/conversations/"+own+"/messages", `{"clientId":"m2","text":"In water."}`).Want(201)
		anonymous := *second
		require.Equal(t, id, second.Identify(shop.Sign(shop.Claims("1001"))).Want(200).String("customer.id"))
		require.Equal(t, 2, second.Get("/conversations").Want(200).Len("items"))
		require.Equal(t, http.StatusOK, second.Post("/conversations/"+own+"/messages", `{"clientId":"m2","text":"In water."}`).Status)
		require.Equal(t, own, second.Post("/conversations", `{"question":"Does it float?"}`, "Idempotency-Key", "q2").Want(201).String("id"))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM timeline_entries WHERE conversation_id = ? AND client_id = 'm2'", own))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM customers WHERE merged_into = ?", id))
		anonymous.Get("/conversations").Refused(401, "unauthorized")
		v.Get("/conversations").Want(200) // the first browser is not disturbed
	})
}

func TestOnlyTheVisitorsOwnConversationsComeAlong(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		shop := h.Shop()
		claims := shop.Claims("1001")
		claims["email"], claims["name"] = "fenna@example.com", "Fenna"
		fenna := h.Visitor()
		fenna.Identify(shop.Sign(claims)).Want(200)
		fenna.Post("/conversations", `{"question":"Mine?"}`).Want(201)

		// The same name and address, another subject: another person.
		claims = shop.Claims("2002")
		claims["email"], claims["name"] = "fenna@example.com", "Fenna"
		other := h.Stranger()
		require.NotEqual(t, fenna.ID, other.Identify(shop.Sign(claims)).Want(200).String("customer.id"))
		require.Equal(t, 0, other.Get("/conversations").Want(200).Len("items"))

		// Somebody else signs in where Fenna was: they start clean, and she is out of this browser alone.
		elsewhere := shop.Customer("1001")
		here := *fenna
		require.Equal(t, other.ID, fenna.Identify(shop.Sign(shop.Claims("2002"))).Want(200).String("customer.id"))
		require.Equal(t, 0, fenna.Get("/conversations").Want(200).Len("items"))
		here.Get("/me").Refused(401, "unauthorized")
		require.Equal(t, 1, elsewhere.Get("/conversations").Want(200).Len("items"))

		// The same person again keeps the token.
		token := elsewhere.Token
		elsewhere.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
		require.Equal(t, token, elsewhere.Token)

		// Signing out ends this browser's token, and no other.
		elsewhere.Do(http.MethodDelete, "/visitors/current", "").Want(204)
		elsewhere.Get("/me").Refused(401, "unauthorized")
		shop.Customer("1001").Get("/me").Want(200)
	})
}

func TestAnIdentityTokenWorksOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		shop := h.Shop()
		token := shop.Sign(shop.Claims("1001"))
		h.Admin.Post("/identity-keys/checks", `{"token":"`+token+`"}`).Want(200) // uses nothing up
		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				switch a := h.Stranger().Identify(token); {
				case a.Status == http.StatusOK:
					won.Add(1)
				case a.Code() == "identity_used":
					lost.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Body)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 1, won.Load())
		require.EqualValues(t, 7, lost.Load())
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM customers"))
		a := h.Admin.Post("/identity-keys/checks", `{"token":"`+token+`"}`).Want(200)
		require.Equal(t, "jti", bad(a))
		n, err := h.DB.PruneAccess(t.Context(), h.Machine.Now().Add(time.Hour), time.Time{})
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
	})
}

// TestTwoBrowsersBecomeOneCustomerAtOnce: whoever signs in first anywhere is the
// customer, and everything the others asked becomes that one's.
func TestTwoBrowsersBecomeOneCustomerAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		shop := h.Shop()
		const browsers = 6
		tokens := make([]string, browsers)
		visitors := make([]*apitest.Client, browsers)
		for i := range browsers {
			tokens[i], visitors[i] = shop.Sign(shop.Claims("1001")), h.Visitor()
			if i%2 == 0 {
				visitors[i].Post("/conversations", `{"question":"Where is it?"}`).Want(201)
			}
		}
		var wg sync.WaitGroup
		for i := range browsers {
			wg.Go(func() { visitors[i].Identify(tokens[i]).Want(200) })
			wg.Go(func() { // and asks meanwhile, unless a question waits; what is stored is somebody's
				h.With(visitors[i].Token).Post("/conversations", `{"question":"And this?"}`, "Idempotency-Key", "this").Want(201, 401, 409)
			})
		}
		wg.Wait()
		for _, v := range visitors {
			require.Equal(t, visitors[0].ID, v.ID)
		}
		asked := storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM conversations")
		require.EqualValues(t, asked, visitors[0].Get("/conversations").Want(200).Len("items"))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM customers WHERE brand_customer_id = '1001'"))
	})
}

// bad are the steps that a check found wrong.
func bad(a apitest.Answer) string {
	var out struct {
		Findings []struct {
			Step string
			Good bool
		}
	}
	a.Into(&out)
	var steps []string
	for _, f := range out.Findings {
		if !f.Good {
			steps = append(steps, f.Step)
		}
	}
	return strings.Join(steps, " ")
}

// TestForgedIdentities: none signs anybody in, and the checker says what is wrong with it.
func TestForgedIdentities(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	shop, retired := h.Shop(), h.Shop()
	h.Admin.Do(http.MethodDelete, "/identity-keys/"+retired.Kid, "").Want(204)
	h.Admin.Do(http.MethodDelete, "/identity-keys/"+retired.Kid, "").Refused(404, "identity_key_not_found")
	now := h.Machine.Now()
	with := func(claim string, value any) string {
		c := shop.Claims("1001")
		if c[claim] = value; value == nil {
			delete(c, claim)
		}
		return shop.Sign(c)
	}
	head := func(name string, value any) string {
		return shop.Sign(shop.Claims("1001"), func(h map[string]any) {
			if h[name] = value; value == nil {
				delete(h, name)
			}
		})
	}
	signed := func(method jwt.SigningMethod, key any) string {
		token := jwt.NewWithClaims(method, shop.Claims("1001"))
		token.Header["kid"] = shop.Kid
		s, err := token.SignedString(key)
		require.NoError(t, err)
		return s
	}
	good := strings.Split(shop.Sign(shop.Claims("1001")), ".")
	segment := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	tests := map[string]struct{ token, steps, code string }{
		"no token":                 {"nonsense", "shape", ""},
		"a demand we cannot meet":  {head("crit", []string{"exp"}), "shape", ""},
		"no algorithm":             {segment(`{"alg":"none","typ":"JWT","kid":"`+shop.Kid+`"}`) + "." + good[1] + ".", "algorithm signature", ""},
		"another algorithm":        {signed(jwt.SigningMethodHS512, []byte(shop.Secret)), "algorithm signature", ""},
		"no signature":             {good[0] + "." + good[1] + ".", "signature", ""},
		"another's claims":         {good[0] + "." + strings.Split(shop.Sign(shop.Claims("2002")), ".")[1] + "." + good[2], "signature", ""},
		"another key":              {signed(jwt.SigningMethodHS256, []byte(strings.Repeat("k", 32))), "signature", ""},
		"a retired key":            {retired.Sign(retired.Claims("1001")), "key signature", ""},
		"an unknown key":           {head("kid", "../keys.json"), "key signature", ""},
		"a kid that is none":       {head("kid", 1), "key signature", ""},
		"no kid":                   {head("kid", nil), "key signature", ""},
		"the type of ours":         {head("typ", "at+jwt"), "type", ""},
		"no type":                  {head("typ", nil), "type", ""},
		"another issuer":           {with("iss", "evil"), "issuer", ""},
		"no issuer":                {with("iss", nil), "issuer", ""},
		"another audience":         {with("aud", "https://elsewhere.example"), "audience", ""},
		"two audiences":            {with("aud", []string{"http://localhost:8080", "https://elsewhere.example"}), "audience", ""},
		"no audience":              {with("aud", nil), "audience", ""},
		"no subject":               {with("sub", nil), "subject", ""},
		"no end":                   {with("exp", nil), "lifetime", ""},
		"no beginning":             {with("iat", nil), "lifetime", ""},
		"a life of six minutes":    {with("exp", now.Add(6*time.Minute).Unix()), "lifetime", ""},
		"a beginning to come":      {with("iat", now.Add(50*time.Second).Unix()), "expiry", ""},
		"not yet":                  {with("nbf", now.Add(50*time.Second).Unix()), "expiry", ""},
		"no jti":                   {with("jti", nil), "jti", ""},
		"a short jti":              {with("jti", "1"), "jti", ""},
		"a name that is a number":  {with("name", 7), "claims", ""},
		"a subject that is one":    {with("sub", 1001), "subject claims", ""},
		"an address that is none":  {with("email", "fenna"), "claims", ""},
		"products that are a text": {with("products", "Kwelder"), "claims", ""},
		"orders that are numbers":  {with("orders", []int{1}), "claims", ""},
		"too old": {func() string {
			c := shop.Claims("1001")
			c["iat"], c["exp"] = now.Add(-3*time.Minute).Unix(), now.Add(-time.Minute).Unix()
			return shop.Sign(c)
		}(), "expiry", "identity_expired"},
	}
	for name, tt := range tests {
		code := tt.code
		if code == "" {
			code = "identity_invalid"
		}
		if tt.steps == "expiry" && tt.code == "" {
			code = "identity_expired"
		}
		h.Stranger().Identify(tt.token).Refused(401, code)
		a := h.Admin.Post("/identity-keys/checks", fmt.Sprintf(`{"token":%q}`, tt.token)).Want(200)
		require.Equal(t, tt.steps, bad(a), name)
		require.Equal(t, false, a.At("good"), name)
	}
	require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM customers"))
	require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM identity_tokens"))
	h.Stranger().Identify(head("typ", "wid+jwt")).Want(200)
	h.With(h.Admin.Token).Post("/visitors/identify", `{"identityToken":"`+shop.Sign(shop.Claims("1001"))+`"}`).Want(200)
	for _, spoken := range []string{shop.Secret, good[2]} {
		require.NotContains(t, h.Log.String(), spoken)
	}
	require.Contains(t, h.Log.String(), `"operation":"identifyVisitor"`)
	require.Contains(t, h.Log.String(), `"operation":"retireIdentityKey","status":204`)
}

func TestTwoKeysAreLiveAtMost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				switch a := h.Admin.Post("/identity-keys", `{}`); {
				case a.Status == http.StatusCreated:
					won.Add(1)
				case a.Code() == "identity_keys_taken":
					lost.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Body)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 2, won.Load())
		require.EqualValues(t, 4, lost.Load())
		kid := h.Admin.Get("/identity-keys").Want(200).String("items.0.kid")
		h.Admin.Do(http.MethodDelete, "/identity-keys/"+kid, "").Want(204)
		next := h.Shop()
		next.Customer("1001")
		list := h.Admin.Get("/identity-keys").Want(200)
		require.Equal(t, 3, list.Len("items"))
		require.NotContains(t, string(list.Body), next.Secret)
		require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM identity_keys WHERE secret LIKE ?", "%"+next.Secret+"%"))
	})
}

func TestALinkContinuesOnAnotherDeviceOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		v := h.Visitor()
		asked := v.Post("/conversations", `{"question":"Where is it?"}`).Want(201).String("id")
		link := func() string {
			a := v.Post("/visitors/links", `{}`).Want(201)
			require.Equal(t, h.Machine.Now().Add(24*time.Hour).Format(time.RFC3339), strings.Replace(a.String("expiresAt"), ".000Z", "Z", 1))
			place, token, _ := strings.Cut(a.String("link"), "#token=")
			require.Equal(t, "http://localhost:8080/chat", place)
			return token
		}
		use := func(token string) apitest.Answer {
			return h.Stranger().Post("/visitors/continuations", fmt.Sprintf(`{"token":%q}`, token))
		}
		replaced, token := link(), link()
		use(replaced).Refused(410, "continuation_invalid")
		use("guess").Refused(410, "continuation_invalid")
		var won atomic.Int32
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if a := use(token).Want(200, 410); a.Status == 200 {
					won.Add(1)
					require.Equal(t, v.ID, a.String("customer.id"))
					h.With(a.String("accessToken")).Get("/conversations/" + asked).Want(200)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 1, won.Load())
		v.Get("/me").Want(200) // the first device goes on too

		old := link()
		h.Machine.Add(24 * time.Hour)
		use(old).Refused(410, "continuation_invalid")
		require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM continuations WHERE token_hash = ?", token))

		// A link that was made while they were anonymous ends when they sign in.
		early := link()
		h.Admin.SignIn("admin@example.com")
		shop := h.Shop()
		v.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
		use(early).Refused(410, "continuation_invalid")
	})
}

func TestWhereSomebodyIsSeen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		count := func(where string, args ...any) int64 {
			return storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM sightings WHERE "+where, args...)
		}
		h.Expert("ada")
		home := h.Visitor() // from this machine
		home.Post("/conversations", `{"question":"Where is it?"}`).Want(201)
		require.EqualValues(t, 0, count("TRUE"), "this machine does not count")

		ada, v := h.Stranger(), h.Stranger()
		ada.IP, v.IP = "203.0.113.7:4000", "203.0.113.8:4000"
		ada.SignIn("ada@example.com")
		opened := v.Post("/visitors", `{}`).Want(201)
		v.Token, v.ID = opened.String("accessToken"), opened.String("customer.id")
		require.EqualValues(t, 1, count("actor_id = ?", ada.ID))
		require.EqualValues(t, 1, count("actor_id = ?", v.ID))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(DISTINCT network) FROM sightings"), "one range, one name")
		v.IP = "198.51.100.1:4000"
		asked := v.Post("/conversations", `{"question":"Where is it?"}`).Want(201).String("id")
		require.EqualValues(t, 2, count("actor_id = ?", v.ID))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB,
			"SELECT COUNT(*) FROM conversations c JOIN sightings s ON s.network = c.network AND s.actor_id = c.customer_id WHERE c.id = ?", asked))
		h.Manager() // staff are not written down
		require.EqualValues(t, 3, count("TRUE"))

		ada.IP = "2001:db8::1"
		ada.IP = "[2001:db8::1]:4000"
		ada.Refresh().Want(200)
		require.EqualValues(t, 2, count("actor_id = ?", ada.ID))

		// What was seen of a visitor is known of the customer they turn out to be.
		shop := h.Shop()
		known := shop.Customer("1001")
		v.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
		require.EqualValues(t, 2, count("actor_id = ?", known.ID))
	})
}
