package desk

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var (
	bram    = domain.Actor{Role: domain.RoleExpert, ID: "exp_2"}
	sanne   = domain.Actor{Role: domain.RoleManager, ID: "mgr_2"}
	toAny   = Destination{Desk: ByExperts}
	toStaff = Destination{Desk: ByStaff}
)

func TestAHandOverGoesToTheFront(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from Status
		to   Destination
		why  string
	}{
		"to any expert":              {Assigned, toAny, "handed_over"},
		"to one expert":              {Assigned, Destination{ByExperts, "exp_2"}, "handed_over"},
		"to staff":                   {Assigned, toStaff, "escalated"},
		"while the customer writes":  {Waiting, toAny, "handed_over"},
		"to staff, after the answer": {Waiting, toStaff, "escalated"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := in(t, tt.from)
			if err := c.HandOver(anna, tt.to, monday); err != nil {
				t.Fatal(err)
			}
			if c.Status != Queued || c.Class != ClassFront || c.Desk != tt.to.Desk || c.Preferred != tt.to.Expert || c.held() {
				t.Fatalf("%+v", c)
			}
			e := c.Written[len(c.Written)-1]
			if e.Kind != KindHandOver || e.Text != "" || e.Data != (Data{Why: tt.why}) || e.Author != expert("exp_1") || e.Status != Queued {
				t.Fatalf("%+v", e)
			}
		})
	}
}

func TestOnlyTheHolderHandsOver(t *testing.T) {
	t.Parallel()
	for _, s := range statuses {
		for _, by := range []domain.Actor{bram, manager, sanne, customer, {Role: domain.RoleExpert}, {Role: domain.RoleManager}, domain.System} {
			c := in(t, s)
			if err := c.HandOver(by, toAny, monday); !errors.Is(err, ErrUnknownConversation) {
				t.Errorf("%s of %s %s: %v", s, by.Role, by.ID, err)
			}
		}
	}
}

func TestTheThirdHandOverIsRefused(t *testing.T) {
	t.Parallel()
	c := in(t, Assigned)
	for i, by := range []domain.Actor{anna, bram, anna} {
		err := c.HandOver(by, toAny, monday)
		if (i < MaxHandOvers && err != nil) || (i == MaxHandOvers && !errors.Is(err, ErrHandedOverTwice)) {
			t.Fatalf("hand-over %d: %v", i+1, err)
		}
		if i == MaxHandOvers {
			break
		}
		next := []domain.ExpertID{"exp_2", "exp_1"}[i]
		if err := errors.Join(c.Offer(monday), c.Assign(next, monday)); err != nil {
			t.Fatal(err)
		}
	}
	if c.Episode.HandOvers != 2 || c.Episode.Transfers != 2 || c.Expert != "exp_1" {
		t.Fatalf("%+v", c)
	}
	if err := errors.Join(c.Close(anna, Solved, "rsn_1", monday), c.Confirm(ByCustomer, system, monday), c.CustomerSays(hello, false, monday)); err != nil {
		t.Fatal(err)
	}
	if c.Episode.No != 2 || c.Episode.HandOvers != 0 || c.Desk != ByExperts {
		t.Fatalf("the next episode: %+v", c)
	}
}

func TestATakeOver(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from      Status
		why       string
		transfers int
	}{
		"from the queue":                    {Queued, "accepted", 0},
		"from an offer":                     {Offered, "accepted", 0},
		"from the expert who has the word":  {Assigned, "taken_over", 1},
		"from the expert who waits as well": {Waiting, "taken_over", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := in(t, tt.from)
			if err := c.TakeOver(sanne, monday); err != nil {
				t.Fatal(err)
			}
			if c.Status != Assigned || c.Staff != "mgr_2" || c.Expert != "" || c.Desk != ByStaff || !c.QueuedAt.IsZero() ||
				c.Episode.Expert != "" || c.Episode.Transfers != tt.transfers {
				t.Fatalf("%+v", c)
			}
			if e := c.Written[len(c.Written)-1]; e.Kind != KindAssignment || e.Data.Why != tt.why || e.Author.Role != domain.RoleManager {
				t.Fatalf("%+v", e)
			}
			if err := c.ExpertSays("exp_1", hello, monday); !errors.Is(err, ErrUnknownConversation) {
				t.Fatalf("who had it still writes: %v", err)
			}
		})
	}
	if err := in(t, Closed).TakeOver(sanne, monday); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
}

