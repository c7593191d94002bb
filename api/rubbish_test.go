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
		`["x","x"]`, `"9999-12-31T23:59:59Z"`, `"0000-01-01T00:00:00Z"`, `"+262142-01-01T00:00:00Z"`, `2147483648`, `-0`, `-0.0`, `1e400`, `1e-400`, `1e18`,
		`"NaN"`, `"Infinity"`, `"1e400"`, `-9223372036854775809`, `1.0000000000000000001`, `"\u202e\u0007\u001b[2J"`, `"9999-12-31T23:59:59-23:59"`, `"2026-02-30T00:00:00Z"`,
		`{"a":{"a":{"a":[[[[1]]]]}}}`, `"../../etc/passwd"`, `"%252e%252e"`, `"exp_0190aaaa"`, `"=HYPERLINK(1)"`,
	}
)

// TestRubbishIsRefused sends rubbish to every operation, as everybody who may
// call it: the answer is a problem or a success, never a fault of the server. On
// SQLite, where a commit can be seen from outside, a problem has committed nothing.
func TestRubbishIsRefused(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		db := storagetest.OpenConfig(t, storage.Config{Dir: dir})
		commits := storagetest.Commits(t, dir)
		was := commits()
		litterTown(t, db, commits)
		if commits() == was {
			t.Error("what was committed is not seen")
		}
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		litterTown(t, storagetest.OpenPostgres(t), func() int64 { return 0 })
	})
}

func litterTown(t *testing.T, db *storage.DB, commits func() int64) {
	t.Helper()
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
				litter{t, c, op, name, tw.conversation, commits}.everywhere(tw.Server.Body(op))
			}
		}
	}
}

// litter sends rubbish to one operation, as one principal.
type litter struct {
	t            *testing.T
	c            *apitest.Client
	op           api.Operation
	who          string
	conversation string
	commits      func() int64
}

func (l litter) everywhere(body map[string]any) {
	if l.op.Method == http.MethodGet {
		for _, cursor := range cursors() {
			l.send(parameters.ReplaceAllString(l.op.Path, l.conversation)+"?cursor="+cursor, "", cursor)
		}
	}
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
	was := l.commits()
	a := l.c.Do(l.op.Method, path, body, headers...)
	if a.Status >= 400 && wrong(a) != "" {
		l.t.Errorf("%s as %s of %.40q: %d %s %.300s", l.op.ID, l.who, what, a.Status, wrong(a), a.Body)
	}
	if a.Status >= 400 && l.commits() != was {
		l.t.Errorf("%s as %s of %.40q: %d, and something was committed", l.op.ID, l.who, what, a.Status)
	}
}
