package live_test

import "testing"

// TestWhoHearsOfApplications: the staff hear that there is something to fetch,
// and that an answer becomes late or is; nobody else hears a word.
func TestWhoHearsOfApplications(t *testing.T) {
	t.Parallel()
	h := open(t)
	manager, expert, customer := listen(t, h.url, "mgr.a.ger"), listen(t, h.url, "exp.a.ert"), listen(t, h.url, "visitor-1")
	for name, want := range map[string]string{
		"application.received": "vetting ", "application.changed": "vetting ", "vacancy.changed": "vetting ",
		"application.answerDue": "answerDue late",
	} {
		publish(t, h.node, name, `{"applicationId":"app_1","vacancyId":"vac_1","state":"submitted","answerBy":"2026-11-06T23:00:00Z","late":true}`)
		if p := <-manager.heard; p.Type+" "+p.State != want {
			t.Errorf("of %s the manager heard %+v", name, p)
		}
	}
	publish(t, h.node, "application.answerDue", `{"applicationId":"app_1","vacancyId":"vac_1","late":false}`)
	if p := <-manager.heard; p.Type != "answerDue" || p.State != "due" {
		t.Errorf("the manager heard %+v", p)
	}
	publish(t, h.node, "queue.told", `{"conversationId":"cnv_1","customerId":"cus_1"}`)
	publish(t, h.node, "seat.freed", `{"expertId":"exp_1"}`)
	if p := <-customer.heard; p.Type != "queue" {
		t.Errorf("a customer heard %+v", p)
	}
	if p := <-expert.heard; p.Type != "seats" {
		t.Errorf("an expert heard %+v", p)
	}
}
