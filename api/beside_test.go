package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain"
)

func note(clientID, text string, mentions ...string) string {
	quoted := make([]string, len(mentions))
	for i, m := range mentions {
		quoted[i] = fmt.Sprintf("%q", m)
	}
	return fmt.Sprintf(`{"clientId":%q,"text":%q,"mentions":[%s]}`, clientID, text, strings.Join(quoted, ","))
}

func TestAMessageIsChangedAndTakenBack(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	said := c.visitor.Post(c.path("/messages"), `{"clientId":"1","text":"It is wet."}`).Want(http.StatusCreated)
	at := c.path("/messages/" + said.String("id"))
	edited := c.visitor.Patch(at, `{"text":"It is damp."}`).Want(http.StatusOK)
	if again := c.visitor.Patch(at, `{"text":" It is damp. "}`).Want(http.StatusOK); again.Number("seq") != edited.Number("seq") || edited.String("id") != said.String("id") {
		t.Fatalf("%s is not %s", again.Body, edited.Body)
	}
	c.visitor.Patch(at, `{"text":"  "}`).Refused(http.StatusUnprocessableEntity, "text_length")
	line := c.expert.Get(c.path(fmt.Sprintf("/timeline?after=%v", said.Number("seq")-1))).Want(http.StatusOK)
	if line.String("entries.0.text") != "It is damp." || line.String("entries.0.editedAt") == "" || line.String("entries.1.kind") != "edit" ||
		line.String("entries.1.data.messageId") != said.String("id") || line.Number("entries.1.data.seq") != said.Number("seq") {
		t.Fatalf("%s", line.Body)
	}
	c.expert.Patch(at, `{"text":"I was wrong."}`).Refused(http.StatusNotFound, "message_not_found")
	c.manager.Do(http.MethodDelete, at, "").Refused(http.StatusConflict, "not_holder")
	gone := c.visitor.Do(http.MethodDelete, at, "").Want(http.StatusOK)
	if twice := c.visitor.Do(http.MethodDelete, at, "").Want(http.StatusOK); twice.Number("seq") != gone.Number("seq") {
		t.Fatalf("%s is not %s", twice.Body, gone.Body)
	}
	c.visitor.Patch(at, `{"text":"Back."}`).Refused(http.StatusConflict, "message_deleted")
	late := c.visitor.Post(c.path("/messages"), `{"clientId":"2","text":"Still there?"}`).Want(http.StatusCreated)
	c.Clock.Add(5 * time.Minute)
	c.visitor.Patch(c.path("/messages/"+late.String("id")), `{"text":"Hello?"}`).Refused(http.StatusConflict, "message_stands")
}

