package audition

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestTenQuestionsAreDrawnOverTheProducts(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		orders := map[string]bool{}
		for seed := range uint64(20) {
			drawn := Draw(DemoQuestions(), l, seed, WarmUpQuestions)
			if !reflect.DeepEqual(drawn, Draw(DemoQuestions(), l, seed, WarmUpQuestions)) {
				t.Error("a seed draws twice the same")
			}
			products := map[string]int{}
			var order strings.Builder
			for _, q := range drawn {
				products[q.Product]++
				order.WriteString(string(q.ID) + " ")
				if q.Language != l {
					t.Error(q.ID, q.Language)
				}
			}
			orders[order.String()] = true
			if len(drawn) != WarmUpQuestions || len(products) != 4 {
				t.Errorf("%d questions of %v", len(drawn), products)
			}
		}
		if len(orders) < 15 {
			t.Errorf("%d draws by 20 seeds", len(orders))
		}
	}
	if n := len(Draw(DemoQuestions(), "fr", 1, 10)); n != 0 {
		t.Error(n)
	}
}

func TestGrading(t *testing.T) {
	t.Parallel()
	choice := Question{ID: "choice", Language: "en", Choices: []string{"a", "b", "c"}, Right: []int{0, 2}, Points: 3}
	text := Question{ID: "text", Language: "en", Accept: []string{"24", "linseed"}, Refuse: []string{"olive"}, Points: 2}
	both := []Question{choice, text}
	tests := map[string]struct {
		answers []Answer
		points  int
		passed  bool
	}{
		"all right":                       {[]Answer{{"choice", []int{2, 0}, ""}, {"text", nil, "24 euros"}}, 5, true},
		"three of five points are enough": {[]Answer{{"choice", []int{0, 2}, ""}}, 3, true},
		"two of five are not":             {[]Answer{{"text", nil, "24"}}, 2, false},
		"one choice too few":              {[]Answer{{"choice", []int{0}, ""}, {"text", nil, "24"}}, 2, false},
		"one choice too many":             {[]Answer{{"choice", []int{0, 1, 2}, ""}}, 0, false},
		"a choice twice is once":          {[]Answer{{"choice", []int{0, 2, 2}, ""}}, 3, true},
		"a choice that is not there":      {[]Answer{{"choice", []int{0, 2, 9}, ""}}, 0, false},
		"a slip of the pen":               {[]Answer{{"text", nil, "lineseed oil"}}, 2, false},
		"a denial":                        {[]Answer{{"text", nil, "not linseed"}}, 0, false},
		"both oils":                       {[]Answer{{"text", nil, "linseed or olive"}}, 0, false},
		"the first answer counts":         {[]Answer{{"choice", []int{1}, ""}, {"choice", []int{0, 2}, ""}}, 0, false},
		"a question that was not drawn":   {[]Answer{{"other", []int{0, 2}, ""}}, 0, false},
		"nothing":                         {nil, 0, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Grade(both, tt.answers)
			if r.Points != tt.points || r.Passed != tt.passed || r.Of != 5 || len(r.Each) != 2 {
				t.Errorf("%+v", r)
			}
		})
	}
	if Grade(nil, nil).Passed {
		t.Error("nothing was asked, and it passed")
	}
}

func TestDemoQuestionsCanBeAnswered(t *testing.T) {
	t.Parallel()
	texts := map[QuestionID]map[domain.Language][2]string{ // right, wrong
		"wad-battery-part": {"en": {"It costs 24 euros", "30 euros"}, "nl": {"vierentwintig euro", "19 euro"}},
		"kwelder-wood":     {"en": {"a drop of linseed oil", "olive oil"}, "nl": {"Lijnolie", "zonnebloemolie"}},
		"plaat-one-bud":    {"en": {"blue, it was white", "white"}, "nl": {"blauw", "rood"}},
	}
	for _, q := range DemoQuestions() {
		right, wrong := Answer{Question: q.ID, Chosen: q.Right}, Answer{Question: q.ID}
		if len(q.Accept) > 0 {
			right.Text, wrong.Text = texts[q.ID][q.Language][0], texts[q.ID][q.Language][1]
		}
		if !q.right(right) || q.right(wrong) || wrong.Text == "" && len(q.Accept) > 0 {
			t.Errorf("%s %s", q.ID, q.Language)
		}
	}
	if n := len(DemoQuestions()); n < 28 {
		t.Error(n, "questions")
	}
}

func TestParseQuestionsRefusesAndSaysWhere(t *testing.T) {
	t.Parallel()
	const good = `{"id":"a","language":"en","product":"p","ask":"?a","choices":["x","y"],"right":[0],"points":1,"explanation":"e","source":"s"}`
	tests := map[string]struct{ raw, field string }{
		"no list":               {good, ""},
		"no JSON":               {"[", ""},
		"twice":                 {"[" + good + "," + good + "]", "/1/id"},
		"an unknown field":      {`[` + strings.Replace(good, `"points"`, `"poinst"`, 1) + `]`, "/0/poinst"},
		"no points":             {`[` + strings.Replace(good, `"points":1`, `"points":0`, 1) + `]`, "/0/points"},
		"all choices right":     {`[` + strings.Replace(good, `[0]`, `[0,1]`, 1) + `]`, "/0/right"},
		"a choice out of range": {`[` + strings.Replace(good, `[0]`, `[2]`, 1) + `]`, "/0/right/0"},
		"neither":               {`[` + strings.Replace(good, `"choices":["x","y"],"right":[0],`, ``, 1) + `]`, "/0"},
		"a pattern unreadable":  {`[` + strings.Replace(good, `"choices":["x","y"],"right":[0],`, `"accept":["(a"],`, 1) + `]`, "/0/accept/0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseQuestions([]byte(tt.raw))
			var refusal *domain.Error
			if !errors.As(err, &refusal) || refusal.Code != "question_invalid" || refusal.Field != tt.field {
				t.Errorf("%v at %q, want %q", err, where(refusal), tt.field)
			}
		})
	}
	if all, err := ParseQuestions([]byte("[" + good + "]")); err != nil || len(all) != 1 || all[0].Validate() != nil {
		t.Error(all, err)
	}
}

func FuzzParseQuestions(f *testing.F) {
	f.Add([]byte(`[{"id":"a","language":"en","product":"p","ask":"a","accept":["24"],"points":1,"explanation":"e","source":"s"}]`), "24")
	f.Fuzz(func(t *testing.T, raw []byte, text string) {
		all, err := ParseQuestions(raw)
		if err != nil {
			return
		}
		for _, q := range all {
			Grade([]Question{q}, []Answer{{q.ID, []int{0}, text}})
		}
	})
}
