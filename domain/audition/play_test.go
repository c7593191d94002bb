package audition

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

const step = 30 * time.Second

// playAll plays texts half a minute apart.
func playAll(t *testing.T, s Scenario, seed uint64, texts ...string) *Play {
	t.Helper()
	p, err := Start(s, seed)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		p.Say(text, time.Duration(i+1)*step)
	}
	return p
}

// patient is what somebody could write who read the briefing.
func patient(s Scenario) []string {
	var facts []string
	for _, f := range s.Facts {
		facts = append(facts, f.About+".")
	}
	if s.Language == "nl" {
		return []string{
			"Goedemiddag " + s.Customer.CalledAs[0] + ", wat vervelend. Kun je vertellen wat er precies gebeurde?",
			"Ik begrijp je. Dit is hoe het zit. " + strings.Join(facts, " "),
			"Ik snap dat je boos bent. Ik geef je vraag met een samenvatting door aan een medewerker.",
			"Dat weet ik niet. Ik zoek het uit en laat het je morgen weten.",
			"Dat begrijp ik. Is er nog iets wat ik voor je kan doen?",
			"Ik neem het je niet kwalijk. Zal ik het meteen doorgeven?",
		}
	}
	return []string{
		"Good afternoon " + s.Customer.CalledAs[0] + ", that is annoying. Can you tell me what happened exactly?",
		"I understand. This is how it is. " + strings.Join(facts, " "),
		"I can see why you are angry. I will pass your question on to the staff with a summary.",
		"I do not know that. I will find out and let you know tomorrow.",
		"I understand. Is there anything else that I can do for you?",
		"I don't blame you. Shall I pass it on right away?",
	}
}

func impatient(s Scenario) []string {
	if s.Language == "nl" {
		return []string{"Dat is je eigen schuld.", "Zoals ik al zei, niet mijn probleem.", "HOU OP MET ZEUREN", "Je bent echt belachelijk.", "Zoek het zelf maar uit, sukkel."} //nolint:misspell // Dutch
	}
	return []string{"That is your own fault.", "As I said, not my problem.", "STOP WHINING ABOUT IT", "You are ridiculous.", "Get lost, you moron."}
}

func TestShippedScenariosAreNamedByTheirFiles(t *testing.T) {
	t.Parallel()
	names := ShippedNames()
	if len(names) != len(Shipped()) {
		t.Fatalf("%d names of %d scenarios", len(names), len(Shipped()))
	}
	for _, n := range names {
		if s, ok := ShippedAs(n); !ok || s.ID != n.ID || s.Language != n.Language {
			t.Errorf("%v is %v in %v, %v", n, s.ID, s.Language, ok)
		}
	}
	if _, ok := ShippedAs(Name{"no-such", "en"}); ok {
		t.Error("an unknown name is a scenario")
	}
}

func TestShippedScenariosAreThreeOfEachKindInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		for _, k := range Kinds {
			if n := len(ShippedIn(l, k)); n != 3 {
				t.Errorf("%d of %s in %s", n, k, l)
			}
		}
	}
	for _, s := range Shipped() {
		other := shippedAs(t, s.ID, map[domain.Language]domain.Language{"en": "nl", "nl": "en"}[s.Language])
		if a, b := keysOf(s), keysOf(other); !slices.Equal(a, b) {
			t.Errorf("%s: %v in one language, %v in the other", s.ID, a, b)
		}
	}
}

func keysOf(s Scenario) []string {
	keys := []string{string(s.Kind), strconv.Itoa(s.Temper.Start), strconv.Itoa(s.Minutes)}
	for _, f := range s.Facts {
		keys = append(keys, f.Key, strconv.FormatBool(f.Needed))
	}
	for _, l := range s.Limits {
		keys = append(keys, l.Key)
	}
	for _, k := range s.Knows {
		keys = append(keys, k.Key)
	}
	for _, b := range s.Beats {
		keys = append(keys, b.Key, string(b.Kind), strconv.Itoa(b.Heat))
	}
	return keys
}

func TestBothEndsAreReachedAndThePatientAreProvokedThreeTimes(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		t.Run(string(s.ID)+"."+string(s.Language), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				p := playAll(t, s, seed, patient(s)...)
				if end, why := p.Ended(); end != Solved {
					t.Fatalf("patience ends %q by %s\n%s", end, why, told(p))
				}
				tried := 0
				for _, l := range p.Lines() {
					if l.Why.Kind == "beat" {
						tried++
					}
				}
				if tried < 4 {
					t.Errorf("%d beats", tried)
				}
				p = playAll(t, s, seed, impatient(s)...)
				if end, why := p.Ended(); end != WalkedOff {
					t.Fatalf("impatience ends %q by %s\n%s", end, why, told(p))
				}
			}
		})
	}
}

