package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestANumberOpensItsConversations(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.Clock.Add(30 * time.Second)
	c.expert.Post(c.path("/messages"), `{"clientId":"one","text":"It needs air."}`).Want(http.StatusCreated)
	c.Clock.Add(2 * time.Minute)
	c.expert.Post(c.path("/closures"), `{"outcome":"solved","reasonId":"`+c.reason+`"}`).Want(http.StatusOK)
	c.visitor.Post(c.path("/ratings"), `{"stars":4,"solved":"yes","cause":"company"}`).Want(http.StatusCreated)
	c.Clock.Add(time.Second)

	r := c.manager.Get("/indicators?days=7").Want(http.StatusOK)
	for n, want := range map[string]float64{"first_response": 30, "handling": 150, "proposed": 150, "accepted": 150} {
		at := place(t, r.Body, n)
		if r.Number(at+".now.n") != 1 || r.Number(at+".now.mean") != want || r.Number(at+".now.median") != want || r.Number(at+".now.p90") != want {
			t.Errorf("%s is not %v: %s", n, want, r.Body)
		}
	}
	for n, want := range map[string]float64{"satisfaction": 1, "response": 1, "acceptance": 1, "transfers": 0, "abandonment": 0} {
		if at := place(t, r.Body, n); r.Number(at+".now.share") != want || r.Number(at+".now.n") != 1 {
			t.Errorf("%s is not %v: %s", n, want, r.Body)
		}
	}
	if r.Number(place(t, r.Body, "first_time_right")+".now.n") != 0 {
		t.Error("nobody knows yet whether it was right the first time")
	}
	if r.Number("inflow.total") != 1 || r.Number("inflow.media.0.count") != 1 {
		t.Errorf("%s", r.Body)
	}
	b := c.manager.Get("/indicators/first_response/conversations?days=7").Want(http.StatusOK)
	if b.Number("total") != 1 || b.String("items.0.conversationId") != c.conversation || b.Number("items.0.seconds") != 30 {
		t.Errorf("%s", b.Body)
	}
	if n := c.manager.Get("/indicators/first_response/conversations?channel=email").Want(http.StatusOK).Number("total"); n != 0 {
		t.Error("a filter narrows nothing")
	}
	c.manager.Get("/indicators/deflection/conversations").Refused(http.StatusNotFound, "indicator_not_found")
	c.manager.Get("/indicators/first_response/conversations?cursor=eA").Refused(http.StatusUnprocessableEntity, "cursor_invalid")
	c.manager.Get("/indicators?from=2026-01-01&to=2026-12-31").Refused(http.StatusUnprocessableEntity, "bad_period")
	c.manager.Get("/indicators?days=93").Want(http.StatusUnprocessableEntity)
	for part, first := range map[string]string{
		"indicators": "from,to,indicator,kind,period,n,", "inflow": "from,to,by,day,hour,", "media": "from,to,channel,count,", "demand": "monday,weekday,hour,",
		"episodes": "conversation_id,episode,channel,",
	} {
		csv := string(c.manager.Get("/indicators/export?days=7&part=" + part).Want(http.StatusOK).Body)
		if !strings.HasPrefix(csv, first) || part != "demand" && strings.Count(csv, "\r\n") < 2 {
			t.Errorf("%s: %s", part, csv)
		}
	}
	heat := c.manager.Get("/indicators/demand").Want(http.StatusOK)
	if heat.String("timeZone") == "" {
		t.Errorf("%s", heat.Body)
	}
	c.manager.Get("/indicators/demand?week=soon").Refused(http.StatusUnprocessableEntity, "bad_week")
}

// place is where an indicator stands in a report.
func place(t *testing.T, body []byte, name string) string {
	t.Helper()
	head, _, found := strings.Cut(string(body), `"name":"`+name+`"`)
	if !found {
		t.Fatalf("there is no %s: %s", name, body)
	}
	return fmt.Sprintf("indicators.%d", strings.Count(head, `"kind":`))
}

