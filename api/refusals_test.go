package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// refusal is rubbish that is refused wherever it is sent, and how.
type refusal struct {
	body    string
	headers []string
	status  int
}

func deep(levels int) string {
	return strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels)
}

func typed(contentType string) []string { return []string{"Content-Type", contentType} }

// refusedBodies are refused by every operation that changes something, whether
// it takes a body or not.
var refusedBodies = map[string]refusal{
	"an unknown field":          {`{"noSuchField":1}`, nil, 422},
	"a field of JavaScript":     {`{"__proto__":{"role":"admin"}}`, nil, 422},
	"a field twice":             {`{"text":"a","text":"b"}`, nil, 400},
	"a field twice, inside":     {`{"text":{"a":1,"\u0061":2}}`, nil, 400},
	"ten thousand levels":       {deep(10_000), nil, 400},
	"twenty-one levels":         {deep(21), nil, 400},
	"ten thousand lists":        {strings.Repeat("[", 10_000), nil, 400},
	"a list":                    {`[{"text":"a"}]`, nil, 422},
	"a text":                    {`"text"`, nil, 422},
	"a number":                  {`7`, nil, 422},
	"nothing, in JSON":          {`null`, nil, 422},
	"a number beyond numbers":   {`{"noSuchField":1e400}`, nil, 400},
	"a number beyond 63 bits":   {`{"noSuchField":9223372036854775808}`, nil, 422},
	"a number of 5000 digits":   {`{"noSuchField":` + strings.Repeat("9", 5000) + `}`, nil, 400},
	"NaN":                       {`{"noSuchField":NaN}`, nil, 400},
	"half a document":           {`{"text":"a`, nil, 400},
	"two documents":             {`{}{}`, nil, 400},
	"a NUL":                     {"{\"text\":\"\x00\"}", nil, 400},
	"an escaped NUL":            {`{"text":"\u0000"}`, nil, 400},
	"a NUL in a name":           {`{"te\u0000xt":"a"}`, nil, 400},
	"a control character":       {"{\"text\":\"\x1b[2J\"}", nil, 400},
	"no UTF-8":                  {"{\"text\":\"\xff\xfe\"}", nil, 400},
	"a byte order mark":         {"\ufeff{}", nil, 400},
	"UTF-16":                    {"{\x00}\x00", nil, 400},
	"10 MB":                     {strings.Repeat(" ", 10<<20), nil, 413},
	"10 MB in a text":           {`{"text":"` + strings.Repeat("x", 10<<20) + `"}`, nil, 413},
	"a form":                    {`text=a`, typed("application/x-www-form-urlencoded"), 415},
	"a form with files":         {"--a\r\n\r\na\r\n--a--", typed("multipart/form-data; boundary=a"), 415},
	"plain text":                {`{"noSuchField":1}`, typed("text/plain"), 415},
	"XML":                       {`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, typed("application/xml"), 415},
	"no type":                   {`{"noSuchField":1}`, typed(""), 415},
	"a type that is none":       {`{"noSuchField":1}`, typed(";;;"), 415},
	"almost JSON":               {`{"noSuchField":1}`, typed("application/jsonp"), 415},
	"a patch of another kind":   {`{"noSuchField":1}`, typed("application/json-patch+json"), 415},
	"packed":                    {"\x1f\x8b\x08\x00", []string{"Content-Encoding", "gzip"}, 400},
	"another site's page":       {`{"noSuchField":1}`, []string{"Sec-Fetch-Site", "cross-site"}, 403},
	"another site's old page":   {`{"noSuchField":1}`, []string{"Origin", "https://evil.example"}, 403},
	"another answer wanted":     {`{"noSuchField":1}`, []string{"Accept", "text/html"}, 422},
	"no answer wanted":          {`{"noSuchField":1}`, []string{"Accept", "*/*;q=0"}, 422},
	"a language that is none":   {`{"noSuchField":1}`, []string{"Accept-Language", strings.Repeat("x-", 2000)}, 422},
	"a range of what is posted": {`{"noSuchField":1}`, []string{"Content-Range", "bytes 0-1/2"}, 422},
}

// refusedQueries are refused by every operation that reads.
var refusedQueries = map[string]refusal{
	"noSuchParameter=1": {status: 422}, "limit=1&limit=2": {status: 400}, "x=%00": {status: 400}, "x=%ff": {status: 400}, "x=%zz": {status: 400}, "a;b": {status: 400},
	"x=" + strings.Repeat("x", 5000): {status: 414}, strings.Repeat("a&", 2500): {status: 414},
}

// refusedIDs stand for every id in a path.
var refusedIDs = map[string][]int{
	"%2e%2e": {404}, "..%2f..%2fetc%2fpasswd": {404}, "..%5c..%5c": {404}, "%252e%252e%252f": {404}, "%2500": {404}, "%00": {400}, "%ff": {400}, "%0d%0aSet-Cookie:a": {404},
	"cnv_'%20OR%201=1%20--": {404}, "xyz%3bDROP%20TABLE%20people": {404}, strings.Repeat("x", 1500): {404, 414}, strings.Repeat("x", 3000): {414}, "%f0%9f%92%a9": {404}, "null": {404},
	"9223372036854775808": {404}, "-1": {404}, "%20": {404},
}

// TestRefusals sends every operation what nobody may send. The answer is a
// problem that tells nothing of our inside, and no table is other than before.
func TestRefusals(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		tw := townOf(t, counterOf(t, apitest.OpenOn(t, db)))
		was := storagetest.ContentsOf(t, db)
		seen := 0
		for _, op := range tw.Server.Walk() {
			if op.ID == "pollLive" { // there is no live node here
				continue
			}
			seen += refused{t, tw.caller(op), op}.everything()
			now := storagetest.ContentsOf(t, db)
			if changed := was.Differ(now); changed != nil {
				t.Errorf("%s: a refused request changed %v", op.ID, changed)
				was = now
			}
		}
		t.Logf("%d requests were refused", seen)
		tw.Admin.Post("/products", `{"name":"A drum"}`).Want(http.StatusCreated)
		if changed := was.Differ(storagetest.ContentsOf(t, db)); !slices.Contains(changed, "products") {
			t.Errorf("a new product is not seen among %v", changed)
		}
	})
}

// caller is somebody who may call an operation.
func (tw *town) caller(op api.Operation) *apitest.Client {
	for _, name := range []string{"A", "M", "EA", "VA", "SCR", "CND"} {
		if op.Has(tw.role[name]) {
			return tw.principals[name]
		}
	}
	return tw.Stranger()
}

// refused sends one operation what it must refuse.
type refused struct {
	t  *testing.T
	c  *apitest.Client
	op api.Operation
}

func (r refused) everything() (sent int) {
	path := example(r.op.Path)
	send := func(method, path, what string, with refusal, statuses ...int) {
		r.t.Helper()
		sent++
		a := r.c.Do(method, path, with.body, with.headers...)
		if why := wrong(a); why != "" || !slices.Contains(append(statuses, with.status), a.Status) {
			r.t.Errorf("%s of %.60q: want %v, got %d %s %.300s", r.op.ID, what, append(statuses, with.status), a.Status, why, a.Body)
		}
	}
	if r.op.Method == http.MethodGet {
		for query, with := range refusedQueries {
			send(r.op.Method, path+"?"+query, query, with)
		}
	} else {
		for what, with := range refusedBodies {
			send(r.op.Method, path, what, with)
		}
	}
	if strings.Contains(r.op.Path, "{") {
		for id, statuses := range refusedIDs {
			send(r.op.Method, parameters.ReplaceAllString(r.op.Path, id), id, refusal{body: r.body(), status: statuses[0]}, append(statuses, 405, 422)...)
		}
	}
	return sent
}

// body is the least that the operation may be sent: its id is to be refused.
func (r refused) body() string {
	if r.op.Method == http.MethodGet {
		return ""
	}
	return `{"noSuchField":1}`
}

var (
	codeOfProblem = regexp.MustCompile(`^[a-z][a-z0-9_]+$`)
	inside        = regexp.MustCompile(`(?i)\bsql|gorm|goroutine|/work/|/root/|/home/|panic|\.go\b|pgx|postgres|constraint|huma\b|echo\b|stack|0xc0|json:|<nil>|unmarshal|strconv`)
)

// wrong says what is wrong with a problem; empty when nothing is.
func wrong(a apitest.Answer) string {
	var p api.Problem
	switch {
	case a.Status < 400 || a.Status >= 500:
		return "is no refusal"
	case a.Header.Get("Content-Type") != "application/problem+json":
		return "is no problem document"
	case json.Unmarshal(a.Body, &p) != nil || p.Status != a.Status || p.Type != "about:blank" || p.Title == "" || !codeOfProblem.MatchString(p.Code):
		return "is no whole problem"
	case p.Instance == "" || p.Instance != a.Header.Get("X-Request-Id"):
		return "is of another request"
	}
	p.Instance = "" // random letters
	told, err := json.Marshal(p)
	if err != nil || inside.Match(told) {
		return "tells of our inside: " + string(inside.Find(told))
	}
	return ""
}

// TestAMethodThatIsNoneIsToldTheOthers asks every address by every method that
// it does not have.
func TestAMethodThatIsNoneIsToldTheOthers(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	known := map[string][]string{}
	for _, op := range h.Server.Walk() {
		path := example(op.Path)
		known[path] = append(known[path], op.Method)
	}
	was := storagetest.ContentsOf(t, h.DB)
	for path, methods := range known {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X"} {
			if slices.Contains(methods, method) {
				continue
			}
			a := h.Admin.Do(method, path, "")
			if a.Status == http.StatusNotFound && slices.Contains([]string{"PROPFIND", "get", "X"}, method) {
				continue
			}
			allowed := strings.Split(strings.ReplaceAll(a.Header.Get("Allow"), " ", ""), ",")
			if why := wrong(a); a.Status != http.StatusMethodNotAllowed || method != "HEAD" && why != "" {
				t.Errorf("%s %s: %d %s %s", method, path, a.Status, why, a.Body)
			}
			for _, m := range methods {
				if !slices.Contains(allowed, m) {
					t.Errorf("%s %s: %s is not among those that are allowed: %s", method, path, m, allowed)
				}
			}
		}
	}
	if changed := was.Differ(storagetest.ContentsOf(t, h.DB)); changed != nil {
		t.Errorf("%v changed", changed)
	}
}
