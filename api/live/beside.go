package live

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain"
)

// besideMail tells colleagues of what goes on beside a conversation: only on
// inner channels, and only that there is something to fetch.
func besideMail(name string, f fact) []letter {
	switch name {
	case "note.posted":
		return innerMail(f.PersonIDs, Push{Type: "note", ConversationID: f.ConversationID, NoteID: f.NoteID})
	case "watch.changed":
		return innerMail(f.PersonIDs, Push{Type: "watch", ConversationID: f.ConversationID})
	default:
		return nil
	}
}

// tellInsiders pushes a new entry to those who read the conversation beside the
// one who holds it.
func (n *Node) tellInsiders(ctx context.Context, f fact) error {
	if n.cfg.Insiders == nil || len(f.Entry) == 0 || f.ConversationID == "" || n.deaf(boardChannel) {
		return nil // whoever has an inner channel has the board
	}
	all, err := n.cfg.Insiders(ctx, domain.ConversationID(f.ConversationID))
	if err != nil {
		return fmt.Errorf("live: %w", err)
	}
	return n.TellInner(all, Push{Type: "timeline", ConversationID: f.ConversationID, Entry: f.Entry})
}
