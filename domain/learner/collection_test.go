package learner

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestACollectionFindsWhatIsAlike: the same words are nearest, other words are
// not there, and equal ones come in the order of their keys.
func TestACollectionFindsWhatIsAlike(t *testing.T) {
	t.Parallel()
	m, err := Train([]Example{
		{"My left earbud is silent", "sound"},
		{"No sound on the left side", "sound"},
		{"Where is my parcel", "delivery"},
		{"The parcel did not come", "delivery"},
	}, Options{Epochs: 1})
	require.NoError(t, err)
	c := m.Collection(9)
	c.Add("b", "My left earbud is silent")
	c.Add("a", "My left earbud is silent")
	c.Add("far", "Where is my parcel")
	c.Add("nothing", "…")
	near := c.Near("my LEFT earbud is silent!", 5, 0.3)
	require.Len(t, near, 2)
	require.Equal(t, "a", near[0].Key)
	require.Equal(t, "b", near[1].Key)
	require.InDelta(t, 1, near[0].Likeness, 1e-6)
	require.Len(t, c.Near("my left earbud is silent", 1, 0.3), 1)
	require.Empty(t, c.Near("", 5, 0))

	c = m.Collection(2)
	for _, key := range []string{"first", "second", "third"} {
		c.Add(key, "Where is my parcel")
	}
	require.Equal(t, 2, c.Size())
	near = c.Near("where is my parcel", 5, 0.3)
	require.Equal(t, []string{"second", "third"}, []string{near[0].Key, near[1].Key}, "the oldest goes")
}
