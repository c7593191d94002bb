package desk

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func TestLeavingIsForWhoWaits(t *testing.T) {
	t.Parallel()
	by := monday.Add(8 * time.Hour)
	for _, s := range statuses {
		c := in(t, s)
		err := c.Leave(WhyLeft, system, by, monday)
		if may := s == Queued || s == Offered; may != (err == nil) || (!may && !errors.Is(err, ErrNotWaiting)) {
			t.Errorf("in %s: %v", s, err)
		}
		if err == nil && (c.Class != ClassOpen || c.Status != s || c.LeftClass != ClassNormal || !c.IsLeft()) {
			t.Errorf("in %s: %+v", s, c)
		}
	}
	staff := in(t, Queued)
	staff.Desk = ByStaff
	if err := staff.Leave(WhyLeft, system, by, monday); !errors.Is(err, ErrNotWaiting) {
		t.Errorf("at the staff's desk: %v", err)
	}
}

func TestAnOpenQuestionComesBackToItsPlace(t *testing.T) {
	t.Parallel()
	c := in(t, Queued)
	c.Class = ClassUrgent
	if err := c.Leave(WhyLeft, system, monday.Add(8*time.Hour), monday); err != nil {
		t.Fatal(err)
	}
	if err := c.Return(system, monday.Add(time.Hour)); err != nil || c.IsLeft() || c.Class != ClassUrgent || !c.QueuedAt.Equal(monday) {
		t.Errorf("%v %+v", err, c)
	}
	if c.QueuedWhy != WhyReturned || !c.EnteredAt.Equal(monday.Add(time.Hour)) {
		t.Errorf("%+v", c.Entrance)
	}
}

func TestWhenAnOpenQuestionIsRushed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ promise, before time.Duration }{
		"a quarter of a long promise":       {8 * time.Hour, 2 * time.Hour},
		"half an hour of a short one":       {time.Hour, 30 * time.Minute},
		"at once when there is half of one": {30 * time.Minute, 30 * time.Minute},
	} {
		c := in(t, Queued)
		if err := c.Leave(WhyLeft, system, monday.Add(tt.promise), monday); err != nil {
			t.Fatal(err)
		}
		at := monday.Add(tt.promise - tt.before)
		if c.Rush(at.Add(-time.Millisecond)) || !c.RushAt().Equal(at) {
			t.Errorf("%s: too early, at %s", name, c.RushAt())
		}
		if !c.Rush(at) || c.Class != ClassUrgent || !c.IsLeft() || c.Rush(at) {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestAPromiseStandsUntilItIsAnswered(t *testing.T) {
	t.Parallel()
	c := in(t, Queued)
	if err := errors.Join(c.Leave(WhyClosed, system, monday.Add(time.Hour), monday), c.Assign("exp_1", monday)); err != nil || !c.IsLeft() {
		t.Fatalf("%v %+v", err, c)
	}
	if err := c.Requeue(monday); err != nil || c.Class != ClassOpen || c.LeftClass != ClassFront {
		t.Fatalf("back on the board: %v %+v", err, c)
	}
	if err := errors.Join(c.Assign("exp_2", monday), c.ExpertSays("exp_2", hello, monday)); err != nil || c.IsLeft() {
		t.Fatalf("%v %+v", err, c)
	}
	closed := in(t, Queued)
	if err := errors.Join(closed.Leave(WhyLeft, system, monday.Add(time.Hour), monday),
		closed.Close(customer, Withdrawn, "", monday), closed.CustomerSays(hello, false, monday)); err != nil {
		t.Fatal(err)
	}
	if closed.IsLeft() || closed.Class != ClassNormal {
		t.Errorf("asked again: %+v", closed)
	}
}

func TestAskingTheStaff(t *testing.T) {
	t.Parallel()
	c := in(t, Queued)
	if err := errors.Join(c.Leave(WhyLeft, system, monday.Add(time.Hour), monday), c.AskStaff(system, monday)); err != nil {
		t.Fatal(err)
	}
	if c.Desk != ByStaff || c.IsLeft() || c.Class != ClassNormal || c.Status != Queued {
		t.Errorf("%+v", c)
	}
	if err := in(t, Assigned).AskStaff(system, monday); !errors.Is(err, ErrNotWaiting) {
		t.Error(err)
	}
}

// line is a queue of these, in order: an id, and how many seconds after the
// first they came into it.
func line(all ...InLine) []InLine {
	for i := range all {
		all[i].QueuedAt = monday.Add(time.Duration(i) * time.Second)
		if all[i].Desk == "" {
			all[i].Desk = ByExperts
		}
		if all[i].Language == "" {
			all[i].Language = "en"
		}
	}
	return all
}

func came(seconds int, why string) InLine {
	return InLine{EnteredAt: monday.Add(time.Duration(seconds) * time.Second), QueuedWhy: why}
}

func TestWhoWentBeforeIsSaid(t *testing.T) {
	t.Parallel()
	duty := Duty{Open: true, Shifts: []Shift{{Languages: []domain.Language{"en"}, Open: 2}}}
	got := Standings(line(came(50, WhySilent), came(0, WhyOpened), came(40, WhyVerified), came(45, WhyOpened), came(60, WhyOpened)), duty)
	for i, want := range []string{"", WhySilent, WhySilent, WhySilent, ""} {
		if got[i].Place != i+1 || got[i].Why != want || !got[i].Known {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
}

func TestOpenQuestionsAndTheStaffsAreNotInLine(t *testing.T) {
	t.Parallel()
	left := came(0, WhyOpened)
	left.Class, left.LeftClass, left.LeftAt = ClassOpen, ClassFront, monday
	staffs := came(0, WhyOpened)
	staffs.Desk = ByStaff
	got := Standings(line(staffs, came(5, WhyOpened), came(6, WhyOpened), left), Duty{Open: true})
	for i, want := range []int{1, 1, 2, 3} {
		if got[i].Place != want {
			t.Errorf("%d: place %d, want %d", i, got[i].Place, want)
		}
	}
	if s := got[1]; s.OnDuty || s.Known || !s.LeaveFrom.Equal(s.Since) {
		t.Errorf("nobody is on duty: %+v", s)
	}
}

func TestWhoWaitsInAnotherLanguageIsNotInTheWay(t *testing.T) {
	t.Parallel()
	dutch := came(1, WhyOpened)
	dutch.Language = "nl"
	duty := Duty{Open: true, Recent: Pace{20, 200 * time.Minute}, Shifts: []Shift{
		{Languages: []domain.Language{"en"}, Open: 3}, {Languages: []domain.Language{"nl"}, Open: 3},
	}}
	got := Standings(line(came(0, WhyOpened), came(0, WhyOpened), came(0, WhyOpened), dutch), duty)
	first, _ := Estimate(1, duty.Measured("nl"))
	if s := got[3]; s.Place != 4 || s.Wait != first || s.Seats != 3 {
		t.Errorf("%+v", s)
	}
	both := duty
	both.Shifts = []Shift{{Languages: []domain.Language{"en", "nl"}, Open: 6}}
	fourth, _ := Estimate(4, both.Measured("nl"))
	if s := Standings(line(came(0, ""), came(0, ""), came(0, ""), dutch), both)[3]; s.Wait != fourth {
		t.Errorf("%+v", s)
	}
}
