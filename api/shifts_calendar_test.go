package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

// feed is an expert with a shift on the morning on which Amsterdam's clocks go back.
type feed struct {
	*apitest.House
	anna  *apitest.Client
	slot  string
	shift string
	path  string
}

// longNote is one line of a note that must be escaped, and folded between letters of two, three and four octets.
const longNote = `Bring tea, café; "\\"—` + "🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦 ééééééééééééééééééééé €€€€€€€€€€€€€€€€€€€€"

func openFeed(t *testing.T) *feed {
	t.Helper()
	h := apitest.Open(t)
	zone, err := time.LoadLocation("Europe/Amsterdam")
	require.NoError(t, err)
	h.Clock.Add(time.Date(2026, 10, 20, 12, 0, 0, 0, zone).Sub(h.Clock.Now()))
	days := make([]string, 7)
	for i := range days {
		days[i] = fmt.Sprintf(`{"weekday":%d,"opens":"00:00","closes":"24:00"}`, i+1)
	}
	h.Admin.Put("/opening-hours", `{"weekly":[`+strings.Join(days, ",")+`],"holidays":[],"version":1}`).Want(200)
	f := &feed{House: h, anna: h.Expert("anna")}
	f.slot = h.Admin.Post("/slots", fmt.Sprintf(`{"startsAt":"2026-10-25T09:00:00+01:00","endsAt":"2026-10-25T11:00:00+01:00","seats":1,"open":true,"note":%q}`, longNote)).
		Want(http.StatusCreated).String("id")
	f.shift = f.anna.Post("/slots/"+f.slot+"/shifts", "").Want(http.StatusCreated).String("id")
	f.path = f.address(f.anna)
	return f
}

// address makes the address of somebody's calendar, as a path of the API.
func (f *feed) address(c *apitest.Client) string {
	f.T.Helper()
	url := c.Post("/me/calendar", "").Want(http.StatusCreated).String("url")
	_, path, found := strings.Cut(url, "/api/v1")
	require.True(f.T, found, url)
	return path
}

// unfolded joins the lines of a calendar again, as RFC 5545 3.1 says.
func unfolded(text string) []string {
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n")
}

// TestACalendarIsWrittenAsRFC5545Wants reads the bytes of a feed.
func TestACalendarIsWrittenAsRFC5545Wants(t *testing.T) {
	t.Parallel()
	f := openFeed(t)
	got := f.Stranger().Get(f.path).Want(200)
	require.Equal(t, "text/calendar; charset=utf-8", got.Header.Get("Content-Type"))
	text := string(got.Body)
	require.True(t, strings.HasSuffix(text, "\r\n"))
	require.NotContains(t, strings.ReplaceAll(text, "\r\n", ""), "\n", "a line ends with one character")
	folded := 0
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		require.LessOrEqual(t, len(line), 75, "octets of %q", line)
		require.True(t, utf8.ValidString(line), "a letter is cut in two: %q", line)
		if strings.HasPrefix(line, " ") {
			folded++
		}
	}
	require.Greater(t, folded, 2, "the note is longer than two lines")
	lines := unfolded(text)
	require.Equal(t, []string{"BEGIN:VCALENDAR", "VERSION:2.0"}, lines[:2])
	require.Equal(t, "END:VCALENDAR", lines[len(lines)-1])
	escaped := strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`).Replace(longNote)
	for _, want := range []string{
		"DESCRIPTION:" + escaped,                             // the text as it was written, escaped once
		"DTSTART:20261025T080000Z", "DTEND:20261025T100000Z", // the clocks have gone back that morning
		"UID:" + f.shift + "@kenner", "STATUS:CONFIRMED", "TRIGGER:-PT24H", "TRIGGER:-PT1H",
		"DTSTAMP:" + f.Clock.Now().UTC().Format("20060102T150405Z"),
	} {
		require.Contains(t, lines, want)
	}
	for _, line := range lines {
		require.Regexp(t, `^[A-Z][A-Z0-9-]*(;[^:]+)?:`, line)
	}
}

// TestACalendarFollowsItsShift tells a calendar that asks again what has changed.
func TestACalendarFollowsItsShift(t *testing.T) {
	t.Parallel()
	f := openFeed(t)
	tag := f.Stranger().Get(f.path).Want(200).Header.Get("ETag")
	require.True(t, strings.HasPrefix(tag, `W/"`), tag)
	f.Clock.Add(time.Minute)
	same := f.Stranger().Get(f.path, "If-None-Match", tag).Want(http.StatusNotModified)
	require.Empty(t, same.Body)
	before := f.sequence()
	f.anna.Post("/shifts/"+f.shift+"/cancellations", `{}`).Want(http.StatusCreated)
	changed := f.Stranger().Get(f.path, "If-None-Match", tag).Want(200)
	require.NotEqual(t, tag, changed.Header.Get("ETag"))
	lines := unfolded(string(changed.Body))
	require.Contains(t, lines, "STATUS:CANCELLED")
	require.Contains(t, lines, "UID:"+f.shift+"@kenner", "the entry that is there is taken away, not another one made")
	require.NotContains(t, string(changed.Body), "BEGIN:VALARM", "nobody is reminded of what was given back")
	require.Greater(t, f.sequence(), before)
}

func (f *feed) sequence() int {
	f.T.Helper()
	for _, line := range unfolded(string(f.Stranger().Get(f.path).Want(200).Body)) {
		var n int
		if _, err := fmt.Sscanf(line, "SEQUENCE:%d", &n); err == nil {
			return n
		}
	}
	f.T.Fatal("an event without a sequence")
	return 0
}

// TestTheAddressOfACalendarIsASecret is read by whoever has it, until it ends.
func TestTheAddressOfACalendarIsASecret(t *testing.T) {
	t.Parallel()
	f := openFeed(t)
	ben := f.Expert("ben")
	theirs := f.address(ben)
	require.NotEqual(t, f.path, theirs)
	require.NotContains(t, string(f.Stranger().Get(theirs).Want(200).Body), f.shift, "another's shift")
	again := f.address(f.anna)
	f.Stranger().Get(f.path).Refused(http.StatusNotFound, "calendar_not_found")
	f.Stranger().Get(again).Want(200)
	f.anna.Do(http.MethodDelete, "/me/calendar", "").Want(http.StatusNoContent)
	f.Stranger().Get(again).Refused(http.StatusNotFound, "calendar_not_found")
	f.anna.Get(again).Refused(http.StatusNotFound, "calendar_not_found")
	f.Stranger().Get(theirs).Want(200)
	f.Admin.Patch("/people/"+ben.ID, `{"disabled":true}`).Want(200)
	f.Stranger().Get(theirs).Refused(http.StatusNotFound, "calendar_not_found")
	for _, token := range []string{"", "x", strings.Repeat("a", 116)} {
		f.Stranger().Get("/calendars/"+token+".ics").Want(http.StatusNotFound, http.StatusUnprocessableEntity)
	}
}
