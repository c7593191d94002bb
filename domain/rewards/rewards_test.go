package rewards

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

var qualified = Facts{
	CustomerMessages: 2, ExpertMessages: 2, Active: time.Minute, Outcome: true, Reason: true, Difficulty: 1, DayNo: 1,
}

func rated(stars int, controllable bool) *Rating { return &Rating{stars, controllable} }

func TestScore(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Facts)
		want   domain.Points
	}{
		"simple and not rated":                          {func(*Facts) {}, 8},
		"normal and not rated":                          {func(f *Facts) { f.Difficulty = 2 }, 10},
		"normal and five stars":                         {func(f *Facts) { f.Difficulty, f.Rating = 2, rated(5, true) }, 17},
		"hard and not rated":                            {func(f *Facts) { f.Difficulty = 3 }, 14},
		"hard and five stars":                           {func(f *Facts) { f.Difficulty, f.Rating = 3, rated(5, true) }, 22},
		"four stars":                                    {func(f *Facts) { f.Rating = rated(4, true) }, 10},
		"three stars":                                   {func(f *Facts) { f.Rating = rated(3, true) }, 5},
		"two stars":                                     {func(f *Facts) { f.Rating = rated(2, true) }, 0},
		"one star":                                      {func(f *Facts) { f.Rating = rated(1, true) }, 0},
		"one star that the company earned":              {func(f *Facts) { f.Rating = rated(1, false) }, 10},
		"five stars whatever the cause":                 {func(f *Facts) { f.Rating = rated(5, false) }, 13},
		"the twentieth of the day":                      {func(f *Facts) { f.DayNo = 20 }, 8},
		"the twenty-first earns half":                   {func(f *Facts) { f.DayNo = 21 }, 4},
		"the thirtieth too":                             {func(f *Facts) { f.DayNo = 30 }, 4},
		"the thirty-first earns a tenth":                {func(f *Facts) { f.DayNo = 31 }, 1},
		"a half is rounded up":                          {func(f *Facts) { f.DayNo, f.Rating = 25, rated(5, true) }, 7},
		"the customer said one thing only":              {func(f *Facts) { f.CustomerMessages = 1 }, 0},
		"the expert said one thing only":                {func(f *Facts) { f.ExpertMessages = 1 }, 0},
		"it was over before it began":                   {func(f *Facts) { f.Active = 59 * time.Second }, 0},
		"nobody said how it ended":                      {func(f *Facts) { f.Outcome = false }, 0},
		"nobody said what it was about":                 {func(f *Facts) { f.Reason = false }, 0},
		"customer and expert share an address range":    {func(f *Facts) { f.Linked = desk.LinkNetwork }, 0},
		"the customer is the expert":                    {func(f *Facts) { f.Linked, f.Rating = desk.LinkCustomer, rated(5, true) }, 0},
		"the pair had one today":                        {func(f *Facts) { f.Pair = pairDay }, 0},
		"the pair had three this month":                 {func(f *Facts) { f.Pair = pairMonth }, 0},
		"a short one is worth nothing, whatever rating": {func(f *Facts) { f.ExpertMessages, f.Rating = 0, rated(5, true) }, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := qualified
			tt.change(&f)
			if got := SecondRules().Score(f); got.Points != tt.want {
				t.Fatalf("got %d points, want %d: %+v", got.Points, tt.want, got.Steps)
			}
		})
	}
}

