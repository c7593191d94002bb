package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

const summed = "Asked: it crackles. Tried: another cable. Open: the left side."

// colleague is another expert who is on duty.
func (c *counter) colleague(name string) *apitest.Client {
	c.T.Helper()
	e := c.Expert(name)
	e.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	return e
}

func handOverTo(to string) string { return fmt.Sprintf(`{"to":%q,"summary":%q}`, to, summed) }

// An expert hands over to another, who scores it and hands it to staff; a
// manager answers and closes.
func TestAConversationIsHandedOverTwice(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	ada, bo := c.expert, c.colleague("bo")
	found := ada.Get(c.path("/receivers")).Want(http.StatusOK)
	if found.Len("items") != 1 || found.String("items.0.expert.displayName") != "bo" {
		t.Fatalf("%s", found.Body)
	}
	ada.Post(c.path("/hand-overs"), `{"summary":"too short"}`).Want(http.StatusUnprocessableEntity)
	ada.Post(c.path("/hand-overs"), handOverTo("nobody")).Refused(http.StatusConflict, "receiver_not_available")
	made := ada.Post(c.path("/hand-overs"), handOverTo(found.String("items.0.expert.id"))).Want(http.StatusCreated)
	score := "/hand-overs/" + made.String("id") + "/scores"
	for _, rest := range []string{"", "/timeline", "/hand-overs", "/receivers", "/context"} {
		ada.Get(c.path(rest)).Refused(http.StatusNotFound, "conversation_not_found")
	}
	ada.Post(c.path("/messages"), `{"clientId":"m","text":"Still me?"}`).Refused(http.StatusNotFound, "conversation_not_found")
	ada.Post(score, `{"score":5}`).Refused(http.StatusNotFound, "hand_over_not_found")

	c.expert = bo
	offer := c.offered()
	if a := bo.Get("/me/offers").Want(http.StatusOK); a.String("items.0.handOver.summary") != summed || a.At("items.0.handOver.named") != true {
		t.Fatalf("%s", a.Body)
	}
	bo.Post("/offers/"+offer+"/acceptances", "").Want(http.StatusOK)
	told := bo.Get(c.path("/hand-overs")).Want(http.StatusOK)
	if told.String("items.0.summary") != summed || told.At("items.0.canScore") != true || told.Number("left") != 1 || told.String("items.0.from.name") != "ada" {
		t.Fatalf("%s", told.Body)
	}
	c.manager.Post(score, `{"score":5}`).Refused(http.StatusNotFound, "hand_over_not_found")
	bo.Post(score, `{"score":9}`).Want(http.StatusUnprocessableEntity)
	bo.Post(score, `{"score":4}`).Want(http.StatusOK)
	bo.Post(score, `{"score":4}`).Want(http.StatusOK)
	bo.Post(score, `{"score":5}`).Refused(http.StatusConflict, "already_scored")
	bo.Post(c.path("/hand-overs"), handOverTo("staff")).Want(http.StatusCreated)
	bo.Get(c.path("")).Refused(http.StatusNotFound, "conversation_not_found")
	c.isAnsweredByStaff()
}

// isAnsweredByStaff takes a conversation from the staff queue and closes it.
func (c *counter) isAnsweredByStaff() {
	c.T.Helper()
	other := c.Manager()
	queue := c.manager.Get("/conversations?desk=staff&status=queued").Want(http.StatusOK)
	if queue.Len("items") != 1 || queue.String("items.0.id") != c.conversation {
		c.T.Fatalf("%s", queue.Body)
	}
	c.manager.Post(c.path("/messages"), `{"clientId":"s0","text":"Hello."}`).Refused(http.StatusConflict, "not_holder")
	c.manager.Post(c.path("/take-overs"), `{}`).Want(http.StatusOK)
	c.manager.Post(c.path("/take-overs"), `{}`).Want(http.StatusOK)
	lost := other.Post(c.path("/take-overs"), `{}`)
	lost.Refused(http.StatusConflict, "held_by_staff")
	other.Post(c.path("/messages"), `{"clientId":"s0","text":"Hello."}`).Refused(http.StatusConflict, "not_holder")
	c.manager.Post(c.path("/messages"), `{"clientId":"s1","text":"The team decides this."}`).Want(http.StatusCreated)
	c.manager.Put(c.path("/read"), `{"seq":3}`).Want(http.StatusOK)
	c.manager.Post(c.path("/typing"), "").Want(http.StatusNoContent)
	other.Post(c.path("/typing"), "").Refused(http.StatusConflict, "not_holder")
	if mine := c.manager.Get("/conversations?mine=true").Want(http.StatusOK); mine.Len("items") != 1 {
		c.T.Fatalf("%s", mine.Body)
	}
	seen := c.visitor.Get(c.path("")).Want(http.StatusOK)
	if seen.String("desk") != "staff" || seen.String("staff.name") == "" || seen.At("staff.id") != nil || seen.At("expert") != nil {
		c.T.Fatalf("%s", seen.Body)
	}
	for _, rest := range []string{"", "/timeline"} {
		if a := c.visitor.Get(c.path(rest)); strings.Contains(string(a.Body), "cable") || strings.Contains(string(a.Body), "mgr_") {
			c.T.Fatalf("the customer sees what is not theirs: %s", a.Body)
		}
	}
	c.visitor.Get(c.path("/hand-overs")).Refused(http.StatusForbidden, "forbidden")
	c.visitor.Post(c.path("/hand-overs"), handOverTo("staff")).Refused(http.StatusForbidden, "forbidden")
	c.visitor.Post(c.path("/take-overs"), `{}`).Refused(http.StatusForbidden, "forbidden")
	c.expert.Post(c.path("/take-overs"), `{}`).Refused(http.StatusForbidden, "forbidden")
	c.manager.Post(c.path("/hand-overs"), handOverTo("experts")).Refused(http.StatusConflict, "handed_over_twice")
	c.manager.Post(c.path("/closures"), `{"outcome":"solved"}`).Want(http.StatusOK)
	if seen = c.visitor.Get(c.path("")).Want(http.StatusOK); seen.At("canRate") != false || seen.String("staff.name") == "" {
		c.T.Fatalf("%s", seen.Body)
	}
	c.manager.Post(c.path("/take-overs"), `{}`).Refused(http.StatusConflict, "conversation_closed")
}

