package learner_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/kennerhq/kenner/domain/learner"
)

// small is a quick training.
var small = learner.Options{Seed: 1, Nets: 2, Hidden: 16, Epochs: 30}

// shop has a few questions for each of three reasons, in English and Dutch.
func shop() []learner.Example {
	var all []learner.Example
	for label, texts := range map[string][]string{
		"pads":     {"Which ear pads fit my Kwelder?", "the pads of my headphones are worn", "Where can I buy new ear pads?", "welke oorkussens passen op mijn Kwelder?", "mijn oorkussens zijn versleten"},
		"warranty": {"Is this under warranty?", "how long is the warranty", "does the warranty cover a broken cable?", "valt dit onder de garantie?", "hoe lang is de garantie"},
		"delivery": {"Where is my parcel?", "my parcel has not arrived yet", "when will you deliver my parcel", "waar blijft mijn pakket?", "mijn pakket is nog niet bezorgd"},
	} {
		for _, text := range texts {
			all = append(all, learner.Example{Text: text, Label: label})
		}
	}
	return all
}

func trained(t *testing.T, examples []learner.Example) *learner.Model {
	t.Helper()
	m, err := learner.Train(examples, small)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func first(m *learner.Model, text string) string {
	s := m.Suggest(text, 1)
	if len(s) == 0 {
		return ""
	}
	return s[0].Label
}

func TestItSuggestsWhatItLearned(t *testing.T) {
	t.Parallel()
	m := trained(t, shop())
	for text, want := range map[string]string{
		"new pads please, mine are worn out": "pads", "do I still have WARRANTY?": "warranty", "parcel not here": "delivery",
		"waar is mijn pakket gebleven": "delivery", "hoeveel garantie heb ik?": "warranty", "nieuwe oorkussens": "pads",
	} {
		if got := first(m, text); got != want {
			t.Errorf("%q: %s instead of %s", text, got, want)
		}
	}
	all := m.Suggest("my parcel", 9)
	var sum float64
	for _, s := range all {
		sum += s.Share
	}
	if len(all) != 3 || math.Abs(sum-1) > 1e-6 || !slices.IsSortedFunc(all, func(a, b learner.Suggestion) int { return int(math.Copysign(1, b.Share-a.Share)) }) {
		t.Errorf("three shares that sum to 1, the largest first: %v", all)
	}
	for _, empty := range []string{"", "   ", "?!", "\x00", "\xff\xfe"} {
		if s := m.Suggest(empty, 3); len(s) != 0 {
			t.Errorf("%q says nothing: %v", empty, s)
		}
	}
}

// TestTheOrderOfExamplesIsOfNoConsequence: the same facts give the same bytes.
func TestTheOrderOfExamplesIsOfNoConsequence(t *testing.T) {
	t.Parallel()
	one, other := shop(), shop()
	slices.Reverse(other)
	other = append(other, learner.Example{Text: "no label"}, learner.Example{Label: "no text", Text: "…"})
	a, errA := trained(t, one).MarshalBinary()
	b, errB := trained(t, other).MarshalBinary()
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Fatalf("two models of the same examples differ (%v, %v)", errA, errB)
	}
}

func TestItLearnsBetweenTrainings(t *testing.T) {
	t.Parallel()
	m := trained(t, shop())
	const question = "Can I use the Terp in the bath tub?"
	if first(m, question) == "water" {
		t.Fatal("nobody has told it of water")
	}
	m.Learn(learner.Example{Text: "Can I use my Terp in the bath?", Label: "water"})
	m.Learn(learner.Example{Text: "can the Terp go into the bath tub", Label: "water"})
	m.Learn(learner.Example{Text: "…", Label: "nothing"})
	if got := first(m, question); got != "water" {
		t.Errorf("a reason that no training saw is suggested: %s", got)
	}
	if got := first(m, "where is my parcel"); got != "delivery" {
		t.Errorf("what it knew before, it still knows: %s", got)
	}
	m.Learn(learner.Example{Text: "where is my parcel", Label: "water"})
	if got := first(m, "where is my parcel"); got != "water" {
		t.Errorf("the same question word by word goes the way people sent it: %s", got)
	}
}

// TestTheMemoryForgetsTheOldest: it is bounded.
func TestTheMemoryForgetsTheOldest(t *testing.T) {
	t.Parallel()
	m := trained(t, shop())
	m.Learn(learner.Example{Text: "quokka numbat bilby", Label: "animals"})
	if first(m, "quokka numbat bilby") != "animals" {
		t.Fatal("it is remembered")
	}
	for i := range 4096 {
		m.Learn(learner.Example{Text: fmt.Sprint("word", i), Label: "words"})
	}
	if first(m, "quokka numbat bilby") == "animals" {
		t.Error("the oldest is forgotten")
	}
}

func TestAModelIsStoredWithoutAnybodysText(t *testing.T) {
	t.Parallel()
	m := trained(t, shop())
	data, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Kwelder", "kwelder", "parcel", "oorkussens"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("%q is in the bytes", word)
		}
	}
	var back learner.Model
	if err := back.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	for _, e := range shop() {
		if a, b := m.Suggest(e.Text, 3), back.Suggest(e.Text, 3); !slices.Equal(a, b) {
			t.Errorf("%q: %v became %v", e.Text, a, b)
		}
	}
	for name, rubbish := range map[string][]byte{"nothing": nil, "half": data[:len(data)/2], "words": []byte("a model")} {
		if err := new(learner.Model).UnmarshalBinary(rubbish); !errors.Is(err, learner.ErrOtherFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooLittleToLearnFrom(t *testing.T) {
	t.Parallel()
	for name, examples := range map[string][]learner.Example{
		"nothing": nil, "one label": {{Text: "a b", Label: "x"}, {Text: "c", Label: "x"}}, "no words": {{Text: "?", Label: "x"}, {Text: "!", Label: "y"}},
	} {
		if _, err := learner.Train(examples, small); !errors.Is(err, learner.ErrTooLittle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReport counts by hand: of four, three are right at once and one later;
// F1 is 2·1/(2+1) for pads, 2·2/(2+2) for warranty and 0 for delivery.
func TestReport(t *testing.T) {
	t.Parallel()
	m := trained(t, shop())
	r := learner.Evaluate(m, []learner.Example{
		{Text: "worn pads", Label: "pads"},
		{Text: "new ear pads", Label: "delivery"},
		{Text: "how long is the warranty", Label: "warranty"},
		{Text: "Is this under warranty?", Label: "warranty"},
	})
	want := learner.Report{Texts: 4, Top1: 0.75, Top3: 1, Top5: 1, MacroF1: (2.0/3 + 1 + 0) / 3}
	if math.Abs(r.MacroF1-want.MacroF1) > 1e-9 || r.Top1 != want.Top1 || r.Top3 != want.Top3 || r.Top5 != want.Top5 || r.Texts != want.Texts {
		t.Errorf("%+v, want %+v", r, want)
	}
	if r := learner.Evaluate(m, nil); r != (learner.Report{}) {
		t.Errorf("nothing was asked: %+v", r)
	}
}

func TestSplitIsStratified(t *testing.T) {
	t.Parallel()
	train, test := learner.Split(shop(), 5, 1)
	if len(test) != 3 || len(train) != 12 {
		t.Fatalf("%d and %d of 15", len(train), len(test))
	}
	labels := map[string]bool{}
	for _, e := range test {
		labels[e.Label] = true
		if slices.Contains(train, e) {
			t.Errorf("%q is in both", e.Text)
		}
	}
	if len(labels) != 3 {
		t.Errorf("one of each label: %v", labels)
	}
}
