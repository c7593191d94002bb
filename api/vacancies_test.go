package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/cache"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestFromTheLinkToTheAccount walks the whole way by the pages and the API.
func TestFromTheLinkToTheAccount(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		vacancy := h.Vacancy("expert")
		manager := h.Manager()
		code := manager.Post("/vacancies/"+vacancy+"/sources", `{"source":"newsletter"}`).Want(201).String("code")
		h.Stranger().Raw("GET", "/join/expert?s="+code, "").Want(200)

		form := h.Form("expert", "fenna@example.org")
		form.Set("s", code)
		sent := h.Stranger().SendForm("/join/expert?l=nl", form).Want(201)
		require.Contains(t, string(sent.Body), "Dank je. Je aanmelding is binnen")
		again := h.Stranger().SendForm("/join/expert?l=nl", form).Want(201)
		link := regexp.MustCompile(`cnd_[\w-]+`).FindString(string(sent.Body))
		require.Contains(t, string(again.Body), link, "the same form, the same link")
		me := h.With(link)
		mine := me.Get("/me/application").Want(200)
		require.Equal(t, "submitted", mine.String("state"))

		all := manager.Get("/applications?vacancy=" + vacancy).Want(200)
		require.Equal(t, 1, all.Len("items"))
		id := all.String("items.0.id")
		require.Equal(t, "newsletter", all.String("items.0.source"))
		manager.Post("/applications/"+id+"/invitations", `{}`).Refused(409, "purchase_unproven")
		manager.Post("/applications/"+id+"/purchases", `{"kind":"override"}`).Refused(422, "bad_reason")
		manager.Post("/applications/"+id+"/purchases", `{"kind":"verified"}`).Want(200)
		require.Equal(t, "waiting", manager.Post("/applications/"+id+"/invitations", `{}`).Want(200).String("state"))
		require.InDelta(t, 1, me.Get("/me/application").Number("waitingPlace"), 0)
		funnel := manager.Post("/vacancies/"+vacancy+"/cohorts", `{}`).Want(201)
		require.InDelta(t, 1, funnel.Number("cohorts.0.taken"), 0)
		require.Equal(t, "auditioning", me.Get("/me/application").String("state"))
		me.Post("/me/application/account-links", `{}`).Refused(409, "application_state")
		manager.Post("/applications/"+id+"/acceptances", `{}`).Refused(409, "audition_not_passed")
		manager.Post("/applications/"+id+"/acceptances", `{"override":"no"}`).Refused(422, "bad_override")
		taken := manager.Post("/applications/"+id+"/acceptances", `{"override":"Has helped in our shop for two years."}`).Want(200)
		require.Equal(t, "Has helped in our shop for two years.", taken.String("note"))

		account := me.Post("/me/application/account-links", `{}`).Want(201).String("link")
		expert := h.Accept(account)
		require.Equal(t, "expert", expert.Get("/me").Want(200).String("role"))
		me.Post("/me/application/account-links", `{}`).Refused(409, "has_account")
		letters := me.Get("/me/application").Want(200)
		require.Equal(t, 4, letters.Len("letters"), "received, waiting, moved up, accepted: %s", letters.Body)
		require.NotContains(t, string(letters.Body), "fenna@example.org")

		renewed := manager.Post("/applications/"+id+"/links", `{}`).Want(201).String("link")
		me.Get("/me/application").Refused(401, "unauthorized")
		_, token, _ := strings.Cut(renewed, "#")
		h.With(token).Get("/me/application").Want(200)
	})
}