func TestContactsAreImportedOnceAndTakenBack(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	day := c.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	total := func() float64 {
		t.Helper()
		return c.manager.Get("/indicators?days=7").Want(http.StatusOK).Number("inflow.imported")
	}
	file := func(rows ...string) string {
		return fmt.Sprintf(`{"source":"telephone","csv":"external_id,channel,day,hour,count\n%s\n"}`, strings.Join(rows, `\n`))
	}
	good, wrong := "a,phone,"+day+",10,14", "b,pigeon,"+day+",10,3"
	l := c.manager.Post("/contacts/checks", file(good, wrong)).Want(http.StatusOK)
	if l.Number("new") != 1 || l.Number("faults.0.row") != 2 || l.String("faults.0.field") != "channel" || l.String("faults.0.code") != "unknown" {
		t.Errorf("%s", l.Body)
	}
	c.manager.Post("/contacts/imports", file(good, wrong)).Refused(http.StatusUnprocessableEntity, "bad_rows")
	if total() != 0 {
		t.Error("a wrong row, and something was stored")
	}
	opened := c.Clock.Now().Add(-time.Hour).Format(time.RFC3339)
	made := c.manager.Post("/contacts/imports", file(good)).Want(http.StatusCreated)
	c.manager.Post("/contacts/imports", `{"source":"telephone","rows":[{"externalId":"c","channel":"phone","openedAt":"`+opened+`","outcome":"withdrawn"}]}`).
		Want(http.StatusCreated)
	if n := total(); n != 15 {
		t.Errorf("%v were imported, want 15", n)
	}
	again := c.manager.Post("/contacts/imports", file(good)).Want(http.StatusCreated)
	if again.Number("new") != 0 || again.Number("known") != 1 || again.String("id") != "" || total() != 15 {
		t.Errorf("twice counts once: %s", again.Body)
	}
	if other := c.manager.Post("/contacts/checks", file("a,phone,"+day+",10,15")).Want(http.StatusOK); other.String("faults.0.code") != "changed" {
		t.Errorf("%s", other.Body)
	}
	all := c.manager.Get("/contacts/imports").Want(http.StatusOK)
	if all.String("items.1.id") != made.String("id") || all.String("items.1.first") != day || all.String("items.1.channels.0") != "phone" || all.Number("items.1.contacts") != 14 {
		t.Errorf("%s", all.Body)
	}
	next := c.manager.Get("/contacts/imports?limit=1").Want(http.StatusOK).String("next")
	if page := c.manager.Get("/contacts/imports?limit=1&cursor=" + next).Want(http.StatusOK); page.String("items.0.id") != made.String("id") || page.String("next") != "" {
		t.Errorf("%s", page.Body)
	}
	c.manager.Do(http.MethodDelete, "/contacts/imports/"+made.String("id"), "").Want(http.StatusNoContent)
	if total() != 1 {
		t.Error("what was taken back counts")
	}
	c.manager.Do(http.MethodDelete, "/contacts/imports/"+made.String("id"), "").Refused(http.StatusConflict, "import_undone")
	c.manager.Do(http.MethodDelete, "/contacts/imports/cim_nothing", "").Refused(http.StatusNotFound, "import_not_found")
	c.manager.Post("/contacts/imports", file(good)).Want(http.StatusCreated)
	if total() != 15 {
		t.Error("what was taken back cannot come again")
	}
	c.manager.Post("/contacts/imports", `{"source":"telephone"}`).Refused(http.StatusUnprocessableEntity, "no_rows")
	c.manager.Post("/contacts/imports", `{"source":" ","csv":"external_id,channel\na,phone"}`).Refused(http.StatusUnprocessableEntity, "bad_source")
	c.manager.Post("/contacts/imports", `{"source":"x","csv":"colour\nred"}`).Refused(http.StatusUnprocessableEntity, "bad_csv_header")
	c.manager.Post("/contacts/imports", `{"source":"x","csv":"external_id,channel\n\"a"}`).Refused(http.StatusUnprocessableEntity, "bad_csv")
	c.manager.Post("/contacts/imports", `{"source":"x","csv":"external_id,channel\na,phone","rows":[{"externalId":"c","channel":"phone"}]}`).
		Refused(http.StatusUnprocessableEntity, "rows_or_csv")
}
