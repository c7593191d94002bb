package brand

import "time"

// The wall-clock times at which people expect an answer that was promised.
var answerTimes = [...]Minute{12 * 60, 18 * 60}

// dueAhead is how much is left at least until a time that is suggested.
const dueAhead = time.Hour

// DueTimes are times inside opening hours for which an answer can be promised:
// the next two, and the evenings of the days after, at most four within a
// fortnight, the earliest first.
func (h Hours) DueTimes(zone *time.Location, now time.Time) []time.Time {
	const most, fortnight = 4, 14
	y, m, d := now.In(zone).Date()
	var all []time.Time
	for day := range fortnight {
		for _, at := range answerTimes {
			t := time.Date(y, m, d+day, 0, int(at), 0, 0, zone).UTC()
			evening := at == answerTimes[len(answerTimes)-1]
			if t.Before(now.Add(dueAhead)) || !h.Open(zone, t.Add(-time.Minute)) || len(all) >= 2 && !evening {
				continue
			}
			if all = append(all, t); len(all) == most {
				return all
			}
		}
	}
	return all
}
