package audition

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// MaxScenario is how large a scenario may be, in bytes.
const MaxScenario = 64 << 10

// Parse reads a scenario. It is refused with scenario_invalid and a JSON pointer
// to what is wrong: too large, no JSON, a field that is not known or of another
// type, or anything that Validate refuses.
func Parse(raw []byte) (Scenario, error) {
	s, err := ParseDraft(raw)
	if err == nil {
		err = s.Validate()
	}
	if err != nil {
		return Scenario{}, err
	}
	return s, nil
}

// ParseDraft reads what may not be finished: it refuses what has not the shape of a
// scenario, and nothing that Validate would refuse. What is left out is empty.
func ParseDraft(raw []byte) (Scenario, error) {
	var s Scenario
	if len(raw) > MaxScenario {
		return s, refuse("", "A scenario has at most %d bytes, this has %d.", MaxScenario, len(raw))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	var tree any
	if err := d.Decode(&tree); err != nil {
		return s, noJSON(raw, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return s, refuse("", "Something follows after the scenario.")
	}
	if err := fits("", tree, reflect.TypeFor[Scenario]()); err != nil {
		return s, err
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return Scenario{}, refuse("", "This is no scenario: a number does not fit where it stands.")
	}
	filled(reflect.ValueOf(&s).Elem())
	return s, nil
}

// filled makes lists that are not there empty ones, so that they are written as lists.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			filled(f)
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			filled(v.Index(i))
		}
	default:
	}
}

// noJSON says where something that cannot be read stops being JSON, in lines
// and characters as an editor counts them.
func noJSON(raw []byte, err error) *domain.Error {
	at := len(raw)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = max(0, min(at, int(syntax.Offset)-1))
	}
	before := raw[:at]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return refuse("", "This is no JSON. Reading stops at line %d, character %d.", line, column)
}

// fits reports where a tree of JSON is not what a type wants.
func fits(pointer string, tree any, want reflect.Type) *domain.Error {
	switch got := tree.(type) {
	case map[string]any:
		return fitsObject(pointer, got, want)
	case []any:
		if want.Kind() != reflect.Slice {
			return refuse(pointer, "A list cannot stand here.")
		}
		for i, each := range got {
			if err := fits(fmt.Sprintf("%s/%d", pointer, i), each, want.Elem()); err != nil {
				return err
			}
		}
	case string:
		if want.Kind() != reflect.String {
			return refuse(pointer, "A text cannot stand here.")
		}
	case float64:
		if want.Kind() != reflect.Int || got != float64(int(got)) {
			return refuse(pointer, "This number cannot stand here.")
		}
	case bool:
		if want.Kind() != reflect.Bool {
			return refuse(pointer, "Yes or no cannot stand here.")
		}
	default:
		return refuse(pointer, "Nothing cannot stand here.")
	}
	return nil
}

func fitsObject(pointer string, got map[string]any, want reflect.Type) *domain.Error {
	fields := map[string]reflect.Type{}
	switch want.Kind() {
	case reflect.Struct:
		for f := range want.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[name] = f.Type
		}
	case reflect.Map:
		for name := range got {
			fields[name] = want.Elem()
		}
	default:
		return refuse(pointer, "An object cannot stand here.")
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		at := pointer + "/" + inPointer.Replace(name)
		t, known := fields[name]
		if !known {
			return refuse(at, "%q is no field of a scenario.", name)
		}
		if err := fits(at, got[name], t); err != nil {
			return err
		}
	}
	return nil
}

// inPointer escapes a name for a JSON pointer (RFC 6901).
var inPointer = strings.NewReplacer("~", "~0", "/", "~1")

//go:embed scenarios/*.json
var scenarioFiles embed.FS

var shipped = sync.OnceValue(func() []Scenario {
	files, err := scenarioFiles.ReadDir("scenarios")
	all := make([]Scenario, 0, len(files))
	for _, f := range files {
		var raw []byte
		if raw, err = scenarioFiles.ReadFile("scenarios/" + f.Name()); err != nil {
			break
		}
		var s Scenario
		if s, err = Parse(raw); err != nil {
			err = fmt.Errorf("%s: %w", f.Name(), err)
			break
		}
		all = append(all, s)
	}
	if err != nil {
		panic(fmt.Sprintf("audition: %v", err)) // they are part of the program
	}
	return all
})

// Shipped are the scenarios that come with the product, by id and language.
func Shipped() []Scenario { return slices.Clone(shipped()) }

// Name is what tells a scenario from all others.
type Name struct {
	ID       ScenarioID
	Language domain.Language
}

// ShippedNames names the shipped scenarios, without reading them: that takes
// memory, and most starts of a server need none.
func ShippedNames() []Name {
	files, err := scenarioFiles.ReadDir("scenarios")
	if err != nil {
		panic(fmt.Sprintf("audition: %v", err)) // they are part of the program
	}
	names := make([]Name, len(files))
	for i, f := range files {
		id, language, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".json"), ".")
		names[i] = Name{ScenarioID(id), domain.Language(language)}
	}
	return names
}

// ShippedAs is the shipped scenario of that name, if there is one.
func ShippedAs(n Name) (Scenario, bool) {
	i := slices.IndexFunc(shipped(), func(s Scenario) bool { return s.ID == n.ID && s.Language == n.Language })
	if i < 0 {
		return Scenario{}, false
	}
	return shipped()[i], true
}

// ShippedIn are the shipped scenarios of a language and a kind.
func ShippedIn(l domain.Language, k Kind) []Scenario {
	return slices.DeleteFunc(Shipped(), func(s Scenario) bool { return s.Language != l || s.Kind != k })
}
