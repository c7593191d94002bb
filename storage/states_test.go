package storage_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// nowhere is where a drawn state machine begins and ends.
const nowhere = "[*]"

// machine is one kind of thing that a diagram of domain/README.md draws.
type machine struct {
	title  string   // the heading above the diagram
	states []string // as the code knows them
	// rows finds the id and the state of each thing there is, in the order in
	// which they came; :now is the time.
	rows string
	// own are the use cases that are about this thing: in every state they follow
	// a drawn edge or are refused. All others may succeed and leave it alone.
	own []string
}

// act is a use case, as somebody does it. Its first word is the method's name;
// what follows a comma tells apart what the diagrams need not.
type act struct {
	name string
	run  func(ctx context.Context) error
}

// drawn is the act's name in the diagrams.
func (a act) drawn() string {
	name, _, _ := strings.Cut(a.name, ", ")
	return name
}

// step is what became of one thing by one act.
type step struct {
	machine, from, to, act string
}

func (s step) String() string {
	return fmt.Sprintf("%s: %s --> %s: %s", s.machine, s.from, s.to, s.act)
}

// walker tries every act in every situation and keeps what came of it.
type walker struct {
	*testing.T
	machines []machine
	made     map[step]bool              // what happened
	stayed   map[step]bool              // what was allowed and moved nothing of its own machine
	stood    map[string]map[string]bool // by machine, the states that something was in
}

func newWalker(t *testing.T, machines ...machine) *walker {
	t.Helper()
	w := &walker{t, machines, map[step]bool{}, map[step]bool{}, map[string]map[string]bool{}}
	for _, m := range machines {
		w.stood[m.title] = map[string]bool{}
	}
	return w
}

// errUndo rolls a try back.
var errUndo = errors.New("undo")

// try does one act and undoes it, with the clock.
func (w *walker) try(db *storage.DB, clock *storagetest.Clock, situation string, a act) {
	w.Helper()
	at := clock.Now()
	defer func() { clock.Add(at.Sub(clock.Now())) }()
	err := db.InTx(w.Context(), func(tx storage.Tx) error {
		before := w.look(tx, at)
		err := a.run(db.Within(tx.Statement.Context, tx))
		now := at // what an act needs the time for is not what time does
		if a.name == "time" {
			now = clock.Now()
		}
		w.note(situation, a, before, w.look(tx, now), err)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		w.Fatalf("%s, %s: %v", situation, a.name, err)
	}
}

// thing is one row of a machine.
type thing struct{ id, state string }

func (w *walker) look(tx storage.Tx, at time.Time) map[string][]thing {
	w.Helper()
	all := map[string][]thing{}
	now := strconv.FormatInt(at.UnixMilli(), 10)
	for _, m := range w.machines {
		rows, err := tx.Raw(strings.ReplaceAll(m.rows, ":now", now)).Rows()
		if err != nil {
			panic(err) // the writer turns it into an error
		}
		for rows.Next() {
			var one thing
			if err := rows.Scan(&one.id, &one.state); err != nil {
				panic(err)
			}
			all[m.title] = append(all[m.title], one)
		}
		_ = rows.Close()
	}
	return all
}

// note keeps what an act did to everything there is.
func (w *walker) note(situation string, a act, before, after map[string][]thing, err error) {
	w.Helper()
	refusal, refused := errors.AsType[*domain.Error](err)
	if err != nil && !refused {
		w.Errorf("%s, %s: failed instead of being refused: %v", situation, a.name, err)
		return
	}
	for _, m := range w.machines {
		moved := w.moves(m, a, before[m.title], after[m.title])
		if refused && moved && !slices.Contains(endings, a.name) {
			w.Errorf("%s, %s: refused with %s, but a %s moved", situation, a.name, refusal.Code, m.title)
		}
		if things := before[m.title]; err == nil && !moved && len(things) > 0 && slices.Contains(m.own, method(a.name)) {
			state := things[len(things)-1].state
			w.stayed[step{m.title, state, state, a.drawn()}] = true
		}
	}
}

// endings are acts whose refusal is itself an end that is stored.
var endings = []string{"Refresh, with an old token", "Refresh, after a week"}

// moves keeps which things of one machine an act moved, made or took away.
func (w *walker) moves(m machine, a act, before, after []thing) (moved bool) {
	went := func(from, to string) {
		moved = true
		w.made[step{m.title, from, to, a.drawn()}] = true
	}
	was := map[string]string{}
	for _, one := range before {
		was[one.id] = one.state
		w.stood[m.title][one.state] = true
	}
	for _, one := range after {
		from, known := was[one.id]
		if !known {
			from = nowhere
		}
		delete(was, one.id)
		if from != one.state {
			went(from, one.state)
		}
	}
	for _, state := range was {
		went(state, nowhere)
	}
	return moved
}

// method is the first word of an act.
func method(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return strings.TrimSuffix(first, ",")
}

// compare fails the test where the diagrams draw anything else than what was seen.
func (w *walker) compare() {
	w.Helper()
	drawn := diagrams(w.T)
	for _, m := range w.machines {
		edges, known := drawn[m.title]
		if !known {
			w.Errorf("domain/README.md draws no %s", m.title)
			continue
		}
		states := map[string]bool{}
		for e := range edges {
			states[e.from], states[e.to] = true, true
			if !w.made[e] && !w.stayed[e] {
				w.Errorf("drawn, but nothing went that way: %s", e)
			}
		}
		delete(states, nowhere)
		for _, s := range m.states {
			if !states[s] {
				w.Errorf("the code knows a %s that is %s, and the diagram does not", m.title, s)
			}
			delete(states, s)
			if !w.stood[m.title][s] {
				w.Errorf("no situation has a %s that is %s", m.title, s)
			}
		}
		for s := range states {
			w.Errorf("the diagram knows a %s that is %s, and the code does not", m.title, s)
		}
	}
	for _, steps := range []map[step]bool{w.made, w.stayed} {
		for s := range steps {
			if !drawn[s.machine][s] {
				w.Errorf("not drawn, and not refused: %s", s)
			}
		}
	}
}

var (
	heading = regexp.MustCompile(`^### (.+)$`)
	edge    = regexp.MustCompile(`^\s+(\S+) --> ([^\s:]+)(?:: (.+))?$`)
)

// diagrams are the edges that domain/README.md draws, by heading. An edge is
// named by the acts that make it, with commas between them; what follows a slash
// is for people.
func diagrams(t *testing.T) map[string]map[step]bool {
	t.Helper()
	text, err := os.ReadFile("../domain/README.md")
	if err != nil {
		t.Fatal(err)
	}
	all, title, inside := map[string]map[step]bool{}, "", false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		switch found := heading.FindStringSubmatch(line); {
		case found != nil:
			title = strings.ToLower(found[1])
		case strings.HasPrefix(line, "```"):
			inside = line == "```mermaid"
		case inside && line != "stateDiagram-v2":
			parts := edge.FindStringSubmatch(line)
			if parts == nil || parts[3] == "" {
				t.Fatalf("%s: every line is an edge with the name of what makes it: %q", title, line)
			}
			if all[title] == nil {
				all[title] = map[step]bool{}
			}
			acts, _, _ := strings.Cut(parts[3], " / ")
			for name := range strings.SplitSeq(acts, ", ") {
				all[title][step{title, parts[1], parts[2], name}] = true
			}
		}
	}
	return all
}

