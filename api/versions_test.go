package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// edit is one thing that several people may change at once.
type edit struct {
	path string
	by   *apitest.Client
	tag  string // the ETag, or the version, as it was read; or where it is read, when two changes share one
	// text is a change of what can be typed, with a place for a number; only is
	// a switch, which needs no version; empty: there is none.
	text, only string
	// own says that nobody else changes it: no version has to be sent.
	own bool
}

// versioned is every operation that changes what has a version, by its id.
func versioned(c *counter) map[string]edit {
	settings := `{"name":"Noorder %d","timeZone":"Europe/Amsterdam","languages":["en"],"hue":200,"strength":0.1,"domains":[],"maxSeats":3,"waitingMinutes":10,"anonymousRatings":true}`
	hours := `{"weekly":[{"weekday":1,"opens":"09:00","closes":"17:%02d"}],"holidays":[]}`
	product := c.Admin.Post("/products", `{"name":"Ear 1"}`).Want(http.StatusCreated)
	fact := c.Admin.Post("/facts", `{"language":"en","title":"Ports","body":"Two.","source":"Manual"}`).Want(http.StatusCreated)
	article := c.Admin.Post("/articles", `{"kind":"article","language":"en","title":"Ports","summary":"Two.","body":"Two."}`).Want(http.StatusCreated)
	kept := c.Admin.Post("/articles", `{"kind":"article","language":"en","title":"Leds","summary":"Two.","body":"Two."}`).Want(http.StatusCreated)
	reward := c.Admin.Post("/rewards", `{"name":"Cap","price":400,"stock":2}`).Want(http.StatusCreated)
	reason := c.Admin.Post("/contact-reasons", `{"name":"Returns","difficulty":2}`).Want(http.StatusCreated)
	expert := c.Admin.Get("/experts/" + c.expert.ID).Want(http.StatusOK)
	other := c.Expert("eve")
	c.accepted()
	promise := c.promised("p1", 48*time.Hour).Want(http.StatusCreated).String("id")
	topic := c.Admin.Post("/contact-reasons", `{"name":"Charging","difficulty":1}`).Want(http.StatusCreated).String("id")
	questions := c.Admin.Post("/question-sets", fmt.Sprintf(`{"reasonId":%q,"minutes":15,"questions":[]}`, topic)).Want(http.StatusCreated)
	course := c.Admin.Post("/course-items", `{"title":{"en":"Leds"},"body":{"en":"Two."},"minutes":3}`).Want(http.StatusCreated)
	starts := c.Clock.Now().UTC().Truncate(24 * time.Hour) // a Monday noon, which putOpeningHours leaves open
	starts = starts.AddDate(0, 0, 8-int(starts.Weekday())).Add(11 * time.Hour)
	slot := c.Admin.Post("/slots", fmt.Sprintf(`{"startsAt":%q,"endsAt":%q,"seats":1}`, starts.Format(time.RFC3339), starts.Add(time.Hour).Format(time.RFC3339))).Want(http.StatusCreated)
	provider := c.Admin.Post("/providers", `{"slug":"versions","name":"Versions","issuer":"https://id.example","clientId":"kenner"}`).Want(http.StatusCreated)
	person := c.Admin.Get("/people?role=manager").Want(http.StatusOK)
	warmUpQuestion := `{"product":"Ear 1","ask":"How many leds, %d?","choices":["One","Two"],"right":[1],"accept":[],"refuse":[],"points":1,"explanation":"Two.","source":"Manual","archived":false}`
	warmUp := c.Admin.Put("/warm-up-questions/leds/en", fmt.Sprintf(warmUpQuestion, 0), "If-Match", `"0"`).Want(http.StatusOK)
	draft := c.Admin.Put("/scenarios/versions/en/draft", `{"document":"{\"id\":\"versions\",\"language\":\"en\",\"kind\":\"hard_question\"}"}`, "If-Match", `"0"`).Want(http.StatusOK)
	rules := ruleDocument()
	c.Admin.Post("/rule-draft", `{"reason":"More.","document":`+rules+`}`).Want(http.StatusCreated)
	campaignOf := `{"name":"Week %d","factor":1.5,"scope":{},"startsAt":"2027-01-04T04:00:00Z","endsAt":"2027-01-11T04:00:00Z"}`
	budget := "/seasons/" + c.Admin.Get("/budgets").Want(http.StatusOK).String("seasons.0.seasonId") + "/budget"
	c.Admin.Put(budget, `{"points":4000,"pointValue":200,"redeemed":100}`, "If-Match", `"0"`).Want(http.StatusOK)
	problem := c.Admin.Post("/problems", fmt.Sprintf(`{"reasonId":%q,"title":"Ports"}`, topic)).Want(http.StatusCreated)
	department := c.Admin.Post("/departments", `{"name":"Mail","email":"mail@example.org"}`).Want(http.StatusCreated)
	asked := c.themes()
	due := c.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	campaign := c.Admin.Post("/campaigns", fmt.Sprintf(campaignOf, 1)).Want(http.StatusCreated)
	return map[string]edit{
		"changeProvider": {"/providers/" + provider.String("id"), c.Admin, provider.Header.Get("ETag"), `{"name":"Versions %d"}`, `{"enabled":true}`, false},
		"changeSlot":     {"/slots/" + slot.String("id"), c.Admin, slot.Header.Get("ETag"), `{"note":"Tea %d"}`, "", false},
		"putBudget": {
			budget, c.Admin, `"1"`, `{"points":400%d,"pointValue":200,"redeemed":100}`, "", false,
		},
		"putPlan": {
			"/plan", c.Admin, "/plan",
			`{"duty":"hours","optIn":true,"rules":{"signUpDays":2%d,"cancelHours":4,"lateMinutes":5,"keptPercent":80,"remindHours":[24],"dailyMinutes":480,"least":1}}`, "", false,
		},
		"putPresencePlan":  {"/plan/presence", c.Admin, "/plan", `{"hours":[{"weekday":1,"hour":9,"experts":1%d}]}`, "", false},
		"putSettings":      {"/settings", c.Admin, c.Admin.Get("/settings").Header.Get("ETag"), settings, "", false},
		"putOpeningHours":  {"/opening-hours", c.Admin, c.Admin.Get("/opening-hours").Header.Get("ETag"), hours, "", false},
		"changeProduct":    {"/products/" + product.String("id"), c.Admin, product.Header.Get("ETag"), `{"name":"Ear %d"}`, `{"archived":true}`, false},
		"changeFact":       {"/facts/" + fact.String("id"), c.Admin, fact.Header.Get("ETag"), `{"title":"Ports %d"}`, `{"archived":true}`, false},
		"saveArticle":      {"/articles/" + article.String("id") + "/text", c.Admin, article.Header.Get("ETag"), `{"title":"Ports","summary":"Two.","body":"Two of %d."}`, "", false},
		"changeArticle":    {"/articles/" + kept.String("id"), c.Admin, kept.Header.Get("ETag"), `{"slug":"leds-%d"}`, `{"archived":true}`, false},
		"putQuestionSet":   {"/question-sets/" + topic, c.Admin, questions.Header.Get("ETag"), `{"minutes":1%d,"questions":[]}`, "", false},
		"changeCourseItem": {"/course-items/" + course.String("id"), c.Admin, course.Header.Get("ETag"), `{"body":{"en":"Two of %d."}}`, `{"archived":true}`, false},
		"updateReward":     {"/rewards/" + reward.String("id"), c.Admin, reward.Header.Get("ETag"), `{"price":40%d}`, `{"archived":true}`, false},
		"changeContactReason": {
			"/contact-reasons/" + reason.String("id"), c.Admin, reason.Header.Get("ETag"), `{"name":"Returns %d"}`, `{"archived":true}`, false,
		},
		"changeExpert": {"/experts/" + c.expert.ID, c.Admin, expert.Header.Get("ETag"), `{"alias":"Heron %d"}`, `{"state":"paused"}`, false},
		"putVacancy": {
			"/vacancies/" + c.Vacancy("versions"), c.Admin, `"2"`,
			`{"slug":"versions","languages":["en"],"texts":{"en":{"title":"Expert %d","intro":"Help others."}}}`, "", false,
		},
		"putScenarioDraft": {
			"/scenarios/versions/en/draft", c.Admin, draft.Header.Get("ETag"), `{"document":"{\"id\":\"versions\",\"language\":\"en\",\"kind\":\"hard_question\",\"title\":\"Draft %d\"}"}`, "", false,
		},
		"putRuleDraft":          {"/rule-draft", c.Admin, `"1"`, `{"reason":"More of %d.","document":` + rules + `}`, "", false},
		"putCampaign":           {"/campaigns/" + campaign.String("id"), c.Admin, campaign.Header.Get("ETag"), campaignOf, "", false},
		"putWarmUpQuestion":     {"/warm-up-questions/leds/en", c.Admin, warmUp.Header.Get("ETag"), warmUpQuestion, "", false},
		"changeProblem":         {"/problems/" + problem.String("id"), c.Admin, problem.Header.Get("ETag"), `{"title":"Ports %d"}`, "", false},
		"changeDepartment":      {"/departments/" + department.String("id"), c.Admin, department.Header.Get("ETag"), `{"name":"Mail %d"}`, `{"archived":true}`, false},
		"changeProblemSettings": {"/problem-settings", c.Admin, `"1"`, `{"contactCents":30%d,"hourCents":3000,"volumePercent":30}`, "", false},
		"renameTheme":           {"/themes/" + asked[0], c.Admin, `"1"`, `{"name":"Ports of %d"}`, "", false},
		"decideTheme":           {"/themes/" + asked[1] + "/decision", c.Admin, `"1"`, `{"choice":"inform","note":"Note %d","ownerId":"` + c.Admin.Get("/themes").Want(http.StatusOK).String("staff.0.id") + `","dueOn":"` + due + `"}`, "", false},
		"changeFollowUp":        {"/follow-ups/" + promise, c.expert, `"1"`, `{"research":"Looked %d times."}`, "", false},
		"changePerson":          {"/people/" + person.String("items.0.id"), c.Admin, fmt.Sprintf(`"%v"`, person.Number("items.0.version")), `{"name":"Hidde %d"}`, `{"disabled":true}`, true},
		"changeMyProfile":       {"/me/profile", other, fmt.Sprintf(`"%v"`, other.Get("/me").Number("expert.version")), `{"displayName":"Eve %d"}`, `{"boardName":true}`, true},
	}
}

