package desk

import (
	"strings"
	"testing"
)

func TestNearlyTheSame(t *testing.T) {
	t.Parallel()
	text := "Hi Jonas, press each pad at 12, 4 and 8 o'clock until you hear a click on every side, then play one song."
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"the same":                         {text, text, true},
		"another name":                     {text, strings.Replace(text, "Jonas", "Amina", 1), true},
		"case, marks and spacing":          {text, strings.ToUpper(strings.ReplaceAll(text, ", ", " ... ")), true},
		"one sentence more":                {text, text + " And tell me whether the bass is back when you have had the time to listen.", false},
		"the same thing in other words":    {text, "Could you push the left one at the top and at both lower corners? It should click three times, Amina.", false},
		"short texts, which everybody has": {"Good morning, how are you?", "Good morning, how are you?", false},
		"empty":                            {"", "", false},
		"another script":                   {strings.Repeat("Здравствуйте ", 6), strings.Repeat("Здравствуйте ", 6), true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Alike(tt.a, tt.b); got != tt.want {
				t.Errorf("got %v", got)
			}
			if got := Alike(tt.b, tt.a); got != tt.want {
				t.Errorf("the other way round: got %v", got)
			}
		})
	}
}

func TestAlikeCountsPeople(t *testing.T) {
	t.Parallel()
	text := "Press each pad at 12, 4 and 8 o'clock until you hear a click on every side."
	told := []Told{{"cus_1", text}, {"cus_1", text}, {"cus_2", text + "!"}, {"cus_3", "Something else that is long enough to be compared."}}
	if n := AlikeTo(text, told); n != 2 {
		t.Errorf("got %d people, want 2", n)
	}
	if n := AlikeTo("Press each pad.", []Told{{"cus_1", "Press each pad."}}); n != 0 {
		t.Errorf("a short text is like %d", n)
	}
}

func BenchmarkAlike(b *testing.B) {
	text := strings.Repeat("Press each pad at 12, 4 and 8 o'clock until you hear a click. ", 5)
	told := make([]Told, AlikeTexts)
	for i := range told {
		told[i] = Told{string(rune(i)), strings.Repeat("Another answer of the usual length, about the amplifier. ", 5)}
	}
	for b.Loop() {
		AlikeTo(text, told)
	}
}
