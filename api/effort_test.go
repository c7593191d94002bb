package api_test

import (
	"net/http"
	"testing"
	"time"
)

func TestManagersReadEffortBesideSatisfaction(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.expert.Post(c.path("/messages"), `{"clientId":"one","text":"It needs air."}`).Want(http.StatusCreated)
	c.Clock.Add(2 * time.Minute)
	c.expert.Post(c.path("/closures"), `{"outcome":"solved","reasonId":"`+c.reason+`"}`).Want(http.StatusOK)
	c.visitor.Post(c.path("/ratings"), `{"stars":4,"solved":"yes","cause":"company"}`).Want(http.StatusCreated)
	c.Clock.Add(time.Second)
	e := c.manager.Get("/effort").Want(http.StatusOK)
	if e.Number("episodes") != 1 || e.Number("solved") != 1 || e.Number("perSolved.messages") != 1 || e.Number("perSolved.minutes") != 2 ||
		e.Number("stars") != 4 || e.Number("ratings") != 1 {
		t.Errorf("%s", e.Body)
	}
	c.manager.Get("/effort?days=0").Want(http.StatusUnprocessableEntity)
	c.manager.Get("/effort?days=366").Want(http.StatusUnprocessableEntity)
}