func TestTheArithmeticShowsEachStep(t *testing.T) {
	t.Parallel()
	f := qualified
	f.Difficulty, f.Rating = 2, rated(5, true)
	b, err := json.Marshal(FirstRules().Score(f))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"steps":[{"key":"base","factor":10,"detail":"qualified","total":10},` +
		`{"key":"difficulty","factor":1.3,"detail":"D2","total":13},` +
		`{"key":"quality","factor":1.3,"detail":"stars_5","total":16.9},` +
		`{"key":"campaign","factor":1,"detail":"none","total":16.9},` +
		`{"key":"dailyCurve","factor":1,"detail":"no_1","total":16.9},` +
		`{"key":"rounding","factor":1,"detail":"half_up","total":17}],"points":17}`
	if string(b) != want {
		t.Fatalf("got  %s\nwant %s", b, want)
	}
	var back Arithmetic
	if err := json.Unmarshal(b, &back); err != nil || fmt.Sprint(back) != fmt.Sprint(FirstRules().Score(f)) {
		t.Fatalf("reads back as %+v, %v", back, err)
	}
}

func TestAConversationOfNoWorthSaysWhy(t *testing.T) {
	t.Parallel()
	f := qualified
	f.ExpertMessages = 1
	got := SecondRules().Score(f)
	if len(got.Steps) != 1 || got.Steps[0].Detail != "not_qualified:expert_messages" || got.Points != 0 {
		t.Fatalf("got %+v", got)
	}
}

func TestTheArithmeticIsExactAndNeverNegative(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := FirstRules()
		r.Conversation.Base = domain.Points(rapid.Int64Range(1, int64(maxBase)).Draw(t, "base"))
		factor := rapid.Int64Range(0, int64(maxFactor))
		d, q, c := factor.Draw(t, "difficulty"), factor.Draw(t, "quality"), factor.Draw(t, "curve")
		r.Conversation.Difficulty[0], r.Conversation.Quality.Unrated = Factor(d), Factor(q)
		r.Conversation.DailyCurve = []CurveStep{{Share: Factor(c)}}
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		// In hundredths of hundredths of hundredths, where every product is whole.
		product := int64(r.Conversation.Base) * d * q * c
		want := (2*product + 1_000_000) / 2_000_000
		if got := r.Score(qualified).Points; int64(got) != want {
			t.Fatalf("got %d, want %d", got, want)
		}
	})
}

func TestAnAwardWaitsForTheRating(t *testing.T) {
	t.Parallel()
	closed := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	v := FirstRules().Conversation.Vesting
	said := Episode{ClosedAt: closed, ConfirmedAt: closed.Add(time.Hour)}
	if got := v.settleAt(said); !got.Equal(closed.Add(49 * time.Hour)) {
		t.Errorf("confirmed by the customer: %s", got)
	}
	silent := Episode{ClosedAt: closed, ConfirmedAt: closed.Add(48 * time.Hour), BySilence: true}
	if got := v.settleAt(silent); !got.Equal(closed.AddDate(0, 0, 7)) {
		t.Errorf("confirmed by silence: %s", got)
	}
}

func TestRulesThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*ConversationRules){
		"worth nothing":              func(c *ConversationRules) { c.Base = 0 },
		"worth more than can be":     func(c *ConversationRules) { c.Base = maxBase + 1 },
		"a negative factor":          func(c *ConversationRules) { c.Quality.Stars[0] = -1 },
		"a factor beyond measure":    func(c *ConversationRules) { c.Difficulty[2] = maxFactor + 1 },
		"no daily curve":             func(c *ConversationRules) { c.DailyCurve = nil },
		"a curve that ends":          func(c *ConversationRules) { c.DailyCurve = c.DailyCurve[:1] },
		"a curve that goes back":     func(c *ConversationRules) { c.DailyCurve[1].UpTo = 20 },
		"a curve that goes on twice": func(c *ConversationRules) { c.DailyCurve[0].UpTo = 0 },
		"a limit below zero":         func(c *ConversationRules) { c.Qualified.ActiveSeconds = -1 },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := FirstRules()
			change(&r.Conversation)
			if r.Check() == nil {
				t.Fatal("accepted")
			}
		})
	}
	if err := FirstRules().Check(); err != nil {
		t.Fatal(err)
	}
}

func TestFactorsAreReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Factor{"1": 100, "1.3": 130, "0.05": 5, "0": 0, "1.70": 170} {
		var f Factor
		if err := json.Unmarshal([]byte(text), &f); err != nil || f != want {
			t.Errorf("%s: got %d, %v", text, f, err)
		}
	}
	for _, text := range []string{"1.333", `"1"`, "1e2", "true"} {
		var f Factor
		if err := json.Unmarshal([]byte(text), &f); err == nil {
			t.Errorf("%s: read as %s", text, f)
		}
	}
	b, err := json.Marshal(FirstRules())
	if err != nil || !strings.Contains(string(b), `"stars":[0,0,0.5,1,1.3]`) {
		t.Fatalf("%s, %v", b, err)
	}
}
