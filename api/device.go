package api

import (
	"context"
	"strings"

	"github.com/kennerhq/kenner/domain/access"
)

// from is where a call comes from, as its person will recognise it.
func (c Config) from(ctx context.Context) access.From {
	known := requestOf(ctx)
	return access.From{Device: device(known.agent), Network: c.Network(known.ip)}
}

// site is who passkeys are for: the brand at the address that the browser shows.
func (c Config) site(ctx context.Context) (access.Site, error) {
	s, _, err := c.Views.Brand(ctx)
	return access.Site{Name: s.Name, Origin: requestOf(ctx).origin}, err
}

// browsers and systems are looked for in this order: most browsers say that
// they are others as well.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Vivaldi", "Vivaldi"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Chromium", "Chromium"},
		{"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Windows", "Windows"},
		{"CrOS", "ChromeOS"},
		{"Macintosh", "Mac"},
		{"Linux", "Linux"},
	}
)

// device is browser and system in a few words, such as "Firefox on Linux", and
// nothing by which a person could be told apart; empty when it does not say.
func device(agent string) string {
	browser, system := named(agent, browsers), named(agent, systems)
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	default:
		return browser + " on " + system
	}
}

func named(agent string, names [][2]string) string {
	for _, n := range names {
		if strings.Contains(agent, n[0]) {
			return n[1]
		}
	}
	return ""
}
