package audition

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEveryFaultIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := ShippedIn("en", RudeRefund)[0]
	s.Title, s.Minutes, s.Opening = "", 60, []string{"Hello {thing}"}
	s.Customer.Voice = "shrill"
	s.Facts = slices.Clone(s.Facts)
	s.Facts[0].Right = []string{"(open"}
	s.Beats = slices.Clone(s.Beats[:1])
	s.Ends.Solved = nil
	got := map[string]FaultCode{}
	for _, f := range s.Faults() {
		got[f.Pointer] = f.Code
		if f.Sentence == "" || !slices.Contains(FaultCodes, f.Code) {
			t.Errorf("%+v", f)
		}
	}
	for pointer, code := range map[string]FaultCode{
		"/title": FaultEmpty, "/minutes": FaultNumber, "/opening/0": FaultPlaceholder, "/customer/voice": FaultChoice,
		"/facts/0/right/0": FaultPattern, "/beats": FaultHonest, "/ends/solved": FaultCount,
	} {
		if got[pointer] != code {
			t.Errorf("%s: %q, want %q", pointer, got[pointer], code)
		}
	}
	if all := ShippedIn("nl", HardQuestion)[0].Faults(); len(all) > 0 {
		t.Errorf("%+v", all)
	}
}

func TestADraftMayBeUnfinished(t *testing.T) {
	t.Parallel()
	s, err := ParseDraft([]byte(`{"id":"new","kind":"rude_refund","language":"en"}`))
	if err != nil || s.Named() != nil {
		t.Fatal(err, s.Named())
	}
	raw, err := json.Marshal(s)
	if err != nil || strings.Contains(string(raw), "null") {
		t.Errorf("%s, %v", raw, err)
	}
	if again, err := ParseDraft(raw); err != nil || again.Validate() == nil || len(again.Faults()) < 10 {
		t.Errorf("%v, %d faults", err, len(again.Faults()))
	}
	for _, raw := range []string{`{"id":"The new one","kind":"rude_refund","language":"en"}`, `{"id":"new","kind":"rude","language":"en"}`, `{"id":"new","kind":"rude_refund","language":"fr"}`} {
		if s, err := ParseDraft([]byte(raw)); err != nil || s.Named() == nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if _, err := ParseDraft([]byte(`{"opening":"Hello"}`)); err == nil {
		t.Error("a text for a list was read")
	}
}

func TestAPlayTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := ShippedIn("en", RudeRefund)[2] // broken twice: the guarantee, and a hand-over
	p, err := Start(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Standing(); got.Honest != "not_asked" || got.HandOver == nil || got.HandOver.Met || len(got.Facts) != 1 || got.Facts[0].Met || got.Calm {
		t.Errorf("%+v", got)
	}
	p.Say("Hello Dana, I am sorry. I will give you a full refund today.", time.Minute)
	if got := p.Standing(); !slices.Contains(got.Promises, Need{Key: "refund"}) || !got.Beats[0].Met {
		t.Errorf("%+v", got)
	}
	p.Say("I was too quick: I may not promise that. The guarantee is two years, free of charge. I hand you over to a colleague of the staff.", 2*time.Minute)
	if got := p.Standing(); len(got.Promises) != 0 || !got.Facts[0].Met || !got.HandOver.Met {
		t.Errorf("%+v", got)
	}
}
