package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage/storagetest"
)

var credentials = fmt.Sprintf(`{"email":"admin@example.com","password":%q}`, apitest.Password)

// ticket signs in by password as somebody with a second factor.
func ticket(h *apitest.House) string {
	h.T.Helper()
	a := h.Stranger().Post("/sessions", credentials).Refused(401, "second_factor")
	require.Empty(h.T, a.Header.Get("Set-Cookie"))
	return a.String("ticket")
}

func complete(h *apitest.House, ticket, code string) apitest.Answer {
	h.T.Helper()
	return h.Stranger().Post("/sessions/second-factors", fmt.Sprintf(`{"ticket":%q,"code":%q}`, ticket, code))
}

func TestSessionsAreSeenAndEnded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
		phone := h.Stranger()
		phone.IP = "203.0.113.7:1"
		phone.Take(phone.Post("/sessions", credentials, "User-Agent",
			"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
			"X-Forwarded-Proto", "https", "Host", "localhost:8080").Want(200, 403))
		if phone.Token == "" {
			phone.IP = "127.0.0.2:1"
			phone.Take(phone.Post("/sessions", credentials, "User-Agent", "iPhone Safari/604.1").Want(200))
		}
		desk := h.Stranger()
		desk.Take(desk.Post("/sessions", credentials, "User-Agent", firefox).Want(200))
		list := desk.Get("/me/sessions").Want(200)
		require.Equal(t, 3, list.Len("items"))
		require.Equal(t, "Firefox on Linux", list.String("items.0.device"))
		require.Equal(t, true, list.At("items.0.current"))
		require.Equal(t, "Safari on iPhone", list.String("items.1.device"))
		require.NotContains(t, string(list.Body), "203.0.113")

		// Nobody sees or ends another person's.
		m := h.Manager()
		m.Do(http.MethodDelete, "/me/sessions/"+list.String("items.1.id"), "").Refused(404, "session_not_found")
		require.Equal(t, 1, m.Get("/me/sessions").Want(200).Len("items"))

		desk.Do(http.MethodDelete, "/me/sessions/"+list.String("items.1.id"), "").Want(204)
		phone.Get("/me").Refused(401, "unauthorized")
		phone.Refresh().Refused(401, "session_ended")
		third := h.Stranger().SignIn("admin@example.com")
		require.EqualValues(t, 2, desk.Post("/me/sessions/others/endings", "").Want(200).At("ended"))
		third.Get("/me").Refused(401, "unauthorized")
		h.Admin.Get("/me").Refused(401, "unauthorized")
		desk.Get("/me").Want(200)
		m.Get("/me").Want(200)
	})
}

func TestWhatIsSensitiveWantsAProof(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := h.Stranger().SignIn("admin@example.com")
		m := h.Manager()
		h.Machine.Add(access.FreshFor - time.Second)
		a.Refresh().Want(200) // to renew is no proof
		a.Post("/identity-keys", `{}`).Want(201)
		h.Machine.Add(time.Second)
		for path, body := range map[string]string{
			"/identity-keys": `{}`, "/people": `{"role":"admin","email":"x@example.com","name":"X"}`, "/me/totp": `{}`, "/me/passkeys/challenges": `{}`,
		} {
			a.Post(path, body).Refused(403, "reauthentication_required")
		}
		a.Patch("/people/"+m.ID, `{"role":"auditor"}`).Refused(403, "reauthentication_required")
		a.Patch("/people/"+m.ID, `{"disabled":true}`).Want(200) // who must be out is out
		a.Post("/me/reauthentications", `{"password":"another"}`).Refused(403, "wrong_password")
		a.Post("/me/reauthentications", `{}`).Refused(422, "no_proof")
		a.Post("/me/reauthentications", `{"code":"123456"}`).Refused(403, "wrong_proof")
		a.Post("/identity-keys", `{}`).Refused(403, "reauthentication_required")
		a.Post("/me/reauthentications", fmt.Sprintf(`{"password":%q}`, apitest.Password)).Want(200)
		a.Post("/identity-keys", `{}`).Want(201)
		h.Admin.Refresh().Want(200)
		h.Admin.Post("/me/totp", `{}`).Refused(403, "reauthentication_required") // the proof is of one session
	})
}

func TestACodeEndsASignInOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		h.Admin.Post("/me/totp/confirmations", `{"code":"123456"}`).Refused(404, "code_app_not_found")
		h.Admin.Post("/me/totp", `{}`).Want(201)
		h.Admin.Post("/me/totp/confirmations", `{"code":"000000"}`).Refused(422, "code_unconfirmed")
		h.Stranger().SignIn("admin@example.com") // nobody is asked for what was not confirmed
		app, codes := h.Admin.AddApp()
		require.Len(t, codes, access.Recoveries)
		h.Admin.Post("/me/totp", `{}`).Refused(409, "code_app_there")

		used := app.Code()
		complete(h, ticket(h), used).Refused(401, "wrong_code") // it confirmed the app
		h.Machine.Add(30 * time.Second)
		first := ticket(h)
		a := complete(h, first, app.Code()).Want(200)
		require.NotEmpty(t, a.String("accessToken"))
		complete(h, first, app.Code()).Refused(401, "step_over")      // a ticket is used up
		complete(h, ticket(h), app.Code()).Refused(401, "wrong_code") // and so is a code, with any ticket

		// Of two at once one comes in.
		h.Machine.Add(time.Minute)
		tickets := []string{ticket(h), ticket(h), ticket(h)}
		statuses := make([]int, len(tickets))
		var all sync.WaitGroup
		for i, one := range tickets {
			all.Go(func() { statuses[i] = complete(h, one, app.Code()).Status })
		}
		all.Wait()
		slices.Sort(statuses)
		require.Equal(t, []int{200, 401, 401}, statuses)

		// Clocks may be half a minute apart, and not more.
		h.Machine.Add(10 * time.Minute)
		complete(h, ticket(h), app.Code(-time.Minute)).Refused(401, "wrong_code")
		complete(h, ticket(h), app.Code(time.Minute)).Refused(401, "wrong_code")
		complete(h, ticket(h), app.Code(-30*time.Second)).Want(200)

		late := ticket(h)
		h.Machine.Add(access.StepValid)
		complete(h, late, app.Code()).Refused(401, "step_over")
		complete(h, "guessed", app.Code()).Refused(401, "step_over")
		require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM authenticators WHERE secret LIKE '%"+strings.ReplaceAll(apitest.SecretOf(app), " ", "")+"%'"))
	})
}

func TestGuessesEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		app, codes := h.Admin.AddApp()
		h.Machine.Add(30 * time.Second)
		for range 2 {
			one := ticket(h)
			for range access.StepTries {
				complete(h, one, "aaaa-aaaa-aaaa").Refused(401, "wrong_code")
			}
			complete(h, one, app.Code()).Refused(401, "step_over") // five of one ticket
		}
		complete(h, ticket(h), app.Code()).Refused(429, "too_many_guesses") // ten of one person, whoever guesses
		complete(h, ticket(h), codes[0]).Refused(429, "too_many_guesses")
		h.Machine.Add(access.GuessSpan + time.Second)
		complete(h, ticket(h), app.Code()).Want(200)
	})
}

func TestARecoveryCodeWorksOnceAndIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		app, codes := h.Admin.AddApp()
		for _, c := range codes {
			require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM recovery_codes WHERE code_hash LIKE '%"+c+"%'"))
		}
		a := complete(h, ticket(h), strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))).Want(200)
		require.Empty(t, a.String("recoveryAt"))
		complete(h, ticket(h), codes[3]).Refused(401, "wrong_code")
		require.EqualValues(t, 9, h.Admin.Get("/me/factors").Want(200).At("recovery.left"))

		h.Machine.Add(30 * time.Second)
		require.NotEmpty(t, complete(h, ticket(h), app.Code()).Want(200).String("recoveryAt"), "it is told")
		h.Machine.Add(30 * time.Second)
		require.Empty(t, complete(h, ticket(h), app.Code()).Want(200).String("recoveryAt"), "once")

		renewed := h.Admin.Post("/me/recovery-codes", "").Want(201).Strings("recoveryCodes")
		complete(h, ticket(h), codes[4]).Refused(401, "wrong_code")
		complete(h, ticket(h), renewed[0]).Want(200)

		// Without a factor there is nothing to recover.
		h.Admin.Do(http.MethodDelete, "/me/totp", "").Want(204)
		h.Stranger().SignIn("admin@example.com")
		h.Admin.Post("/me/recovery-codes", "").Refused(409, "no_factor")
		require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM recovery_codes"))
	})
}

func TestALinkIsNoWayAroundTheSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		m := h.Manager()
		m.AddApp()
		link := h.Admin.Post("/people/"+m.ID+"/invitations", `{}`).Want(201).String("link")
		_, token, _ := strings.Cut(link, "#")
		a := h.Stranger().Post("/invitations/acceptances", fmt.Sprintf(`{"token":%q,"password":"another pond, with geese"}`, token))
		a.Refused(401, "second_factor")
		require.NotEmpty(t, a.String("ticket"))
		require.Empty(t, a.Header.Get("Set-Cookie"))
		m.Get("/me").Refused(401, "unauthorized") // the old password's sessions are over

		// Only the host's owner lifts a factor, and whoever has a session with it is out.
		if _, err := h.Services.Access.Reset(t.Context(), "manager1@example.com"); err != nil {
			t.Fatal(err)
		}
		h.Stranger().Post("/sessions", `{"email":"manager1@example.com","password":"another pond, with geese"}`).Want(200)
	})
}

func TestAPasskeySignsIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		key, codes := h.Admin.AddKey("laptop")
		require.Len(t, codes, access.Recoveries)
		second, none := h.Admin.AddKey("phone")
		require.Empty(t, none, "codes come with the first")

		ask := func() apitest.Answer { return h.Stranger().Post("/sessions/passkey-challenges", `{}`).Want(200) }
		body := key.Sign(ask())
		a := h.Stranger().Post("/sessions/passkeys", body).Want(200)
		require.Equal(t, h.Admin.ID, a.String("actor.id"))
		h.Stranger().Post("/sessions/passkeys", body).Refused(401, "step_over") // an answer counts once

		// With a ticket, and only with that person's keys.
		m := h.Manager()
		others, _ := m.AddKey("other")
		asked := h.Stranger().Post("/sessions/passkey-challenges", fmt.Sprintf(`{"ticket":%q}`, ticket(h))).Want(200)
		h.Stranger().Post("/sessions/passkeys", others.Sign(asked)).Refused(401, "bad_passkey")
		h.Stranger().Post("/sessions/passkeys", second.Sign(asked)).Want(200)

		for name, spoil := range map[string]func(k *apitest.Key){
			"another site":         func(k *apitest.Key) { k.Origin = "http://localhost:8081" },
			"nobody at the device": func(k *apitest.Key) { k.Unknown = true },
			"a copy":               func(k *apitest.Key) { k.Count = 0 },
		} {
			bad := *key
			spoil(&bad)
			if a := h.Stranger().Post("/sessions/passkeys", bad.Sign(ask())); a.Code() != "bad_passkey" {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
		old := ask()
		h.Machine.Add(access.StepValid)
		h.Stranger().Post("/sessions/passkeys", key.Sign(old)).Refused(401, "step_over")

		// It proves who one is, too; a password alone is too weak by now.
		h.Admin.Refresh().Want(200)
		h.Machine.Add(access.FreshFor)
		h.Admin.Refresh().Want(200)
		h.Admin.Post("/me/reauthentications", fmt.Sprintf(`{"password":%q}`, apitest.Password)).Refused(403, "proof_too_weak")
		h.Admin.Post("/me/reauthentications", `{"passkey":`+others.Sign(h.Admin.Post("/me/reauthentications/challenges", ``).Want(200))+`}`).
			Refused(403, "bad_passkey")
		h.Admin.Post("/me/reauthentications", `{"passkey":`+key.Sign(h.Admin.Post("/me/reauthentications/challenges", ``).Want(200))+`}`).Want(200)

		list := h.Admin.Get("/me/factors").Want(200)
		id := list.String("passkeys.0.id")
		m.Refresh().Want(200)
		m.Patch("/me/passkeys/"+id, `{"name":"mine"}`).Refused(404, "passkey_not_found")
		h.Admin.Patch("/me/passkeys/"+id, `{"name":"old laptop"}`).Want(204)
		h.Admin.Do(http.MethodDelete, "/me/passkeys/"+id, "").Want(204)
		h.Stranger().Post("/sessions/passkeys", key.Sign(ask())).Refused(401, "bad_passkey")
		require.Equal(t, 1, h.Admin.Get("/me/factors").Want(200).Len("passkeys"))
	})
}

