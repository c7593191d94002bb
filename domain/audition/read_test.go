package audition

import (
	"slices"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

// reads is a row: a text, what must be read in it and what must not.
type reads struct {
	lang      domain.Language
	text      string
	want, not []CueKind
}

type k = []CueKind

var readings = map[string]reads{
	"a greeting and a name of nobody":        {"en", "Good morning, how can I help?", k{CueGreeting, CueQuestion}, k{CueName, CueCurt}},
	"thanks for nothing is no thanks":        {"en", "Thanks for nothing, friend of the house.", k{CueSarcasm}, k{CueThanks}},
	"the customer is not stupid":             {"en", "You are not stupid, nobody says that.", nil, k{CueInsult}},
	"the customer is":                        {"en", "You are stupid, everybody says that.", k{CueInsult}, nil},
	"an honest no with a lie that is denied": {"en", "I won't lie, I do not know.", k{CueUnknown}, k{CueBluff, CueInsult}},
	"not your fault":                         {"en", "It is not your fault that it broke.", nil, k{CueBlame}},
	"your own fault":                         {"en", "It is your own fault that it broke.", k{CueBlame}, nil},
	"should have been told":                  {"en", "You should have been told that right away.", nil, k{CueBlame}},
	"should have read":                       {"en", "You should have read that right away.", k{CueBlame}, nil},
	"no problem is no no":                    {"en", "No problem, I will find out for you.", k{CueFindOut}, nil},
	"solving their problem":                  {"en", "I would like to solve your problem, what did you hear?", k{CueOwnership}, k{CueDismissive}},
	"their problem":                          {"en", "That is your problem, not mine.", k{CueDismissive}, nil},
	"capitals for emphasis":                  {"en", "The PHONO input takes MM, not MC, on the back of it.", nil, k{CueShouting}},
	"capitals for shouting":                  {"en", "I ALREADY TOLD YOU THAT", k{CueShouting, CueAsISaid}, nil},
	"other people's words":                   {"en", "You wrote \"you are idiots\" and I can see why, what happened?", k{CueQuestion}, k{CueInsult}},
	"a slip of the pen":                      {"en", "I am relly sory, I completly undrestand that it is frustratng.", k{CueEmpathy}, k{CueCurt}},
	"a promise with a when":                  {"en", "I will find out and let you know tomorrow.", k{CueFindOut, CueByWhen}, nil},
	"staff":                                  {"en", "I'll pass this on to a colleague of the staff with a summary.", k{CueHandOver}, nil},
	"a kind no":                              {"en", "I can't exchange them because they were worn, what I can do is send new tips.", k{CueKindNo}, k{CueWall}},
	"a wall":                                 {"en", "That is not possible here.", k{CueWall}, k{CueKindNo}},
	"polite and empty":                       {"en", "Dear customer, thank you so much for reaching out to us.", k{CueEmpty, CueCanned}, nil},
	"one word":                               {"en", "No.", k{CueCurt}, nil},
	"one word with an emoji":                 {"en", "ok 🙄", k{CueSarcasm}, nil},
	"thanks by emoji":                        {"en", "I'll ask the workshop, one moment 🙏", k{CueThanks, CueFindOut}, nil},
	"good stars":                             {"en", "Please give me five stars when we are done.", k{CueAsksStars}, nil},
	"any rating":                             {"en", "If you like you can leave a rating afterwards.", k{CueAsksRating}, k{CueAsksStars}},
	"elsewhere":                              {"en", "Just text me on my private number.", k{CueOffPlatform}, nil},
	"never share a password":                 {"en", "Never give your password to anybody, I don't need it.", nil, k{CuePrivateData}},
	"give a password":                        {"en", "Please send me your password so that I can look.", k{CuePrivateData}, nil},
	"so what happened":                       {"en", "So what happened then, in your own words?", k{CueQuestion}, k{CueDismissive}},
	"so what":                                {"en", "It is broken, so what?", k{CueDismissive}, nil},
	"luck that is meant":                     {"en", "Congratulations on your new job, and good luck with your lesson.", nil, k{CueSarcasm}},
	"not a doctor":                           {"en", "I'm not a doctor, so I can't judge that, I'll hand it to staff.", k{CueHandOver}, k{CueDismissive}},
	"an instruction is no order":             {"en", "Check the pads at 12, 4 and 8 o'clock and try the cable.", nil, k{CueCommand}},
	"an order":                               {"en", "Read the manual and calm down.", k{CueCommand, CueDismissive}, nil},

	"groet en dank":                     {"nl", "Goedemiddag, dank je wel voor het wachten.", k{CueGreeting, CueThanks}, nil},
	"niet onbeleefd bedoeld":            {"nl", "Niet onbeleefd bedoeld, maar ik heb hem zelf ook.", nil, k{CueInsult, CueDismissive}},
	"niet dom":                          {"nl", "Je bent niet dom, dat zegt niemand.", nil, k{CueInsult}},
	"wel dom":                           {"nl", "Je bent echt dom, dat zegt iedereen.", k{CueInsult}, nil},
	"met u":                             {"nl", "Bent u doof of zo?", k{CueInsult}, nil},
	"ontkenning erachter":               {"nl", "Dat beloof ik je niet, dat mag ik ook niet.", nil, k{CueOverpromise}},
	"weet ik niet":                      {"nl", "Dat weet ik eerlijk gezegd niet, ik zoek het uit.", k{CueUnknown, CueFindOut}, nil},
	"ik weet 't nie":                    {"nl", "Ik weet 't nie, maar ik vraag het morgen na.", k{CueUnknown, CueFindOut, CueByWhen}, nil},
	"eigen schuld":                      {"nl", "Eigen schuld, dikke bult.", k{CueBlame}, nil},
	"niet jouw schuld":                  {"nl", "Het is niet jouw schuld dat hij stuk is.", nil, k{CueBlame}},
	"had moeten horen":                  {"nl", "Je had dit meteen moeten horen, sorry.", k{CueApology}, k{CueBlame}},
	"had moeten lezen":                  {"nl", "Je had de voorwaarden moeten lezen.", k{CueBlame}, nil},
	"zoek het uit":                      {"nl", "Zoek het zelf maar uit.", k{CueDismissive}, nil},
	"ik zoek het uit":                   {"nl", "Ik zoek het voor je uit.", k{CueFindOut, CueOwnership}, k{CueDismissive}},
	"doorgeven":                         {"nl", "Ik geef het door aan een collega, die belt je morgen.", k{CueHandOver}, nil},
	"vriendelijk nee":                   {"nl", "Ik kan hem niet ruilen omdat hij gedragen is, wat ik wel kan doen is dopjes sturen.", k{CueKindNo}, k{CueWall}},
	"hoofdletters":                      {"nl", "RUILEN KAN NIET", k{CueShouting}, nil},
	"haastig":                           {"nl", "Ik begrjip dat het vervlend is, wat gebeurde er precies?", k{CueEmpathy, CueQuestion}, nil},
	"wat stom van ons":                  {"nl", "Wat stom van ons, sorry, ik ga het na.", k{CueApology}, k{CueInsult}},
	"vijf sterren":                      {"nl", "Geef me straks vijf sterren alsjeblieft.", k{CueAsksStars}, nil},
	"wachtwoord":                        {"nl", "Geef nooit je wachtwoord aan iemand.", nil, k{CuePrivateData}},
	"pech":                              {"nl", "Pech gehad.", k{CueDismissive}, nil},
	"wat een pech":                      {"nl", "Wat een pech voor je, ik kijk met je mee.", nil, k{CueDismissive}},
	"tjonge, wat knap":                  {"nl", "Wat knap dat je dat zelf al geprobeerd hebt!", nil, k{CueSarcasm}},
	"leeg en beleefd":                   {"nl", "Geachte klant, hartelijk dank voor uw bericht en uw geduld.", k{CueEmpty, CueCanned}, nil},
	"buitenom":                          {"nl", "App me even op mijn eigen nummer.", k{CueOffPlatform}, nil},
	"een taal die hier niemand spreekt": {"fr", "Bonjour, je ne sais pas, désolé.", k{CueIgnored}, k{CueGreeting}},
}

func TestReading(t *testing.T) {
	t.Parallel()
	for name, tt := range readings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cues := Read(tt.text, tt.lang)
			for _, k := range tt.want {
				if !has(cues, k) {
					t.Errorf("no %s in %v", k, cues)
				}
			}
			for _, k := range tt.not {
				if c, found := first(cues, k); found {
					t.Errorf("%s in %q by %s", k, c.Quote, c.Rule)
				}
			}
			spansAreInside(t, tt.text, cues)
		})
	}
}