func TestAProvocationIsSharperToWhoWritesSharply(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		sharp := map[domain.Language]string{"en": "Oh wow, what a surprise.", "nl": "Goh, wat een verrassing."}[s.Language]
		if s.Temper.Start >= 7 {
			sharp = "Hm." // it is hot already
		}
		for want, play := range map[string]struct {
			beat  int
			texts []string
		}{"hot": {0, []string{sharp}}, "calm or warm": {1, patient(s)[:2]}} {
			b := s.Beats[play.beat]
			lines := playAll(t, s, 1, play.texts...).Lines()
			i := slices.IndexFunc(lines, func(l Line) bool { return l.Why.Kind == "beat" && l.Why.Key == b.Key })
			if i < 0 {
				t.Fatal(s.ID, b.Key, "did not come")
			}
			hot := slices.ContainsFunc(b.Lines.Hot, func(l string) bool { return s.fill(l) == lines[i].Text })
			if hot != (want == "hot") {
				t.Errorf("%s %s, %s: %q", s.ID, s.Language, want, lines[i].Text)
			}
		}
	}
}

// chatter makes texts at random from what people write, and from noise.
func chatter(l domain.Language, chance *rand.Rand, n int) []string {
	bits := map[domain.Language][]string{
		"en": {"I understand.", "No.", "30 days.", "You are an idiot.", "I will find out.", "Sorry.", "What happened?", "You will get your money back.", "It is covered by warranty.", "Please wait.", "I do not know.", "WHAT IS IT NOW", "Thanks!", "Use the cable.", "xq zw", "Yes, certainly.", "\"", "14 days"},
		"nl": {"Ik snap het.", "Nee.", "30 dagen.", "Wat een sukkel.", "Ik zoek het uit.", "Sorry.", "Wat gebeurde er?", "Je krijgt je geld terug.", "Dat valt onder de garantie.", "Even wachten.", "Weet ik niet.", "WAT NU WEER", "Dank je!", "Pak de kabel.", "xq zw", "Ja, zeker.", "„", "14 dagen"},
	}[l]
	texts := make([]string, n)
	for i := range texts {
		var b strings.Builder
		for range 1 + chance.IntN(3) {
			b.WriteString(bits[chance.IntN(len(bits))] + " ")
		}
		texts[i] = b.String()
	}
	return texts
}

func TestNoPlayGoesOnForEverOrRepeatsItself(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		t.Run(string(s.ID)+"."+string(s.Language), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(25) {
				chance := rand.New(rand.NewPCG(seed, 5))
				p := playAll(t, s, seed, chatter(s.Language, chance, 200)...)
				keepsItsPromises(t, s, p)
			}
		})
	}
}

// keepsItsPromises checks what is true of every play that 200 texts were written to.
func keepsItsPromises(t *testing.T, s Scenario, p *Play) {
	t.Helper()
	end, why := p.Ended()
	if end == Open || why == "" || len(p.Turns()) > s.MaxTurns {
		t.Errorf("%d turns, ended %q by %q", len(p.Turns()), end, why)
	}
	if end == TimeUp && why == "nothing_left" {
		t.Error("the customer had nothing to say")
	}
	seen := map[string]bool{}
	honest := false
	for _, l := range p.Lines() {
		if seen[l.Text] || strings.TrimSpace(l.Text) == "" || strings.ContainsAny(l.Text, "{}") {
			t.Errorf("%q is said twice, or is not filled in", l.Text)
		}
		seen[l.Text] = true
		honest = honest || (l.Why.Kind == "beat" && l.Why.Key == s.Beats[s.honest()].Key)
		if l.Why.Kind == "" || l.Why.Key == "" || l.Why.Before < Serene || l.Why.After > Boiling {
			t.Errorf("%+v", l)
		}
	}
	if !honest {
		t.Errorf("the honest question did not come\n%s", told(p))
	}
	for i, turn := range p.Turns() {
		if len(turn.Lines) == 0 {
			t.Errorf("nothing came back to text %d", i+1)
		}
		sum := 0
		for _, c := range turn.Changes {
			sum += c.By
			if c.Quote == "" || c.Rule == "" {
				t.Errorf("a change without a reason: %+v", c)
			}
		}
		if moved := turn.After - turn.Before; moved != 0 && (moved > 0) != (sum > 0) {
			t.Errorf("%d reasons' worth moved %d", sum, moved)
		}
		spansAreInside(t, turn.Text, turn.Cues)
	}
}

