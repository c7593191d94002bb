package brand

import (
	"net/url"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func FuzzMinute(f *testing.F) {
	for _, s := range []string{"09:30", "24:00", "24:01", "00:00", "23:60", "9:30", "-9:30", "09:3\x00", "٠٩:٣٠", "", ":::::", "09：30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := ParseMinute(s)
		if !ok {
			return
		}
		if m < 0 || m > endOfDay || m.String() != s {
			t.Errorf("%q is %d, which is written %q", s, m, m.String())
		}
	})
}

// FuzzOrigin: what is taken is an origin as a browser writes it, so that it can
// be compared with one, and stand in a policy beside others.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{
		"https://www.example.com", "HTTPS://Shop.Example.com:443/", "http://localhost:8080", "http://localhost:80", "https://a:8443", "https://[::1]:1",
		"https://a;script-src *", "https://a'b", "https://a<b>", "https://a(b)", "https://a,b", "https://*.example.com", "https://a:", "https://a:65536", "https://a:0443",
		"https://a\\b", "https://user@a", "https://a?", "https://a#", "https://%41", "https://[::1%25eth0]", "https://ä.example", "javascript:alert(1)", "https://a..b",
		"https://.", "https://[::ffff:1.2.3.4]", "http://127.1", "https:a", "https://a/b/..", "//a", "https://a:443:443", "https://a\x00", " https://a ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		origin, ok := cleanOrigin(s)
		if !ok {
			return
		}
		again, ok := cleanOrigin(origin)
		if !ok || again != origin {
			t.Errorf("%q becomes %q, and that %q", s, origin, again)
		}
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Port() == "" && u.Host[len(u.Host)-1] == ':' {
			t.Errorf("%q becomes %q: %v", s, origin, err)
		}
		for _, r := range origin {
			if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' && r != '_' && r != ':' && r != '/' && r != '[' && r != ']' {
				t.Errorf("%q becomes %q, in which %q is no letter of an origin", s, origin, r)
			}
		}
	})
}

// FuzzSettings: what is taken is clean already, and its time zone is one.
func FuzzSettings(f *testing.F) {
	for _, zone := range []string{"Europe/Amsterdam", "UTC", "", "Local", "../../etc/passwd", "Europe/../UTC", "europe/amsterdam", "+01:00", "Etc/GMT+12", "/etc/localtime", "a\x00b"} {
		f.Add("Noorder Audio", zone, "en", 190, 80, 3, 15, 8)
	}
	f.Add("\u202e", "UTC", "e\x00", 361, 161, 4, 1441, 241)
	f.Add("a\nb", "UTC", "nl-BE", -1, -1, 0, 0, -1)
	f.Fuzz(func(t *testing.T, name, zone, language string, hue, strength, seats, waiting, answer int) {
		s, err := Settings{
			Name: name, TimeZone: zone, Languages: []domain.Language{domain.Language(language)}, Hue: hue, Strength: strength,
			MaxSeats: seats, WaitingMinutes: waiting, AnswerHours: answer, Domains: []string{},
		}.clean()
		if err != nil {
			return
		}
		again, err := s.clean()
		if err != nil || again.Name != s.Name {
			t.Errorf("clean twice: %q, %v", again.Name, err)
		}
		if z, err := s.Zone(); err != nil || z == time.Local {
			t.Errorf("the zone %q: %v, %v", zone, z, err)
		}
	})
}

// FuzzHours: whatever hours are taken, on whatever day, the next opening is
// open, not before now, and the minute before the next closing is, too.
func FuzzHours(f *testing.F) {
	f.Add("Europe/Amsterdam", int64(1_761_436_800), 7, 60, 180, "2026-10-25", 0, 1440)
	f.Add("Europe/Amsterdam", int64(1_774_742_400), 7, 120, 180, "2026-03-29", 120, 180)
	f.Add("Pacific/Apia", int64(1_325_203_200), 5, 0, 1440, "2011-12-30", 0, 1)
	f.Add("America/Santiago", int64(1_757_203_200), 7, 0, 60, "2025-09-07", 0, 30)
	f.Add("Australia/Lord_Howe", int64(1_759_588_200), 7, 90, 150, "2025-10-05", 135, 136)
	f.Add("Africa/Cairo", int64(1_777_000_000), 5, 0, 1, "0000-00-00", -1, 2000)
	f.Fuzz(func(t *testing.T, zone string, unix int64, weekday, opens, closes int, day string, from, to int) {
		z, err := time.LoadLocation(zone)
		if err != nil || unix < 0 || unix > 4_000_000_000 {
			return
		}
		h, err := Hours{
			Weekly:   []DaySpan{{weekday, Span{Minute(opens), Minute(closes)}}},
			Holidays: []Holiday{{Day: day, Name: "a day", Span: &Span{Minute(from), Minute(to)}}},
		}.clean()
		if err != nil {
			return
		}
		now := time.Unix(unix, 0).UTC()
		if at, ok := h.NextOpening(z, now); ok && (at.Before(now) || !h.Open(z, at)) {
			t.Errorf("at %s it opens at %s, when it is open: %v", now, at, h.Open(z, at))
		}
		if at, ok := h.NextClosing(z, now); ok && (at.Before(now) || h.Open(z, at)) {
			t.Errorf("at %s it closes at %s, when it is open: %v", now, at, h.Open(z, at))
		}
		if at, ok := h.After(z, now, time.Hour); ok && at.Before(now) {
			t.Errorf("an open hour after %s is %s", now, at)
		}
	})
}