func spansAreInside(t *testing.T, text string, cues []Cue) {
	t.Helper()
	for _, c := range cues {
		if c.From < 0 || c.To > len(text) || c.From > c.To || text[c.From:c.To] != c.Quote {
			t.Errorf("%s: %d to %d of %d is not %q", c.Rule, c.From, c.To, len(text), c.Quote)
		}
		if c.Rule == "" || !c.Kind.known() {
			t.Errorf("%+v", c)
		}
	}
}

func TestALongTextIsReadAsFarAsMaxText(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("é, ", MaxText) + "you are an idiot"
	if cues := Read(text, "en"); has(cues, CueInsult) {
		t.Error(cues)
	}
}

func TestPatternsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for source, why := range map[string]string{
		"":                            "must begin with a word",
		"~3 a":                        "must begin with a word",
		"a? b":                        "must begin with a word",
		"a ~12 b":                     "gap",
		"(a | b":                      "not closed",
		"(a | )":                      "empty",
		"a ) b":                       "stands where nothing can",
		"#30":                         "no number",
		"!a & b":                      "only what must not be there",
		"$nothing":                    "not known here",
		"((((((a))))))":               "deep",
		strings.Repeat("a ", 900):     "at most",
		"a & ...":                     "no word",
		"word & (one|two) & ~2 three": "must begin with a word",
	} {
		_, err := lexiconOf("en").pattern(source, map[string]bool{})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", source, err, why)
		}
	}
}

