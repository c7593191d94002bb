package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// api calls one server.
type api struct {
	url   string
	wires *wires
}

func newAPI(address string, clients int) *api {
	to, err := url.Parse(address)
	if err != nil {
		to = &url.URL{} // the first call says that nobody is there
	}
	return &api{strings.TrimSuffix(address, "/") + "/api/v1", newWires(to, 2*clients)}
}

// person is one caller. IP is what a trusted proxy would say of them.
type person struct {
	api   *api
	token string
	id    string
	ip    string
}

// problem is a refusal of the server.
type problem struct {
	Status int
	Code   string
	Detail string
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail) }

// do calls an operation; in and out are JSON and may be nil. Headers are name,
// value, …
func (p *person) do(ctx context.Context, method, path string, in, out any, headers ...string) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.api.url+path, body)
	if err != nil {
		return err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	if p.ip != "" {
		req.Header.Set("X-Forwarded-For", p.ip)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	status, answer, err := p.api.wires.do(req)
	if err != nil {
		return err
	}
	if status >= 300 {
		refusal := &problem{Status: status}
		_ = json.Unmarshal(answer, refusal)
		return refusal
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// empty is a body without fields.
type empty struct{}

// visitor is a new customer.
func (a *api) visitor(ctx context.Context, ip string) (*person, error) {
	p := &person{api: a, ip: ip}
	var v struct {
		AccessToken string
		Customer    struct{ ID string }
	}
	err := p.do(ctx, http.MethodPost, "/visitors", empty{}, &v)
	p.token, p.id = v.AccessToken, v.Customer.ID
	return p, err
}

// login is somebody whom kenner demo --json printed.
type login struct{ Role, Email, Password string }

func (a *api) signIn(ctx context.Context, l login) (*person, error) {
	p := &person{api: a}
	var v struct {
		AccessToken string
		Actor       struct{ ID string }
	}
	err := p.do(ctx, http.MethodPost, "/sessions", map[string]string{"email": l.Email, "password": l.Password}, &v)
	p.token, p.id = v.AccessToken, v.Actor.ID
	return p, err
}

// logins reads what kenner demo --json printed.
func logins(file, role string) ([]login, error) {
	if file == "" {
		return nil, failed("--demo names the file with what kenner demo --json printed")
	}
	data, err := os.ReadFile(file) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, err
	}
	var d struct{ Logins []login }
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	var all []login
	for _, l := range d.Logins {
		if l.Role == role {
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		return nil, failed("%s has no login of a %s", file, role)
	}
	return all, nil
}

// ask opens a conversation.
func (p *person) ask(ctx context.Context, question, language string) (string, error) {
	var c struct{ ID string }
	err := p.do(ctx, http.MethodPost, "/conversations", map[string]string{"question": question, "language": language}, &c)
	return c.ID, err
}

// post writes a message.
func (p *person) post(ctx context.Context, conversation, clientID string, headers ...string) error {
	return p.do(ctx, http.MethodPost, "/conversations/"+conversation+"/messages",
		map[string]string{"clientId": clientID, "text": "Does it float, and for how long? " + clientID}, nil, headers...)
}

// typing says that the customer or the expert writes; it is stored nowhere.
func (p *person) typing(ctx context.Context, conversation string) error {
	return p.do(ctx, http.MethodPost, "/conversations/"+conversation+"/typing", empty{}, nil)
}

// first signs in the first of a role.
func (a *api) first(ctx context.Context, demo, role string) (*person, error) {
	all, err := logins(demo, role)
	if err != nil {
		return nil, err
	}
	return a.signIn(ctx, all[0])
}