// themes are two questions that many ask.
func (c *counter) themes() (ids []string) {
	for _, q := range []string{"Where is my order?", "The left speaker crackles."} {
		for _, hello := range []string{"", "Hello. ", "Good morning! "} {
			c.Visitor().Post("/conversations", fmt.Sprintf(`{"question":%q,"language":"en"}`, hello+q)).Want(http.StatusCreated)
		}
	}
	_, err := c.Services.Themes.Gather(c.T.Context())
	require.NoError(c.T, err)
	top := c.Admin.Get("/themes").Want(http.StatusOK)
	return []string{top.String("items.0.id"), top.String("items.1.id")}
}

// unversioned is every other PUT and PATCH, with why two at once lose nothing.
var unversioned = map[string]string{
	"voteForIdea":      "one's own: the last word is the right one",
	"attachSearch":     "a search is attached or not: the last word is the right one",
	"voteOnArticle":    "one's own: the last word is the right one",
	"claimProduct":     "one's own, once for each product: the last proof is the right one",
	"putMyWall":        "one's own, and every word is kept",
	"putConsent":       "one's own, and every word is kept",
	"renamePasskey":    "one's own key: the last word is the right one",
	"changeMe":         "one's own name and language: the last word is the right one",
	"changePassword":   "it takes the password that is valid now",
	"putPresence":      "one's own: the last word is the right one",
	"waitForSlot":      "one's own: twice is once",
	"putOnWishList":    "one's own: twice is once",
	"putMyShiftWishes": "one's own: the last word is the right one",
	"putRead":          "a mark that only rises",
	"putMentionSeen":   "a mark that is only set",
	"putWatch":         "a sign of life",
	"editMessage":      "the author's own, and every edit is an entry that stays",

	"keepWarmUpAnswers":  "one's own, whole: the last word is the right one",
	"putMark":            "the rater's own: the last word is the right one",
	"putCalibrationMark": "the rater's own: the last word is the right one",
	"putGoldAudition":    "whole, and never again once a rater has drawn it",
}