func TestAPatternFindsWhatItSays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		pattern, text string
		want          bool
	}{
		"words in a row":                  {"find out", "I will find out", true},
		"a gap":                           {"find ~2 out", "I will find it all out", true},
		"a gap that is too small":         {"find ~1 out", "I will find it all out", false},
		"another sentence":                {"find ~3 out", "What I find. Get out", false},
		"a choice":                        {"(red|dark blue) one", "the dark blue one", true},
		"a beginning":                     {"repar*", "a reparation", true},
		"any number":                      {"# days", "within 14 days", true},
		"another number":                  {"#!30 days", "within 30 days", false},
		"a number in words":               {"30 days", "thirty days", true},
		"both, in any order":              {"days & return", "you return it in 30 days", true},
		"both, in two sentences":          {"days & return", "You return it. In 30 days.", false},
		"both, anywhere":                  {"days && return", "You return it. In 30 days.", true},
		"one without another":             {"days & !work", "30 days of work", false},
		"the beginning":                   {"^ hi", "oh hi", false},
		"the end of a sentence":           {"so what $", "so what happened", false},
		"a slip in a long word":           {"understand", "i undrestand", true},
		"a slip in a short word":          {"find", "i fond", false},
		"the brand is no word of its own": {"don't know", "I DONT KNOW", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := lexiconOf("en")
			words := map[string]bool{}
			p, err := x.pattern(tt.pattern, words)
			if err != nil {
				t.Fatal(err)
			}
			w := cut(tt.text, "en")
			w.mend(x, words, nil)
			if got := len(w.matches(p, true, nil)) > 0; got != tt.want {
				t.Errorf("%q in %q: %v", tt.pattern, tt.text, got)
			}
		})
	}
}

func TestEveryRuleHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		var names []string
		for _, r := range lexiconOf(l).rules {
			if slices.Contains(names, r.name) || len(r.patterns) == 0 {
				t.Errorf("%s: %s", l, r.name)
			}
			names = append(names, r.name)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("Good evening Robin, I understand that it is annoying. A return is possible within 30 days. ", 4)
	for b.Loop() {
		Read(text, "en")
	}
}