// TestAVacancysPageForPeopleAndMachines reads the page as networks do.
func TestAVacancysPageForPeopleAndMachines(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Vacancy("expert")
	a := h.Stranger().Raw("GET", "/join/expert?l=nl", "").Want(200)
	html := string(a.Body)
	require.Contains(t, html, `<html lang="nl">`)
	require.Contains(t, html, `<meta property="og:image" content="http://localhost:8080/join/expert/picture.png?l=nl">`)
	require.Contains(t, html, `hreflang="en"`)
	csp := a.Header.Get("Content-Security-Policy")
	require.Contains(t, csp, "default-src 'none'")
	require.NotContains(t, csp, "script-src", "nothing runs on the page")
	require.Equal(t, 1, strings.Count(html, "<script"), "the posting alone, which is no script")

	_, rest, _ := strings.Cut(html, `<script type="application/ld+json">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var posting map[string]any
	require.NoError(t, json.Unmarshal([]byte(data), &posting), data)
	require.Equal(t, "JobPosting", posting["@type"])
	require.Equal(t, "Help anderen met hun koptelefoon", posting["title"])
	require.NotEmpty(t, posting["datePosted"])

	picture := h.Stranger().Raw("GET", "/join/expert/picture.png?l=en", "").Want(200)
	img, err := png.Decode(bytes.NewReader(picture.Body))
	require.NoError(t, err)
	require.Equal(t, 1200, img.Bounds().Dx())
	require.Equal(t, 630, img.Bounds().Dy())

	require.Contains(t, string(h.Stranger().Raw("GET", "/join/expert", "", "Accept-Language", "fr, nl;q=0.8").Want(200).Body), `<html lang="nl">`)
	require.Contains(t, string(h.Stranger().Raw("GET", "/join/nothing", "").Want(404).Body), "There is no such vacancy")
	draft := h.Admin.Post("/vacancies", `{"slug":"draft","languages":["en"],"texts":{"en":{"title":"Secret"}}}`).Want(201)
	require.NotContains(t, string(h.Stranger().Raw("GET", "/join/draft", "").Want(404).Body), "Secret")
	h.Admin.Post("/vacancies/"+draft.String("id")+"/openings", `{}`).Refused(409, "vacancy_incomplete")
}

// TestNobodyLearnsWhoApplied compares what a stranger gets for an address that
// applied with what they get for one that did not.
func TestNobodyLearnsWhoApplied(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Vacancy("expert")
	first := h.Candidate("expert", "fenna@example.org")
	secrets := regexp.MustCompile(`cnd_[\w-]+|nonce="\w+"`)
	page := func(email string) (string, *apitest.Client) {
		a := h.Stranger().SendForm("/join/expert", h.Form("expert", email)).Want(201)
		return secrets.ReplaceAllString(string(a.Body), ""), h.With(regexp.MustCompile(`cnd_[\w-]+`).FindString(string(a.Body)))
	}
	known, double := page("Fenna+x@example.org")
	unknown, other := page("nobody@example.org")
	require.Equal(t, unknown, known)
	same := func(c *apitest.Client) string {
		m := c.Get("/me/application").Want(200)
		return regexp.MustCompile(`app_[\w-]+|T[\d:.]+Z`).ReplaceAllString(string(m.Body), "")
	}
	require.Equal(t, same(other), same(double))
	require.NotEqual(t, first.ID, double.Get("/me/application").String("id"), "a double opens itself alone")
	all := h.Admin.Get("/applications").Want(200)
	require.Equal(t, first.ID, all.String("items.1.doubleOf"), "staff see it")
}

// TestWhatApplicantsWriteIsText sends what would run, and reads it everywhere.
func TestWhatApplicantsWriteIsText(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Vacancy("expert")
	for i, evil := range []string{
		`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `</textarea><svg onload=alert(1)>`, `javascript:alert(1)//"`, `{{.Form}}</script>`,
	} {
		f := h.Form("expert", "not an address "+evil)
		for _, name := range []string{"name", "purchase", "motivation", "s", "r", "form", "language"} {
			f.Set(name, evil)
		}
		f["languages"] = []string{evil, "en"}
		a := h.Stranger().SendForm("/join/expert", f)
		html := string(a.Body)
		require.Equal(t, 422, a.Status, html)
		require.Equal(t, 1, strings.Count(html, "<script"), "%d: %s", i, html)
		for _, sign := range []string{"<img", "<svg", "onerror=alert(1)>", "onload=alert(1)>"} {
			require.NotContains(t, html, sign)
		}
		require.NotContains(t, html, `href="javascript`)
	}
	f := h.Form("expert", "fenna@example.org")
	f.Set("name", `<script>alert(1)</script>`)
	require.NotContains(t, string(h.Stranger().SendForm("/join/expert", f).Want(201).Body), "<script>alert")

	h.Admin.Post("/vacancies", `{"slug":"evil","languages":["en"],"texts":{"en":{"title":"</script><script>alert(1)</script>","intro":"\"><script>alert(1)</script>"}}}`).Want(201)
	id := h.Admin.Get("/vacancies").String("items.0.id")
	h.Admin.Post("/vacancies/"+id+"/openings", `{}`).Want(200)
	html := string(h.Stranger().Raw("GET", "/join/evil", "").Want(200).Body)
	require.Equal(t, 1, strings.Count(html, "<script"), html)
}