func TestTheSameTextsPlayTheSame(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		chance := rand.New(rand.NewPCG(9, 5))
		texts := chatter(s.Language, chance, 8)
		var said []Said
		looked, err := Start(s, 3)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range texts {
			at := time.Duration(i+1) * 70 * time.Second
			if i == 4 {
				at += 200 * time.Second // a silence
			}
			for look := range 10 {
				looked.Wait(at - time.Duration(10-look)*time.Second)
			}
			looked.Say(text, at)
			said = append(said, Said{text, at})
		}
		again, err := Replay(s, 3, said)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(looked.Lines(), again.Lines()) || !reflect.DeepEqual(looked.Turns(), again.Turns()) {
			t.Errorf("%s %s: waiting changed the play", s.ID, s.Language)
		}
		if n := len(looked.Transcript()); n != len(looked.Lines())+len(looked.Turns()) {
			t.Errorf("%d entries", n)
		}
		openings := map[string]bool{}
		for seed := range uint64(12) {
			openings[playAll(t, s, seed).Lines()[0].Text] = true
		}
		if len(openings) < 2 {
			t.Errorf("%s %s: twelve seeds, one opening", s.ID, s.Language)
		}
	}
}

func TestSilence(t *testing.T) {
	t.Parallel()
	s := shippedAs(t, "question-skin", "en")
	p := playAll(t, s, 1)
	if got := p.Wait(149 * time.Second); len(got) != 0 {
		t.Error("impatient too early", got)
	}
	got := p.Wait(151 * time.Second)
	if len(got) != 1 || got[0].Why.Kind != "silence" || got[0].At != 150*time.Second || got[0].Why.After != got[0].Why.Before {
		t.Errorf("%+v", got)
	}
	got = p.Wait(5 * time.Minute)
	if len(got) != 1 || got[0].Why.After != got[0].Why.Before+1 {
		t.Errorf("%+v", got)
	}
	got = p.Wait(time.Hour)
	if end, why := p.Ended(); end != TimeUp || why != "time" || got[len(got)-1].At != p.Until() {
		t.Errorf("%q by %s, %+v", end, why, got)
	}
	if after := p.Say("Hello?", 2*time.Hour); len(after) > 0 {
		t.Error("spoke after the end", after)
	}
}

func TestTheCustomerAnswersWhatIsAsked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id   ScenarioID
		lang domain.Language
		text string
		key  string
	}{
		"when it was bought":    {"refund-late-return", "en", "When did you buy them?", "days"},
		"what happened":         {"refund-twice-broken", "en", "What happened this morning?", "what_happened"},
		"the order number":      {"refund-still-waiting", "en", "Could you tell me your order number?", "order_number"},
		"welk toestel":          {"question-old-television", "nl", "Welke televisie heb je?", "tv"},
		"waarom een nieuwe":     {"exchange-newer-model", "nl", "Waarom wilt u de nieuwe zo graag?", "why_new"},
		"sinds wanneer de huid": {"question-skin", "nl", "Sinds wanneer heb je last van je huid?", "symptoms"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := playAll(t, shippedAs(t, tt.id, tt.lang), 1, tt.text)
			if !slices.ContainsFunc(p.Lines(), func(l Line) bool { return l.Why.Kind == "answer" && l.Why.Key == tt.key }) {
				t.Error("\n" + told(p))
			}
		})
	}
}

func TestABlankTextIsNone(t *testing.T) {
	t.Parallel()
	p := playAll(t, Shipped()[0], 1, "", " \n ")
	if len(p.Turns()) != 0 || len(p.Lines()) != 1 {
		t.Error(p.Turns(), p.Lines())
	}
}

func TestAScenarioThatIsNotValidCannotStart(t *testing.T) {
	t.Parallel()
	s := Shipped()[0]
	s.Beats = s.Beats[1:] // two provocations and the honest question
	var refusal *domain.Error
	if _, err := Start(s, 1); !errors.As(err, &refusal) || refusal.Field != "/beats" {
		t.Error(err)
	}
}

func TestAnyBrandCanBeNamed(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		p := playAll(t, s.For(Names{Brand: "Berg & Dal (B.V.)", Product: "X*|9?"}), 2, patient(s)...)
		for _, l := range p.Lines() {
			if strings.Contains(l.Text, "Noorder") || (strings.Contains(l.Text, s.Names.Product) && s.Names.Product != "") {
				t.Errorf("%s: %q", s.ID, l.Text)
			}
		}
		told := s.For(Names{Brand: "Berg", Product: "Dal"}).Told()
		if strings.ContainsAny(told.Situation+strings.Join(told.Facts, "")+strings.Join(told.May, "")+strings.Join(told.MayNot, ""), "{}") {
			t.Error(told)
		}
	}
}
