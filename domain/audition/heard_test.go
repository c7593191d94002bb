package audition

import "testing"

// TestReadingWhatIsMeant reads irony, what puts somebody off, and honesty in
// other words, each beside a kind text that looks like it.
func TestReadingWhatIsMeant(t *testing.T) {
	t.Parallel()
	tests := map[string]reads{
		"an alarm":                     {"en", "Somebody call the fire brigade, a button is loose.", k{CueSarcasm}, nil},
		"a call that is meant":         {"en", "I can call the workshop for you.", nil, k{CueSarcasm}},
		"poor thing, meant":            {"en", "You poor thing, what a week you had.", k{CueEmpathy}, k{CueSarcasm}},
		"now I am scared":              {"en", "Oh dear, now I'm really scared.", k{CueSarcasm}, nil},
		"the customer's own fault":     {"en", "If you had bothered to read it, this would not happen.", k{CueBlame}, nil},
		"clearer by us":                {"en", "That should have been more clearly stated.", nil, k{CueBlame}},
		"every child knows":            {"en", "Every child can work that out.", k{CueDismissive}, nil},
		"my children":                  {"en", "My children did the same once.", k{CueEmpathy}, k{CueDismissive}},
		"it depends":                   {"en", "It sort of depends, these things are always a bit complicated.", k{CueEmpty}, nil},
		"it depends on the set":        {"en", "It depends on the set, I will look that up for you.", k{CueFindOut}, k{CueEmpty}},
		"making it up":                 {"en", "I'd be making it up if I gave you a date.", k{CueUnknown}, nil},
		"my word on it":                {"en", "You have my word, every cent of it comes back.", k{CueOverpromise}, nil},
		"I cannot give my word":        {"en", "I can't make an exception for you, I'm afraid.", nil, k{CueOverpromise}},
		"voor de tweede keer stuk":     {"nl", "Nu hij voor de tweede keer stuk is kijken zij ernaar.", nil, k{CueAsISaid}},
		"spot met een alarm":           {"nl", "Bel de krant, er zit een kras op.", k{CueSarcasm}, nil},
		"wat is er grappig":            {"nl", "Rekenen blijft lastig hè.", k{CueSarcasm}, nil},
		"rekenen dat gemeend is":       {"nl", "Reken op een minuut of twintig.", nil, k{CueSarcasm, CueOverpromise}},
		"het ligt aan jou":             {"nl", "Het ligt echt aan jezelf.", k{CueBlame}, nil},
		"het ligt aan de tv":           {"nl", "Het ligt aan de tv, bij de een is het meer.", nil, k{CueBlame}},
		"een goed punt":                {"nl", "Daar heb je een goed punt.", nil, k{CueDismissive}},
		"punt":                         {"nl", "Het kan niet meer na dertig dagen, punt.", k{CueDismissive}, nil},
		"komt goed":                    {"nl", "Komt goed, echt.", k{CueEmpty}, nil},
		"komt goed, want ik vraag het": {"nl", "Komt goed, ik vraag het na bij de werkplaats.", k{CueFindOut}, k{CueEmpty}},
		"uit mijn duim":                {"nl", "Dan zou ik het uit mijn duim zuigen.", k{CueUnknown}, nil},
		"een uitzondering":             {"nl", "Voor u maken we een uitzondering, dat beloof ik u.", k{CueOverpromise}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cues := Read(tt.text, tt.lang)
			for _, kind := range tt.want {
				if !has(cues, kind) {
					t.Errorf("no %s in %v", kind, cues)
				}
			}
			for _, kind := range tt.not {
				if c, found := first(cues, kind); found {
					t.Errorf("%s in %q by %s", kind, c.Quote, c.Rule)
				}
			}
		})
	}
}

// directions are where the texts of a play move the temper.
func directions(t *testing.T, s Scenario, texts ...string) []int {
	t.Helper()
	p := playAll(t, s, 1, texts...)
	all := make([]int, 0, len(texts))
	for _, turn := range p.Turns() {
		all = append(all, turn.Direction())
	}
	t.Log("\n" + told(p))
	return all
}

func TestNoKindnessMakesAWrongFactGood(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "question-battery-years", "en")
	if got := directions(t, s, "Hi Noor, what a good question! About 95 percent is left after a thousand charges."); got[0] != 1 {
		t.Error(got)
	}
}

func TestAPromiseCalmsNobodyAndIsBelievedTwice(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-twice-broken", "en")
	got := directions(t, s, "Hi Dana, that is awful. We will send you a new pair.",
		"I understand. You will get your money back too.", "I understand. You have my word, every cent.")
	if got[0] != 0 || got[1] != 0 || got[2] != 1 {
		t.Error(got)
	}
}

func TestWhoWasNeverKindGetsNoBenefitOfTheDoubt(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-late-return", "en")
	cold := directions(t, s, "Headphones make sound, that is how it goes.", "It has been a quiet evening over here.")
	kind := directions(t, s, "Hi Robin, headphones make sound, I know how it goes.", "It has been a quiet evening over here.")
	if cold[0] != 1 || cold[1] != 1 || kind[1] > 0 {
		t.Error(cold, kind)
	}
}

func TestFeelingWithWhatSomebodySpeaksOfIsNotEmpty(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "exchange-fell-in-water", "en")
	got := directions(t, s, "Hi Priya, I understand.", "I understand, really.", "I understand, with small children and no sleep that must be hard for you.")
	if got[1] != 1 || got[2] != -1 {
		t.Error(got)
	}
}

func TestWhatOnlySoundsLikeAStepIsNoneFromWhoWasNeverKind(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "refund-late-return", "en")
	if got := directions(t, s, "I will make a paper hat of that."); got[0] != 1 {
		t.Error(got)
	}
}

func TestWhoIsNeitherKindNorHelpfulIsLeft(t *testing.T) {
	t.Parallel()
	end, p := endOf(t, shippedAs(t, "refund-late-return", "en"),
		"Headphones make sound, that is how it goes.", "It has been a quiet evening over here.", "Rain is on its way over the hills.",
		"My shelf holds more books than yours.", "Dinner was soup with bread.", "Trains run past the window here.", "Clocks tick louder after ten.")
	if end != WalkedOff {
		t.Errorf("%q\n%s", end, told(p))
	}
}
