package apitest

import (
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// App shows six digits, as a phone would.
type App struct {
	house  *House
	secret string
}

// Code is what the app shows at the machine's time, or later.
func (a *App) Code(later ...time.Duration) string {
	a.house.T.Helper()
	at := a.house.Machine.Now()
	for _, d := range later {
		at = at.Add(d)
	}
	code, err := totp.GenerateCode(a.secret, at)
	if err != nil {
		a.house.T.Fatal(err)
	}
	return code
}

// AddApp gives the client an app and returns it with the recovery codes.
func (c *Client) AddApp() (*App, []string) {
	c.house.T.Helper()
	card := c.Post("/me/totp", `{}`).Want(201)
	a := &App{c.house, strings.ReplaceAll(card.String("secret"), " ", "")}
	done := c.Post("/me/totp/confirmations", fmt.Sprintf(`{"code":%q}`, a.Code())).Want(200)
	return a, done.Strings("recoveryCodes")
}

// Strings is the list of texts at a path.
func (a Answer) Strings(path string) []string {
	a.house.T.Helper()
	list, _ := a.At(path).([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// Take makes c whoever a sign-in let in.
func (c *Client) Take(a Answer) *Client {
	c.house.T.Helper()
	a.signedIn(c)
	return c
}

// SecretOf is what the app and the server know.
func SecretOf(a *App) string { return a.secret }
