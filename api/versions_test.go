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
	tag  string // the ETag, or the version, as it was read
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
	reward := c.Admin.Post("/rewards", `{"name":"Cap","price":400,"stock":2}`).Want(http.StatusCreated)
	reason := c.Admin.Post("/contact-reasons", `{"name":"Returns","difficulty":2}`).Want(http.StatusCreated)
	expert := c.Admin.Get("/experts/" + c.expert.ID).Want(http.StatusOK)
	other := c.Expert("eve")
	c.accepted()
	promise := c.promised("p1", 48*time.Hour).Want(http.StatusCreated).String("id")
	person := c.Admin.Get("/people?role=manager").Want(http.StatusOK)
	return map[string]edit{
		"putSettings":     {"/settings", c.Admin, c.Admin.Get("/settings").Header.Get("ETag"), settings, "", false},
		"putOpeningHours": {"/opening-hours", c.Admin, c.Admin.Get("/opening-hours").Header.Get("ETag"), hours, "", false},
		"changeProduct":   {"/products/" + product.String("id"), c.Admin, product.Header.Get("ETag"), `{"name":"Ear %d"}`, `{"archived":true}`, false},
		"changeFact":      {"/facts/" + fact.String("id"), c.Admin, fact.Header.Get("ETag"), `{"title":"Ports %d"}`, `{"archived":true}`, false},
		"updateReward":    {"/rewards/" + reward.String("id"), c.Admin, reward.Header.Get("ETag"), `{"price":40%d}`, `{"archived":true}`, false},
		"changeContactReason": {
			"/contact-reasons/" + reason.String("id"), c.Admin, reason.Header.Get("ETag"), `{"name":"Returns %d"}`, `{"archived":true}`, false,
		},
		"changeExpert":    {"/experts/" + c.expert.ID, c.Admin, expert.Header.Get("ETag"), `{"alias":"Heron %d"}`, `{"state":"paused"}`, false},
		"changeFollowUp":  {"/follow-ups/" + promise, c.expert, `"1"`, `{"research":"Looked %d times."}`, "", false},
		"changePerson":    {"/people/" + person.String("items.0.id"), c.Admin, fmt.Sprintf(`"%v"`, person.Number("items.0.version")), `{"name":"Hidde %d"}`, `{"disabled":true}`, true},
		"changeMyProfile": {"/me/profile", other, fmt.Sprintf(`"%v"`, other.Get("/me").Number("expert.version")), `{"displayName":"Eve %d"}`, `{"boardName":true}`, true},
	}
}

// unversioned is every other PUT and PATCH, with why two at once lose nothing.
var unversioned = map[string]string{
	"changeMe":       "one's own name and language: the last word is the right one",
	"changePassword": "it takes the password that is valid now",
	"putPresence":    "one's own: the last word is the right one",
	"putRead":        "a mark that only rises",
	"putMentionSeen": "a mark that is only set",
	"putWatch":       "a sign of life",
	"editMessage":    "the author's own, and every edit is an entry that stays",
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