func TestAReasonForStaff(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	reason := "/contact-reasons/" + c.reason
	c.manager.Patch(reason, `{"staffTopic":"gossip","version":1}`).Want(http.StatusUnprocessableEntity)
	c.manager.Patch(reason, `{"staffTopic":"warranty","version":1}`).Want(http.StatusOK)
	if all := c.visitor.Get("/contact-reasons").Want(http.StatusOK); !strings.Contains(string(all.Body), `"staffTopic":"warranty"`) {
		t.Fatalf("%s", all.Body)
	}
	closing := fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)
	c.expert.Post(c.path("/closures"), closing).Refused(http.StatusConflict, "staff_only")
	other := c.Visitor()
	asked := other.Post("/conversations", fmt.Sprintf(`{"question":"Is it covered?","reasonId":%q}`, c.reason)).Want(http.StatusCreated)
	if asked.String("desk") != "staff" || asked.String("status") != "queued" {
		t.Fatalf("%s", asked.Body)
	}
	c.manager.Patch(reason, `{"staffTopic":"","version":2}`).Want(http.StatusOK)
	c.expert.Post(c.path("/closures"), closing).Want(http.StatusOK)
}

// Who handed a conversation over hears nothing more of it: neither what the
// customer says, nor what the next expert does.
func TestWhoHandsOverStopsReceiving(t *testing.T) {
	t.Parallel()
	h, url := broadcast(t)
	h.Clock.Add(h.Machine.Now().Sub(h.Clock.Now())) // an expert's invitation is as old as the brand says
	c := &counter{House: h, reason: string(h.Reason("Sound", "It crackles")), visitor: h.Visitor(), manager: h.Manager()}
	c.expert = c.colleague("ada")
	c.conversation = c.visitor.Post("/conversations", `{"question":"Why does it crackle?"}`).Want(http.StatusCreated).String("id")
	c.accepted()
	conn, _, err := dial(t, url, c.expert.Token, nil)
	require.NoError(t, err)
	c.visitor.Post(c.path("/messages"), `{"clientId":"v1","text":"before it was handed over"}`).Want(http.StatusCreated)
	require.Contains(t, heard(t, conn, "before it was handed over"), "timeline")
	c.expert.Post(c.path("/hand-overs"), handOverTo("staff")).Want(http.StatusCreated)
	c.expert.Get(c.path("")).Refused(http.StatusNotFound, "conversation_not_found")
	c.visitor.Post(c.path("/messages"), `{"clientId":"v2","text":"after it was handed over"}`).Want(http.StatusCreated)
	c.manager.Post(c.path("/take-overs"), `{"reason":"ours"}`).Want(http.StatusOK)
	c.manager.Post(c.path("/messages"), `{"clientId":"s1","text":"the team after it"}`).Want(http.StatusCreated)
	require.NoError(t, h.DB.Outbox().WaitIdle(t.Context()))
	c.expert.Put("/me/presence", `{"state":"away"}`).Want(http.StatusOK) // the last that is pushed to them
	after := heard(t, conn, `"presence"`)
	require.NotContains(t, after, "after it")
	require.NotContains(t, after, c.conversation+`","entry"`)
	require.NotContains(t, after, "cable")
}

// heard reads frames until one contains the words, and returns all of them.
func heard(t *testing.T, conn *websocket.Conn, words string) string {
	t.Helper()
	var all strings.Builder
	for !strings.Contains(all.String(), words) {
		_, frame, err := conn.ReadMessage()
		require.NoError(t, err, "heard only %s", all.String())
		all.Write(frame)
	}
	return all.String()
}
