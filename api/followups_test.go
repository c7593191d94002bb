package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/apitest"
)

func in(c *counter, d time.Duration) string { return c.Clock.Now().Add(d).UTC().Format(time.RFC3339) }

func (c *counter) promised(clientID string, ahead time.Duration) apitest.Answer {
	c.T.Helper()
	return c.expert.Post(c.path("/follow-ups"), fmt.Sprintf(`{"clientId":%q,"promise":"I'll ask the workshop.","dueAt":%q,"timeBoxMinutes":30}`, clientID, in(c, ahead)))
}

func TestAPromiseFromMakingToHelping(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	made := c.promised("p1", 48*time.Hour).Want(http.StatusCreated)
	id := made.String("id")
	if again := c.promised("p1", 20*time.Hour).Want(http.StatusOK); again.String("id") != id || again.String("dueAt") != made.String("dueAt") {
		t.Fatalf("%s is not %s", again.Body, made.Body)
	}
	shown := c.visitor.Get(c.path("")).Want(http.StatusOK)
	if shown.String("followUps.0.promise") != "I'll ask the workshop." || shown.String("followUps.0.expert.displayName") != "ada" || shown.String("followUps.0.state") != "open" {
		t.Fatalf("%s", shown.Body)
	}
	mine := c.expert.Get("/me/follow-ups").Want(http.StatusOK)
	if mine.Len("items") != 1 || mine.String("items.0.about.question") != "Why does it crackle?" || mine.At("items.0.canReplan") != true {
		t.Fatalf("%s", mine.Body)
	}
	version := int(mine.Number("items.0.version"))
	note := fmt.Sprintf(`{"research":"SECRET note","sources":[{"title":"SECRET source","url":"https://noorder.example/s"}],"version":%d}`, version)
	c.expert.Patch("/follow-ups/"+id, note).Want(http.StatusOK)
	c.expert.Patch("/follow-ups/"+id, note).Refused(http.StatusPreconditionFailed, "stale_version")
	c.expert.Patch("/follow-ups/"+id, `{"research":"x"}`).Refused(http.StatusPreconditionRequired, "version_required")
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"partly","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	c.expert.Get(c.path("")).Want(http.StatusOK)
	c.visitor.Post("/follow-ups/"+id+"/answers", `{"helped":"yes"}`).Refused(http.StatusConflict, "follow_up_open")

	c.expert.Post("/follow-ups/"+id+"/outcomes", `{"outcome":"better_solution","result":"Turn it over."}`).Want(http.StatusCreated)
	c.expert.Post("/follow-ups/"+id+"/outcomes", `{"outcome":"answered","result":"No."}`).Refused(http.StatusConflict, "follow_up_not_open")
	c.expert.Get(c.path("")).Want(http.StatusNotFound)
	if done := c.expert.Get("/me/follow-ups?state=done").Want(http.StatusOK); done.At("items.0.about") != nil || done.At("items.0.kept") != true {
		t.Fatalf("%s", done.Body)
	}
	after := c.visitor.Get(c.path("")).Want(http.StatusOK)
	line := c.visitor.Get(c.path("/timeline")).Want(http.StatusOK)
	list := c.visitor.Get("/conversations").Want(http.StatusOK)
	for _, a := range []apitest.Answer{after, line, list} {
		if strings.Contains(string(a.Body), "SECRET") || !strings.Contains(string(a.Body), "Turn it over.") {
			t.Fatalf("the customer reads %s", a.Body)
		}
	}
	if after.String("status") != "closed" || after.Number("episode") != 1 {
		t.Fatalf("it is open again: %s", after.Body)
	}
	if a := c.visitor.Post("/follow-ups/"+id+"/answers", `{"helped":"yes"}`).Want(http.StatusOK); a.String("helped") != "yes" || a.At("answerUntil") == nil {
		t.Fatalf("%s", a.Body)
	}
	c.visitor.Post("/follow-ups/"+id+"/answers", `{"helped":"no"}`).Want(http.StatusOK)
	c.Clock.Add(48 * time.Hour)
	c.visitor.Post("/follow-ups/"+id+"/answers", `{"helped":"yes"}`).Refused(http.StatusConflict, "answer_fixed")
}

