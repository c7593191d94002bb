package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// each runs a story in a house on SQLite and in one on PostgreSQL.
func each(t *testing.T, story func(t *testing.T, h *apitest.House)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { story(t, apitest.OpenOn(t, db)) })
}

func TestAHouseIsFoundedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.Bare(t, db)
		require.Equal(t, true, h.Stranger().Get("/setup").Want(200).At("needed"))
		h.Stranger().Get("/brand").Refused(404, "brand_not_found")
		first, _, err := h.Services.Access.EnsureSetup(t.Context())
		require.NoError(t, err)
		link, _, err := h.Services.Access.EnsureSetup(t.Context())
		require.NoError(t, err)
		form := func(token, email string) string {
			return fmt.Sprintf(`{"token":%q,"email":%q,"password":%q,"name":"Ann","brandName":"Noorder Audio","timeZone":"Europe/Amsterdam","language":"en"}`,
				token, email, apitest.Password)
		}
		h.Stranger().Post("/setup", form("guess", "a@example.com")).Refused(401, "invalid_setup_token")
		h.Stranger().Post("/setup", form(first.Token, "a@example.com")).Refused(401, "invalid_setup_token")
		h.Stranger().Post("/setup", strings.Replace(form(link.Token, "a@example.com"), apitest.Password, "password123", 1)).
			Refused(422, "password_common")
		h.Stranger().Post("/setup", strings.Replace(form(link.Token, "a@example.com"), "Europe/Amsterdam", "Atlantis", 1)).
			Refused(422, "bad_time_zone")

		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				switch a := h.Stranger().Post("/setup", form(link.Token, fmt.Sprintf("a%d@example.com", i))); {
				case a.Status == http.StatusCreated:
					won.Add(1)
				case a.Code() == "setup_done":
					lost.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Body)
				}
			})
		}
		wg.Wait()
		require.Equal(t, int32(1), won.Load())
		require.Equal(t, int32(7), lost.Load())
		require.EqualValues(t, 1, storagetest.Int(t, db, "SELECT COUNT(*) FROM people"))
		require.EqualValues(t, 1, storagetest.Int(t, db, "SELECT COUNT(*) FROM seasons WHERE state = 'running'"))
		require.Equal(t, false, h.Stranger().Get("/setup").Want(200).At("needed"))
		h.Stranger().Post("/setup", form(link.Token, "b@example.com")).Refused(409, "setup_done")
		_, needed, err := h.Services.Access.EnsureSetup(t.Context())
		require.NoError(t, err)
		require.False(t, needed)
	})
}

func TestASetupLinkIsValidForHalfAnHour(t *testing.T) {
	t.Parallel()
	h := apitest.Bare(t, storagetest.Open(t))
	link, _, err := h.Services.Access.EnsureSetup(t.Context())
	require.NoError(t, err)
	h.Machine.Add(access.SetupValid)
	h.Stranger().Post("/setup", fmt.Sprintf(`{"token":%q,"email":"a@example.com","password":%q,"name":"Ann","brandName":"B","timeZone":"UTC","language":"en"}`,
		link.Token, apitest.Password)).Refused(401, "invalid_setup_token")
}

func TestSigningInTellsNobodyWhoIsHere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		c := h.Stranger()
		c.Post("/sessions", `{"email":"admin@example.com","password":"wrong"}`).Refused(401, "invalid_credentials")
		c.Post("/sessions", `{"email":"nobody@example.com","password":"wrong"}`).Refused(401, "invalid_credentials")
		c.Post("/sessions", `{"email":"no address","password":"wrong"}`).Refused(401, "invalid_credentials")
		c.SignIn("ADMIN@example.com")
		require.Equal(t, "admin@example.com", c.Get("/me").Want(200).String("email"))

		invited := h.Admin.Post("/people", `{"role":"manager","email":"new@example.com","name":"New"}`).Want(201)
		c.Post("/sessions", `{"email":"new@example.com","password":"x"}`).Refused(401, "invalid_credentials")
		id := invited.String("person.id")
		h.Accept(invited.String("link"))
		h.Admin.Patch("/people/"+id, `{"disabled":true}`).Want(200)
		h.Stranger().Post("/sessions", fmt.Sprintf(`{"email":"new@example.com","password":%q}`, apitest.Password)).
			Refused(401, "invalid_credentials")
	})
}

func TestARefreshTokenRotates(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		c := h.Stranger().SignIn("admin@example.com")
		old := c.Cookie
		c.Refresh().Want(200)
		require.NotEqual(t, old, c.Cookie)
		newest := c.Cookie

		// A lost answer: within ten seconds the old token gives the same successor.
		h.Machine.Add(access.RefreshGrace)
		lost := h.With("")
		lost.Cookie = old
		lost.Refresh().Want(200)
		require.Equal(t, newest, lost.Cookie)

		// Later it is a theft: the whole session ends.
		h.Machine.Add(time.Second)
		thief := h.With("")
		thief.Cookie = old
		thief.Refresh().Refused(401, "session_ended")
		c.Refresh().Refused(401, "session_ended")
		h.Machine.Add(5 * time.Second)
		c.Get("/me").Refused(401, "unauthorized")
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM sessions WHERE end_reason = 'reused'"))
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM outbox WHERE name = 'session.ended'"))
		h.Admin.Get("/me").Want(200) // another session of the same person
	})
}

func TestTwoTabsRefreshAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		c := h.Stranger().SignIn("admin@example.com")
		cookies := make([]string, 8)
		var wg sync.WaitGroup
		for i := range cookies {
			wg.Go(func() {
				tab := h.With("")
				tab.Cookie = c.Cookie
				tab.Refresh().Want(200)
				cookies[i] = tab.Cookie
			})
		}
		wg.Wait()
		for _, got := range cookies {
			require.Equal(t, cookies[0], got)
		}
		c.Cookie = cookies[0]
		h.Machine.Add(time.Minute)
		c.Refresh().Want(200)
	})
}

func TestASessionDoesNotLiveForEver(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	idle := h.Stranger().SignIn("admin@example.com")
	h.Machine.Add(access.SessionIdle)
	idle.Refresh().Refused(401, "session_ended")

	busy := h.Stranger().SignIn("admin@example.com")
	for range 4 {
		h.Machine.Add(7*24*time.Hour - time.Minute)
		busy.Refresh().Want(200)
	}
	h.Machine.Add(3 * 24 * time.Hour)
	busy.Refresh().Refused(401, "session_ended")
}

func TestAnAccessTokenLivesTenMinutes(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Machine.Add(10*time.Minute + 29*time.Second)
	h.Admin.Get("/me").Want(200) // the leeway of clocks
	h.Machine.Add(2 * time.Second)
	h.Admin.Get("/me").Refused(401, "unauthorized")
}

func TestSigningOutEndsTheTokenAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		c := h.Stranger().SignIn("admin@example.com")
		c.Get("/me").Want(200)
		a := c.Do(http.MethodDelete, "/sessions/current", "").Want(200)
		require.Contains(t, a.Header.Get("Set-Cookie"), "Max-Age=0")
		c.Get("/me").Refused(401, "unauthorized")
		c.Refresh().Refused(401, "session_ended")
		h.Admin.Get("/me").Want(200)
	})
}

func TestADisabledPersonIsOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		m := h.Manager()
		m.Get("/people").Want(200)
		h.Admin.Patch("/people/"+m.ID, `{"disabled":true}`).Want(200)
		m.Get("/people").Refused(401, "unauthorized")
		m.Refresh().Refused(401, "session_ended")
		h.Admin.Patch("/people/"+m.ID, `{"disabled":false}`).Want(200)
		m.Get("/people").Refused(401, "unauthorized") // an ended session stays ended
	})
}

func TestWhatAnotherProcessEndsIsOutWithinFiveSeconds(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	m := h.Manager()
	m.Get("/people").Want(200)
	storagetest.Exec(t, h.DB, "UPDATE people SET disabled_at = 1 WHERE id = ?", m.ID)
	h.Machine.Add(5 * time.Second)
	m.Get("/people").Refused(401, "unauthorized")
}

func TestAnotherRoleIsAnotherToken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		second := h.SecondAdmin()
		second.Get("/people").Want(200)
		h.Admin.Patch("/people/"+second.ID, `{"role":"manager"}`).Want(200)
		second.Get("/people").Refused(401, "unauthorized")
		h.Admin.Patch("/people/"+h.Admin.ID, `{"role":"manager"}`).Refused(409, "own_account")
		h.Admin.Patch("/people/"+h.Admin.ID, `{"disabled":true}`).Refused(409, "own_account")
	})
}

func TestSomebodyStaysAdmin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		second := h.SecondAdmin()
		var wg sync.WaitGroup
		for by, other := range map[*apitest.Client]string{h.Admin: second.ID, second: h.Admin.ID} {
			wg.Go(func() { by.Patch("/people/"+other, `{"disabled":true}`).Want(200, 401, 409) })
		}
		wg.Wait()
		require.EqualValues(t, 1, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM people WHERE role = 'admin' AND disabled_at IS NULL"))
	})
}

func TestAnInvitationWorksOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := h.Admin.Post("/people", `{"role":"manager","email":"Mia@Example.com","name":"Mia"}`).Want(201)
		require.Regexp(t, `^http://localhost:8080/invite#[\w-]{43}$`, a.String("link"))
		_, first, _ := strings.Cut(a.String("link"), "#")
		again := h.Admin.Post("/people/"+a.String("person.id")+"/invitations", `{}`).Want(201)
		_, token, _ := strings.Cut(again.String("link"), "#")
		c := h.Stranger()
		c.Post("/invitations/lookups", fmt.Sprintf(`{"token":%q}`, first)).Refused(410, "invitation_used")
		c.Post("/invitations/lookups", `{"token":"guess"}`).Refused(404, "invitation_not_found")
		seen := c.Post("/invitations/lookups", fmt.Sprintf(`{"token":%q}`, token)).Want(200)
		require.Equal(t, "invite mia@example.com Mia Noorder Audio",
			strings.Join([]string{seen.String("purpose"), seen.String("email"), seen.String("name"), seen.String("brandName")}, " "))
		accept := func(password string) apitest.Answer {
			return c.Post("/invitations/acceptances", fmt.Sprintf(`{"token":%q,"password":%q}`, token, password))
		}
		accept("short").Refused(422, "password_short")
		accept("mia@example.com").Refused(422, "password_common")
		accept(strings.Repeat("é", 129)).Refused(422, "password_long")
		accept(apitest.Password).Want(201)
		accept(apitest.Password).Refused(410, "invitation_used")
		h.Admin.Post("/people", `{"role":"admin","email":"mia@example.com","name":"Mia"}`).Refused(409, "email_taken")
		require.NotContains(t, h.Log.String(), token)
	})
}

func TestAnInvitationGetsTooOld(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := h.Admin.Post("/people", `{"role":"manager","email":"mia@example.com","name":"Mia"}`).Want(201)
	_, token, _ := strings.Cut(a.String("link"), "#")
	h.Machine.Add(access.InviteValid)
	h.Stranger().Post("/invitations/lookups", fmt.Sprintf(`{"token":%q}`, token)).Refused(410, "invitation_expired")
}

func TestAnotherPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		other := h.Stranger().SignIn("admin@example.com")
		h.Admin.Put("/me/password", `{"current":"wrong","next":"another pond of herons"}`).Refused(403, "wrong_password")
		h.Admin.Put("/me/password", fmt.Sprintf(`{"current":%q,"next":"short"}`, apitest.Password)).Refused(422, "password_short")
		h.Admin.Put("/me/password", fmt.Sprintf(`{"current":%q,"next":"another pond of herons"}`, apitest.Password)).Want(204)
		h.Admin.Get("/me").Want(200)
		other.Get("/me").Refused(401, "unauthorized")
		h.Stranger().Post("/sessions", fmt.Sprintf(`{"email":"admin@example.com","password":%q}`, apitest.Password)).
			Refused(401, "invalid_credentials")
	})
}

func TestALinkFromTheConsole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		link, err := h.Services.Access.Reset(t.Context(), "admin@example.com")
		require.NoError(t, err)
		h.Accept("#" + link.Token)
		h.Admin.Get("/me").Refused(401, "unauthorized")
		_, link, err = h.Services.Access.Appoint(t.Context(), "new@example.com", "New", "nl")
		require.NoError(t, err)
		h.Accept("#" + link.Token).Get("/people").Want(200)
	})
}

func TestAVisitorsTokenLives90DaysFromItsLastUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		v := h.Visitor()
		require.Equal(t, "customer "+v.ID, v.Get("/me").Want(200).String("role")+" "+v.ID)
		h.Machine.Add(access.VisitorValid)
		v.Get("/me").Want(200) // and touched
		h.Machine.Add(access.VisitorValid)
		v.Get("/me").Want(200)
		h.Machine.Add(access.VisitorValid + time.Millisecond)
		v.Get("/me").Refused(401, "unauthorized")
		require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM visitor_tokens WHERE token_hash = ?", v.Token))
	})
}

func TestWhatIsOverIsRemoved(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		ended, v := h.Stranger().SignIn("admin@example.com"), h.Visitor()
		ended.Refresh().Want(200)
		ended.Do(http.MethodDelete, "/sessions/current", "").Want(200)
		now := h.Machine.Now()
		n, err := h.DB.PruneAccess(t.Context(), now, now)
		require.NoError(t, err)
		require.EqualValues(t, 0, n)
		n, err = h.DB.PruneAccess(t.Context(), now.Add(time.Hour), now)
		require.NoError(t, err)
		require.EqualValues(t, 3, n, "a session and its two tokens")
		h.Admin.Refresh().Want(200)
		v.Get("/me").Want(200)
		n, err = h.DB.PruneAccess(t.Context(), now, now.Add(time.Hour))
		require.NoError(t, err)
		require.EqualValues(t, 1, n, "a visitor's token")
	})
}

func TestADisabledExpertIsOfferedNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		ada := h.Expert("ada")
		ada.Put("/me/presence", `{"state":"available"}`).Want(200)
		h.Manager().Patch("/people/"+ada.ID, `{"disabled":true}`).Refused(409, "person_by_case")
		h.Admin.Patch("/people/"+ada.ID, `{"disabled":true}`).Want(200)
		h.Visitor().Post("/conversations", `{"question":"Where is it?"}`).Want(201)
		require.NoError(t, h.Services.Desk.Allocate(t.Context()))
		require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM offers"))
	})
}
