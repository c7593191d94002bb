package desk

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var (
	monday   = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	customer = domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}
	anna     = domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}
	manager  = domain.Actor{Role: domain.RoleAdmin, ID: "mgr_1"}
	hello    = Message{ID: "msg_1", ClientID: "c1", Text: "Hello"}
)

// in is a conversation in a status, reached by the moves that lead there.
func in(t *testing.T, s Status) *Conversation {
	t.Helper()
	c := open(Conversation{ID: "cnv_1", Customer: "cus_1", Class: ClassNormal}, Message{ID: "msg_0", ClientID: "question", Text: "Does it float?"}, monday)
	steps := []func() error{
		func() error { return c.Offer(monday) },
		func() error { return c.Assign("exp_1", monday) },
		func() error { return c.ExpertSays("exp_1", hello, monday) },
		func() error { return c.Close(anna, Solved, "rsn_1", monday) },
	}
	for _, step := range steps {
		if c.Status == s {
			return &c
		}
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if c.Status != s {
		t.Fatalf("%s is not on the way", s)
	}
	return &c
}

var statuses = []Status{Queued, Offered, Assigned, Waiting, Closed}

// Every method is tried in every status: it either makes a move of the table,
// leaves the status alone, or refuses and changes nothing.
func TestEveryMoveIsInTheTable(t *testing.T) {
	t.Parallel()
	methods := map[string]func(*Conversation) error{
		"customer says": func(c *Conversation) error { return c.CustomerSays(hello, false, monday) },
		"expert says":   func(c *Conversation) error { return c.ExpertSays("exp_1", hello, monday) },
		"offer":         func(c *Conversation) error { return c.Offer(monday) },
		"unoffer":       func(c *Conversation) error { return c.Unoffer(monday) },
		"assign":        func(c *Conversation) error { return c.Assign("exp_2", monday) },
		"requeue":       func(c *Conversation) error { return c.Requeue(monday) },
		"leave":         func(c *Conversation) error { return c.Leave(WhyLeft, system, monday, monday) },
		"ask staff":     func(c *Conversation) error { return c.AskStaff(system, monday) },
		"release":       func(c *Conversation) error { return c.Release(monday) },
		"close":         func(c *Conversation) error { return c.Close(manager, Withdrawn, "", monday) },
		"take over":     func(c *Conversation) error { return c.TakeOver(manager, monday) },
		"hand over":     func(c *Conversation) error { return c.HandOver(anna, Destination{Desk: ByStaff}, monday) },
		"confirm":       func(c *Conversation) error { return c.Confirm(ByCustomer, system, monday) },
	}
	made := map[Status][]Status{}
	for _, from := range statuses {
		for name, method := range methods {
			c := in(t, from)
			before, entries := *c, len(c.Written)
			err := method(c)
			switch {
			case err != nil && (c.Status != before.Status || len(c.Written) != entries || c.LastSeq != before.LastSeq):
				t.Errorf("%s in %s refused with %v but changed the conversation", name, from, err)
			case err == nil && len(c.Written) == entries:
				t.Errorf("%s in %s wrote nothing", name, from)
			case c.Status != from && !from.Can(c.Status):
				t.Errorf("%s went from %s to %s", name, from, c.Status)
			case c.Status != from && !slices.Contains(made[from], c.Status):
				made[from] = append(made[from], c.Status)
			}
			checkShape(t, name, c)
		}
	}
	made[Waiting] = append(made[Waiting], Queued) // a resting conversation: TestARestingConversationQueuesAtTheFront
	for from, to := range moves {
		for _, s := range to {
			if !slices.Contains(made[from], s) {
				t.Errorf("nothing goes from %s to %s", from, s)
			}
		}
	}
}

// checkShape is what the database refuses to store otherwise.
func checkShape(t *testing.T, name string, c *Conversation) {
	t.Helper()
	inQueue := c.Status == Queued || c.Status == Offered
	if inQueue == c.QueuedAt.IsZero() || (c.Status == Assigned && !c.held()) || (c.Expert != "" && c.Staff != "") ||
		((inQueue || c.Status == Closed) && c.held()) || (c.Staff != "" && c.Desk != ByStaff) || (c.Status == Offered && c.Desk == ByStaff) {
		t.Errorf("%s left %s with expert %q, queued %s", name, c.Status, c.Expert, c.QueuedAt)
	}
	for i, e := range c.Written {
		if e.Seq != i+1 {
			t.Errorf("%s: entry %d has seq %d", name, i, e.Seq)
		}
		if e.Kind == KindMessage && e.Status == "" {
			t.Errorf("%s: a message without the status after it", name)
		}
	}
}

func TestARestingConversationQueuesAtTheFront(t *testing.T) {
	t.Parallel()
	c := in(t, Waiting)
	if err := c.Release(monday); err != nil || c.Status != Waiting || c.Expert != "" || c.Preferred != "exp_1" {
		t.Fatalf("%v %+v", err, c)
	}
	if err := c.Release(monday); !errors.Is(err, ErrWrongState) {
		t.Fatal(err)
	}
	if err := c.ExpertSays("exp_1", hello, monday); !errors.Is(err, ErrUnknownConversation) {
		t.Fatal(err)
	}
	if err := c.CustomerSays(hello, false, monday); err != nil || c.Status != Queued || c.Class != ClassFront || c.Preferred != "exp_1" {
		t.Fatalf("%v %+v", err, c)
	}
}

func TestEpisodes(t *testing.T) {
	t.Parallel()
	confirmed := func(c *Conversation) { _ = c.Confirm(ByRating, system, monday) }
	tests := map[string]struct {
		before   func(*Conversation)
		unsolved bool
		at       time.Time
		episode  int
		class    Class
	}{
		"before the confirmation it is the same, at the front": {nil, false, monday.Add(SilenceConfirms - 1), 1, ClassFront},
		"after it a new one":                     {confirmed, false, monday, 2, ClassNormal},
		"that goes first when it was not solved": {confirmed, true, monday, 2, ClassUrgent},
		"silence confirms though nobody looked":  {nil, false, monday.Add(SilenceConfirms), 2, ClassNormal},
		"nobody had it: no jumping the queue":    {func(c *Conversation) { c.Episode.Expert = "" }, false, monday, 1, ClassNormal},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := in(t, Closed)
			if tt.before != nil {
				tt.before(c)
			}
			if err := c.CustomerSays(hello, tt.unsolved, tt.at); err != nil {
				t.Fatal(err)
			}
			if c.Status != Queued || c.Episode.No != tt.episode || c.Class != tt.class || !c.Episode.ClosedAt.IsZero() || c.Episode.Confirmed() {
				t.Fatalf("%+v", c)
			}
			if last := c.Written[len(c.Written)-1]; last.Kind != KindMessage || last.Episode != tt.episode {
				t.Fatalf("%+v", last)
			}
		})
	}
}