// A conversation that staff hold goes back and forth without a seat, and
// counts for no expert.
func TestStaffHoldAConversation(t *testing.T) {
	t.Parallel()
	c := in(t, Queued)
	steps := []struct {
		what string
		do   func() error
		want Status
	}{
		{"take over", func() error { return c.TakeOver(sanne, monday) }, Assigned},
		{"say", func() error { return c.StaffSays(sanne, hello, monday) }, Waiting},
		{"say more", func() error { return c.StaffSays(sanne, hello, monday) }, Waiting},
		{"the customer says", func() error { return c.CustomerSays(hello, false, monday) }, Assigned},
		{"another manager takes it", func() error { return c.TakeOver(manager, monday) }, Assigned},
		{"close", func() error { return c.Close(manager, Solved, "", monday) }, Closed},
		{"the customer asks again", func() error { return c.CustomerSays(hello, false, monday.Add(time.Hour)) }, Queued},
	}
	for _, s := range steps {
		if err := s.do(); err != nil || c.Status != s.want {
			t.Fatalf("%s: %s, %v", s.what, c.Status, err)
		}
	}
	if c.Class != ClassFront || c.Desk != ByStaff || c.Episode.ExpertMessages != 0 || c.Episode.Expert != "" || c.Episode.FirstResponseAt.IsZero() {
		t.Fatalf("%+v", c)
	}
	if err := c.StaffSays(sanne, hello, monday); !errors.Is(err, ErrUnknownConversation) {
		t.Fatalf("who does not hold it writes: %v", err)
	}
	if err := c.Release(monday); !errors.Is(err, ErrWrongState) {
		t.Fatalf("there is no seat to free: %v", err)
	}
}

func TestWhoGaveAConversationIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	now := monday
	q := InQueue{Episode: 1, Language: "en", Givers: []domain.ExpertID{"exp_1"}, Preferred: "exp_1"}
	all := []Candidate{candidate("exp_1"), candidate("exp_2")}
	m, ok := Rank(q, all, now, 0.5)
	if !ok || m.Candidate.Expert.ID != "exp_2" {
		t.Fatalf("%t %s", ok, m.Candidate.Expert.ID)
	}
	if _, ok := Rank(q, all[:1], now.Add(time.Hour), 0.5); ok {
		t.Fatal("the giver is asked when nobody else is there")
	}
}

func TestANamedColleagueIsAskedFirst(t *testing.T) {
	t.Parallel()
	q := InQueue{Episode: 1, Language: "en", Preferred: "exp_2", Named: true}
	all := []Candidate{candidate("exp_1"), candidate("exp_2")}
	m, ok := Rank(q, all, monday, 0.5)
	if !ok || m.Candidate.Expert.ID != "exp_2" || !m.Why.Preferred {
		t.Fatalf("%t %+v", ok, m)
	}
	for _, f := range m.Why.Factors {
		if f.Key == "continuity" && f.Points != 0 {
			t.Fatalf("a named colleague did not have it before: %+v", f)
		}
	}
	q.Refused = map[domain.ExpertID]time.Time{"exp_2": monday}
	if m, ok = Rank(q, all, monday, 0.5); !ok || m.Candidate.Expert.ID != "exp_1" {
		t.Fatalf("after one lapsed offer: %t %s", ok, m.Candidate.Expert.ID)
	}
}
