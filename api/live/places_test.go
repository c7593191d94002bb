package live_test

import (
	"strings"
	"testing"
)

func TestAPlaceIsForItsCustomerAndTheBoardForEverybodySignedIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, stranger, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "visitor-2"), listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "queue.told", `{"conversationId":"cnv_1","customerId":"cus_1","queue":{"place":2,"why":"silent"}}`)
	if p := <-customer.heard; p.Type != "queue" || p.ConversationID != "cnv_1" || !strings.Contains(string(p.Queue), `"place":2`) {
		t.Errorf("the customer heard %+v", p)
	}
	publish(t, h.node, "conversation.left", `{"conversationId":"cnv_2","customerId":"cus_2","entry":{"seq":3}}`)
	if p := <-stranger.heard; p.Type != "timeline" || p.ConversationID != "cnv_2" {
		t.Errorf("a stranger heard %+v", p)
	}
	if p := <-expert.heard; p.Type != "openQuestions" || p.ConversationID != "" {
		t.Errorf("the expert heard %+v", p)
	}
}
