package api

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/storage"
)

// Origins knows which pages may open a WebSocket: our own, in whose frame the
// widget lives, and those of the brand's domains.
type Origins struct {
	brand  *brandCache
	public string
}

// NewOrigins reads the brand's domains from the views; publicURL is the address
// that people type, or empty.
func NewOrigins(views storage.Views, publicURL string) *Origins {
	public, _ := publicOrigin(publicURL)                                        // New refuses a bad one
	return &Origins{newBrandCache(Config{Views: views, Now: time.Now}), public} //nolint:forbidigo // the age of a cache
}

// Allowed reports whether the page behind a handshake may connect. A program
// that sends no origin may: it has no reader's cookies to abuse.
func (o *Origins) Allowed(r *http.Request) bool {
	origin := strings.ToLower(r.Header.Get("Origin"))
	if origin == "" || origin == o.public {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	if strings.EqualFold(u.Host, r.Host) {
		return true
	}
	known, err := o.brand.get(r.Context())
	return err == nil && slices.Contains(known.settings.Domains, origin)
}

// ClientIP returns whose sockets are counted together: the address of a client
// behind the trusted proxies, the /64 of an IPv6 one.
func ClientIP(trusted []netip.Prefix) func(*http.Request) string {
	extract := ipExtractor(trusted)
	return func(r *http.Request) string { return network(extract(r)) }
}
