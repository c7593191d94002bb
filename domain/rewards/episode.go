package rewards

import (
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Episode is what rewards wants to know of one episode of a conversation.
type Episode struct {
	Conversation      domain.ConversationID
	Number            int
	Expert            domain.ExpertID // empty: no expert answered
	OpenedAt          time.Time
	ClosedAt          time.Time
	ConfirmedAt       time.Time // zero: not confirmed yet
	BySilence         bool      // confirmed because the customer said nothing
	CustomerMessages  int
	ExpertMessages    int
	Outcome           desk.Outcome // empty: not recorded
	Transfers         int          // times another expert took over, and hand-overs
	ChosenDifficulty  int          // of the reason that the customer chose; 0: none chosen
	ClosingDifficulty int          // of the reason that it was closed with; 0: none
	Reason            Reason       // what it was about
	Linked            desk.Link    // what ties the customer to the expert, as far as it is known
	Rating            *Rating
	Solved            desk.Answer // the customer's word; empty: none
}

// Difficulty is the desk's class of the conversation.
func (e Episode) Difficulty() int { return desk.Difficulty(e.ChosenDifficulty, e.ClosingDifficulty) }

// source names the episode.
func (e Episode) source() string { return string(e.Conversation) + ":" + strconv.Itoa(e.Number) }

func (e Episode) facts(dayNo int, rating *Rating) Facts {
	return Facts{
		CustomerMessages: e.CustomerMessages,
		ExpertMessages:   e.ExpertMessages,
		Active:           e.ClosedAt.Sub(e.OpenedAt),
		Outcome:          e.Outcome != "",
		Reason:           e.ChosenDifficulty > 0 || e.ClosingDifficulty > 0,
		Difficulty:       e.Difficulty(),
		DayNo:            dayNo,
		Rating:           rating,
		Linked:           e.Linked,
	}
}

// Reason is what an episode was about, on both levels.
type Reason struct {
	First  domain.ReasonID // empty: nothing is known
	Second domain.ReasonID // empty: only the first level is known
}

// ReasonOf is what an episode was about: what its customer chose, when that is
// of the second level, because who closes an episode is paid for it; else what
// it was closed with. A conversation is asked about once, so what the customer
// chose is about its first episode; a later one goes by its close.
func ReasonOf(episode int, chosen, closing Reason) Reason {
	switch {
	case episode == 1 && chosen.Second != "":
		return chosen
	case closing.First != "":
		return closing
	}
	return chosen
}

// Same reports whether two episodes were about the same: on the second level, or
// on the first when only that is known of one of them. What nothing is known of
// is about nothing else's reason.
func (r Reason) Same(o Reason) bool {
	if r.First == "" || o.First == "" {
		return false
	}
	if r.Second == "" || o.Second == "" {
		return r.First == o.First
	}
	return r.Second == o.Second
}

// Contact is an episode that a customer began.
type Contact struct {
	At     time.Time
	Reason Reason
}
