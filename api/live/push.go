package live

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/domain"
)

// Event is a fact from the outbox: its name, and its payload as JSON.
type Event struct {
	Name    string
	Payload []byte
}

// fact is what pushes need of a payload; every event has some of it.
type fact struct {
	ConversationID string          `json:"conversationId"`
	CustomerID     string          `json:"customerId"`
	ExpertID       string          `json:"expertId"`
	PersonID       string          `json:"personId"`
	PersonIDs      []string        `json:"personIds"`
	NoteID         string          `json:"noteId"`
	OfferID        string          `json:"offerId"`
	RedemptionID   string          `json:"redemptionId"`
	FollowUpID     string          `json:"followUpId"`
	FormerID       string          `json:"formerId"`
	HolderID       string          `json:"holderId"`
	MentorID       string          `json:"mentorId"`
	StaffID        string          `json:"staffId"`
	Desk           string          `json:"desk"`
	State          string          `json:"state"`
	Presence       string          `json:"presence"`
	Reason         string          `json:"reason"`
	StartsAt       string          `json:"startsAt"`
	Version        int64           `json:"version"`
	Late           bool            `json:"late"`
	Entry          json.RawMessage `json:"entry"`
	Queue          json.RawMessage `json:"queue"`
}

// Push is what a client receives; Type says which of the fields there are.
type Push struct {
	Type           string          `json:"type"`
	ConversationID string          `json:"conversationId,omitempty"`
	OfferID        string          `json:"offerId,omitempty"`
	RedemptionID   string          `json:"redemptionId,omitempty"`
	FollowUpID     string          `json:"followUpId,omitempty"`
	NoteID         string          `json:"noteId,omitempty"`
	State          string          `json:"state,omitempty"`
	Reason         string          `json:"reason,omitempty"`
	Role           domain.Role     `json:"role,omitempty"`
	Version        int64           `json:"version,omitempty"`
	Entry          json.RawMessage `json:"entry,omitempty"`
	Queue          json.RawMessage `json:"queue,omitempty"`
}

// Publish tells the people an event concerns. Its error says that some may have
// to heal; nothing is lost by it.
func (n *Node) Publish(ctx context.Context, e Event) error {
	var f fact
	if err := json.Unmarshal(e.Payload, &f); err != nil {
		return fmt.Errorf("live: payload of %s: %w", e.Name, err)
	}
	if e.Name == "session.ended" || e.Name == "person.changed" || e.Name == "screen.changed" {
		return n.cut(f.PersonID)
	}
	if e.Name == "visitor.ended" {
		return n.cut(f.CustomerID)
	}
	for _, m := range mail(e.Name, f) {
		if err := n.send(m.channel, m.push); err != nil {
			return err
		}
	}
	if movesWall(e.Name) {
		if err := n.touchWall(); err != nil {
			return err
		}
	}
	return n.tellInsiders(ctx, f)
}

// What nodes keep in memory and make again when another tells them to.
const (
	KeptBoard    = "board"
	KeptArticles = "articles"
)

// TellNodes lets the other nodes look at what they keep too: an event is delivered
// to one of them.
func (n *Node) TellNodes(kept string) error {
	if err := n.node.Notify(kept, nil, ""); err != nil {
		return fmt.Errorf("live: tell nodes: %w", err)
	}
	return nil
}

// letter is one push and where it goes.
type letter struct {
	channel string
	push    Push
}

