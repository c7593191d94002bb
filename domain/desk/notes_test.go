package desk

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestWhatANoteMayBe(t *testing.T) {
	t.Parallel()
	ada, anna := domain.Actor{Role: domain.RoleExpert, ID: "exp_a"}, domain.Actor{Role: domain.RoleManager, ID: "mgr_a"}
	note := func(change func(*NewNote)) NewNote {
		n := NewNote{ClientID: "1", Text: "Look at the serial number."}
		change(&n)
		return n
	}
	crowd := []domain.PersonID{"exp_1", "exp_2", "exp_3", "exp_4", "exp_5", "exp_6"}
	tests := map[string]struct {
		by   domain.Actor
		note NewNote
		want error
	}{
		"a note":                                {ada, note(func(*NewNote) {}), nil},
		"without a client id":                   {ada, note(func(n *NewNote) { n.ClientID = "" }), ErrBadClientID},
		"of spaces":                             {ada, note(func(n *NewNote) { n.Text = " \n" }), ErrTextLength},
		"too long":                              {ada, note(func(n *NewNote) { n.Text = strings.Repeat("x", MaxNote+1) }), ErrTextLength},
		"unprintable":                           {ada, note(func(n *NewNote) { n.Text = "a\x00b" }), ErrBadText},
		"with five mentions":                    {ada, note(func(n *NewNote) { n.Mentions = crowd[:5] }), nil},
		"with one of them twice":                {ada, note(func(n *NewNote) { n.Mentions = append(slices.Clone(crowd[:5]), "exp_1") }), nil},
		"with themselves":                       {ada, note(func(n *NewNote) { n.Mentions = append(slices.Clone(crowd[:5]), "exp_a") }), nil},
		"with six mentions":                     {ada, note(func(n *NewNote) { n.Mentions = crowd }), ErrTooManyMentions},
		"a manager's whisper":                   {anna, note(func(n *NewNote) { n.Whisper = true }), nil},
		"an expert's whisper, perhaps a mentor": {ada, note(func(n *NewNote) { n.Whisper = true }), nil},
		"a whisper with a mention":              {anna, note(func(n *NewNote) { n.Whisper, n.Mentions = true, crowd[:1] }), ErrWhisperMentions},
		"a whisper about themselves":            {anna, note(func(n *NewNote) { n.Whisper, n.Mentions = true, []domain.PersonID{"mgr_a"} }), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, err := tt.note.check(tt.by)
			if !errors.Is(err, tt.want) {
				t.Fatal(err)
			}
			if err == nil && (slices.Contains(n.Mentions, domain.PersonID(tt.by.ID)) || len(n.Mentions) > MaxMentions) {
				t.Fatalf("mentions %v", n.Mentions)
			}
		})
	}
}
