package audition

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/kennerhq/kenner/domain"
)

// MaxScenario is how large a scenario may be, in bytes.
const MaxScenario = 64 << 10

// Parse reads a scenario. It is refused with scenario_invalid and a JSON pointer
// to what is wrong: too large, no JSON, a field that is not known or of another
// type, or anything that Validate refuses.
func Parse(raw []byte) (Scenario, error) {
	var s Scenario
	if len(raw) > MaxScenario {
		return s, refuse("", "A scenario has at most %d bytes, this has %d.", MaxScenario, len(raw))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	var tree any
	if err := d.Decode(&tree); err != nil {
		return s, refuse("", "This is no JSON: %v.", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return s, refuse("", "Something follows after the scenario.")
	}
	if err := fits("", tree, reflect.TypeFor[Scenario]()); err != nil {
		return s, err
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return Scenario{}, refuse("", "This is no scenario: %v.", err)
	}
	if err := s.Validate(); err != nil {
		return Scenario{}, err
	}
	return s, nil
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
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
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

// ShippedIn are the shipped scenarios of a language and a kind.
func ShippedIn(l domain.Language, k Kind) []Scenario {
	return slices.DeleteFunc(Shipped(), func(s Scenario) bool { return s.Language != l || s.Kind != k })
}
