package indicators_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/rewards"
)

func known(tb testing.TB) indicators.Known {
	tb.Helper()
	return indicators.Known{
		Zone: amsterdam(tb), Channels: []string{"chat", "email", "phone"},
		Reasons: []indicators.NamedReason{
			{ID: "rsn_use", Names: []string{"Use", "Gebruik"}},
			{ID: "rsn_a", Parent: "rsn_use", Names: []string{"Battery", "Accu"}},
			{ID: "rsn_b", Parent: "rsn_use", Names: []string{"Sound"}},
			{ID: "rsn_c", Parent: "rsn_buy", Names: []string{"Sound"}},
		},
	}
}

func faultsOf(all []indicators.Fault) string {
	texts := make([]string, len(all))
	for i, f := range all {
		texts[i] = fmt.Sprintf("%d %s %s", f.Row, f.Field, f.Code)
	}
	return strings.Join(texts, ", ")
}

func TestAFileOfCountsAndLogs(t *testing.T) {
	t.Parallel()
	now := at("2026-11-10T12:00:00Z")
	const text = "\ufeffexternal_id;channel;reason;day;hour;count;opened_at;answered_at;closed_at;outcome\r\n" +
		"a;phone;accu;2026-11-03;10;14;;;;\r\n" +
		"b;Email;rsn_use;2026-11-03;;3;;;;\r\n" +
		"c;phone;;;;;2026-10-25 02:30;2026-10-25T01:31:00Z;2026-10-25T02:40:00+01:00;solved\r\n"
	rows, faults, err := indicators.ParseCSV(text, amsterdam(t))
	if err != nil || len(faults) != 0 {
		t.Fatal(faultsOf(faults), err)
	}
	all, faults := known(t).Check(rows, now)
	if len(faults) != 0 {
		t.Fatal(faultsOf(faults))
	}
	a, b, c := all[0], all[1], all[2]
	if a.Count != 14 || a.Hour != 10 || a.Day != "2026-11-03" || a.Reason != (rewards.Reason{First: "rsn_use", Second: "rsn_a"}) {
		t.Errorf("%+v", a)
	}
	if b.Channel != "email" || b.Hour != indicators.NoHour || b.Count != 3 || b.Reason != (rewards.Reason{First: "rsn_use"}) {
		t.Errorf("%+v", b)
	}
	if c.Count != 1 || c.Day != "2026-10-25" || c.Hour != 2 || c.ClosedAt != at("2026-10-25T01:40:00Z") || c.Outcome != "solved" {
		t.Errorf("%+v", c)
	}
}

func TestWhatIsWrongWithRows(t *testing.T) {
	t.Parallel()
	now := at("2026-11-10T12:00:00Z")
	const head = "external_id,channel,reason,day,hour,count,opened_at,answered_at,closed_at,outcome\n"
	for line, want := range map[string]string{
		"a,phone,,2026-11-03,10,1,,,,":                                                "",
		",phone,,2026-11-03,10,1,,,,":                                                 "1 externalId missing",
		strings.Repeat("é", 101) + ",phone,,2026-11-03,10,1,,,,":                      "1 externalId too_long",
		"a,pigeon,,2026-11-03,10,1,,,,":                                               "1 channel unknown",
		"a,,,2026-11-03,10,1,,,,":                                                     "1 channel missing",
		"a,phone,Weather,2026-11-03,10,1,,,,":                                         "1 reason unknown",
		"a,phone,sound,2026-11-03,10,1,,,,":                                           "1 reason ambiguous",
		"a,phone,,2026-11-31,10,1,,,,":                                                "1 day invalid",
		"a,phone,,2026-11-11,10,1,,,,":                                                "1 day future",
		"a,phone,,2019-11-11,10,1,,,,":                                                "1 day too_old",
		"a,phone,,,10,1,,,,":                                                          "1 day missing",
		"a,phone,,2026-11-03,24,1,,,,":                                                "1 hour invalid",
		"a,phone,,2026-11-03,ten,1,,,,":                                               "1 hour invalid",
		"a,phone,,2026-11-03,10,0,,,,":                                                "1 count invalid",
		"a,phone,,2026-11-03,10,,,,,":                                                 "1 count missing",
		"a,phone,,2026-11-03,10,1e3,,,,":                                              "1 count invalid",
		"a,phone,,2026-11-03,10,100001,,,,":                                           "1 count too_large",
		"a,phone,,2026-11-03,10,1,,,,solved":                                          "1 count mixed",
		"a,phone,,2026-11-03,10,1,2026-11-03T09:00:00Z,,,":                            "1 openedAt mixed",
		"a,phone,,,,,,,,":                                                             "1 openedAt missing",
		"a,phone,,,,,2026-11-03T09:00:00Z,2026-11-03T08:59:59Z,,":                     "1 answeredAt order",
		"a,phone,,,,,2026-11-03T09:00:00Z,2026-11-03T09:01:00Z,2026-11-03T09:00:30Z,": "1 closedAt order",
		"a,phone,,,,,2026-11-10T12:00:01Z,,,":                                         "1 openedAt future",
		"a,phone,,,,,1026-11-10T12:00:01Z,,,":                                         "1 openedAt invalid, 1 openedAt too_old",
		"a,phone,,,,,2026-11-03T09:00:00Z,,,happy":                                    "1 outcome unknown",
	} {
		rows, faults, err := indicators.ParseCSV(head+line+"\n", amsterdam(t))
		if err != nil {
			t.Fatal(line, err)
		}
		_, wrong := known(t).Check(rows, now)
		for _, f := range wrong {
			if !slices.Contains(faults, f) {
				faults = append(faults, f)
			}
		}
		if got := faultsOf(faults); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	rows, _, _ := indicators.ParseCSV(head+"a,phone,,2026-11-03,10,1,,,,\n a ,phone,,2026-11-04,10,1,,,,\n", amsterdam(t))
	if _, faults := known(t).Check(rows, now); faultsOf(faults) != "2 externalId twice" {
		t.Error(faultsOf(faults))
	}
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing": "", "no external id": "channel\nphone\n", "a column twice": "external_id,channel,channel\na,b,c\n",
		"a column that nobody knows": "external_id,channel,colour\na,b,c\n", "a line that is too long": "external_id,channel\na,b,c\n",
		"an open quote": "external_id,channel\n\"a,b\n",
		"too many":      "external_id,channel\n" + strings.Repeat("a,phone\n", indicators.MostRows+1),
	} {
		if rows, _, err := indicators.ParseCSV(text, amsterdam(t)); err == nil {
			t.Errorf("%s: %d rows", name, len(rows))
		}
	}
}

