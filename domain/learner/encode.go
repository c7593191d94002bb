package learner

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
)

// format is of the bytes of a model and of how texts are read: a model of
// another format is trained anew.
const format = 1

// ErrOtherFormat refuses bytes that another version of Kenner wrote, or nobody.
var ErrOtherFormat = errors.New("learner: these are not the bytes of a model of this version")

// stored is a model on its way to bytes; what was learned since its training
// does not go with it.
type stored struct {
	Format int
	Labels []string
	Rows   int
	Row    []int32
	Rarity []float32
	Nets   []storedNet
}

type storedNet struct {
	Hidden     int
	First      []int8
	Factor     []float32
	FirstBias  []float32
	Second     []float32
	SecondBias []float32
}

// MarshalBinary returns the model as bytes, without what it learned since its
// training: that is learned again from where it came.
func (m *Model) MarshalBinary() ([]byte, error) {
	s := stored{format, m.labels, m.space.rows, m.space.row, m.space.rarity, nil}
	for _, n := range m.nets {
		s.Nets = append(s.Nets, storedNet{n.hidden, n.first, n.factor, n.firstBias, n.second, n.secondBias})
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		return nil, fmt.Errorf("learner: encode: %w", err)
	}
	return b.Bytes(), nil
}

// UnmarshalBinary reads what MarshalBinary wrote, or refuses with ErrOtherFormat.
func (m *Model) UnmarshalBinary(data []byte) error {
	var s stored
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil {
		return fmt.Errorf("%w: %w", ErrOtherFormat, err)
	}
	if !s.fits() {
		return ErrOtherFormat
	}
	*m = Model{labels: s.Labels, space: &space{s.Rows, s.Row, s.Rarity}}
	for _, n := range s.Nets {
		m.nets = append(m.nets, &net{n.Hidden, len(s.Labels), n.First, n.Factor, n.FirstBias, n.Second, n.SecondBias})
	}
	return nil
}

// fits reports whether every part has the size that the others ask for.
func (s stored) fits() bool {
	if s.Format != format || len(s.Labels) < 2 || len(s.Nets) == 0 || len(s.Row) != buckets || len(s.Rarity) != buckets {
		return false
	}
	for _, r := range s.Row {
		if r < -1 || int(r) >= s.Rows {
			return false
		}
	}
	for _, n := range s.Nets {
		if n.Hidden <= 0 || len(n.First) != s.Rows*n.Hidden || len(n.Factor) != s.Rows || len(n.FirstBias) != n.Hidden ||
			len(n.Second) != n.Hidden*len(s.Labels) || len(n.SecondBias) != len(s.Labels) {
			return false
		}
	}
	return true
}
