package audition

import (
	"slices"
	"testing"
)

// endOf plays texts and returns how that ended.
func endOf(t *testing.T, s Scenario, texts ...string) (End, *Play) {
	t.Helper()
	p := playAll(t, s, 1, texts...)
	end, _ := p.Ended()
	return end, p
}

func TestAPromiseStandsUntilItIsTakenBack(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "exchange-worn-earbuds", "en")
	kind := patient(s)
	kind[4] = "I understand. I will exchange them for you tomorrow."
	kind[5] = "I understand. Would you like to know more about it?"
	if end, p := endOf(t, s, kind...); end != Open {
		t.Errorf("%q\n%s", end, told(p))
	}
	back := append(slices.Clone(kind), "Sorry, I was too quick there, I should not have promised that.")
	if end, p := endOf(t, s, back...); end != Solved {
		t.Errorf("%q\n%s", end, told(p))
	}
}

func TestAWrongFactStandsUntilTheRightOneComes(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-late-return", "nl")
	texts := patient(s)
	texts[4] = "Dat begrijp ik. Terugsturen kan trouwens tot 60 dagen."
	if end, p := endOf(t, s, texts[:5]...); end != Open {
		t.Errorf("%q\n%s", end, told(p))
	}
	texts[5] = "Sorry, ik vergiste me. Terugsturen kan tot 30 dagen."
	if end, p := endOf(t, s, texts...); end != Solved {
		t.Errorf("%q\n%s", end, told(p))
	}
}

func TestNobodyWalksOffOverPoliteness(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-twice-broken", "en")
	texts := []string{
		"Dear Dana, thank you so much for your message, it means a lot.",
		"Dear Dana, thank you, I am so very grateful that you write.",
		"Thank you for that as well, it is wonderful that you share it, Dana.",
		"I am sorry, Dana, so sorry, and thank you once more.",
		"Thank you, thank you, Dana. I appreciate it ever so much.",
		"Dear Dana, how good of you, I appreciate that, thanks.",
		"Sorry, Dana, I really appreciate all of it, thank you.",
	}
	end, p := endOf(t, s, texts...)
	if end != Open {
		t.Errorf("%q\n%s", end, told(p))
	}
	if p.Turns()[0].Direction() > 0 || p.Turns()[2].Direction() <= 0 {
		t.Error("the first is free, a later one is not\n" + told(p))
	}
	first := p.Turns()[0].Lines
	if slices.ContainsFunc(first, func(l Line) bool { return l.Why.Key == string(SideEmpty) }) {
		t.Error("once was held against them", first)
	}
}

func TestWhatIsNoPromise(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id         ScenarioID
		lang       string
		text       string
		overpromis bool
	}{
		"asking whether":         {"refund-late-return", "en", "I will ask whether you get your money back.", false},
		"if the staff agrees":    {"refund-late-return", "en", "You get your money back if the staff agrees.", false},
		"a question":             {"refund-twice-broken", "en", "Will you get a new pair somewhere else?", false},
		"a denial":               {"refund-twice-broken", "en", "I will not send you a new pair, I may not.", false},
		"the customer's words":   {"refund-late-return", "en", "You asked: \"you will get your money back\", and I see why.", false},
		"a promise":              {"refund-late-return", "en", "You will get your money back tomorrow.", true},
		"another":                {"refund-twice-broken", "en", "We will send you a new pair.", true},
		"of dat kan":             {"refund-late-return", "nl", "Ik vraag of je je geld terugkrijgt.", false},
		"als":                    {"refund-late-return", "nl", "Je krijgt je geld terug als een medewerker akkoord is.", false},
		"niet":                   {"refund-late-return", "nl", "Je krijgt je geld helaas niet terug.", false},
		"een belofte":            {"refund-late-return", "nl", "Je krijgt morgen je geld terug.", true},
		"een belofte, omgekeerd": {"exchange-worn-earbuds", "nl", "Die ruil ik zo voor u om.", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range Shipped() {
				if s.ID == tt.id && string(s.Language) == tt.lang {
					p := playAll(t, s, 1, tt.text)
					if got := has(p.Turns()[0].Cues, CueOverpromise); got != tt.overpromis {
						t.Error("\n" + told(p))
					}
				}
			}
		})
	}
}

func TestEvidenceIsQuotedPerDimension(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "question-skin", "en")
	p := playAll(t, s, 1, "Hello Samira, that must be awful. Since when have you had it?", "You are overreacting, read the label.")
	all := p.Evidence()
	if len(all) != len(Dimensions) {
		t.Fatal(all)
	}
	for i, e := range all {
		if e.Dimension != Dimensions[i] {
			t.Error(e.Dimension)
		}
		for _, q := range append(slices.Clone(e.For), e.Against...) {
			if text := p.Turns()[q.Turn].Text; text[q.Cue.From:q.Cue.To] != q.Cue.Quote {
				t.Errorf("%+v is not in %q", q, text)
			}
		}
	}
	if len(all[0].Against) == 0 || len(all[1].For) == 0 || len(all[1].Against) == 0 || len(all[2].For) == 0 {
		t.Errorf("%+v", all)
	}
}