// Whatever comes in, rows that are without a fault make contacts of one day and of
// at least one person.
func FuzzParseCSV(f *testing.F) {
	f.Add("external_id,channel,day,count\na,phone,2026-11-03,4\n")
	f.Add("\ufeffexternal_id;channel;opened_at\r\na;phone;2026-03-29 02:30\r\n")
	f.Add("external_id\tchannel\thour\tday\tcount\n\"a\"\"b\"\tphone\t-1\t2026-11-03\t99999999999999999999\n")
	f.Add("channel,external_id,outcome,closed_at\nphone,=1+1,solved,0001-01-01T00:00:00Z\n")
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		f.Fatal(err)
	}
	now := at("2026-11-10T12:00:00Z")
	f.Fuzz(func(t *testing.T, text string) {
		rows, faults, err := indicators.ParseCSV(text, zone)
		if err != nil {
			return
		}
		all, wrong := known(t).Check(rows, now)
		broken := map[int]bool{}
		for _, one := range slices.Concat(faults, wrong) {
			broken[one.Row] = true
		}
		for i, c := range all {
			_, err := time.Parse(time.DateOnly, c.Day)
			if !broken[i+1] && (err != nil || c.Count < 1 || c.Hour < indicators.NoHour || c.Hour > 23 || c.External == "" || c.OpenedAt.After(now)) {
				t.Errorf("%q became %+v", text, c)
			}
		}
	})
}

func TestHeatIsByTheHoursOfTheWeek(t *testing.T) {
	t.Parallel()
	zone := amsterdam(t)
	half := func(when string, needed, have int) indicators.Half {
		return indicators.Half{At: at(when), Needed: needed, Have: have, Questions: 2}
	}
	cells := indicators.Heat(zone, []indicators.Half{
		half("2026-11-24T19:00:00Z", 3, 1), half("2026-11-24T19:30:00Z", 5, 1), // Tuesday 20:00
		half("2026-10-25T00:00:00Z", 1, 1), half("2026-10-25T01:00:00Z", 3, 1), // Sunday 02:00, twice
		half("2026-11-23T08:00:00Z", 1, 4),
	})
	want := []indicators.Cell{{1, 9, 2, 1, 4}, {2, 20, 4, 5, 1}, {7, 2, 4, 3, 1}}
	if !slices.Equal(cells, want) {
		t.Errorf("%+v", cells)
	}
	if most := indicators.MostMissing(cells, 5); len(most) != 2 || most[0].Weekday != 2 || most[0].Missing() != 4 {
		t.Errorf("%+v", most)
	}
	there := indicators.UsuallyThere(zone, at("2026-10-18T22:00:00Z"), 2, []indicators.There{
		{Expert: "a", From: at("2026-10-19T07:30:00Z"), Until: at("2026-10-19T09:00:00Z")}, // Monday 9:30 to 11:00, before the clock goes back
		{Expert: "b", From: at("2026-10-19T07:00:00Z"), Until: at("2026-10-19T08:00:00Z")},
		{Expert: "a", From: at("2026-10-26T08:30:00Z"), Until: at("2026-10-26T10:00:00Z")}, // the same after it
	})
	if there[[2]int{1, 9}] != 1 || there[[2]int{1, 10}] != 1 || there[[2]int{1, 11}] != 0 {
		t.Errorf("%v", there)
	}
}
