package live_test

import (
	"slices"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/kennerhq/kenner/domain"
)

// TestAVisitorsTokenIsReadAnew: a socket lives longer than what a process
// remembers of a token, so a token that ended on another node opens none here.
func TestAVisitorsTokenIsReadAnew(t *testing.T) {
	t.Parallel()
	h := open(t)
	_ = listen(t, h.url, "visitor-1")
	h.door.mu.Lock()
	defer h.door.mu.Unlock()
	if !slices.Equal(h.door.forgot, []domain.CustomerID{"cus_1"}) {
		t.Errorf("forgot %v", h.door.forgot)
	}
}

func TestAVisitorWhoIsSomebodyElseNowLosesTheSocket(t *testing.T) {
	t.Parallel()
	h := open(t)
	visitor, other := listen(t, h.url, "visitor-1"), listen(t, h.url, "visitor-2")
	h.door.shut("visitor-1")
	publish(t, h.node, "visitor.ended", `{"customerId":"cus_1"}`)
	if err := <-visitor.away; !websocket.IsCloseError(err, 3011) {
		t.Errorf("cut off with %v", err)
	}
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_2","customerId":"cus_2","entry":{"seq":1}}`)
	if p := <-other.heard; p.ConversationID != "cnv_2" {
		t.Errorf("the other visitor heard %+v", p)
	}
}

func TestWhoHoldsAConversationHearsThatItsCustomerIsKnown(t *testing.T) {
	t.Parallel()
	h := open(t)
	expert := listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "customer.identified", `{"conversationId":"cnv_1","customerId":"cus_1","personId":"exp_1"}`)
	if p := <-expert.heard; p.Type != "conversation" || p.ConversationID != "cnv_1" {
		t.Errorf("heard %+v", p)
	}
}