func TestSilenceConfirmsAsOfItsEnd(t *testing.T) {
	t.Parallel()
	c := in(t, Closed)
	if err := c.Confirm(BySilence, system, monday.Add(100*time.Hour)); err != nil || !c.Episode.ConfirmedAt.Equal(monday.Add(SilenceConfirms)) {
		t.Fatalf("%v %s", err, c.Episode.ConfirmedAt)
	}
}

func TestReadMarks(t *testing.T) {
	t.Parallel()
	c := in(t, Waiting) // five entries
	for i, tt := range []struct {
		by    domain.Actor
		seq   int
		mark  int
		moved bool
	}{
		{customer, 3, 3, true},
		{customer, 3, 3, false},
		{customer, 1, 3, false},
		{customer, 99, 5, true}, // not beyond what there is
		{customer, 7, 5, false}, // and not to a mark
		{anna, 7, 5, true},
		{customer, 8, 5, false},
	} {
		if mark, moved := c.Read(tt.by, tt.seq, monday); mark != tt.mark || moved != tt.moved {
			t.Fatalf("%d: %d %t", i, mark, moved)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, want string
		err        error
	}{
		"spaces around it go":       {"  a\r\nb\t \n", "a\nb", nil},
		"nothing":                   {" \n\t ", "", ErrTextLength},
		"as long as it may be":      {strings.Repeat("é", 10), strings.Repeat("é", 10), nil},
		"one more":                  {strings.Repeat("é", 11), "", ErrTextLength},
		"a NUL":                     {"a\x00b", "", ErrBadText},
		"an escape":                 {"a\x1b[0m", "", ErrBadText},
		"a control character of C1": {"a\u0085b", "", ErrBadText},
		"broken UTF-8":              {"a\xff", "", ErrBadText},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := clean(tt.text, 10)
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Fatalf("%q, %v", got, err)
			}
		})
	}
}

func TestAnEntryIsToldAsTheAPIDoes(t *testing.T) {
	t.Parallel()
	c := in(t, Queued)
	if err := c.Close(manager, Withdrawn, "", monday.Add(1500*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(c.Written[len(c.Written)-1])
	const want = `{"seq":3,"kind":"status","at":"2026-11-02T09:00:01.500Z","episode":1,"author":{"role":"admin"},` +
		`"status":"closed","data":{"why":"closed","outcome":"withdrawn"}}`
	if err != nil || string(b) != want {
		t.Fatalf("%s, %v", b, err)
	}
}
