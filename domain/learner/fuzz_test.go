package learner_test

import (
	"testing"

	"github.com/kennerhq/kenner/domain/learner"
)

// FuzzModelBytes: bytes that are read are a model that answers, and that
// becomes the same bytes again.
func FuzzModelBytes(f *testing.F) {
	m, err := learner.Train([]learner.Example{{Text: "a parcel", Label: "x"}, {Text: "a warranty", Label: "y"}}, learner.Options{Nets: 1, Hidden: 1, Epochs: 1})
	if err != nil {
		f.Fatal(err)
	}
	data, err := m.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:100])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		var m learner.Model
		if m.UnmarshalBinary(data) != nil {
			return
		}
		if len(m.Suggest("a parcel with a warranty", 2)) != 2 {
			t.Error("a model that was read suggests nothing")
		}
	})
}

// FuzzText: whatever somebody writes has shares that sum to 1, or no word.
func FuzzText(f *testing.F) {
	m, err := learner.Train([]learner.Example{{Text: "a parcel", Label: "x"}, {Text: "a warranty", Label: "y"}}, learner.Options{Nets: 1, Hidden: 2, Epochs: 1})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"a parcel", "", "\x00\xff", "İİİ", "can't won't 't", "👩‍👩‍👧 parcel", "a a a a a a a a a a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var sum float64
		for _, s := range m.Suggest(text, 2) {
			sum += s.Share
		}
		if sum != 0 && (sum < 0.999 || sum > 1.001) {
			t.Errorf("%q: shares sum to %v", text, sum)
		}
	})
}
