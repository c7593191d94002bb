package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// answerWithin is how long a request may take.
const answerWithin = 30 * time.Second

// wires are kept connections to one server. net/http's client gives each
// connection two goroutines, and on a machine that the server shares, waking
// them costs more than the server's own work: the load must be cheaper than
// what it presses.
type wires struct {
	to   *url.URL
	idle chan *wire
}

type wire struct {
	net.Conn
	r    *bufio.Reader
	w    *bufio.Writer
	used bool
}

func newWires(to *url.URL, keep int) *wires { return &wires{to, make(chan *wire, keep)} }

// do sends a request and reads the whole answer. A kept connection that the
// server has closed meanwhile is replaced once.
func (p *wires) do(req *http.Request) (status int, body []byte, err error) {
	for {
		c, err := p.take(req.Context())
		if err != nil {
			return 0, nil, err
		}
		stale := c.used
		status, body, err = p.exchange(c, req)
		if err == nil {
			return status, body, nil
		}
		_ = c.Close()
		if !stale || !errors.Is(err, io.EOF) || req.GetBody == nil && req.Body != nil {
			return 0, nil, err
		}
		if req.GetBody != nil {
			if req.Body, err = req.GetBody(); err != nil {
				return 0, nil, err
			}
		}
	}
}

func (p *wires) exchange(c *wire, req *http.Request) (status int, body []byte, err error) {
	if err := c.SetDeadline(time.Now().Add(answerWithin)); err != nil {
		return 0, nil, err
	}
	if err := errors.Join(req.Write(c.w), c.w.Flush()); err != nil {
		return 0, nil, err
	}
	r, err := http.ReadResponse(c.r, req)
	if err != nil {
		return 0, nil, err
	}
	body, err = io.ReadAll(r.Body)
	if err = errors.Join(err, r.Body.Close()); err != nil {
		return 0, nil, err
	}
	c.used = true
	if r.Close {
		return r.StatusCode, body, c.Close()
	}
	select {
	case p.idle <- c:
	default:
		_ = c.Close()
	}
	return r.StatusCode, body, nil
}

func (p *wires) take(ctx context.Context) (*wire, error) {
	select {
	case c := <-p.idle:
		return c, nil
	default:
	}
	var c net.Conn
	var err error
	d := &net.Dialer{Timeout: answerWithin}
	if p.to.Scheme == "https" {
		c, err = (&tls.Dialer{NetDialer: d}).DialContext(ctx, "tcp", port(p.to, "443"))
	} else {
		c, err = d.DialContext(ctx, "tcp", port(p.to, "80"))
	}
	if err != nil {
		return nil, err
	}
	return &wire{Conn: c, r: bufio.NewReader(c), w: bufio.NewWriter(c)}, nil
}

func port(to *url.URL, usual string) string {
	if to.Port() != "" {
		return to.Host
	}
	return net.JoinHostPort(to.Hostname(), usual)
}

// rest closes what is kept.
func (p *wires) rest() {
	for {
		select {
		case c := <-p.idle:
			_ = c.Close()
		default:
			return
		}
	}
}