func TestColleaguesNoteAndOnlyTheHolderWrites(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	bo, cy := c.Expert("bo"), c.Expert("cy")
	found := c.expert.Get("/colleagues?query=b").Want(http.StatusOK)
	if found.Len("items") != 1 || found.String("items.0.id") != bo.ID || strings.Contains(string(found.Body), "Real") {
		t.Fatalf("%s", found.Body)
	}
	first := c.expert.Post(c.path("/notes"), note("1", "Ask @bo", bo.ID)).Want(http.StatusCreated)
	if again := c.expert.Post(c.path("/notes"), note("1", "Ask @bo", bo.ID)).Want(http.StatusOK); again.String("id") != first.String("id") {
		t.Fatalf("%s is not %s", again.Body, first.Body)
	}
	mine := bo.Get("/me/mentions").Want(http.StatusOK)
	if mine.Len("items") != 1 || mine.String("items.0.noteId") != first.String("id") || mine.At("items.0.seen") != false || mine.String("items.0.by.name") != "ada" {
		t.Fatalf("%s", mine.Body)
	}
	bo.Put("/me/mentions/"+first.String("id")+"/seen", "").Want(http.StatusNoContent)
	cy.Put("/me/mentions/"+first.String("id")+"/seen", "").Refused(http.StatusNotFound, "mention_not_found")

	bo.Get(c.path("/context")).Refused(http.StatusNotFound, "conversation_not_found") // what the customer owns is for the holder
	for _, path := range []string{"", "/timeline", "/notes", "/watchers"} {
		bo.Get(c.path(path)).Want(http.StatusOK)
		cy.Get(c.path(path)).Refused(http.StatusNotFound, "conversation_not_found")
		c.manager.Get(c.path(path)).Want(http.StatusOK)
	}
	for who, code := range map[*apitest.Client]string{bo: "not_holder", c.manager: "not_holder", cy: "conversation_not_found"} {
		for _, a := range []apitest.Answer{
			who.Post(c.path("/messages"), `{"clientId":"x","text":"Hi"}`), who.Put(c.path("/read"), `{"seq":1}`), who.Post(c.path("/typing"), ""),
		} {
			if a.Code() != code {
				t.Errorf("%s: %s", code, a.Body)
			}
		}
	}
	bo.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Refused(http.StatusConflict, "not_holder")
	bo.Post(c.path("/notes"), `{"clientId":"w","text":"Psst","whisper":true}`).Refused(http.StatusForbidden, "whisper_of_staff")
	c.manager.Post(c.path("/notes"), `{"clientId":"w","text":"Psst","whisper":true}`).Want(http.StatusCreated)
	if seen := bo.Get(c.path("/notes")).Want(http.StatusOK); seen.Len("items") != 1 || seen.String("items.0.mentions.0.name") != "bo" {
		t.Fatalf("%s", seen.Body)
	}
	if seen := c.expert.Get(c.path("/notes")).Want(http.StatusOK); seen.Len("items") != 2 || seen.At("items.1.whisper") != true {
		t.Fatalf("%s", seen.Body)
	}

	c.manager.Put(c.path("/watch"), "").Want(http.StatusNoContent)
	if w := c.expert.Get(c.path("/watchers")).Want(http.StatusOK); w.Len("items") != 1 || w.String("items.0.role") != "manager" {
		t.Fatalf("%s", w.Body)
	}
	c.manager.Do(http.MethodDelete, c.path("/watch"), "").Want(http.StatusNoContent)
	cy.Put(c.path("/watch"), "").Refused(http.StatusNotFound, "conversation_not_found")
}

// secretPlaces are the operations that no customer may ever be let into.
var secretPlaces = []string{
	"listNotes", "postNote", "listColleagues", "listMyMentions", "putMentionSeen", "listWatchers", "putWatch", "deleteWatch",
}

