package api_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/apitest"
)

// counter is a house in which an expert is on duty and a visitor asked.
type counter struct {
	*apitest.House
	expert, visitor, manager *apitest.Client
	reason, conversation     string
}

func openCounter(t *testing.T) *counter {
	t.Helper()
	return counterOf(t, apitest.Open(t))
}

func counterOf(t *testing.T, h *apitest.House) *counter {
	t.Helper()
	c := &counter{House: h, reason: string(h.Reason("Sound", "It crackles")), visitor: h.Visitor(), manager: h.Manager()}
	c.expert = h.Expert("ada")
	if a := c.expert.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK); a.At("onDuty") != true || a.String("state") != "available" {
		t.Fatalf("%s", a.Body)
	}
	c.conversation = c.visitor.Post("/conversations", `{"question":"Why does it crackle?"}`).Want(http.StatusCreated).String("id")
	return c
}

// offered allocates and returns the id of the expert's offer.
func (c *counter) offered() string {
	c.T.Helper()
	if err := c.Services.Desk.Allocate(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
	return c.expert.Get("/me/offers").Want(http.StatusOK).String("items.0.id")
}

func (c *counter) accepted() {
	c.T.Helper()
	c.expert.Post("/offers/"+c.offered()+"/acceptances", "").Want(http.StatusOK)
}

func (c *counter) path(rest string) string { return "/conversations/" + c.conversation + rest }

func TestAConversationFromQuestionToRating(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	first := c.visitor.Get(c.path("")).Want(http.StatusOK)
	if first.String("status") != "queued" || first.Number("queue.place") != 1 || first.String("channel") != "chat" || first.Number("lastSeq") != 2 {
		t.Fatalf("%s", first.Body)
	}
	id := c.offered()
	offers := c.expert.Get("/me/offers").Want(http.StatusOK)
	sum := 0.0
	for i := range 6 {
		sum += offers.Number(fmt.Sprintf("items.0.why.factors.%d.points", i))
	}
	if offers.Len("items.0.why.factors") != 6 || math.Abs(sum-offers.Number("items.0.why.score")) > 1e-9 || offers.String("items.0.conversationId") != c.conversation {
		t.Fatalf("%s", offers.Body)
	}
	a := c.expert.Post("/offers/"+id+"/acceptances", "{}").Want(http.StatusOK)
	if a.String("status") != "assigned" || a.String("expert.displayName") != "ada" {
		t.Fatalf("%s", a.Body)
	}
	c.expert.Post("/offers/"+id+"/acceptances", "").Refused(http.StatusConflict, "already_taken")
	if seats := c.expert.Get("/me/seats").Want(http.StatusOK); seats.Len("items") != 3 || seats.String("items.0.conversationId") != c.conversation {
		t.Fatalf("%s", seats.Body)
	}

	sent := c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Is it <b>wet</b>?"}`).Want(http.StatusCreated)
	again := c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Is it wet?"}`).Want(http.StatusOK)
	if sent.String("id") != again.String("id") || sent.Number("seq") != again.Number("seq") {
		t.Fatalf("%s is not %s", again.Body, sent.Body)
	}
	if mark := c.visitor.Put(c.path("/read"), `{"seq":400}`).Want(http.StatusOK); mark.Number("seq") != sent.Number("seq") {
		t.Fatalf("%s", mark.Body)
	}
	c.visitor.Post(c.path("/typing"), "").Want(http.StatusNoContent)
	line := c.visitor.Get(c.path("/timeline?after=4")).Want(http.StatusOK)
	if line.String("entries.0.text") != "Is it <b>wet</b>?" || line.String("entries.0.status") != "waiting" ||
		line.String("entries.1.kind") != "read" || line.Number("lastSeq") != 6 || line.String("entries.0.author.name") != "ada" {
		t.Fatalf("%s", line.Body)
	}

	c.expert.Post(c.path("/closures"), `{"outcome":"solved"}`).Refused(http.StatusUnprocessableEntity, "reason_required")
	closed := c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	if closed.String("status") != "closed" || closed.String("closure.outcome") != "solved" {
		t.Fatalf("%s", closed.Body)
	}
	c.expert.Get(c.path("")).Refused(http.StatusNotFound, "conversation_not_found")

	if mine := c.visitor.Get(c.path("")).Want(http.StatusOK); mine.At("canRate") != true || mine.At("canConfirm") != true {
		t.Fatalf("%s", mine.Body)
	}
	c.isRated()
}

// isRated rates a closed conversation, changes the rating and confirms again.
func (c *counter) isRated() {
	c.T.Helper()
	c.visitor.Post(c.path("/ratings"), `{"stars":4,"solved":true}`).Refused(http.StatusUnprocessableEntity, "cause_required")
	c.visitor.Post(c.path("/ratings"), `{"stars":4,"solved":"perhaps","cause":"expert"}`).Want(http.StatusUnprocessableEntity)
	c.visitor.Post(c.path("/ratings"), `{"stars":4,"solved":"partly","cause":"expert"}`).Want(http.StatusCreated)
	r := c.visitor.Post(c.path("/ratings"), `{"stars":5,"solved":true,"sameExpertAgain":true}`).Want(http.StatusOK)
	if r.String("solved") != "yes" || r.At("editable") != true || r.At("cause") != nil {
		c.T.Fatalf("%s", r.Body)
	}
	mine := c.visitor.Get(c.path("")).Want(http.StatusOK)
	if mine.Number("rating.stars") != 5 || mine.String("closure.confirmedAt") == "" || mine.At("canConfirm") != false {
		c.T.Fatalf("%s", mine.Body)
	}
	c.visitor.Post(c.path("/confirmations"), "").Want(http.StatusOK)
}

func TestOneMessageForAKeyAndForAClientID(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	send := func() apitest.Answer {
		return c.visitor.Post(c.path("/messages"), `{"clientId":"a","text":"Hello?"}`, "Idempotency-Key", "k-1").Want(http.StatusCreated)
	}
	if one, two := send(), send(); one.String("id") != two.String("id") {
		t.Fatalf("%s, %s", one.Body, two.Body)
	}
	if line := c.visitor.Get(c.path("/timeline")).Want(http.StatusOK); line.Len("entries") != 3 {
		t.Fatalf("%s", line.Body)
	}
}

func TestAnOfferRunsOut(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	id := c.offered()
	c.Clock.Add(20 * time.Second)
	c.expert.Post("/offers/"+id+"/acceptances", "").Refused(http.StatusGone, "offer_lapsed")
	c.expert.Post("/offers/"+id+"/declines", "").Refused(http.StatusGone, "offer_lapsed")
	c.expert.Post("/offers/ofr_none/declines", "").Refused(http.StatusNotFound, "offer_not_found")
	if n := c.expert.Get("/me/offers").Want(http.StatusOK).Len("items"); n != 0 {
		t.Fatalf("%d offers", n)
	}
}

func TestDecliningIsFree(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	other := c.Expert("ben")
	other.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	if err := c.Services.Desk.Allocate(t.Context()); err != nil {
		t.Fatal(err)
	}
	asked, idle := c.expert, other
	if asked.Get("/me/offers").Len("items") == 0 {
		asked, idle = other, c.expert
	}
	id := asked.Get("/me/offers").String("items.0.id")
	idle.Post("/offers/"+id+"/acceptances", "").Refused(http.StatusNotFound, "offer_not_found")
	asked.Post("/offers/"+id+"/declines", "").Want(http.StatusNoContent)
	if err := c.Services.Desk.Allocate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := idle.Get("/me/offers").Len("items"); n != 1 {
		t.Fatalf("%d offers for the other", n)
	}
	record := c.manager.Get(c.path("/offers")).Want(http.StatusOK)
	if record.Len("items") != 2 || record.String("items.0.state") != "declined" {
		t.Fatalf("%s", record.Body)
	}
}

func TestACustomerIsNeverKeptFromLeaving(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	a := c.visitor.Post(c.path("/closures"), `{}`).Want(http.StatusOK)
	if a.String("closure.outcome") != "withdrawn" || a.At("canRate") != false {
		t.Fatalf("%s", a.Body)
	}
	c.visitor.Post(c.path("/closures"), `{}`).Refused(http.StatusConflict, "conversation_closed")
	c.visitor.Post(c.path("/ratings"), `{"stars":5,"solved":true}`).Refused(http.StatusConflict, "nobody_to_rate")
	c.visitor.Post(c.path("/messages"), `{"clientId":"b","text":"Still there?"}`).Want(http.StatusCreated)
	if s := c.visitor.Get(c.path("")).String("status"); s != "queued" {
		t.Fatal(s)
	}
}

func TestWhoDoesNotTakePartKnowsNothing(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	stranger, idle := c.Visitor(), c.Expert("ben")
	c.accepted()
	for _, call := range []func(*apitest.Client) apitest.Answer{
		func(p *apitest.Client) apitest.Answer { return p.Get(c.path("")) },
		func(p *apitest.Client) apitest.Answer { return p.Get(c.path("/timeline")) },
		func(p *apitest.Client) apitest.Answer {
			return p.Post(c.path("/messages"), `{"clientId":"x","text":"Hi"}`)
		},
		func(p *apitest.Client) apitest.Answer { return p.Put(c.path("/read"), `{"seq":1}`) },
		func(p *apitest.Client) apitest.Answer { return p.Post(c.path("/typing"), "") },
		func(p *apitest.Client) apitest.Answer { return p.Post(c.path("/closures"), `{"outcome":"solved"}`) },
	} {
		call(stranger).Refused(http.StatusNotFound, "conversation_not_found")
		call(idle).Refused(http.StatusNotFound, "conversation_not_found")
	}
	stranger.Post(c.path("/ratings"), `{"stars":5,"solved":true}`).Refused(http.StatusNotFound, "conversation_not_found")
	stranger.Post(c.path("/confirmations"), "").Refused(http.StatusNotFound, "conversation_not_found")
	stranger.Get(c.path("/context")).Want(http.StatusForbidden)
	c.expert.Post(c.path("/ratings"), `{"stars":5,"solved":true}`).Want(http.StatusForbidden)
	c.manager.Post(c.path("/messages"), `{"clientId":"x","text":"Hi"}`).Refused(http.StatusConflict, "not_holder")
	c.manager.Get(c.path("/timeline")).Want(http.StatusOK)
	c.manager.Get(c.path("/context")).Want(http.StatusOK)
	if n := stranger.Get("/conversations").Want(http.StatusOK).Len("items"); n != 0 {
		t.Fatalf("a stranger lists %d", n)
	}
}

// Plants words in every field that somebody must not see, and looks for them in
// everything that somebody is told.
func TestNobodySeesTheFieldsOfOthers(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.expert.Post(c.path("/messages"), `{"clientId":"1","text":"It is wet."}`).Want(http.StatusCreated)
	told := everything(c.visitor, c.path(""), c.path("/timeline"), "/conversations")
	for _, secret := range []string{"Real ada", "ada@example.com", "quality", "takenSeats", "boardName"} {
		if strings.Contains(told, secret) {
			t.Errorf("a customer is told %q", secret)
		}
	}
	c.visitor.Post(c.path("/closures"), `{"outcome":"solved"}`).Want(http.StatusOK)
	c.visitor.Post(c.path("/ratings"), `{"stars":1,"solved":"no","cause":"expert","comment":"canary"}`).Want(http.StatusCreated)
	c.visitor.Post(c.path("/messages"), `{"clientId":"2","text":"Again."}`).Want(http.StatusCreated)
	c.accepted()
	told = everything(c.expert, c.path(""), c.path("/timeline"), c.path("/context"), "/me/seats", "/conversations")
	for _, secret := range []string{"canary", `"stars"`, "example.com"} {
		if strings.Contains(told, secret) {
			t.Errorf("an expert is told %q", secret)
		}
	}
}

// everything is what a principal is told at some paths.
func everything(p *apitest.Client, paths ...string) string {
	var told strings.Builder
	for _, path := range paths {
		told.Write(p.Get(path).Want(http.StatusOK).Body)
	}
	return told.String()
}

func TestManagersEnrolAndChangeExperts(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	m := h.Manager()
	reason := h.Reason("Sound", "It crackles")
	added := m.Post("/experts", fmt.Sprintf(`{"email":"Eve@Example.com","name":"Eve Real","displayName":"Eve","level":2,"languages":["en"],
		"topics":[{"reasonId":%q,"kind":"learning"}]}`, reason)).Want(http.StatusCreated)
	id := added.String("expert.id")
	if added.Number("expert.openSeats") != 2 || added.String("expert.levelName") != "expert" || added.String("expert.email") != "eve@example.com" ||
		!strings.Contains(added.String("link"), "/invite#") {
		t.Fatalf("%s", added.Body)
	}
	eve := h.Accept(added.String("link"))
	changed := m.Patch("/experts/"+id, `{"level":3,"topics":[],"name":"Eve Other","version":1}`).Want(http.StatusOK)
	if changed.Number("openSeats") != 3 || changed.Len("topics") != 0 || changed.String("name") != "Eve Other" || changed.Header.Get("ETag") != `"2"` {
		t.Fatalf("%s", changed.Body)
	}
	m.Patch("/experts/"+id, `{"level":4}`, "If-Match", `"1"`).Refused(http.StatusPreconditionFailed, "stale_version")
	m.Patch("/experts/exp_none", `{"level":4,"version":1}`).Refused(http.StatusNotFound, "expert_not_found")
	if p := eve.Patch("/me/profile", `{"boardName":true,"alias":"Dunlin"}`).Want(http.StatusOK); p.At("boardName") != true || p.String("alias") != "Dunlin" {
		t.Fatalf("%s", p.Body)
	}
	for _, state := range []string{"suspended", "retired"} {
		m.Patch("/experts/"+id, `{"state":"`+state+`"}`).Refused(http.StatusConflict, "state_by_case")
	}
	m.Patch("/people/"+id, `{"disabled":true}`).Refused(http.StatusConflict, "person_by_case")
	m.Patch("/experts/"+id, `{"state":"paused"}`).Want(http.StatusOK)
	eve.Put("/me/presence", `{"state":"available"}`).Refused(http.StatusConflict, "expert_not_active")
	eve.Get("/experts").Want(http.StatusForbidden)
	if all := m.Get("/experts?state=paused").Want(http.StatusOK); all.Len("items") != 1 || all.String("items.0.id") != id {
		t.Fatalf("%s", all.Body)
	}
}
