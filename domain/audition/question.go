package audition

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The warm-up: so many questions, so much time, and the percentage of the points that passes.
const (
	WarmUpQuestions = 10
	WarmUpTime      = 15 * time.Minute
	WarmUpPass      = 60
)

// QuestionID names a question; its languages share it.
type QuestionID string

// Question is an open-book question about a product: choices, or a short text.
type Question struct {
	ID       QuestionID      `json:"id"`
	Language domain.Language `json:"language"`
	Product  string          `json:"product"` // a key or a name; questions are spread over products
	Ask      string          `json:"ask"`
	// Choices are what can be chosen; Right are the places of those that are right, from 0.
	Choices []string `json:"choices,omitempty"`
	Right   []int    `json:"right,omitempty"`
	// Accept are the patterns of a right short text; Refuse are those of one that is wrong all the same.
	Accept      []string `json:"accept,omitempty"`
	Refuse      []string `json:"refuse,omitempty"`
	Points      int      `json:"points"`
	Explanation string   `json:"explanation"`
	Source      string   `json:"source"`
}

// Answer is what a candidate answered to one question.
type Answer struct {
	Question QuestionID
	Chosen   []int
	Text     string
}

// Graded is one question with what its answer was worth.
type Graded struct {
	Question QuestionID
	Right    bool
	Points   int
}

// Result is a graded warm-up.
type Result struct {
	Each   []Graded
	Points int
	Of     int
	Passed bool
}

// MaxQuestions is how large a file of questions may be, in bytes.
const MaxQuestions = 256 << 10

