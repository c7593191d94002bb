package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// wire is our own server on a real port.
type wire struct {
	*apitest.House
	addr string
}

func openWire(t *testing.T) wire {
	t.Helper()
	h := apitest.Open(t)
	server := h.Server.HTTP()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-done, http.ErrServerClosed)
	})
	return wire{h, listener.Addr().String()}
}

// wired is one answer of the server, and whether the connection ends with it.
type wired struct {
	status int
	header http.Header
	body   string
	last   bool
}

// say opens a connection, writes head and then as much of body as is taken, and
// returns all answers until the server has nothing more to say.
func (w wire) say(t *testing.T, head string, body io.Reader) (answers []wired, sent int64) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", w.addr)
	require.NoError(t, err)
	stop := context.AfterFunc(t.Context(), func() { _ = conn.Close() })
	defer stop()
	_, err = io.WriteString(conn, head)
	require.NoError(t, err)
	wrote := make(chan int64, 1)
	go func() {
		n := int64(0)
		if body != nil {
			n, _ = io.Copy(conn, body)
		}
		wrote <- n
		if body == nil {
			_ = conn.(*net.TCPConn).CloseWrite() //nolint:forcetypeassert // it is TCP
		}
	}()
	from := bufio.NewReader(conn)
	for {
		a, err := http.ReadResponse(from, nil)
		if err != nil {
			break
		}
		text, err := io.ReadAll(a.Body)
		err = errors.Join(err, a.Body.Close())
		answers = append(answers, wired{a.StatusCode, a.Header, string(text), a.Close})
		if err != nil || a.Close {
			break
		}
	}
	_ = conn.Close()
	return answers, <-wrote
}

func (w wire) head(method, target, version string, headers ...string) string {
	return method + " " + target + " " + version + "\r\nHost: localhost:8080\r\n" + strings.Join(headers, "\r\n") + "\r\n\r\n"
}

