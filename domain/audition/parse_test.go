package audition

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func sample(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("scenarios/refund-late-return.en.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestParseRefusesAndSaysWhere(t *testing.T) {
	t.Parallel()
	whole := string(sample(t))
	tests := map[string]struct{ from, to, field string }{
		"an unknown field":                    {`"minutes": 10`, `"minutes": 10, "colour": "blue"`, "/colour"},
		"an unknown field, deep":              {`"voice": "blunt"`, `"voice": "blunt", "age": 3`, "/customer/age"},
		"a text for a number":                 {`"minutes": 10`, `"minutes": "ten"`, "/minutes"},
		"half a turn":                         {`"maxTurns": 12`, `"maxTurns": 12.5`, "/maxTurns"},
		"an object for a list":                {`"wrong": [], "again"`, `"wrong": {}, "again"`, "/facts/1/wrong"},
		"nothing for a text":                  {`"title": "Forty-one days and no box"`, `"title": null`, "/title"},
		"a list for a text":                   {`"title": "Forty-one days and no box"`, `"title": []`, "/title"},
		"too short a time":                    {`"minutes": 10`, `"minutes": 7`, "/minutes"},
		"too few turns":                       {`"maxTurns": 12`, `"maxTurns": 7`, "/maxTurns"},
		"a kind that is none":                 {`"rude_refund"`, `"rude"`, "/kind"},
		"a language that is not spoken":       {`"language": "en"`, `"language": "fr"`, "/language"},
		"a voice that is none":                {`"blunt"`, `"shrill"`, "/customer/voice"},
		"a temper that has boiled over":       {`"start": 6`, `"start": 10`, "/temper/start"},
		"a placeholder that is none":          {`I want my money back for the {product}`, `I want my money back for the {thing}`, "/opening/0"},
		"a pattern that cannot be read":       {`"30 days", "30 day"`, `"30 (days", "30 day"`, "/facts/0/right/0"},
		"a macro that is not known":           {`"$iwill ~4 (refund|reimburse) "`, `"$ishould refund"`, "/limits/0/patterns/0"},
		"a key that is none":                  {`"key": "window"`, `"key": "The window"`, "/facts/0/key"},
		"a key twice":                         {`"key": "sound", "about"`, `"key": "window", "about"`, "/facts/1/key"},
		"a needed fact nobody asks for":       {`"key": "sound", "about": "Pads that do not click in all round make the sound thin; the app has a tuning", "needed": false`, `"key": "sound", "about": "x", "needed": true`, "/facts/1/again"},
		"two provocations":                    {`"key": "post_it", "kind": "provocation"`, `"key": "post_it", "kind": "honest_question"`, "/beats/3/again"},
		"a beat of no kind":                   {`"key": "post_it", "kind": "provocation"`, `"key": "post_it", "kind": "joke"`, "/beats/3/kind"},
		"lines after a cue that is none":      {`"after": {"overpromise"`, `"after": {"smiles"`, "/beats/0/lines/after/smiles"},
		"an occasion that is none":            {`"ends": {`, `"side": {"sings": ["La"]}, "ends": {`, "/side/sings"},
		"a line that is too long":             {`I'm done here.`, strings.Repeat("x", 601), "/ends/walkedOff/0"},
		"no way for the customer to walk off": {`"walkedOff": [`, `"walkedOff": [], "timeUp": [`, "/ends/walkedOff"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(whole, tt.from) {
				t.Fatalf("%q is not in the sample", tt.from)
			}
			_, err := Parse([]byte(strings.Replace(whole, tt.from, tt.to, 1)))
			var refusal *domain.Error
			if !errors.As(err, &refusal) || refusal.Code != "scenario_invalid" || refusal.Field != tt.field {
				t.Errorf("%v at %q, want %q", err, where(refusal), tt.field)
			}
		})
	}
}

func where(refusal *domain.Error) string {
	if refusal == nil {
		return "nowhere"
	}
	return refusal.Field
}

func TestParseRefusesWhatIsNoScenario(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"nothing": "", "no JSON": "{", "two": `{} {}`, "a list": `[]`, "a text": `"x"`, "nil": `null`,
		"too much": `{"id":"` + strings.Repeat("x", MaxScenario) + `"}`,
	} {
		var refusal *domain.Error
		if _, err := Parse([]byte(raw)); !errors.As(err, &refusal) || refusal.Code != "scenario_invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAScenarioComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for _, s := range Shipped() {
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > MaxScenario/2 {
			t.Errorf("%s: %d bytes", s.ID, len(raw))
		}
		again, err := Parse(raw)
		if err != nil {
			t.Fatal(s.ID, err)
		}
		twice, _ := json.Marshal(again)
		if string(raw) != string(twice) {
			t.Errorf("%s is another after a round", s.ID)
		}
	}
}

func TestEveryVoiceHasALineForEveryOccasion(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		v := spoken()[l]
		c := &checker{}
		c.keys("/knows", len(v.Knows), func(i int) string { return v.Knows[i].Key })
		for _, voice := range []Voice{Blunt, Grand, Anxious} {
			for _, side := range Sides {
				c.texts(string(voice)+"/"+string(side), v.says(voice, side), 2, maxPool, maxLine)
			}
		}
		if c.err != nil {
			t.Errorf("%s: %v at %s", l, c.err, c.err.Field)
		}
		for voice, own := range v.Voices {
			for side := range own {
				if _, known := v.Base[side]; !known {
					t.Errorf("%s, %s: %q is no occasion", l, voice, side)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	raw, err := os.ReadFile("scenarios/question-skin.nl.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"id":"x","beats":[{"lines":{"after":{"insult":["a"]}}}]}`))
	f.Add([]byte(`{"facts":[{"right":["(a|b ~3 c) & !d"]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Parse(raw)
		var refusal *domain.Error
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Code != "scenario_invalid" {
				t.Fatal(err)
			}
			return
		}
		p, err := Start(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		p.Say("I do not know, I will find out.", step)
	})
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Good evening Robin, I'm sorry. What happened?", "Ik weet 't nie, 'k zoek het uit!", "\"quoted\" you are an idiot", "WHY ARE YOU SHOUTING",
		"30 dagen, 2,5 uur, 14:00", "🙄🙏\u200d", "\xff\xfe don't", "één ĳs", "a-b--c 'tis ' '", "²³ ٣٤", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range []domain.Language{"en", "nl"} {
			cues := Read(text, l)
			spansAreInside(t, text, cues)
			again := Read(text, l)
			if len(again) != len(cues) {
				t.Fatalf("%d cues, then %d", len(cues), len(again))
			}
			for i := range cues {
				if cues[i] != again[i] {
					t.Fatalf("%+v, then %+v", cues[i], again[i])
				}
			}
		}
	})
}

// TestWhatIsNoJSONSaysWhere: in an editor's words, and nothing of the decoder's.
func TestWhatIsNoJSONSaysWhere(t *testing.T) {
	t.Parallel()
	for raw, where := range map[string]string{
		"x": "line 1, character 1.", "{\n \"é\": x}": "line 2, character 7.", "{\n": "line 2, character 1.", "": "line 1, character 1.", "[1e400]": "line 1, character 8.",
	} {
		_, err := Parse([]byte(raw))
		if err == nil || !strings.HasSuffix(err.Error(), "This is no JSON. Reading stops at "+where) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}
