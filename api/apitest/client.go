package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// Client calls the API as one principal.
type Client struct {
	house  *House
	Token  string
	ID     string
	Cookie string // name=value of the refresh cookie
	// IP is where the calls come from; empty is the machine itself.
	IP string
}

// Get calls an operation. Paths are below /api/v1; headers are name, value, …
func (c *Client) Get(path string, headers ...string) Answer {
	c.house.T.Helper()
	return c.Do(http.MethodGet, path, "", headers...)
}

// Post sends a JSON body.
func (c *Client) Post(path, body string, headers ...string) Answer {
	c.house.T.Helper()
	return c.Do(http.MethodPost, path, body, headers...)
}

// Put sends a JSON body.
func (c *Client) Put(path, body string, headers ...string) Answer {
	c.house.T.Helper()
	return c.Do(http.MethodPut, path, body, headers...)
}

// Patch sends a JSON body.
func (c *Client) Patch(path, body string, headers ...string) Answer {
	c.house.T.Helper()
	return c.Do(http.MethodPatch, path, body, headers...)
}

// Do calls any operation.
func (c *Client) Do(method, path, body string, headers ...string) Answer {
	c.house.T.Helper()
	return c.Raw(method, "/api/v1"+path, body, headers...)
}

// Raw calls any address of the server.
func (c *Client) Raw(method, path, body string, headers ...string) Answer {
	c.house.T.Helper()
	req := httptest.NewRequestWithContext(c.house.T.Context(), method, "http://localhost:8080"+path, strings.NewReader(body))
	req.RemoteAddr = "127.0.0.1:40000"
	if c.IP != "" {
		req.RemoteAddr = c.IP
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if c.Cookie != "" {
		req.Header.Set("Cookie", c.Cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	rec := httptest.NewRecorder()
	c.house.Server.ServeHTTP(rec, req)
	return Answer{c.house, method + " " + path, rec.Code, rec.Header(), rec.Body.Bytes()}
}

// Answer is what came back.
type Answer struct {
	house  *House
	call   string
	Status int
	Header http.Header
	Body   []byte
}

// Want ends the test unless the status is one of these.
func (a Answer) Want(status ...int) Answer {
	a.house.T.Helper()
	if !slices.Contains(status, a.Status) {
		a.house.T.Fatalf("%s: want %v, got %d %s", a.call, status, a.Status, a.Body)
	}
	return a
}

// Refused ends the test unless the answer is this refusal.
func (a Answer) Refused(status int, code string) Answer {
	a.house.T.Helper()
	if a.Status != status || a.Code() != code {
		a.house.T.Fatalf("%s: want %d %s, got %d %s", a.call, status, code, a.Status, a.Body)
	}
	return a
}

// Code is the code of a problem, or empty.
func (a Answer) Code() string {
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "application/problem+json") {
		return ""
	}
	return a.String("code")
}

// Into decodes the body.
func (a Answer) Into(v any) {
	a.house.T.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		a.house.T.Fatalf("%s: %v in %s", a.call, err, a.Body)
	}
}

// At is the value at a path such as "items.0.id"; nil when there is none.
func (a Answer) At(path string) any {
	a.house.T.Helper()
	var v any
	a.Into(&v)
	for key := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

// String is the text at a path, or empty.
func (a Answer) String(path string) string {
	a.house.T.Helper()
	s, _ := a.At(path).(string)
	return s
}

// Number is the number at a path, or 0.
func (a Answer) Number(path string) float64 {
	a.house.T.Helper()
	n, _ := a.At(path).(float64)
	return n
}

// Len is the length of the list at a path.
func (a Answer) Len(path string) int {
	a.house.T.Helper()
	all, _ := a.At(path).([]any)
	return len(all)
}

// signedIn makes c the principal that the answer signed in.
func (a Answer) signedIn(c *Client) {
	c.Token, c.ID = a.String("accessToken"), a.String("actor.id")
	c.Cookie, _, _ = strings.Cut(a.Header.Get("Set-Cookie"), ";")
}

// SignIn signs c in with an e-mail address and Password.
func (c *Client) SignIn(email string) *Client {
	c.house.T.Helper()
	c.Post("/sessions", fmt.Sprintf(`{"email":%q,"password":%q}`, email, Password)).Want(http.StatusOK).signedIn(c)
	return c
}

// Refresh renews c's token by its cookie.
func (c *Client) Refresh() Answer {
	c.house.T.Helper()
	token := c.Token
	c.Token = ""
	a := c.Post("/sessions/refresh", "")
	c.Token = token
	if a.Status == http.StatusOK {
		a.signedIn(c)
	}
	return a
}
