package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// knows is the condition on conversations c that an actor may read: those that
// are the actor's (see mine), and for experts also those in which they were
// mentioned, until the close, and those they owe a follow-up.
func knows(by domain.Actor) (condition string, args []any) {
	condition, args = mine(by)
	if by.Role != domain.RoleExpert {
		return condition, args
	}
	return "(" + condition + ` OR (c.status <> 'closed' AND EXISTS
		(SELECT 1 FROM guests g WHERE g.conversation_id = c.id AND g.person_id = ?)) OR EXISTS
		(SELECT 1 FROM follow_ups f WHERE f.conversation_id = c.id AND f.expert_id = ? AND f.state = 'open'))`, append(args, by.ID, by.ID)
}

// known refuses desk.ErrUnknownConversation to who may not read a conversation.
func (v Views) known(ctx context.Context, by domain.Actor, id domain.ConversationID) error {
	where, args := knows(by)
	var one int
	found, err := v.maybe(ctx, &one, "SELECT 1 FROM conversations c WHERE "+where+" AND c.id = ?", append(args, id)...)
	if err != nil {
		return wrapped(err, "find conversation %s", id)
	}
	if !found {
		return desk.ErrUnknownConversation
	}
	return nil
}
