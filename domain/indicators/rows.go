package indicators

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// pointer is where a fault stands in the request.
func (f Fault) pointer() string { return "/rows/" + strconv.Itoa(f.Row-1) + "/" + f.Field }

// Check makes contacts of rows and says what is wrong with them: a contact for
// each row, of which those with a fault are not to be used.
func (k Known) Check(rows []Row, now time.Time) (all []Contact, faults []Fault) {
	seen := map[string]bool{}
	for i, r := range rows {
		c, wrong := k.check(r, now)
		id := strings.TrimSpace(r.External)
		if id != "" && seen[id] {
			wrong = append(wrong, Fault{Field: "externalId", Code: FaultTwice})
		}
		seen[id] = true
		for _, f := range wrong {
			f.Row = i + 1
			faults = append(faults, f)
		}
		all = append(all, c)
	}
	return all, faults
}

func (k Known) check(r Row, now time.Time) (c Contact, faults []Fault) {
	wrong := func(field string, code FaultCode) { faults = append(faults, Fault{Field: field, Code: code}) }
	c = Contact{External: strings.TrimSpace(r.External), Channel: strings.ToLower(strings.TrimSpace(r.Channel)), Outcome: r.Outcome, Hour: NoHour, Count: 1}
	switch {
	case c.External == "":
		wrong("externalId", FaultMissing)
	case utf8.RuneCountInString(c.External) > maxText:
		wrong("externalId", FaultLong)
	case strings.ContainsFunc(c.External, unprintable):
		wrong("externalId", FaultInvalid)
	}
	switch {
	case c.Channel == "":
		wrong("channel", FaultMissing)
	case !slices.Contains(k.Channels, c.Channel):
		wrong("channel", FaultUnknown)
	}
	reason, code := k.reason(r.Reason)
	if c.Reason = reason; code != "" {
		wrong("reason", code)
	}
	switch counted := r.Count != nil || r.Day != "" || r.Hour != nil; {
	case counted && !r.OpenedAt.IsZero():
		wrong("openedAt", FaultMixed)
	case counted:
		k.counted(&c, r, now, wrong)
	case r.OpenedAt.IsZero():
		wrong("openedAt", FaultMissing)
	default:
		k.logged(&c, r, now, wrong)
	}
	return c, faults
}

// counted checks contacts that were counted.
func (k Known) counted(c *Contact, r Row, now time.Time, wrong func(string, FaultCode)) {
	if !r.AnsweredAt.IsZero() || !r.ClosedAt.IsZero() || r.Outcome != "" {
		wrong("count", FaultMixed)
	}
	switch {
	case r.Count == nil:
		wrong("count", FaultMissing)
	case *r.Count < 1:
		wrong("count", FaultInvalid)
	case *r.Count > mostOf:
		wrong("count", FaultTooLarge)
	default:
		c.Count = *r.Count
	}
	if r.Hour != nil {
		if c.Hour = *r.Hour; c.Hour < 0 || c.Hour > 23 {
			wrong("hour", FaultInvalid)
			c.Hour = NoHour
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, r.Day, k.Zone)
	switch {
	case r.Day == "":
		wrong("day", FaultMissing)
	case err != nil:
		wrong("day", FaultInvalid)
	case day.After(now):
		wrong("day", FaultFuture)
	case day.Before(now.AddDate(-mostYears, 0, 0)):
		wrong("day", FaultOld)
	default:
		c.Day = r.Day
	}
}

// logged checks a contact with its times.
func (k Known) logged(c *Contact, r Row, now time.Time, wrong func(string, FaultCode)) {
	whole := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return t.UTC().Truncate(time.Millisecond)
	}
	c.OpenedAt, c.AnsweredAt, c.ClosedAt = whole(r.OpenedAt), whole(r.AnsweredAt), whole(r.ClosedAt)
	c.Day, c.Hour = localIn(c.OpenedAt, k.Zone)
	for _, t := range []struct {
		field string
		at    time.Time
	}{{"openedAt", c.OpenedAt}, {"answeredAt", c.AnsweredAt}, {"closedAt", c.ClosedAt}} {
		if t.at.After(now) {
			wrong(t.field, FaultFuture)
		}
	}
	if c.OpenedAt.Before(now.AddDate(-mostYears, 0, 0)) {
		wrong("openedAt", FaultOld)
	}
	if !c.AnsweredAt.IsZero() && c.AnsweredAt.Before(c.OpenedAt) {
		wrong("answeredAt", FaultOrder)
	}
	if !c.ClosedAt.IsZero() && (c.ClosedAt.Before(c.OpenedAt) || c.ClosedAt.Before(c.AnsweredAt)) {
		wrong("closedAt", FaultOrder)
	}
	if c.Outcome != "" && !slices.Contains([]desk.Outcome{desk.Solved, desk.Partly, desk.Unsolved, desk.Withdrawn}, c.Outcome) {
		wrong("outcome", FaultUnknown)
	}
}

// reason finds what a row calls its reason: by id, or by a name whose case does
// not matter.
func (k Known) reason(text string) (rewards.Reason, FaultCode) {
	text = strings.TrimSpace(text)
	if text == "" {
		return rewards.Reason{}, ""
	}
	var found []NamedReason
	for _, r := range k.Reasons {
		if string(r.ID) == text {
			return r.levels(), ""
		}
		if slices.ContainsFunc(r.Names, func(n string) bool { return strings.EqualFold(n, text) }) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return rewards.Reason{}, FaultUnknown
	case 1:
		return found[0].levels(), ""
	default:
		return rewards.Reason{}, FaultSeveral
	}
}