// ParseQuestions reads a list of questions. It is refused with question_invalid
// and a JSON pointer to what is wrong.
func ParseQuestions(raw []byte) ([]Question, error) {
	if len(raw) > MaxQuestions {
		return nil, asQuestion(refuse("", "Questions have at most %d bytes, these have %d.", MaxQuestions, len(raw)))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, asQuestion(noJSON(raw, err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, asQuestion(refuse("", "Something follows after the questions."))
	}
	if err := fits("", tree, reflect.TypeFor[[]Question]()); err != nil {
		return nil, asQuestion(err)
	}
	var all []Question
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, asQuestion(refuse("", "These are no questions: a number does not fit where it stands."))
	}
	c := &checker{}
	for i := range all {
		all[i].check(c, fmt.Sprintf("/%d", i))
		same := func(o Question) bool { return o.ID == all[i].ID && o.Language == all[i].Language }
		if slices.ContainsFunc(all[:i], same) {
			c.fail(Fault{Pointer: fmt.Sprintf("/%d/id", i), Code: FaultTwice}, "This question stands here twice.")
		}
	}
	if c.err != nil {
		return nil, asQuestion(c.err)
	}
	return all, nil
}

// asQuestion gives a refusal the code of questions.
func asQuestion(refusal *domain.Error) error {
	refusal.Code = "question_invalid"
	return refusal
}

// Validate refuses, with question_invalid and a JSON pointer, a question that cannot be graded.
func (q Question) Validate() error {
	c := &checker{}
	q.check(c, "")
	if c.err != nil {
		return asQuestion(c.err)
	}
	return nil
}

func (q Question) check(c *checker, at string) {
	if !keyShape.MatchString(string(q.ID)) {
		c.fail(Fault{Pointer: at + "/id", Code: FaultKey}, "An id is a small letter and up to 39 small letters, digits, - or _.")
	}
	if !Speaks(q.Language) {
		c.fail(Fault{Pointer: at + "/language", Code: FaultChoice}, "Questions are asked in en or nl so far.")
	}
	c.text(at+"/product", q.Product, maxName)
	c.text(at+"/ask", q.Ask, maxLine)
	c.between(at+"/points", q.Points, 1, 5)
	c.text(at+"/explanation", q.Explanation, maxLine)
	c.text(at+"/source", q.Source, maxLine)
	if (len(q.Choices) == 0) == (len(q.Accept) == 0) {
		c.fail(Fault{Pointer: at, Code: FaultEither}, "A question has either choices or patterns to accept.")
		return
	}
	if len(q.Choices) > 0 {
		c.texts(at+"/choices", q.Choices, 2, 8, maxLine)
		if len(q.Right) < 1 || len(q.Right) >= len(q.Choices) {
			c.fail(Fault{Pointer: at + "/right", Code: FaultRight}, "At least one choice is right, and at least one is not.")
		}
		for i, right := range q.Right {
			c.between(fmt.Sprintf("%s/right/%d", at, i), right, 0, len(q.Choices)-1)
			if slices.Contains(q.Right[:i], right) {
				c.fail(Fault{Pointer: fmt.Sprintf("%s/right/%d", at, i), Code: FaultTwice}, "This stands here twice.")
			}
		}
		return
	}
	c.patterns(at+"/accept", q.Accept, 1)
	q.readable(c, at+"/accept", q.Accept)
	q.readable(c, at+"/refuse", q.Refuse)
}

func (q Question) readable(c *checker, at string, sources []string) {
	for i, source := range sources {
		if _, err := lexiconOf(q.Language).pattern(source, map[string]bool{}); err != nil {
			c.fail(Fault{Pointer: fmt.Sprintf("%s/%d", at, i), Code: FaultPattern, Word: err.Error()}, "This pattern cannot be read: %v.", err)
		}
	}
}

// Draw picks n questions of a language by a seed, spread over the products; the
// same seed picks the same. There are fewer when there are not enough.
func Draw(all []Question, l domain.Language, seed uint64, n int) []Question {
	pool := slices.DeleteFunc(slices.Clone(all), func(q Question) bool { return q.Language != l })
	slices.SortFunc(pool, func(a, b Question) int { return cmp.Compare(a.ID, b.ID) })
	chance := rand.New(rand.NewPCG(seed, 0x77617264)) //nolint:gosec // a draw that can be drawn again
	chance.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	round := map[string]int{} // how many of its product came before
	turn := make(map[QuestionID]int, len(pool))
	for _, q := range pool {
		turn[q.ID] = round[q.Product]
		round[q.Product]++
	}
	slices.SortStableFunc(pool, func(a, b Question) int { return cmp.Compare(turn[a.ID], turn[b.ID]) })
	return pool[:min(n, len(pool))]
}

// right reports whether an answer is exactly right: all right choices and no
// other, or a text that a pattern accepts and none refuses.
func (q Question) right(a Answer) bool {
	if len(q.Choices) > 0 {
		chosen, right := slices.Clone(a.Chosen), slices.Clone(q.Right)
		slices.Sort(chosen)
		slices.Sort(right)
		return slices.Equal(slices.Compact(chosen), right)
	}
	x := lexiconOf(q.Language)
	words := map[string]bool{}
	read := func(sources []string) (all []pattern) {
		for _, source := range sources {
			if p, err := x.pattern(source, words); err == nil {
				all = append(all, p)
			}
		}
		return all
	}
	accept, refuse := read(q.Accept), read(q.Refuse)
	w := cut(a.Text, q.Language)
	w.mend(x, words, nil)
	meant := func(f found) bool { return f.denies || !w.denied(f, 2, false) }
	return len(w.all(accept, false, meant)) > 0 && len(w.all(refuse, false, meant)) == 0
}

// Grade grades answers to the questions that were drawn. What was not answered
// is wrong; an answer to a question that was not drawn does not count, and the
// first of two counts. Passed is at least WarmUpPass percent of the points.
func Grade(drawn []Question, answers []Answer) Result {
	var r Result
	for _, q := range drawn {
		g := Graded{Question: q.ID}
		r.Of += q.Points
		i := slices.IndexFunc(answers, func(a Answer) bool { return a.Question == q.ID })
		if i >= 0 && q.right(answers[i]) {
			g.Right, g.Points = true, q.Points
			r.Points += q.Points
		}
		r.Each = append(r.Each, g)
	}
	r.Passed = r.Of > 0 && 100*r.Points >= WarmUpPass*r.Of
	return r
}

//go:embed questions/*.json
var questionFiles embed.FS

var demoQuestions = sync.OnceValue(func() []Question {
	var all []Question
	for _, l := range []string{"en", "nl"} {
		raw, err := questionFiles.ReadFile("questions/noorder." + l + ".json")
		var some []Question
		if err == nil {
			some, err = ParseQuestions(raw)
		}
		if err != nil {
			panic(fmt.Sprintf("audition: questions/noorder.%s.json: %v", l, err)) // it is part of the program
		}
		all = append(all, some...)
	}
	return all
})

// DemoQuestions are the questions about the products of the demo brand, in every language.
func DemoQuestions() []Question { return slices.Clone(demoQuestions()) }