// TestAFormThatHasToBeMended keeps what was written and says what is wrong.
func TestAFormThatHasToBeMended(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	id := h.Vacancy("expert")
	send := func(change func(url.Values)) apitest.Answer {
		f := h.Form("expert", "fenna@example.org")
		change(f)
		return h.Stranger().SendForm("/join/expert", f)
	}
	for name, tt := range map[string]struct {
		change func(url.Values)
		says   string
	}{
		"an address that is none": {func(f url.Values) { f.Set("email", "fenna") }, "This is not an e-mail address."},
		"too short a reason":      {func(f url.Values) { f.Set("motivation", "Fun.") }, "20 to 1,500 letters"},
		"no age":                  {func(f url.Values) { f.Del("adult") }, "old enough"},
		"no rules":                {func(f url.Values) { f.Del("rules") }, "Read the house rules"},
		"rules of another day":    {func(f url.Values) { f.Set("rulesVersion", "9") }, "published anew"},
		"no languages":            {func(f url.Values) { f.Del("languages") }, "Choose the languages"},
		"an old invitation":       {func(f url.Values) { f.Set("r", "nobody") }, "does not work any more"},
	} {
		a := send(tt.change)
		require.Equal(t, 422, a.Status, name)
		require.Contains(t, string(a.Body), tt.says, name)
		require.Contains(t, string(a.Body), "Fenna de Vries", "%s: what was written stays", name)
	}
	h.Stranger().Raw("POST", "/join/expert", `{}`).Refused(415, "unsupported_media_type")
	h.Stranger().SendForm("/join/expert", url.Values{"motivation": {strings.Repeat("x", 70_000)}}).Refused(413, "body_too_large")
	h.Stranger().SendForm("/join/expert", url.Values{"email": {"a@b.nl", "c@d.nl"}}).Refused(400, "malformed_body")
	h.Stranger().Raw("POST", "/join/expert", "name=%00", "Content-Type", "application/x-www-form-urlencoded").Refused(400, "malformed_body")
	h.Stranger().SendForm("/join/expert", h.Form("expert", "x@example.org"), "Sec-Fetch-Site", "cross-site").Refused(403, "cross_origin")
	h.Stranger().SendForm("/join/nothing", url.Values{}).Want(404)

	form := h.Form("expert", "late@example.org")
	h.Admin.Post("/vacancies/"+id+"/closings", `{}`).Want(200)
	require.Contains(t, string(h.Stranger().SendForm("/join/expert", form).Want(410).Body), "Nobody can apply here")
	h.Stranger().Raw("GET", "/join/expert", "").Want(410)
}

func TestHowOftenSomebodyApplies(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) { c.Counter = cache.NewMemory(c.Now) })
	h.Vacancy("expert")
	last := apitest.Answer{}
	for i := range 11 {
		last = h.Stranger().SendForm("/join/expert", h.Form("expert", fmt.Sprintf("a%d@example.org", i)))
	}
	require.Equal(t, 429, last.Status)
	require.NotEmpty(t, last.Header.Get("Retry-After"))
	require.Contains(t, string(last.Body), "a10@example.org", "what was written stays")
	require.Equal(t, 10, h.Admin.Get("/applications").Want(200).Len("items"))
}

