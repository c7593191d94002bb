package insight

import (
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/learner"
)

// TestWhatWasSeenIsBounded: a version that suggests for long, because every later one is worse,
// keeps the newest solved questions alone, and of what it has seen what a look may find again.
func TestWhatWasSeenIsBounded(t *testing.T) {
	t.Parallel()
	model, err := learner.Train([]learner.Example{
		{Text: "My left earbud is silent", Label: "sound"},
		{Text: "No sound on the left side", Label: "sound"},
		{Text: "Where is my parcel", Label: "delivery"},
		{Text: "The parcel did not come", Label: "delivery"},
	}, learner.Options{Epochs: 1})
	if err != nil {
		t.Fatal(err)
	}
	body, err := model.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	trained := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	v, err := read(ReasonModel{ID: "mdl_1", TrainedAt: trained, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	closing := func(n int) Closing {
		return Closing{
			Conversation: domain.ConversationID(fmt.Sprintf("cnv_%d", n)), Episode: 1, Reason: "sound", Text: fmt.Sprintf("earbud %d silent", n),
			Solved: true, ClosedAt: trained.Add(time.Duration(n+1) * time.Second),
		}
	}
	const all = 2*mostSolved + 7
	for n := range all {
		v.learn([]Closing{closing(n)}, true)
	}
	if got := v.solved.Size(); got != mostSolved {
		t.Errorf("%d solved questions are kept", got)
	}
	if got := len(v.seen); got != int(lookBack/time.Second)+1 {
		t.Errorf("%d are remembered", got)
	}
	for n := all - int(lookBack/time.Second) - 1; n < all; n++ { // the next look reads them again
		v.learn([]Closing{closing(n)}, true)
	}
	if got := v.solved.Near("earbud 6006 silent", mostSolved, 0.999); len(got) != 1 || got[0].Key != "cnv_6006" {
		t.Errorf("%v are as alike", got)
	}
}
