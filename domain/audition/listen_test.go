package audition

import (
	"slices"
	"testing"
)

// TestTheSecondOpinion reads texts in which no phrase is rude or kind: what they sound like decides.
func TestTheSecondOpinion(t *testing.T) {
	t.Parallel()
	late, still := shippedAs(t, "refund-late-return", "en"), shippedAs(t, "refund-still-waiting", "nl")
	rude := playAll(t, late, 1, "You had six weeks to think of that, so a few days more won't kill you.")
	if c, ok := first(rude.Turns()[0].Cues, CueDismissive); !ok || c.Rule != toneAgainst || rude.Turns()[0].Direction() != 1 {
		t.Error("\n" + told(rude))
	}
	kind := playAll(t, still, 1, "Staat erin, dan hoef je het niet nog een keer uit te leggen. Binnen een werkdag hoor je van ze.")
	if c, ok := first(kind.Turns()[0].Cues, CueCalm); !ok || c.Rule != toneFor || kind.Turns()[0].Direction() != -1 {
		t.Error("\n" + told(kind))
	}
	for _, p := range []*Play{rude, kind} {
		for _, c := range p.Turns()[0].Cues {
			if p.Turns()[0].Text[c.From:c.To] != c.Quote {
				t.Error(c)
			}
		}
	}
}

func TestAGoodbyeAfterAGoodTalkIsNoOffence(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-late-return", "en")
	texts := slices.Concat(patient(s)[:3], []string{"I hope you have a nice evening, and take care of yourself."})
	p := playAll(t, s, 1, texts...)
	turns := p.Turns()
	if turns[len(turns)-1].Direction() > 0 {
		t.Error("\n" + told(p))
	}
}

func TestWhoHelpsOnlyAtTheLastIsTooLate(t *testing.T) {
	t.Parallel()
	a := readAnswers(t)["nl-71-lief-maar-vaag"]
	if end, _ := a.plays(t, 1).Ended(); end == Solved {
		t.Error(end)
	}
}

func TestWhoWasImpoliteAndDoesNotHelpAnnoysAgain(t *testing.T) {
	t.Parallel()
	turn := readAnswers(t)["nl-74-de-boekhouder"].plays(t, 1).Turns()[2]
	if c, ok := first(turn.Cues, CueIgnored); !ok || c.Rule != toneCold || turn.Direction() != 1 {
		t.Error(turn.Changes)
	}
}
