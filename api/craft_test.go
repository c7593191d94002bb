package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// fact adds a fact as the manager.
func (c *counter) fact(title string) string {
	c.T.Helper()
	return c.manager.Post("/facts", fmt.Sprintf(
		`{"language":"en","title":%q,"body":"Phono MM, line, USB-C, optical.","source":"Data sheet","url":"https://noorder.example/terp"}`, title)).
		Want(http.StatusCreated).String("id")
}

func TestFactsAreReadByExpertsAndWrittenByStaff(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	id := c.fact("Terp inputs")
	body := `{"language":"en","title":"x","body":"y","source":"z"}`
	for _, who := range []string{"expert", "visitor"} {
		client := map[string]func(string, string, ...string) int{
			"expert":  func(p, b string, _ ...string) int { return c.expert.Post(p, b).Status },
			"visitor": func(p, b string, _ ...string) int { return c.visitor.Post(p, b).Status },
		}[who]
		require.Equal(t, http.StatusForbidden, client("/facts", body), who)
	}
	c.expert.Patch("/facts/"+id, `{"title":"mine"}`).Refused(http.StatusForbidden, "forbidden")
	c.visitor.Get("/facts").Refused(http.StatusForbidden, "forbidden")
	require.Equal(t, 1, c.expert.Get("/facts?query=OPTICAL+terp").Want(200).Len("items"))
	require.Equal(t, 0, c.expert.Get("/facts?language=nl").Want(200).Len("items"))

	c.manager.Post("/facts", `{"language":"en","title":"x","body":"y","source":"z","url":"javascript:1"}`).Refused(422, "bad_url")
	c.manager.Post("/facts", `{"language":"en","title":"x","body":"y","source":"z","productId":"prd_none"}`).Refused(422, "product_unknown")
	changed := c.manager.Patch("/facts/"+id, `{"title":"Inputs","version":1}`).Want(200)
	require.Equal(t, "Inputs", changed.String("title"))
	c.manager.Patch("/facts/"+id, `{"title":"again","version":1}`).Refused(412, "stale_version")
	c.manager.Patch("/facts/fct_none", `{}`).Refused(404, "fact_not_found")
	c.manager.Patch("/facts/"+id, `{"archived":true}`).Want(200)
	require.Equal(t, 0, c.expert.Get("/facts?archived=true").Want(200).Len("items"), "experts do not see what is put away")
	require.Equal(t, 1, c.manager.Get("/facts?archived=true").Want(200).Len("items"))
}

func TestAFactUnderOnesOwnWords(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	id := c.fact("Terp inputs")
	require.Equal(t, 1, c.expert.Get(c.path("/facts")).Want(200).Len("items"))
	c.visitor.Get(c.path("/facts")).Refused(403, "forbidden")
	c.visitor.Post(c.path("/messages"), fmt.Sprintf(`{"clientId":"v1","text":"Look.","factIds":[%q]}`, id)).Refused(422, "fact_not_yours")
	c.expert.Post(c.path("/messages"), fmt.Sprintf(`{"clientId":"m1","text":" ","factIds":[%q]}`, id)).Refused(422, "text_length")
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Look.","factIds":["fct_none"]}`).Refused(422, "fact_unknown")
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Look.","factIds":["a","b","c","d"]}`).Want(422)
	c.expert.Post(c.path("/messages"), fmt.Sprintf(`{"clientId":"m1","text":"It has what you need.","factIds":[%q]}`, id)).Want(201)
	line := c.visitor.Get(c.path("/timeline?after=4")).Want(200)
	require.Equal(t, "Terp inputs", line.String("entries.0.data.facts.0.title"))
	require.Equal(t, "https://noorder.example/terp", line.String("entries.0.data.facts.0.url"))

	closed := c.expert.Post(c.path("/closures"), fmt.Sprintf(
		`{"outcome":"solved","reasonId":%q,"tip":"Start at zero.","nextStep":"Try phono."}`, c.reason)).Want(200)
	require.Equal(t, "Start at zero.", closed.String("closure.tip"))
	require.Equal(t, "Try phono.", c.visitor.Get(c.path("")).Want(200).String("closure.nextStep"))
	c.visitor.Post(c.path("/ratings"), `{"stars":5,"solved":"yes","learned":"perhaps"}`).Want(422)
	require.Equal(t, "partly", c.visitor.Post(c.path("/ratings"), `{"stars":5,"solved":"yes","learned":"partly"}`).Want(201).String("learned"))
	require.EqualValues(t, 1, c.manager.Get("/facts").Want(200).At("items.0.solved"))
	c.expert.Get(c.path("/facts")).Refused(404, "conversation_not_found")
}

func TestACustomerLeavesNoTip(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.visitor.Post(c.path("/closures"), `{"tip":"Be quicker."}`).Refused(422, "parting_not_yours")
}

func TestCheckingWhatOneWroteToOthers(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	text := `{"text":"Press each pad at 12, 4 and 8 o'clock until you hear a click on every side."}`
	require.EqualValues(t, 0, c.expert.Post(c.path("/alikes"), text).Want(200).At("people"))
	c.visitor.Post(c.path("/alikes"), text).Refused(403, "forbidden")
	c.manager.Post(c.path("/alikes"), text).Refused(403, "forbidden")
	c.Expert("bo").Post(c.path("/alikes"), text).Refused(404, "conversation_not_found")
	require.EqualValues(t, 0, c.expert.Get("/me/missed-offers").Want(200).At("count"))
	c.visitor.Get("/me/missed-offers").Refused(403, "forbidden")
}

func TestEarlierConversationsAreReadWhileHolding(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	first := c.conversation
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(200)
	c.conversation = c.visitor.Post("/conversations", `{"question":"And now?"}`).Want(201).String("id")
	c.accepted()
	earlier := c.path("/earlier/" + first)
	require.Equal(t, "Why does it crackle?", c.expert.Get(earlier).Want(200).String("question"))
	c.manager.Get(earlier).Want(200)
	c.visitor.Get(earlier).Refused(403, "forbidden")
	c.Expert("bo").Get(earlier).Refused(404, "conversation_not_found")
	context := c.expert.Get(c.path("/context")).Want(200)
	require.Equal(t, first, context.String("earlier.0.id"))
	require.NotContains(t, string(context.Body), "email")
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(200)
	c.expert.Get(earlier).Refused(404, "conversation_not_found")
}

// TestSuggestionsAreForWhoAnswers: who may ask for them, and how they do.
func TestSuggestionsAreForWhoAnswers(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	require.JSONEq(t, `{"reasons":[],"similar":[]}`, string(c.expert.Get(c.path("/suggestions")).Want(200).Body))
	c.visitor.Get(c.path("/suggestions")).Refused(403, "forbidden")
	c.Expert("bo").Get(c.path("/suggestions")).Refused(404, "conversation_not_found")
	require.EqualValues(t, 50, c.manager.Get("/contact-reasons/learning").Want(200).At("needed"))
	c.expert.Get("/contact-reasons/learning").Refused(403, "forbidden")
}
