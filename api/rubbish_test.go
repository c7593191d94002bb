package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

var parameters = regexp.MustCompile(`\{\w+\}`)

// What no client of ours would send.
var (
	rubbishIDs = []string{"xyz", "%00", "%ff", strings.Repeat("x", 3000), "cnv_'--"}

	rubbishQueries = []string{
		"limit=-1", "limit=99999999999999999999", "after=-1", "wait=x", "cursor=%00", "cursor=xxxx", "query=%00", "query=%ff", "state=%00",
		"status=%ff", "desk=%00", "language=%00", "wait=0&after=2147483648", "q=%25%5f%5c", "productId=%00", "reasonId=%00", "session=%00",
	}

	rubbishBodies = []string{
		``, `null`, `[]`, `"x"`, `7`, `{`, `{"a":1}`, `{} {}`, "{\"text\":\"\x00\"}", "{\"text\":\"\xff\xfe\"}", `{"text":"\u0000"}`, `{"text":"\ud800"}`,
		`{"__proto__":{"a":1}}`, strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat(`}`, 5000), `{"text":` + strings.Repeat("9", 5000) + `}`,
	}

	// rubbishValues are of every kind, for every field that there is.
	rubbishValues = []string{
		`null`, `true`, `-1`, `0.5`, `9223372036854775808`, `""`, `"x"`, `"\u0000"`, `"` + strings.Repeat("é", 5000) + `"`, `[]`, `[null]`, `[[]]`, `{}`,
		`["x","x"]`, `"9999-12-31T23:59:59Z"`, `"0000-01-01T00:00:00Z"`, `"+262142-01-01T00:00:00Z"`, `2147483648`,
	}
)

// TestRubbishIsRefused sends rubbish to every operation, as everybody who may
// call it: the answer is a problem or a success, never a fault of the server.
func TestRubbishIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		tw := townOf(t, counterOf(t, apitest.OpenOn(t, db)))
		for _, op := range tw.Server.Walk() {
			switch op.ID {
			case "signOut", "leaveVisitor", "refreshSession": // they end what the walk goes on with
				continue
			case "pollLive": // there is no live node here
				continue
			}
			for name, c := range tw.principals {
				if op.Public || op.Has(tw.role[name]) {
					litter{t, c, op, name, tw.conversation}.everywhere(tw.Server.Body(op))
				}
			}
		}
	})
}

// litter sends rubbish to one operation, as one principal.
type litter struct {
	t            *testing.T
	c            *apitest.Client
	op           api.Operation
	who          string
	conversation string
}

func (l litter) everywhere(body map[string]any) {
	for _, id := range append(rubbishIDs, l.conversation) {
		path := parameters.ReplaceAllString(l.op.Path, id)
		l.send(path, "", id)
		for _, query := range rubbishQueries {
			if l.op.Method == http.MethodGet {
				l.send(path+"?"+query, "", query)
			}
		}
	}
	if l.op.Method == http.MethodGet {
		return
	}
	path := parameters.ReplaceAllString(l.op.Path, l.conversation)
	for _, b := range rubbishBodies {
		l.send(path, b, b)
	}
	l.send(path, `{}`, "another type", "Content-Type", "text/plain")
	for field, was := range body {
		for _, v := range rubbishValues {
			body[field] = json.RawMessage(v)
			b, err := json.Marshal(body)
			if err != nil {
				l.t.Fatal(err)
			}
			l.send(path, string(b), field+"="+v)
		}
		body[field] = was
	}
}

func (l litter) send(path, body, what string, headers ...string) {
	l.t.Helper()
	if a := l.c.Do(l.op.Method, path, body, headers...); a.Status >= 500 || (a.Status >= 400 && a.Code() == "") {
		l.t.Errorf("%s as %s of %.40q: %d %.300s", l.op.ID, l.who, what, a.Status, a.Body)
	}
}