// mail says who hears what of an event.
func mail(name string, f fact) []letter {
	expert := func(p Push) []letter { return []letter{{personChannel + f.ExpertID, p}} }
	everybody := func(p Push) []letter { return []letter{{boardChannel, p}} }
	if what, is := strings.CutPrefix(name, "followUp."); is {
		return followUpMail(what, f)
	}
	switch area, _, _ := strings.Cut(name, "."); area {
	case "shift", "plan", "slot":
		return shiftMail(name, f)
	case "application", "vacancy":
		return vettingMail(name, f)
	case "case":
		return caseMail(f)
	case "flag":
		return flagMail(f)
	}
	switch name {
	case "conversation.left", "conversation.returned", "conversation.picked":
		return append(conversationMail(f), everybody(Push{Type: "openQuestions"})...)
	case "queue.told":
		return []letter{{personChannel + f.CustomerID, Push{Type: "queue", ConversationID: f.ConversationID, Queue: f.Queue}}}
	case "offer.made":
		return expert(Push{Type: "offer", OfferID: f.OfferID, ConversationID: f.ConversationID})
	case "offer.ended":
		return expert(Push{Type: "offerEnded", OfferID: f.OfferID, ConversationID: f.ConversationID, State: f.State})
	case "seat.freed", "expert.changed":
		return expert(Push{Type: "seats"})
	case "customer.identified":
		return []letter{{personChannel + f.PersonID, Push{Type: "conversation", ConversationID: f.ConversationID}}}
	case "expert.certified", "certificate.ended", "sample.marked":
		return expert(Push{Type: "growth"})
	case "statement.closed", "statement.corrected":
		return expert(Push{Type: "pay"})
	case "merit.badge", "merit.kudos", "merit.thanks", "merit.spot":
		return expert(Push{Type: "merit"})
	case "shadowing.changed":
		return append(expert(Push{Type: "growth"}), letter{personChannel + f.MentorID, Push{Type: "growth"}})
	case "expert.nudged":
		return expert(Push{Type: "nudge", ConversationID: f.ConversationID})
	case "expert.presenceChanged":
		return expert(Push{Type: "presence", State: f.Presence, Reason: f.Reason})
	case "rules.published", "campaign.announced":
		return everybody(Push{Type: "rules"})
	case "budget.reached":
		return []letter{{staffChannel, Push{Type: "budgets"}}}
	case "points.awarded", "points.settled", "points.expiring", "points.expired", "ratings.told", "rating.excluded", "rating.disputeDecided":
		return expert(Push{Type: "points"})
	case "reward.redeemed", "redemption.changed", "redemption.late":
		return append(expert(Push{Type: "redemption", RedemptionID: f.RedemptionID, State: f.State}), everybody(Push{Type: "rewards"})...)
	case "drop.changed", "entry.changed":
		return dropMail(name, f)
	case "wishList.changed":
		return expert(Push{Type: "rewards"})
	case "reward.changed", "reward.low":
		return everybody(Push{Type: "rewards"})
	case "board.changed":
		return everybody(Push{Type: "board", Version: f.Version})
	case "brand.changed":
		return everybody(Push{Type: "brand"})
	case "rating.disputed":
		return []letter{{staffChannel, Push{Type: "ratings"}}}
	case "note.posted", "watch.changed":
		return besideMail(name, f)
	case "conversation.takenOver":
		return takeOverMail(name, f)
	case "conversation.confirmed", "rating.given":
		f.ExpertID = "" // who had it does not know it any more
		return conversationMail(f)
	default:
		return append(conversationMail(f), deskMail(name, f)...)
	}
}

// conversationMail tells both sides of a conversation about its new entry, and
// the expert about the seat.
func conversationMail(f fact) []letter {
	if len(f.Entry) == 0 || f.ConversationID == "" {
		return nil
	}
	push := Push{Type: "timeline", ConversationID: f.ConversationID, Entry: f.Entry}
	letters := make([]letter, 0, 2)
	for _, id := range []string{f.CustomerID, f.ExpertID, f.StaffID} {
		if id != "" {
			letters = append(letters, letter{personChannel + id, push})
		}
	}
	return letters
}

// deaf reports whether nobody hears a channel: where one node serves all, it knows.
func (n *Node) deaf(channel string) bool {
	return n.cfg.Redis == "" && n.node.Hub().NumSubscribers(channel) == 0
}

func (n *Node) send(channel string, p Push) error {
	if n.deaf(channel) {
		return nil
	}
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("live: %w", err)
	}
	if _, err := n.node.Publish(channel, data); err != nil {
		return fmt.Errorf("live: publish: %w", err)
	}
	n.counts.pushes.Add(1)
	return nil
}

// cut ends every socket of a person on every node. Who may still come in
// connects again at once.
func (n *Node) cut(person string) error {
	if person == "" {
		return nil
	}
	if err := n.node.Disconnect(person, centrifuge.WithCustomDisconnect(centrifuge.DisconnectForceReconnect)); err != nil {
		return fmt.Errorf("live: disconnect: %w", err)
	}
	return nil
}

// Typing tells the other side of a conversation that by is writing. It stores
// nothing, and says so at most every two seconds.
func (n *Node) Typing(by domain.Actor, conversation domain.ConversationID, other string) error {
	if other == "" || !n.mayType(by.ID+" "+string(conversation)) {
		return nil
	}
	return n.send(personChannel+other, Push{Type: "typing", ConversationID: string(conversation), Role: by.Role})
}

func (n *Node) mayType(key string) bool {
	now := n.cfg.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	if now.Sub(n.typed[key]) < typingInterval {
		return false
	}
	if len(n.typed) >= typingMemory {
		clear(n.typed)
	}
	n.typed[key] = now
	return true
}