// TestRefusalsOnTheWire says over a real connection what no HTTP library would.
// Where the transport itself cannot read a request it answers in plain text and
// ends the connection: there is no request yet that a problem could be of.
func TestRefusalsOnTheWire(t *testing.T) {
	t.Parallel()
	w := openWire(t)
	token := "Authorization: Bearer " + w.Admin.Token
	jsonType := "Content-Type: application/json"
	post := func(headers ...string) string {
		return w.head("POST", "/api/v1/products", "HTTP/1.1", append([]string{token, jsonType}, headers...)...)
	}
	get := func(target string, headers ...string) string {
		return w.head("GET", target, "HTTP/1.1", append([]string{token, "Connection: close"}, headers...)...)
	}
	chunked := "Transfer-Encoding: chunked"
	tests := map[string]struct {
		said   string
		status int
		plain  bool // answered by the transport
	}{
		"64 KB of headers":              {get("/api/v1/products", "X-A: "+strings.Repeat("x", 64<<10)), 431, false},
		"a thousand headers":            {get("/api/v1/products", strings.TrimSuffix(strings.Repeat("X-A: 0123456789\r\n", 1000), "\r\n")), 431, false},
		"a megabyte of headers":         {get("/api/v1/products", "X-A: "+strings.Repeat("x", 1<<20)), 431, true},
		"a cookie of 20 KB":             {get("/api/v1/products", "Cookie: a="+strings.Repeat("x", 20<<10)), 431, false},
		"a long address":                {get("/api/v1/products?" + strings.Repeat("x", 60<<10)), 414, false},
		"two lengths":                   {post("Content-Length: 2", "Content-Length: 3") + "{}}", 400, true},
		"a length and chunks":           {post("Content-Length: 2", chunked, "Connection: close") + "0\r\n\r\n", 400, false},
		"a length of words":             {post("Content-Length: ten") + "{}", 400, true},
		"a length below nothing":        {post("Content-Length: -1") + "{}", 400, true},
		"an unknown encoding":           {post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n", 501, true},
		"chunks that are none":          {post(chunked) + "zz\r\n{}\r\n0\r\n\r\n", 400, false},
		"a chunk too long":              {post(chunked) + "fffffffffffffffff\r\n{}", 400, false},
		"half a body":                   {post("Content-Length: 100") + `{"name":"a"}`, 400, false},
		"a header that goes on":         {get("/api/v1/products", "X-A: a\r\n b: c\r\nX-B:\x00"), 400, true},
		"a header without a name":       {get("/api/v1/products", ": a"), 400, true},
		"a space before the colon":      {get("/api/v1/products", "Content-Length : 5"), 400, true},
		"a line feed in a header":       {get("/api/v1/products", "X-A: a\rX-B: b"), 400, true},
		"no HTTP":                       {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, true},
		"HTTP of another world":         {w.head("GET", "/api/v1/products", "HTTP/9.9"), 505, true},
		"no host":                       {"GET /api/v1/products HTTP/1.1\r\n\r\n", 400, true},
		"two hosts":                     {get("/api/v1/products", "Host: evil.example"), 400, true},
		"a host that is none":           {"GET /api/v1/products HTTP/1.1\r\nHost: a b\r\n\r\n", 400, true},
		"a path with a space":           {get("/api/v1/products /x"), 400, true},
		"a tunnel":                      {w.head("CONNECT", "evil.example:443", "HTTP/1.1", "Connection: close"), 404, false},
		"a tunnel to an operation":      {w.head("CONNECT", "/api/v1/products", "HTTP/1.1", "Connection: close"), 405, false},
		"a trace":                       {w.head("TRACE", "/api/v1/products", "HTTP/1.1", "Connection: close", "Cookie: secret"), 405, false},
		"the options of everything":     {w.head("OPTIONS", "*", "HTTP/1.1", "Connection: close"), 404, false},
		"another server's address":      {w.head("GET", "http://evil.example/api/v1/people", "HTTP/1.1", "Connection: close"), 401, false},
		"HTTP/1.0, and nobody":          {"GET /api/v1/people HTTP/1.0\r\n\r\n", 401, false},
		"HTTP/1.0 and chunks":           {"POST /api/v1/products HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 401, false},
		"an expectation that is none":   {post("Expect: a pony", "Content-Length: 2") + "{}", 417, true},
		"an upgrade to another HTTP":    {get("/api/v1/nothing", "Upgrade: h2c", "Connection: Upgrade"), 404, false},
		"HTTP/2 without an agreement":   {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404, false},
		"traversal":                     {get("/api/v1/../../etc/passwd"), 404, false},
		"traversal, encoded":            {get("/api/v1/people/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), 405, false},
		"traversal among the pages":     {get("/assets/..%2f..%2fkeys.json"), 404, false},
		"traversal with a back slash":   {get(`/assets/..\..\keys.json`), 404, false},
		"traversal, encoded twice":      {get("/assets/%252e%252e%252fkeys.json"), 404, false},
		"a second request in a body":    {post("Content-Length: 2", "Connection: close") + "xx" + get("/api/v1/people"), 400, false},
		"a body where none is expected": {get("/api/v1/products", "Content-Length: 3") + "abc", 415, false},
	}
	was := storagetest.ContentsOf(t, w.DB)
	for name, tt := range tests {
		answers, _ := w.say(t, tt.said, nil)
		if len(answers) == 0 {
			t.Errorf("%s: no answer", name)
			continue
		}
		a := answers[0]
		if a.status != tt.status || len(answers) > 1 || !a.last && tt.plain {
			t.Errorf("%s: want %d, got %d of %d answers, the connection ends: %v; %.200s", name, tt.status, a.status, len(answers), a.last, a.body)
		}
		if why := a.wrong(); !tt.plain && why != "" {
			t.Errorf("%s: %s: %.300s", name, why, a.body)
		}
		if strings.Contains(a.body, "secret") || inside.MatchString(a.body) && tt.plain {
			t.Errorf("%s tells: %s", name, a.body)
		}
	}
	if changed := was.Differ(storagetest.ContentsOf(t, w.DB)); changed != nil {
		t.Errorf("%v changed", changed)
	}
}

// wrong says what is wrong with a problem; empty when nothing is.
func (a wired) wrong() string {
	var p api.Problem
	if a.header.Get("Content-Type") != "application/problem+json" || json.Unmarshal([]byte(a.body), &p) != nil ||
		p.Status != a.status || !codeOfProblem.MatchString(p.Code) || p.Instance != a.header.Get("X-Request-Id") {
		return "is no problem document"
	}
	return ""
}

// zeros are as many spaces as one likes.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// TestABodyThatIsTooLargeIsNotRead: the answer comes while most of the body is
// still to be sent, and what is sent after it nobody takes.
func TestABodyThatIsTooLargeIsNotRead(t *testing.T) {
	t.Parallel()
	w := openWire(t)
	token := "Authorization: Bearer " + w.Admin.Token
	const most = 8 << 20 // what the machine keeps between the two counts as sent
	for name, tt := range map[string]struct {
		headers []string
		body    io.Reader
	}{
		"10 MB, said before":   {[]string{"Content-Length: 10485760"}, io.LimitReader(zeros{}, 10<<20)},
		"10 MB, and a waiter":  {[]string{"Content-Length: 10485760", "Expect: 100-continue"}, nil},
		"a terabyte":           {[]string{"Content-Length: 1099511627776"}, zeros{}},
		"chunks without end":   {[]string{"Transfer-Encoding: chunked"}, endlessChunks()},
		"one chunk, too large": {[]string{"Transfer-Encoding: chunked"}, io.MultiReader(strings.NewReader("7fffffff\r\n"), zeros{})},
	} {
		head := w.head("POST", "/api/v1/products", "HTTP/1.1", append([]string{token, "Content-Type: application/json"}, tt.headers...)...)
		answers, sent := w.say(t, head, tt.body)
		if len(answers) != 1 || answers[0].status != http.StatusRequestEntityTooLarge || !answers[0].last {
			t.Errorf("%s: %d answers: %v", name, len(answers), answers)
			continue
		}
		if why := answers[0].wrong(); why != "" || sent > most {
			t.Errorf("%s: %s after %d bytes: %s", name, why, sent, answers[0].body)
		}
	}
}

func endlessChunks() io.Reader {
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 64<<10, strings.Repeat(" ", 64<<10))
	readers := make([]io.Reader, 1600) // 100 MB is as good as no end
	for i := range readers {
		readers[i] = strings.NewReader(chunk)
	}
	return io.MultiReader(readers...)
}