// constants are the values of the constants of a type, in a package of the domain.
func constants(t *testing.T, pkg, typ string) []string {
	t.Helper()
	files, err := os.ReadDir("../domain/" + pkg)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), "../domain/"+pkg+"/"+f.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typ {
				return false
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					s, _ := strconv.Unquote(lit.Value)
					all = append(all, s)
				}
			}
			return false
		})
	}
	if len(all) == 0 {
		t.Fatalf("%s has no constants of type %s", pkg, typ)
	}
	return all
}

// checked fails the test unless the database allows exactly these values in a column.
func checked(t *testing.T, db *storage.DB, table, column string, values []string) {
	t.Helper()
	sql := storagetest.Text(t, db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table)
	found := regexp.MustCompile(`CHECK \(` + column + ` (?:IN \(|= )([^)]*)\)`).FindStringSubmatch(sql)
	if found == nil {
		t.Fatalf("%s.%s has no check", table, column)
	}
	var allowed []string
	for _, one := range regexp.MustCompile(`'(\w+)'`).FindAllStringSubmatch(found[1], -1) {
		allowed = append(allowed, one[1])
	}
	slices.Sort(allowed)
	if want := slices.Sorted(slices.Values(values)); !slices.Equal(allowed, want) {
		t.Errorf("the database allows %s.%s to be %v, and the code knows %v", table, column, allowed, want)
	}
}

// complete fails the test when a service has a use case that is neither tried
// nor known to move nothing that is drawn.
func complete(t *testing.T, service any, acts []act, aside ...string) {
	t.Helper()
	known := map[string]bool{}
	for _, a := range acts {
		known[method(a.name)] = true
	}
	for _, name := range aside {
		if known[name] {
			t.Errorf("%s is tried and put aside", name)
		}
		known[name] = true
	}
	for m := range reflect.TypeOf(service).Methods() {
		if !known[m.Name] {
			t.Errorf("%T.%s is new: try it, and draw what it does", service, m.Name)
		}
	}
}

// later does an act when some time has passed.
func later(clock *storagetest.Clock, d time.Duration, run func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		clock.Add(d)
		return run(ctx)
	}
}
