package api_test

import (
	"net/http"
	"testing"

	"github.com/kennerhq/kenner/api"
)

func TestSocketsAreCountedByNetwork(t *testing.T) {
	t.Parallel()
	of := api.ClientIP(nil)
	for address, want := range map[string]string{
		"[2001:db8::1]:40000": "2001:db8::/64", "[2001:db8::ffff:1]:40000": "2001:db8::/64", "192.0.2.7:40000": "192.0.2.7",
	} {
		if got := of(&http.Request{RemoteAddr: address, Header: http.Header{}}); got != want {
			t.Errorf("%s counts as %s, not %s", address, got, want)
		}
	}
}