func TestWhatAPromiseRefuses(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.promised("a", 14*time.Minute).Refused(http.StatusUnprocessableEntity, "due_invalid")
	c.promised("a", 31*24*time.Hour).Refused(http.StatusUnprocessableEntity, "due_invalid")
	id := c.promised("a", time.Hour).Want(http.StatusCreated).String("id")
	c.promised("b", time.Hour).Want(http.StatusCreated)
	c.promised("c", time.Hour).Want(http.StatusCreated)
	c.promised("d", time.Hour).Refused(http.StatusConflict, "too_many_follow_ups")
	path := "/follow-ups/" + id
	c.expert.Patch(path, `{"sources":[{"title":"x","url":"javascript:alert(1)"}],"version":1}`).Refused(http.StatusUnprocessableEntity, "sources_invalid")
	c.expert.Patch(path, fmt.Sprintf(`{"dueAt":%q,"version":1}`, in(c, 5*time.Hour))).Want(http.StatusOK)
	c.expert.Patch(path, fmt.Sprintf(`{"dueAt":%q,"version":2}`, in(c, 6*time.Hour))).Refused(http.StatusConflict, "replanned_before")
	c.expert.Post(path+"/outcomes", `{"outcome":"answered","result":"   "}`).Refused(http.StatusUnprocessableEntity, "text_length")
	c.manager.Post(path+"/assignments", fmt.Sprintf(`{"expertId":%q}`, c.Expert("bo").ID)).Refused(http.StatusConflict, "owner_there")
	c.manager.Post(path+"/dismissals", `{"reason":" "}`).Refused(http.StatusUnprocessableEntity, "text_length")
	c.manager.Post(path+"/dismissals", `{"reason":"Asked twice."}`).Want(http.StatusCreated)
	c.expert.Patch(path, `{"research":"x","version":3}`).Refused(http.StatusConflict, "follow_up_not_open")
	if gone := c.visitor.Get(c.path("")).Want(http.StatusOK); strings.Contains(string(gone.Body), "Asked twice") || gone.String("followUps.0.state") != "dismissed" {
		t.Fatalf("%s", gone.Body)
	}
	if times := c.expert.Get("/due-times").Want(http.StatusOK); times.Len("items") != 4 {
		t.Fatalf("%s", times.Body)
	}
}

// staffOnly reports whether staff, who know every conversation, are told why not.
func staffOnly(who, code string) bool {
	return (who == "M" || who == "A") && (code == "conversation_closed" || code == "not_holder")
}

// TestWhoseIsThePromise walks a promise as everybody whose role may call the
// operation. EF held the conversation before and keeps nothing; EO promised, and
// holds it no more: they keep what the open promise gives, until it is done.
func TestWhoseIsThePromise(t *testing.T) {
	t.Parallel()
	tw := openTown(t)
	c := tw.counter
	id := c.promised("p", 48*time.Hour).Want(http.StatusCreated).String("id")
	owner := c.expert
	owner.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"partly","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	path := "/follow-ups/" + id
	tests := map[string]struct {
		method, path, body string
		owners             string
		ok                 int
	}{
		"another promise":   {"POST", c.path("/follow-ups"), fmt.Sprintf(`{"clientId":"x","promise":"More.","dueAt":%q}`, in(c, time.Hour)), "", 0},
		"the conversation":  {"GET", c.path(""), "", "VA EA M A", 200},
		"its timeline":      {"GET", c.path("/timeline"), "", "VA EA M A", 200},
		"a message":         {"POST", c.path("/messages"), `{"clientId":"m","text":"Hello."}`, "", 0},
		"its closure":       {"POST", c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason), "", 0},
		"the note":          {"PATCH", path, `{"research":"Looked.","version":1}`, "EA", 200},
		"the outcome's end": {"POST", path + "/outcomes", `{"outcome":"nope","result":"x"}`, "", 0},
		"the answer":        {"POST", path + "/answers", `{"helped":"yes"}`, "VA", 409},
	}
	for name, tt := range tests {
		for who, client := range tw.principals {
			if who == "VA" && tt.owners == "" {
				continue // the customer may always write and open it again
			}
			a := client.Do(tt.method, tt.path, tt.body)
			owns := strings.Contains(" "+tt.owners+" ", " "+who+" ")
			switch {
			case owns && a.Status != tt.ok:
				t.Errorf("%s as %s: want %d, got %d %s", name, who, tt.ok, a.Status, a.Body)
			case !owns && staffOnly(who, a.Code()):
			case !owns && a.Status != 404 && a.Status != 422 && a.Code() != "forbidden":
				t.Errorf("%s as %s: want 404, got %d %s", name, who, a.Status, a.Body)
			}
		}
	}
	if list := owner.Get("/conversations").Want(http.StatusOK); strings.Contains(string(list.Body), c.conversation) {
		t.Error("the list of what they hold names it")
	}
	for who, client := range map[string]*apitest.Client{"EF": tw.principals["EF"], "EX": tw.principals["EX"]} {
		if list := client.Get("/me/follow-ups").Want(http.StatusOK); list.Len("items") != 0 {
			t.Errorf("the list of %s: %s", who, list.Body)
		}
	}
	owner.Post(path+"/outcomes", `{"outcome":"nothing_found","result":"Nobody knows."}`).Want(http.StatusCreated)
	for _, rest := range []string{"", "/timeline", "/context"} {
		owner.Get(c.path(rest)).Want(http.StatusNotFound)
	}
}
