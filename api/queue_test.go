package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/apitest"
)

func TestWaitingIsARangeAndCanBeLeft(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	second := c.Visitor()
	path := "/conversations/" + second.Post("/conversations", `{"question":"Does it float?"}`).Want(http.StatusCreated).String("id")
	a := second.Get(path).Want(http.StatusOK)
	if a.Number("queue.place") != 1 || a.At("queue.onDuty") != true || a.At("queue.canLeave") != false || a.String("queue.measured.basis") != "default" ||
		a.Number("queue.measured.seats") < 1 || a.Number("queue.wait.to") < a.Number("queue.wait.from") || a.String("queue.leaveFrom") == "" {
		t.Fatalf("%s", a.Body)
	}
	second.Post(path+"/leaves", "{}").Refused(http.StatusConflict, "leave_too_soon")
	second.Post(path+"/escalations", "{}").Refused(http.StatusConflict, "staff_too_soon")
	c.Visitor().Post(path+"/leaves", "{}").Refused(http.StatusNotFound, "conversation_not_found")
	c.Clock.Add(90 * time.Second)
	if a := second.Get(path).Want(http.StatusOK); a.At("queue.canLeave") != true {
		t.Fatalf("%s", a.Body)
	}
	left := second.Post(path+"/leaves", "{}").Want(http.StatusOK)
	if left.String("queue.answerBy") == "" || left.String("queue.leftAt") == "" {
		t.Fatalf("%s", left.Body)
	}
	line := second.Get(path + "/timeline?after=2").Want(http.StatusOK)
	if line.String("entries.0.data.why") != "left" || line.String("entries.0.data.answerBy") != left.String("queue.answerBy") {
		t.Fatalf("%s", line.Body)
	}
	back := second.Post(path+"/returns", "{}").Want(http.StatusOK)
	if back.String("queue.answerBy") != "" || back.Number("queue.place") != 1 {
		t.Fatalf("%s", back.Body)
	}
	c.Clock.Add(180 * time.Second)
	staff := second.Post(path+"/escalations", "{}").Want(http.StatusOK)
	if staff.String("desk") != "staff" || staff.String("status") != "queued" {
		t.Fatalf("%s", staff.Body)
	}
	if checks := c.manager.Get("/wait-checks").Want(http.StatusOK); checks.Len("items") != 0 || checks.Number("promises.open") != 0 {
		t.Fatalf("%s", checks.Body)
	}
}

func TestTheBoardOfOpenQuestions(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	customer := c.Visitor()
	id := customer.Post("/conversations", fmt.Sprintf(`{"question":"Does it float?","reasonId":%q}`, c.reason)).Want(http.StatusCreated).String("id")
	c.Clock.Add(90 * time.Second)
	customer.Post("/conversations/"+id+"/leaves", "").Want(http.StatusOK)
	for who, client := range map[string]*apitest.Client{"an expert": c.expert, "a manager": c.manager} {
		a := client.Get("/open-questions").Want(http.StatusOK)
		if a.Len("items") != 1 || a.String("items.0.id") != id || a.String("items.0.question") != "Does it float?" ||
			a.String("items.0.reasonName") != "It crackles" || a.At("items.0.overdue") != false || a.Number("total") != 1 {
			t.Fatalf("%s: %s", who, a.Body)
		}
	}
	customer.Get("/open-questions").Want(http.StatusForbidden)
	c.manager.Post("/conversations/"+id+"/picks", "").Want(http.StatusForbidden)
	c.expert.Get("/conversations/"+id).Refused(http.StatusNotFound, "conversation_not_found")
	c.expert.Post(c.path("/picks"), "").Refused(http.StatusNotFound, "conversation_not_found")

	other := c.Expert("bo")
	other.Post("/conversations/"+id+"/picks", "").Refused(http.StatusConflict, "not_on_duty")
	other.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	picked := other.Post("/conversations/"+id+"/picks", "").Want(http.StatusOK)
	if picked.String("status") != "assigned" || picked.String("expert.displayName") != "bo" {
		t.Fatalf("%s", picked.Body)
	}
	c.expert.Post("/conversations/"+id+"/picks", "").Refused(http.StatusConflict, "already_taken")
	other.Post("/conversations/"+id+"/messages", `{"clientId":"m","text":"It does."}`).Want(http.StatusCreated)
	if a := c.manager.Get("/wait-checks").Want(http.StatusOK); a.Number("promises.kept") != 1 {
		t.Fatalf("%s", a.Body)
	}
	if a := customer.Get("/conversations/" + id).Want(http.StatusOK); a.String("status") != "waiting" || a.At("queue") != nil {
		t.Fatalf("%s", a.Body)
	}
}

func TestASecondQuestionSaysWhichOneWaits(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	again := c.visitor.Post("/conversations", `{"question":"And this?"}`).Refused(http.StatusConflict, "already_waiting")
	if again.String("about") != c.conversation {
		t.Fatalf("%s", again.Body)
	}
	c.visitor.Post(c.path("/closures"), `{"outcome":"withdrawn"}`).Want(http.StatusOK)
	c.visitor.Post("/conversations", `{"question":"And this?"}`).Want(http.StatusCreated)
}

func TestHowSoonAnAnswerIsPromised(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	now := h.Admin.Get("/settings").Want(http.StatusOK)
	if now.Number("answerHours") != 8 {
		t.Fatalf("%s", now.Body)
	}
	settings := func(hours int) string {
		return fmt.Sprintf(`{"name":"Noorder Audio","timeZone":"Europe/Amsterdam","languages":["en"],"hue":190,"strength":0.08,"domains":[],
			"maxSeats":3,"waitingMinutes":15,"anonymousRatings":true,"answerHours":%d,"version":%d}`,
			hours, int(h.Admin.Get("/settings").Number("version")))
	}
	h.Admin.Put("/settings", settings(241)).Want(http.StatusUnprocessableEntity)
	h.Admin.Put("/settings", settings(2)).Want(http.StatusOK)
	if a := h.Admin.Put("/settings", settings(0)).Want(http.StatusOK); a.Number("answerHours") != 2 {
		t.Fatalf("%s", a.Body)
	}
	v := h.Visitor()
	id := v.Post("/conversations", `{"question":"Where is it?"}`).Want(http.StatusCreated).String("id")
	a := v.Post("/conversations/"+id+"/leaves", "").Want(http.StatusOK) // nobody is on duty
	by, err := time.Parse(time.RFC3339, a.String("queue.answerBy"))
	if err != nil || by.Sub(h.Clock.Now()).Truncate(15*time.Minute) != 2*time.Hour {
		t.Fatalf("%v %s", err, a.Body)
	}
}
