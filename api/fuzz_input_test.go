package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzBody: a body that passes is one JSON document in UTF-8, no deeper than it
// may be, without NUL, and what it says does not depend on who reads it.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1}`, `{"a":1,"a":2}`, `{"a":{"b":1,"b":2}}`, `[{"a":1},{"a":2}]`, `{} {}`, `{}}`, `nul`, `"\u0000"`, `{"\u0000":1}`, `"\ud800"`, "\"\xff\"", "\ufeff{}", `1e400`, `-0`,
		`01`, `NaN`, `{"a":1,}`, `{'a':1}`, `[`, `"`, `{"a"`, `{"a":`, `{"\u0061":1,"a":2}`, strings.Repeat("[", 20) + strings.Repeat("]", 20), strings.Repeat("[", 21) + strings.Repeat("]", 21),
		strings.Repeat(`{"a":`, 10_000), "\x00", " \n\t{} ", `{"":1,"":2}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if malformed(b) != "" {
			return
		}
		if !json.Valid(b) || !utf8.Valid(b) {
			t.Fatalf("%q passes", b)
		}
		var v any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&v); err != nil || depthOf(v) > maxDepth || hasNUL(v) {
			t.Errorf("%q passes: depth %d, %v", b, depthOf(v), err)
		}
	})
}

func depthOf(v any) int {
	deepest := 0
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			deepest = max(deepest, depthOf(inner))
		}
		return deepest + 1
	case []any:
		for _, inner := range v {
			deepest = max(deepest, depthOf(inner))
		}
		return deepest + 1
	}
	return 0
}

func hasNUL(v any) bool {
	b, _ := json.Marshal(v)
	return bytes.Contains(bytes.ReplaceAll(b, []byte(`\\`), nil), []byte(`\u0000`))
}

// FuzzQuery: a query that passes has each parameter once, and text alone.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"", "a=1", "a=1&a=2", "a=1&A=2", "a=%00", "a=%ff", "a=%zz", "%00=1", "a;b", "a=1;b=2", "&&&", "=", "a=%2561", "a+b=c+d", "a[]=1&a[]=2", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if !cleanQuery(raw) {
			return
		}
		values, err := url.ParseQuery(raw)
		if err != nil {
			t.Fatalf("%q passes: %v", raw, err)
		}
		for key, all := range values {
			if len(all) != 1 || !utf8.ValidString(key+all[0]) || strings.ContainsRune(key+all[0], 0) {
				t.Errorf("%q passes: %q is %q", raw, key, all)
			}
		}
	})
}

// FuzzForwarded: who calls is the peer, or, of a trusted proxy, the last address
// that is not a proxy's; always an address.
func FuzzForwarded(f *testing.F) {
	for _, s := range []string{
		"203.0.113.9", "198.51.100.7, 203.0.113.9", "127.0.0.1", "10.0.0.1, 127.0.0.1", "", ",", " , ", "unknown", "_hidden", "203.0.113.9:80", "[2001:db8::1]:80", "2001:db8::1%eth0",
		"'; --", "203.0.113.9\x00", "::ffff:203.0.113.9", strings.Repeat("1.2.3.4,", 500), "::0001", "0x7f.1", "1.2.3", "203.0.113.09",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	extract := ipExtractor([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")})
	f.Fuzz(func(t *testing.T, forwarded string, proxy bool) {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		req.RemoteAddr = "192.0.2.1:4000"
		if proxy {
			req.RemoteAddr = "127.0.0.1:4000"
		}
		req.Header["X-Forwarded-For"] = []string{forwarded}
		ip := extract(req)
		if net.ParseIP(ip) == nil || !proxy && ip != "192.0.2.1" {
			t.Errorf("%q through %s is %q", forwarded, req.RemoteAddr, ip)
		}
		if proxy && ip != "127.0.0.1" && !said(forwarded, ip) {
			t.Errorf("%q is %q, which nobody said", forwarded, ip)
		}
	})
}

// said reports whether an address is in a list, in whatever form.
func said(list, ip string) bool {
	for item := range strings.SplitSeq(list, ",") {
		item = strings.NewReplacer("[", "", "]", "").Replace(strings.TrimSpace(item))
		if net.ParseIP(item).Equal(net.ParseIP(ip)) {
			return true
		}
	}
	return false
}

// FuzzPublicURL: an address that is taken is an origin, whole.
func FuzzPublicURL(f *testing.F) {
	for _, s := range []string{
		"https://experts.example.com", "http://localhost:8080/", "", "https://", "https://a/b", "https://u:p@a", "https://a?b", "https://a#b", "javascript:alert(1)", "https://a b", "//a",
		"https://a\r\nSet-Cookie: x", "https://a:99999", "https://%zz", "HTTPS://A", "http://\"00", "https://a;b", "https://a?", "https://[::1%25a]:1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		origin, err := publicOrigin(s)
		if err != nil || s == "" {
			return
		}
		if again, err := publicOrigin(origin); err != nil || again != origin {
			t.Errorf("%q is %q, and that %q: %v", s, origin, again, err)
		}
		if u, err := url.Parse(origin); err != nil || u.User != nil || strings.ContainsAny(origin, " \r\n\t'\";,") {
			t.Errorf("%q is %q", s, origin)
		}
	})
}

func FuzzWait(f *testing.F) {
	for _, s := range []string{"0", "25", "26", "-1", "1e9", "NaN", "1h1", "", "9223372036854775808", "0x10", "1_0", "٣", ".5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if w := waitOf(s); w < 0 || w > maxWait || w%time.Nanosecond != 0 {
			t.Errorf("%q waits %s", s, w)
		}
	})
}

// endless never ends; it counts what was read.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	e.read += len(b)
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestABodyThatDoesNotEndIsCutOff(t *testing.T) {
	t.Parallel()
	body := &endless{}
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.NopCloser(body))
	req.ContentLength = -1
	if p, ok := errors.AsType[*Problem](readBody(req, bodyNeeded)); !ok || p.Code != "body_too_large" || body.read > 2*maxBody {
		t.Errorf("%v after %d bytes", p, body.read)
	}
}
