package league

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func TestARacePlaysEveryDayAndEndsWithWhatIsFinal(t *testing.T) {
	t.Parallel()
	first := field(player("a", 4.5, time.Hour, 2*time.Hour), player("b", 4.5, 30*time.Hour))
	second := field(player("a", 4.5), player("b", 4.5, 15*24*time.Hour+time.Hour))
	second.Round.StartsAt, second.Round.EndsAt = first.Round.EndsAt, first.Round.EndsAt.AddDate(0, 0, 14)
	frames := Race([]Lap{{first, map[domain.ExpertID]int64{"a": 40, "b": 39}}, {second, nil}}, second.Round.StartsAt.Add(30*time.Hour))
	if len(frames) != 16 { // fourteen days of the first round, two of the second
		t.Fatalf("%d days", len(frames))
	}
	if p := frames[0].Places; p[0].Expert != "a" || p[0].Score == 0 || p[1].Score != 0 || p[1].Place != 2 {
		t.Errorf("the first day: %+v", p)
	}
	if p := frames[14].Places; p[0].Score != 40 || p[1].Score != 39 {
		t.Errorf("the last day of the first round: %+v", p)
	}
	if p := frames[15].Places; p[0].Expert != "b" || p[0].Score <= 39 || p[1].Score != 40 {
		t.Errorf("the second round: %+v", p)
	}
}
