package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/audition"
)

// documentOf is a shipped scenario under another id, as a body that saves or tries it.
func documentOf(t *testing.T, change func(*audition.Scenario), more map[string]any) string {
	t.Helper()
	s := audition.ShippedIn("en", audition.RudeRefund)[0]
	s.ID, s.Title = "cold-soup", "Cold soup"
	if change != nil {
		change(&s)
	}
	document, err := json.Marshal(s)
	require.NoError(t, err)
	body := map[string]any{"document": string(document)}
	maps.Copy(body, more)
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	return string(raw)
}

func TestAScenarioIsWrittenAndPublished(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	const at = "/scenarios/cold-soup/en"
	m := h.Manager()
	m.Put(at+"/draft", documentOf(t, nil, nil)).Refused(http.StatusPreconditionRequired, "version_required")
	unfinished := func(s *audition.Scenario) { s.Beats = s.Beats[:1] }
	draft := m.Put(at+"/draft", documentOf(t, unfinished, nil), "If-Match", `"0"`).Want(http.StatusOK)
	require.Equal(t, `"1"`, draft.Header.Get("ETag"))
	require.Equal(t, "draft", draft.String("state"))
	m.Post(at+"/publications", `{"edition":1}`).Refused(http.StatusUnprocessableEntity, "scenario_invalid")
	m.Put(at+"/draft", documentOf(t, nil, nil), "If-Match", `"7"`).Refused(http.StatusPreconditionFailed, "stale_version")
	m.Put(at+"/draft", documentOf(t, nil, map[string]any{"edition": 1})).Want(http.StatusOK)
	m.Put(at+"/draft", documentOf(t, func(s *audition.Scenario) { s.ID = "warm-soup" }, map[string]any{"edition": 2})).
		Refused(http.StatusUnprocessableEntity, "scenario_invalid")
	live := m.Post(at+"/publications", `{"edition":2}`).Want(http.StatusOK)
	require.Equal(t, "live", live.String("state"))
	require.NotEmpty(t, live.String("author"))
	require.NotContains(t, live.String("document"), "null")
	m.Put(at+"/draft", documentOf(t, func(s *audition.Scenario) { s.Kind = audition.HardQuestion }, nil), "If-Match", `"0"`).
		Refused(http.StatusConflict, "scenario_kind_fixed")
	m.Post(at+"/retirements", `{}`).Want(http.StatusNoContent)
	m.Post(at+"/retirements", `{}`).Refused(http.StatusConflict, "scenario_not_live")
}

func TestAScenarioIsTriedAndNothingIsKept(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	m := h.Manager()
	before := string(m.Get("/scenarios").Want(http.StatusOK).Body)
	broken := m.Post("/scenario-plays", documentOf(t, func(s *audition.Scenario) { s.Title, s.Beats = "", s.Beats[:1] },
		map[string]any{"seed": 1, "texts": []any{}, "second": 0})).Want(http.StatusOK)
	require.Equal(t, "/title", broken.String("faults.0.pointer"))
	require.Equal(t, "empty", broken.String("faults.0.code"))
	require.NotContains(t, string(broken.Body), `"play"`)
	shapeless := m.Post("/scenario-plays", `{"document":"{\"colour\":\"blue\"}","seed":1,"texts":[],"second":0}`).Want(http.StatusOK)
	require.Equal(t, "shape", shapeless.String("faults.0.code"))
	say := func(text string) apitest.Answer {
		return m.Post("/scenario-plays", documentOf(t, nil, map[string]any{
			"seed": 1, "second": 20, "texts": []any{map[string]any{"text": text, "second": 20}},
		})).Want(http.StatusOK)
	}
	kind := say("Good evening, I am so sorry that this went wrong for you. I will look into it with you now. What happened?")
	rude := say("Listen, that is your own fault. Read the rules, idiot.")
	require.Less(t, kind.Number("play.lines.1.after"), kind.Number("play.lines.1.before"))
	require.Greater(t, rude.Number("play.lines.1.after"), rude.Number("play.lines.1.before"))
	require.Contains(t, string(rude.Body), `"insult"`)
	require.NotEqual(t, kind.String("play.lines.2.text"), rude.String("play.lines.2.text"))
	require.Equal(t, "not_asked", kind.String("play.standing.honest"))
	require.Equal(t, before, string(m.Get("/scenarios").Want(http.StatusOK).Body))
}

func TestWarmUpQuestionsAreWrittenAndTried(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	m := h.Manager()
	question := `"product":"Wad 2","ask":"How long does it last?","choices":[],"right":[],"accept":["30 hours"],"refuse":[],"points":2,` +
		`"explanation":"Thirty.","source":"Manual, page 4"`
	tried := m.Post("/warm-up-tries", `{"language":"en","question":{`+question+`},"texts":["About thirty hours","A day"]}`).Want(http.StatusOK)
	require.JSONEq(t, `{"faults":[],"right":[true,false]}`, strings.TrimSpace(withoutSchema(t, tried.Body)))
	unfinished := m.Post("/warm-up-tries", `{"language":"en","question":{`+strings.Replace(question, "Manual, page 4", "", 1)+`},"texts":["30 hours"]}`).Want(http.StatusOK)
	require.Equal(t, "/source", unfinished.String("faults.0.pointer"))
	require.Contains(t, string(unfinished.Body), `"right":[true]`)
	wrong := m.Post("/warm-up-tries", `{"language":"en","question":{`+strings.Replace(question, "30 hours", "(30", 1)+`},"texts":["x"]}`).Want(http.StatusOK)
	require.Equal(t, "/accept/0", wrong.String("faults.0.pointer"))
	const at = "/warm-up-questions/hours/en"
	m.Put(at, `{`+question+`,"archived":false}`).Refused(http.StatusPreconditionRequired, "version_required")
	made := m.Put(at, `{`+question+`,"archived":false}`, "If-Match", `"0"`).Want(http.StatusOK)
	require.Equal(t, `"1"`, made.Header.Get("ETag"))
	m.Put(at, `{`+strings.Replace(question, "30 hours", "(30", 1)+`,"archived":false,"version":1}`).
		Refused(http.StatusUnprocessableEntity, "question_invalid")
	away := m.Put(at, `{`+question+`,"archived":true,"version":1}`).Want(http.StatusOK)
	require.Contains(t, string(away.Body), `"archived":true`)
	require.Contains(t, string(m.Get("/warm-up-questions").Want(http.StatusOK).Body), `"How long does it last?"`)
}

func withoutSchema(t *testing.T, raw []byte) string {
	t.Helper()
	var body map[string]any
	require.NoError(t, json.Unmarshal(raw, &body))
	delete(body, "$schema")
	out, err := json.Marshal(body)
	require.NoError(t, err)
	return string(out)
}