// TestASegmentIsAskedPersonally follows an invitation: with consent, and with a no.
func TestASegmentIsAskedPersonally(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	id := h.Vacancy("expert")
	day := h.Clock.Now().AddDate(0, -1, 0).Format(time.DateOnly)
	for i := range 2 {
		storagetest.Exec(t, h.DB, `INSERT INTO customers (id, name, language, created_at, brand_customer_id, verified_at, email, shop)
			VALUES (?, 'Jan Postma', 'nl', 0, ?, 0, ?, ?)`, fmt.Sprintf("cus_%d", i), strconv.Itoa(100+i), fmt.Sprintf("jan%d@example.org", i),
			fmt.Sprintf(`{"orders":[{"number":"NA-%d","date":%q,"products":["Tide"]}]}`, i, day))
	}
	require.InDelta(t, 2, h.Admin.Get("/vacancies/"+id+"/prospects?product=Tide").Want(200).Number("count"), 0)
	asked := h.Admin.Post("/vacancies/"+id+"/recruits", `{"product":"Tide","most":10}`).Want(201)
	require.Equal(t, 2, asked.Len("items"))
	address := func(i int) (path, token string) {
		u, err := url.Parse(asked.String(fmt.Sprintf("items.%d.link", i)))
		require.NoError(t, err)
		return u.RequestURI(), u.Query().Get("r")
	}
	path, token := address(0)
	html := string(h.Stranger().Raw("GET", path, "").Want(200).Body)
	require.Contains(t, html, "Hallo Jan")
	require.Contains(t, html, "NA-1, "+day+": Tide")
	require.NotContains(t, html, `name="consent" value="yes" checked`, "consent is given, never taken")
	f := h.Form("expert", "jan@example.org")
	f.Set("r", token)
	f.Set("consent", "yes")
	f.Del("purchase")
	h.Stranger().SendForm("/join/expert", f).Want(201)
	got := h.Admin.Get("/applications").Want(200)
	require.Equal(t, "verified", got.String("items.0.purchase"))

	path, token = address(1)
	require.Contains(t, string(h.Stranger().SendForm("/join/expert/declines", url.Values{"r": {token}, "l": {"nl"}}).Want(200).Body), "We vragen je niet opnieuw")
	require.Contains(t, string(h.Stranger().Raw("GET", path, "").Want(200).Body), "We vragen je niet opnieuw")
	require.Equal(t, 0, h.Admin.Post("/vacancies/"+id+"/recruits", `{"most":10}`).Want(201).Len("items"))
	require.InDelta(t, 1, h.Admin.Get("/vacancies/"+id+"/funnel").Want(200).Number("declined"), 0)
}

// TestOfTwoAnswersOneCounts lets two managers answer at once.
func TestOfTwoAnswersOneCounts(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		h.Vacancy("expert")
		c := h.Candidate("expert", "fenna@example.org")
		h.Admin.Post("/applications/"+c.ID+"/purchases", `{"kind":"verified"}`).Want(200)
		answers := make([]apitest.Answer, 4)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				answers[i] = h.Admin.Post("/applications/"+c.ID+"/rejections", `{"reason":"full","note":"Group is full."}`)
			})
		}
		wg.Wait()
		won := 0
		for _, a := range answers {
			if a.Status == http.StatusOK {
				won++
				continue
			}
			a.Refused(409, "application_state")
		}
		require.Equal(t, 1, won)
		mine := c.Get("/me/application").Want(200)
		require.Equal(t, 2, mine.Len("letters"))
		require.NotContains(t, string(mine.Body), "Group is full.", "the note is for staff")
	})
}

func TestPoliciesArePublishedByVersion(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	require.Equal(t, 2, h.Admin.Get("/policies").Want(200).Len("items"))
	words := strings.Repeat("Be kind to everybody. ", 4)
	p := fmt.Sprintf(`{"kind":"house_rules","version":1,"texts":{"en":%q}}`, words)
	require.InDelta(t, 2, h.Admin.Post("/policies", p).Want(201).Number("version"), 0)
	h.Admin.Post("/policies", p).Refused(412, "stale_version")
	h.Vacancy("expert")
	require.Contains(t, string(h.Stranger().Raw("GET", "/join/expert?l=nl", "").Want(200).Body), "Be kind to everybody.", "in the language there is")
}
