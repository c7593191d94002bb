package desk

import (
	"errors"
	"testing"
	"time"
)

func TestAMessageStandsAfterFiveMinutes(t *testing.T) {
	t.Parallel()
	said := Said{ID: "msg_1", Seq: 3, At: monday, Text: "Wet."}
	edited, deleted := said, said
	edited.Text, edited.Changed = "Damp.", 5
	deleted.Text, deleted.Changed, deleted.Deleted = "", 6, true
	edit := func(text string) func(*Conversation, Said, time.Time) (int, error) {
		return func(c *Conversation, s Said, now time.Time) (int, error) { return c.Edit(s, text, now) }
	}
	tests := map[string]struct {
		do    func(*Conversation, Said, time.Time) (int, error)
		said  Said
		after time.Duration
		want  error
		seq   int // 8 is new, any other an entry that is there
	}{
		"edited at once":                    {edit("Dry."), said, 0, nil, 8},
		"edited in the last millisecond":    {edit("Dry."), said, ChangeFor - time.Millisecond, nil, 8},
		"edited at five minutes":            {edit("Dry."), said, ChangeFor, ErrTooLate, 0},
		"the same text":                     {edit("Wet."), said, 0, nil, 3},
		"the same text too late":            {edit("Wet."), said, ChangeFor, nil, 3},
		"the newest text again":             {edit("Damp."), edited, 0, nil, 5},
		"the oldest text again":             {edit("Wet."), edited, 0, nil, 8},
		"an edit does not restart the time": {edit("Dry."), edited, ChangeFor, ErrTooLate, 0},
		"a deleted one edited":              {edit("Dry."), deleted, 0, ErrDeleted, 0},
		"deleted":                           {(*Conversation).Delete, edited, ChangeFor - 1, nil, 8},
		"deleted at five minutes":           {(*Conversation).Delete, said, ChangeFor, ErrTooLate, 0},
		"deleted twice":                     {(*Conversation).Delete, deleted, time.Hour, nil, 6},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := Conversation{Status: Closed, LastSeq: 7, Question: "Why?", Episode: Episode{No: 1}}
			seq, err := tt.do(&c, tt.said, monday.Add(tt.after))
			if !errors.Is(err, tt.want) || seq != tt.seq {
				t.Fatalf("entry %d, %v", seq, err)
			}
			if wrote := len(c.Written); wrote != c.LastSeq-7 || (wrote == 1) != (seq == 8) {
				t.Fatalf("wrote %d entries", wrote)
			}
			if c.Question != "Why?" || c.Status != Closed {
				t.Fatalf("a message changed the conversation: %+v", c)
			}
			if seq == 8 {
				if e := c.Written[0]; e.Data.Message != "msg_1" || e.Data.Seq != 3 || e.Status != Closed || c.ContentSeq != 8 {
					t.Fatalf("wrote %+v", e)
				}
			}
		})
	}
}

func TestTheQuestionFollowsItsMessage(t *testing.T) {
	t.Parallel()
	c := Conversation{LastSeq: 2, Question: "Why?"}
	s := Said{ID: "msg_1", Seq: 1, At: monday, Text: "Why?"}
	if _, err := c.Edit(s, "Why, really?", monday); err != nil || c.Question != "Why, really?" {
		t.Fatalf("%q, %v", c.Question, err)
	}
	if _, err := c.Delete(s, monday); err != nil || c.Question != "" {
		t.Fatalf("%q, %v", c.Question, err)
	}
}
