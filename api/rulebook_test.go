package api_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/rewards"
)

// ruleDocument is the newest shipped rule set with one change, as a JSON string.
func ruleDocument() string {
	rules := rewards.FourthRules()
	rules.Conversation.Quality.Stars[4] = 140
	raw, err := json.Marshal(rules)
	if err != nil {
		panic(err)
	}
	return strconv.Quote(string(raw))
}

// TestTheEditorPointsAtWhatItRefuses: each refusal names the field.
func TestTheEditorPointsAtWhatItRefuses(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	good := ruleDocument()
	for name, tt := range map[string]struct{ change, to, code, at string }{
		"quick answers":       {`{\"conversation\":{`, `{\"conversation\":{\"handlingTime\":5,`, "rule_uses_duration", "/handlingTime"},
		"long ones":           {`\"activeSeconds\":60`, `\"activeSeconds\":600`, "rule_uses_duration", "/conversation/qualified/activeSeconds"},
		"a rule of no kind":   {`{\"conversation\":{`, `{\"likes\":5,\"conversation\":{`, "rules_unreadable", "/likes"},
		"points beyond sense": {`\"base\":10`, `\"base\":1000`, "rule_out_of_bounds", "/conversation/base"},
		"harder is less":      {`\"difficulty\":[1,1.3,1.7]`, `\"difficulty\":[1,1.3,1.2]`, "rule_order", "/conversation/difficulty/2"},
		"more pays more":      {`{\"upTo\":30,\"share\":0.5}`, `{\"upTo\":30,\"share\":1}`, "", ""},
		"a day that rises":    {`{\"upTo\":20,\"share\":1}`, `{\"upTo\":20,\"share\":0.2}`, "rule_order", "/conversation/dailyCurve/1/share"},
		"silence above all":   {`\"unrated\":0.8`, `\"unrated\":1.2`, "rule_order", "/conversation/quality/unrated"},
	} {
		document := strings.Replace(good, tt.change, tt.to, 1)
		require.NotEqual(t, good, document, name)
		answer := h.Admin.Post("/rule-draft", `{"reason":"Try.","document":`+document+`}`)
		if tt.code == "" {
			answer.Want(http.StatusCreated)
			h.Admin.Do(http.MethodDelete, "/rule-draft", "").Want(http.StatusNoContent)
			continue
		}
		answer.Want(http.StatusUnprocessableEntity)
		require.Equal(t, tt.code, answer.String("code"), name)
		require.Contains(t, string(answer.Body), tt.at, name)
	}
}

// TestRulesGoThroughFourEyes is the way of a draft through the API.
func TestRulesGoThroughFourEyes(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Post("/rule-draft", `{"reason":"Five stars are worth more.","document":`+ruleDocument()+`}`).Want(http.StatusCreated)
	book := h.Admin.Get("/rule-book").Want(http.StatusOK)
	require.Equal(t, "/conversation/quality/stars/4", book.String("draft.changes.0.at"))
	season := book.String("seasons.0.id")
	replay := h.Admin.Post("/rule-draft/replays", `{"season":"`+season+`"}`).Want(http.StatusCreated)
	require.InDelta(t, 0, replay.Number("changed"), 0)
	require.Equal(t, "own_draft", h.Admin.Post("/rule-draft/publications", `{"version":1}`).Want(http.StatusConflict).String("code"))
}

// TestABudgetIsSetByWhoReadIt: whoever read another is told so.
func TestABudgetIsSetByWhoReadIt(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	seen := h.Admin.Get("/budgets").Want(http.StatusOK)
	require.InDelta(t, 0, seen.Number("seasons.0.version"), 0)
	path := "/seasons/" + seen.String("seasons.0.seasonId") + "/budget"
	set := h.Admin.Put(path, `{"points":5000,"pointValue":250,"redeemed":80}`, "If-Match", `"0"`).Want(http.StatusOK)
	require.InDelta(t, 250, set.Number("seasons.0.pointValue"), 0)
	require.Equal(t, `"1"`, set.Header.Get("ETag"))
	require.Equal(t, "stale_version", h.Admin.Put(path, `{"points":9,"pointValue":1,"redeemed":1}`, "If-Match", `"0"`).Want(http.StatusPreconditionFailed).String("code"))
	h.Admin.Put("/seasons/sea_none/budget", `{"points":9,"pointValue":1,"redeemed":1}`, "If-Match", `"0"`).Want(http.StatusNotFound)
}