// TestNoCustomerGetsAByteOfWhatColleaguesSay plants words wherever colleagues
// talk to each other and wherever something was taken back, lets a customer call
// everything that a customer can call, before and after, and looks through every
// answer and every push.
func TestNoCustomerGetsAByteOfWhatColleaguesSay(t *testing.T) {
	t.Parallel()
	h, url := broadcast(t)
	h.Clock.Add(h.Machine.Now().Sub(h.Clock.Now()))
	c := &counter{House: h, reason: string(h.Reason("Sound", "It crackles")), visitor: h.Visitor(), manager: h.Manager()}
	c.expert = h.Expert("ada")
	c.expert.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	asked := c.visitor.Post("/conversations", `{"question":"canary question"}`, "Idempotency-Key", "ask").Want(http.StatusCreated)
	c.conversation = asked.String("id")
	question := c.visitor.Get(c.path("/timeline")).String("entries.0.messageId")
	c.visitor.Patch(c.path("/messages/"+question), `{"text":"Why is it wet?"}`).Want(http.StatusOK)
	c.accepted()
	require.NoError(t, h.DB.Outbox().WaitIdle(t.Context())) // the question, as it was first, is told to who listened then

	conn, _, err := dial(t, url, c.visitor.Token, nil)
	require.NoError(t, err)
	bo, stranger := h.Expert("bo"), h.Visitor()
	sent := c.expert.Post(c.path("/messages"), `{"clientId":"1","text":"Dry it."}`).Want(http.StatusCreated).String("id")
	noteID := c.expert.Post(c.path("/notes"), note("1", "canary note", bo.ID)).Want(http.StatusCreated).String("id")
	bo.Post(c.path("/notes"), note("2", "canary answer")).Want(http.StatusCreated)
	c.manager.Put(c.path("/watch"), "").Want(http.StatusNoContent)
	c.manager.Post(c.path("/notes"), `{"clientId":"3","text":"canary whisper","whisper":true}`).Want(http.StatusCreated)
	handed := c.expert.Post(c.path("/hand-overs"), `{"to":"experts","summary":"canary: tried the cable, the seal, the pads."}`).Want(http.StatusCreated).String("id")
	c.expert = bo
	bo.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	c.accepted()
	promised := c.promised("p1", 30*time.Hour).Want(http.StatusCreated).String("id")
	version := c.expert.Get("/me/follow-ups").Number("items.0.version")
	c.expert.Patch("/follow-ups/"+promised, fmt.Sprintf(`{"research":"canary research","sources":[{"title":"canary source","url":"https://noorder.example/canary"}],"version":%v}`, version)).
		Want(http.StatusOK)
	for _, who := range []*apitest.Client{c.expert, c.manager} { // they are there: somebody must see them
		for _, word := range []string{"canary note", "canary answer"} {
			require.Contains(t, string(who.Get(c.path("/notes")).Body), word)
		}
	}
	require.Contains(t, string(c.manager.Get(c.path("/notes")).Body), "canary whisper")
	require.Contains(t, string(c.expert.Get(c.path("/hand-overs")).Body), "canary: tried")

	ids := map[string][]string{"{id}": {c.conversation, noteID, handed, promised, c.reason}, "{messageId}": {sent, question, noteID}}
	calls := 0
	everything := func(who *apitest.Client) {
		for _, op := range h.Server.Walk() {
			if op.ID == "leaveVisitor" || (!op.Public && !op.Has(domain.RoleCustomer)) { // who leaves hears nothing at all
				continue
			}
			require.NotContains(t, secretPlaces, op.ID)
			for _, path := range fill(op.Path, ids) {
				for _, body := range bodies(op.Method) {
					if a := who.Do(op.Method, path, body); strings.Contains(string(a.Body), "canary") {
						t.Errorf("%s %s tells a customer: %s", op.Method, path, a.Body)
					}
					calls++
				}
			}
		}
	}
	last := func(conn *websocket.Conn, word string) string {
		require.NoError(t, h.DB.Outbox().WaitIdle(t.Context()))
		c.visitor.Post(c.path("/messages"), fmt.Sprintf(`{"clientId":%q,"text":%q}`, word, word)).Want(http.StatusCreated)
		return heardUntil(t, conn, word)
	}
	pushes := last(conn, "first half")
	everything(c.visitor)
	everything(stranger)
	again, _, err := dial(t, url, c.visitor.Token, nil)
	require.NoError(t, err)
	c.expert.Post("/follow-ups/"+promised+"/outcomes", `{"outcome":"answered","result":"Turn it over."}`)
	c.manager.Post(c.path("/closures"), `{"outcome":"solved"}`)
	pushes += last(again, "second half")
	everything(c.visitor)
	if a := c.visitor.Post("/conversations", `{"question":"canary question"}`, "Idempotency-Key", "ask"); strings.Contains(string(a.Body), "canary") {
		t.Errorf("a repetition tells what was taken back: %s", a.Body)
	}
	require.Contains(t, pushes, "Dry it.")
	for _, inner := range []string{"canary", `"note"`, `"watch"`, "nte_", "inner:", c.manager.ID} {
		require.NotContains(t, pushes, inner)
	}
	t.Logf("%d calls", calls)
}

// fill puts known ids into a path in every way.
func fill(path string, ids map[string][]string) []string {
	paths := []string{path}
	for name, values := range ids {
		var filled []string
		for _, p := range paths {
			if !strings.Contains(p, name) {
				filled = append(filled, p)
				continue
			}
			for _, v := range values {
				filled = append(filled, strings.ReplaceAll(p, name, v))
			}
		}
		paths = filled
	}
	return paths
}

// bodies are what a curious customer sends.
func bodies(method string) []string {
	if method == http.MethodGet {
		return []string{""}
	}
	return []string{`{}`, `{"clientId":"c","text":"Hm?"}`, `{"text":"Hm."}`, `{"seq":9}`, `{"stars":5,"solved":"yes"}`, `{"helped":"yes"}`, `{"question":"And?"}`}
}

// heardUntil is everything that a socket heard up to a word.
func heardUntil(t *testing.T, conn *websocket.Conn, word string) string {
	t.Helper()
	var all strings.Builder
	for !strings.Contains(all.String(), word) {
		_, frame, err := conn.ReadMessage()
		require.NoError(t, err, "after %s", all.String())
		all.Write(frame)
	}
	return all.String()
}
