package live_test

import (
	"strings"
	"testing"
)

// TestWhoHearsOfAPromise: the customer hears the result in the conversation;
// who kept it and does not hold the conversation hears that it changed, and not
// a word of what was said.
func TestWhoHearsOfAPromise(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, stranger, owner := listen(t, h.url, "visitor-1"), listen(t, h.url, "visitor-2"), listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "followUp.done", `{"followUpId":"fup_1","conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","state":"done",
		"entry":{"seq":9,"text":"Turn it over."}}`)
	if p := <-customer.heard; p.Type != "timeline" || !strings.Contains(string(p.Entry), "Turn it over.") {
		t.Errorf("the customer heard %+v", p)
	}
	if p := <-owner.heard; p.Type != "followUps" || p.FollowUpID != "fup_1" || p.State != "done" || len(p.Entry) != 0 {
		t.Errorf("the owner heard %+v", p)
	}
	publish(t, h.node, "followUp.due", `{"followUpId":"fup_2","conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","state":"open"}`)
	if p := <-owner.heard; p.Type != "followUps" || p.State != "due" {
		t.Errorf("the owner heard %+v", p)
	}
	publish(t, h.node, "followUp.changed", `{"followUpId":"fup_3","conversationId":"cnv_1","customerId":"cus_9","expertId":"exp_9","formerId":"exp_1","entry":{"seq":10}}`)
	if p := <-owner.heard; p.Type != "followUps" || p.FollowUpID != "fup_3" {
		t.Errorf("the former owner heard %+v", p)
	}
	publish(t, h.node, "followUp.answered", `{"followUpId":"fup_1","conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","state":"done"}`)
	if p := <-customer.heard; p.Type != "followUps" || p.ConversationID != "cnv_1" {
		t.Errorf("the customer's other window heard %+v", p)
	}
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_2","customerId":"cus_2","entry":{"seq":1}}`)
	if p := <-stranger.heard; p.ConversationID != "cnv_2" {
		t.Errorf("a stranger heard %+v", p)
	}
}
