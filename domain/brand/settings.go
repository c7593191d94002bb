package brand

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a brand's time zone must be known on every machine

	"github.com/kennerhq/kenner/domain"
)

const (
	defaultHue      = 190
	defaultStrength = 80
	maxStrength     = 160
	maxName         = 80
	maxDomains      = 50
	maxAnswerHours  = 240
	maxChannels     = 20
	maxChannel      = 30
	// Chat is the channel of our own widget: every brand has it.
	Chat = "chat"
	// DefaultAnswerHours is a day of work.
	DefaultAnswerHours = 8
)

// Settings are what the brand decides about itself.
type Settings struct {
	Name             string
	TimeZone         string // IANA: Europe/Amsterdam
	Languages        []domain.Language
	Hue              int      // 0 to 360
	Strength         int      // thousandths, 0 to 160
	Domains          []string // origins whose pages may frame the widget
	MaxSeats         int      // 1 to 3 per expert, whatever the level
	WaitingMinutes   int      // how long a silent customer keeps a seat
	AnonymousRatings bool     // whether ratings of visitors count
	AnswerHours      int      // opening hours in which a question that was left is answered; 0 in a change: as it is
	Channels         []string // how customers come, chat among them; none in a change: as they are
	Version          int
}

var (
	ErrNotFounded     = domain.Refuse(domain.NotFound, "brand_not_found", "This installation has no brand yet.")
	ErrBadName        = domain.Refuse(domain.Invalid, "bad_name", "A name has 1 to 80 letters on one line.").At("/name")
	ErrBadTimeZone    = domain.Refuse(domain.Invalid, "bad_time_zone", "There is no such time zone; one is Europe/Amsterdam.").At("/timeZone")
	ErrBadLanguage    = domain.Refuse(domain.Invalid, "bad_language", "Name one to ten languages, each once, with tags such as en or nl.").At("/languages")
	ErrBadColour      = domain.Refuse(domain.Invalid, "bad_colour", "A hue is 0 to 360 and its strength at most 0.16.").At("/hue")
	ErrBadDomain      = domain.Refuse(domain.Invalid, "bad_domain", "A domain is an origin such as https://www.example.com, without a path.").At("/domains")
	ErrBadChannels    = domain.Refuse(domain.Invalid, "bad_channels", "Name at most 20 channels, each once, in small letters such as whatsapp; chat is one of them.").At("/channels")
	ErrBadAnswerHours = domain.Refuse(domain.Invalid, "bad_answer_hours", "An answer takes 1 to 240 opening hours.").At("/answerHours")
	ErrBadLimit       = domain.Refuse(domain.Invalid, "bad_limit", "An expert has 1 to 3 seats, and a customer 1 to 1440 minutes.").At("/maxSeats")
)

// Zone is the brand's time zone.
func (s Settings) Zone() (*time.Location, error) { return time.LoadLocation(s.TimeZone) }

func (s Settings) clean() (Settings, error) {
	name, err := cleanName(s.Name)
	if err != nil {
		return s, err
	}
	s.Name = name
	if _, err := s.Zone(); err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		return s, ErrBadTimeZone
	}
	switch {
	case !goodLanguages(s.Languages):
		return s, ErrBadLanguage
	case s.Hue < 0 || s.Hue > 360 || s.Strength < 0 || s.Strength > maxStrength:
		return s, ErrBadColour
	case s.MaxSeats < 1 || s.MaxSeats > 3 || s.WaitingMinutes < 1 || s.WaitingMinutes > 1440:
		return s, ErrBadLimit
	case s.AnswerHours < 0 || s.AnswerHours > maxAnswerHours:
		return s, ErrBadAnswerHours
	case len(s.Channels) > 0 && !goodChannels(s.Channels):
		return s, ErrBadChannels
	}
	s.Domains, err = cleanDomains(s.Domains)
	return s, err
}

func cleanName(s string) (string, error) {
	name, ok := domain.Line(s, maxName)
	if !ok {
		return "", ErrBadName
	}
	return name, nil
}

func goodLanguages(all []domain.Language) bool {
	for i, l := range all {
		if !l.Good() || slices.Contains(all[:i], l) {
			return false
		}
	}
	return len(all) >= 1 && len(all) <= 10
}

func goodChannels(all []string) bool {
	for i, c := range all {
		if !goodChannel(c) || slices.Contains(all[:i], c) {
			return false
		}
	}
	return len(all) <= maxChannels && slices.Contains(all, Chat)
}

// goodChannel reports whether c is a word of small letters, digits and hyphens.
func goodChannel(c string) bool {
	return c != "" && len(c) <= maxChannel && c[0] >= 'a' && c[0] <= 'z' && strings.Trim(c, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func cleanDomains(all []string) ([]string, error) {
	if len(all) > maxDomains {
		return nil, ErrBadDomain
	}
	clean := []string{}
	for _, d := range all {
		origin, ok := cleanOrigin(d)
		if !ok {
			return nil, ErrBadDomain
		}
		if !slices.Contains(clean, origin) {
			clean = append(clean, origin)
		}
	}
	return clean, nil
}

// cleanOrigin returns the origin of a web page as a browser writes it. Plain
// http is for the machine itself alone.
func cleanOrigin(s string) (string, bool) {
	u, err := url.Parse(strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s), "/")))
	if err != nil || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery || len(u.Host) > 255 {
		return "", false
	}
	host, ok := cleanHost(u)
	if !ok || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", false
	}
	return u.Scheme + "://" + host, true
}

// cleanHost is the host with its port, unless that is the scheme's own. A name
// of another script is written in ASCII, as browsers send it.
func cleanHost(u *url.URL) (string, bool) {
	name := u.Hostname()
	if ip, err := netip.ParseAddr(name); err == nil && ip.Is6() {
		if ip.Zone() != "" {
			return "", false
		}
		name = "[" + ip.String() + "]"
	} else if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
		return "", false
	}
	text := u.Port()
	if text == "" {
		return name, u.Host == name || strings.HasPrefix(name, "[") && strings.HasSuffix(u.Host, "]") // else a colon with nothing behind it
	}
	port, err := strconv.ParseUint(text, 10, 16)
	switch {
	case err != nil || port == 0:
		return "", false
	case u.Scheme == "https" && port == 443, u.Scheme == "http" && port == 80:
		return name, true
	}
	return name + ":" + strconv.FormatUint(port, 10), true
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}
