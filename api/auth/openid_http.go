package auth

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

const (
	providerAnswer = 5 * time.Second // for one request
	maxDescription = 512 << 10       // of what it answers
)

// newProviderClient asks addresses that an admin wrote, or that a provider named:
// in time, without following anybody elsewhere, and reading no more than an answer
// has. Providers inside the own network are as good as others; what gives every
// machine of a cloud its secrets (link-local addresses) is not.
func newProviderClient() *http.Client {
	dialer := &net.Dialer{Timeout: providerAnswer / 2, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || at.Addr().Unmap().IsLinkLocalUnicast() || at.Addr().IsMulticast() || at.Addr().IsUnspecified() {
			return errUnasked
		}
		return nil
	}}
	return &http.Client{
		Timeout: providerAnswer,
		Transport: bounded{&http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: providerAnswer / 2, MaxIdleConns: 4,
			IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

var (
	errUnasked = errors.New("auth: no provider lives at such an address")
	errLarge   = errors.New("auth: the provider's answer is too large")
)

// bounded reads so much of an answer and no more.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := b.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	a.Body = &limitedBody{a.Body, maxDescription}
	return a, nil
}

type limitedBody struct {
	io.ReadCloser
	left int
}

func (l *limitedBody) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLarge
	}
	n, err := l.ReadCloser.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d.Seconds())) }