// TestStaffNeedASecondFactor walks every operation as an admin who has none: all
// that is open is to get one, and to leave.
func TestStaffNeedASecondFactor(t *testing.T) {
	t.Parallel()
	h := apitest.OpenStrict(t, storagetest.Open(t))
	open := []string{}
	for _, op := range h.Server.Walk() {
		if op.Public || op.ID == "signOut" || op.ID == "endMySession" || op.ID == "endOtherSessions" {
			continue
		}
		body := ""
		if op.Method != http.MethodGet {
			body = "{{{ nobody reads this"
		}
		if a := h.Admin.Do(op.Method, example(op.Path), body); a.Code() != "factor_required" {
			open = append(open, op.ID)
		}
	}
	slices.Sort(open)
	require.Equal(t, []string{
		"addPasskey", "askProof", "confirmCodeApp", "getMe", "getMyFactors", "goToLinkProvider", "goToProveByProvider", "linkProvider", "listMyProviders",
		"listMySessions", "prove", "proveByProvider", "startCodeApp", "startPasskey",
	}, open)
	require.Equal(t, true, h.Stranger().Post("/sessions", credentials).Want(200).At("factorNeeded"))
	if _, err := h.Auth.Actor(t.Context(), h.Admin.Token); err == nil {
		t.Error("a live line opens without a second factor")
	}
	key, _ := h.Admin.AddKey("laptop")
	h.Admin.Get("/settings").Want(200)
	app, _ := h.Admin.AddApp()
	id := h.Admin.Get("/me/factors").Want(200).String("passkeys.0.id")
	h.Admin.Do(http.MethodDelete, "/me/passkeys/"+id, "").Want(204)
	h.Admin.Do(http.MethodDelete, "/me/totp", "").Refused(409, "last_factor")
	h.Stranger().Post("/sessions/passkeys", key.Sign(h.Stranger().Post("/sessions/passkey-challenges", `{}`).Want(200))).Refused(401, "bad_passkey")
	h.Machine.Add(30 * time.Second)
	complete(h, ticket(h), app.Code()).Want(200)
	expert := h.Expert("ada") // experts need none
	expert.Get("/me").Want(200)
}

// TestTheAuditorReadsAndChangesNothing walks the whole matrix: what staff read
// the auditor reads, and nothing that changes anything is open but their own account.
func TestTheAuditorReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	tw := openTown(t)
	auditor := tw.Auditor()
	own := []string{}
	for _, op := range tw.Server.Walk() {
		if op.Public {
			continue
		}
		may, staffMay := op.Has("auditor"), op.Has("manager") || op.Has("admin")
		switch {
		case op.Method == http.MethodGet && may != staffMay:
			t.Errorf("%s: staff read it %v, the auditor %v", op.ID, staffMay, may)
		case op.Method != http.MethodGet && may:
			own = append(own, op.ID)
		}
		if op.ID == "signOut" || slices.Contains(api.Own, op.ID) {
			continue
		}
		a := auditor.Do(op.Method, example(op.Path), map[bool]string{true: "", false: "{{{ nobody reads this"}[op.Method == http.MethodGet])
		if !may && a.Code() != "forbidden" || may && (a.Status == 401 || a.Status == 403) {
			t.Errorf("%s as the auditor: %d %s", op.ID, a.Status, a.Body)
		}
	}
	slices.Sort(own)
	require.Equal(t, api.Own, own)
	// The same bytes as a manager, where it matters most.
	for _, path := range []string{"/conversations", tw.path(""), tw.path("/notes"), "/settings", "/experts", "/contact-reasons"} {
		require.Equal(t, string(tw.manager.Get(path).Body), string(auditor.Get(path).Body), path)
	}
	auditor.Post(tw.path("/notes"), `{"clientId":"a","text":"Hm."}`).Refused(403, "forbidden")
	require.Contains(t, string(auditor.Get("/people").Want(200).Body), tw.Admin.ID)
}
