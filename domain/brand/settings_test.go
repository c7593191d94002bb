package brand

import (
	"errors"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func good() Settings {
	return Settings{
		Name: "Noorder Audio", TimeZone: "Europe/Amsterdam", Languages: []domain.Language{"nl", "en"}, Hue: 190, Strength: 80,
		MaxSeats: 3, WaitingMinutes: 15,
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Settings)
		want   error
	}{
		"they are fine":               {func(*Settings) {}, nil},
		"no name":                     {func(s *Settings) { s.Name = "  " }, ErrBadName},
		"a name of two lines":         {func(s *Settings) { s.Name = "a\nb" }, ErrBadName},
		"no such zone":                {func(s *Settings) { s.TimeZone = "Europe/Atlantis" }, ErrBadTimeZone},
		"no zone":                     {func(s *Settings) { s.TimeZone = "" }, ErrBadTimeZone},
		"the machine's zone":          {func(s *Settings) { s.TimeZone = "Local" }, ErrBadTimeZone},
		"a zone outside the database": {func(s *Settings) { s.TimeZone = "../../etc/passwd" }, ErrBadTimeZone},
		"no language":                 {func(s *Settings) { s.Languages = nil }, ErrBadLanguage},
		"a language twice":            {func(s *Settings) { s.Languages = []domain.Language{"nl", "nl"} }, ErrBadLanguage},
		"no language at all":          {func(s *Settings) { s.Languages = []domain.Language{"<b>"} }, ErrBadLanguage},
		"too strong":                  {func(s *Settings) { s.Strength = 161 }, ErrBadColour},
		"four seats":                  {func(s *Settings) { s.MaxSeats = 4 }, ErrBadLimit},
		"two days of waiting":         {func(s *Settings) { s.WaitingMinutes = 2880 }, ErrBadLimit},
		"a domain with a path":        {func(s *Settings) { s.Domains = []string{"https://shop.example/x"} }, ErrBadDomain},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := good()
			tt.change(&s)
			if _, err := s.clean(); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestCleanOrigin(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://shop.example":          "https://shop.example",
		"HTTPS://Shop.Example/":         "https://shop.example",
		"https://shop.example:443":      "https://shop.example",
		"https://shop.example:8443":     "https://shop.example:8443",
		" https://shop.example ":        "https://shop.example",
		"http://localhost:8080":         "http://localhost:8080",
		"http://127.0.0.1:8080":         "http://127.0.0.1:8080",
		"http://[::1]:8080":             "http://[::1]:8080",
		"http://shop.example":           "",
		"https://*.example":             "",
		"https://a.example;script-src":  "",
		"https://a.example 'none'":      "",
		"https://a.example,b.example":   "",
		"https://user@shop.example":     "",
		"https://shop.example/path":     "",
		"https://shop.example?q":        "",
		"javascript:alert(1)":           "",
		"data:text/html,x":              "",
		"shop.example":                  "",
		"https://":                      "",
		"https://:443":                  "",
		"https://münchen.example":       "",
		"http://localhost:80":           "http://localhost",
		"https://[::0001]:443":          "https://[::1]",
		"https://shop.example:":         "",
		"https://shop.example:0":        "",
		"https://[::1%25eth0]":          "",
		"https://a<b>":                  "",
		"null":                          "",
		"http://localhost.evil.example": "",
	} {
		if got, ok := cleanOrigin(in); got != want || ok != (want != "") {
			t.Errorf("%q: got %q %v, want %q", in, got, ok, want)
		}
	}
}

func TestChannelsAreTheBrandsOwnAndChatIsAlwaysThere(t *testing.T) {
	t.Parallel()
	many := []string{Chat}
	for i := range maxChannels {
		many = append(many, "way"+string(rune('a'+i)))
	}
	for name, tt := range map[string]struct {
		channels []string
		good     bool
	}{
		"as they are":    {nil, true},
		"its own":        {[]string{"chat", "whatsapp", "counter-2"}, true},
		"without chat":   {[]string{"whatsapp"}, false},
		"twice":          {[]string{"chat", "email", "email"}, false},
		"capitals":       {[]string{"chat", "Email"}, false},
		"empty":          {[]string{"chat", ""}, false},
		"a sentence":     {[]string{"chat", "by phone"}, false},
		"a number first": {[]string{"chat", "1"}, false},
		"too long":       {[]string{"chat", "abcdefghijklmnopqrstuvwxyzabcde"}, false},
		"too many":       {many, false},
	} {
		s := Settings{Name: "Noorder", TimeZone: "UTC", Languages: []domain.Language{"en"}, MaxSeats: 3, WaitingMinutes: 15, Channels: tt.channels}
		if _, err := s.clean(); (err == nil) != tt.good || (err != nil && !errors.Is(err, ErrBadChannels)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
