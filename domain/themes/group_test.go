package themes

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// week is questions of three kinds and two that are like no others.
var week = []string{
	"Where is my order? It should have been here on Monday.", "My cat sat on the turntable.", "How do I return these headphones?",
	"Can you tell me where my order is?", "I want to return the headphones, how does that work?", "Where is my order 20261102334 now?",
	"The left speaker crackles.", "How can I return headphones that do not fit?", "My left speaker crackles when it is loud.",
	"Do you sell gift cards?", "Hello. Where is my order?", "There is crackling in my left speaker.",
}

func TestWhatSaysTheSameIsOneGroup(t *testing.T) {
	t.Parallel()
	groups := Find("en", week, nil)
	kinds := []string{"order", "return", "speaker"}
	if len(groups) != len(kinds) {
		t.Fatalf("%d groups: %+v", len(groups), groups)
	}
	for _, g := range groups {
		said := ""
		for _, kind := range kinds {
			if strings.Contains(week[g.Members[0]], kind) {
				said = kind
			}
		}
		for _, m := range g.Members {
			if said == "" || !strings.Contains(week[m], said) {
				t.Errorf("%q is among those with %q", week[m], said)
			}
		}
		kinds = slices.DeleteFunc(kinds, func(kind string) bool { return kind == said })
	}
	if len(kinds) != 0 {
		t.Errorf("nobody asks for %q", kinds)
	}
	if again := Find("en", week, nil); !reflect.DeepEqual(groups, again) {
		t.Error("the same questions made other groups")
	}
}

func TestAThemeGoesOn(t *testing.T) {
	t.Parallel()
	first := Find("en", week, nil)
	known := make([]Known, len(first))
	for i, g := range first {
		known[i] = Known{ThemeID(nameOf("en", week, g)), g.Terms}
	}
	next := []string{
		"where's my order please", "Any news of my order? Where is it?", "Is my order lost, where is it?",
		"Do you ship to Norway?", "What does shipping to Norway cost?", "Shipping to Norway, is that possible?",
	}
	groups := Find("en", next, known)
	if len(groups) != 2 || groups[0].Known == groups[1].Known {
		t.Fatalf("%+v", groups)
	}
	for _, g := range groups {
		switch asks := strings.Contains(next[g.Members[0]], "Norway"); {
		case asks && g.Known != "":
			t.Errorf("shipping goes on %q", g.Known)
		case !asks && g.Known != "Where is my order?":
			t.Errorf("orders go on %q", g.Known)
		}
	}
}

// TestANameTellsNobody: it is a sentence that customers wrote, but for one with
// an address or a long number in it.
func TestANameTellsNobody(t *testing.T) {
	t.Parallel()
	var names []string
	for _, g := range Find("en", week, nil) {
		names = append(names, nameOf("en", week, g))
	}
	if got := strings.Join(names, " | "); got != "The left speaker crackles | How do I return these headphones? | Where is my order?" {
		t.Errorf("%s", got)
	}
	private := []string{"Order 123456789 is late mail jan@example.org", "Order 123 456 789 is late mail jan@example.org", "Order 12345-6789 is late, mail jan@example.org"}
	for _, g := range Find("en", private, nil) {
		if name := nameOf("en", private, g); strings.ContainsAny(name, "@123456789") {
			t.Errorf("%q", name)
		}
	}
}

func TestNothingIsNoGroup(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{"none": nil, "empty": {"", "", "", ""}, "stop words": {"the", "and", "of the", "is it"}, "two": {"my order", "my order"}} {
		if g := Find("en", texts, []Known{{"thm_1", Terms{"gone": 1}}, {"thm_2", nil}}); len(g) != 0 {
			t.Errorf("%s: %+v", name, g)
		}
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2026-11-22T23:59:59+01:00": "2026-11-16T00:00:00+01:00", "2026-11-23T00:00:00+01:00": "2026-11-23T00:00:00+01:00",
		"2026-10-25T12:00:00+01:00": "2026-10-19T00:00:00+02:00", // the clock goes back on this Sunday
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Monday(moment.In(zone)).Format(time.RFC3339); got != want {
			t.Errorf("%s is in the week of %s", at, got)
		}
	}
}