// TestNobodyOverwritesWhatTheyHaveNotSeen walks every PUT and PATCH of the API:
// of two editors who read the same, exactly one wins, and none may leave out
// what they read.
func TestNobodyOverwritesWhatTheyHaveNotSeen(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := counterOf(t, apitest.OpenOn(t, db))
		edits := versioned(c)
		for _, o := range c.Server.Walk() {
			if o.Method != http.MethodPut && o.Method != http.MethodPatch {
				continue
			}
			e, has := edits[o.ID]
			require.True(t, has || unversioned[o.ID] != "", "%s: has it a version? It belongs into one of the two tables", o.ID)
			if has {
				delete(edits, o.ID)
				collide(t, o, e)
			}
		}
		require.Empty(t, edits, "no such operations")
	})
}

func collide(t *testing.T, o api.Operation, e edit) {
	t.Helper()
	if strings.HasPrefix(e.tag, "/") {
		e.tag = e.by.Get(e.tag).Header.Get("ETag")
	}
	require.Regexp(t, `^"\d+"$`, e.tag, o.ID)
	typed := func(n int, headers ...string) apitest.Answer {
		return e.by.Do(o.Method, e.path, fmt.Sprintf(e.text, n), headers...)
	}
	if !e.own {
		typed(1).Refused(http.StatusPreconditionRequired, "version_required")
	}
	typed(1, "If-Match", `"no-such"`).Refused(http.StatusPreconditionFailed, "stale_version")
	typed(1, "If-Match", `"977"`).Refused(http.StatusPreconditionFailed, "stale_version")
	answers := make([]apitest.Answer, 4)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = typed(2+i, "If-Match", e.tag) })
	}
	wg.Wait()
	won, tag := 0, ""
	for _, a := range answers {
		switch {
		case a.Status == http.StatusOK:
			won++
			tag = a.Header.Get("ETag")
		case a.Status != http.StatusPreconditionFailed && a.Status != http.StatusConflict || !strings.HasPrefix(a.Code(), "stale"):
			t.Errorf("%s: %d %s", o.ID, a.Status, a.Body)
		}
	}
	require.Equal(t, 1, won, "%s: of several who read the same one wins", o.ID)
	require.Regexp(t, `^"\d+"$`, tag, "%s answers with the version that it made", o.ID)
	require.NotEqual(t, e.tag, tag, o.ID)
	typed(7, "If-Match", e.tag).Refused(http.StatusPreconditionFailed, "stale_version")
	typed(8, "If-Match", tag).Want(http.StatusOK)
	if e.only != "" {
		e.by.Do(o.Method, e.path, e.only, "If-Match", e.tag).Refused(http.StatusPreconditionFailed, "stale_version")
		e.by.Do(o.Method, e.path, e.only).Want(http.StatusOK)
	}
}
