package live_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
)

func TestNotesReachColleaguesAndNoCustomer(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "note.posted", `{"noteId":"nte_1","conversationId":"cnv_1","personIds":["cus_1","exp_1"],"customerId":"cus_1"}`)
	publish(t, h.node, "watch.changed", `{"conversationId":"cnv_1","personIds":["cus_1","exp_1"],"customerId":"cus_1"}`)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":1}}`)
	if p := <-expert.heard; p.Type != "note" || p.NoteID != "nte_1" || p.ConversationID != "cnv_1" {
		t.Errorf("heard %+v", p)
	}
	if p := <-expert.heard; p.Type != "watch" || p.ConversationID != "cnv_1" {
		t.Errorf("heard %+v", p)
	}
	if p := <-customer.heard; p.Type != "timeline" {
		t.Errorf("the customer heard %+v", p)
	}
}

func TestWhoReadsAlongHearsEveryEntry(t *testing.T) {
	t.Parallel()
	h := node(t, live.Config{Insiders: func(_ context.Context, id domain.ConversationID) ([]string, error) {
		if id == "cnv_1" {
			return []string{"exp_1", "cus_2"}, nil // the second cannot be, and would hear nothing
		}
		return nil, nil
	}})
	reader, stranger := listen(t, h.url, "exp.a.ert"), listen(t, h.url, "visitor-2")
	publish(t, h.node, "message.edited", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":4,"kind":"edit"}}`)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_2","customerId":"cus_2","entry":{"seq":1}}`)
	publish(t, h.node, "points.settled", `{"expertId":"exp_1"}`)
	if p := <-reader.heard; p.Type != "timeline" || p.ConversationID != "cnv_1" {
		t.Errorf("heard %+v", p)
	}
	if p := <-reader.heard; p.Type != "points" {
		t.Errorf("heard %+v", p)
	}
	if p := <-stranger.heard; p.ConversationID != "cnv_2" {
		t.Errorf("a stranger heard %+v", p)
	}
}
