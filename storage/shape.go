package storage

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync"

	naming "gorm.io/gorm/schema"
)

// shape says how a row of some columns becomes a value of one type. It is made
// once for each pair.
type shape struct {
	columns []string
	fields  []field   // of the columns, in their order
	rows    sync.Pool // of *line
}

// field is where the value of a column goes.
type field struct {
	index []int // nil: the whole value; empty: nowhere
	set   setter
}

// setter stores what the driver gave. NULL is the zero value.
type setter func(into reflect.Value, v any) error

// line is one row as the driver gave it.
type line struct {
	values  []any
	targets []any // pointers to the values
}

var shapes sync.Map // of reflect.Type to *shapesOfType

type shapesOfType struct {
	mu    sync.RWMutex
	known []*shape
}

// shapeOf returns the shape of a type and columns, made at most once.
func shapeOf(t reflect.Type, columns []string) (*shape, error) {
	found, ok := shapes.Load(t)
	if !ok {
		found, _ = shapes.LoadOrStore(t, &shapesOfType{})
	}
	of := found.(*shapesOfType) //nolint:forcetypeassert // nothing else is stored
	of.mu.RLock()
	known := of.known
	of.mu.RUnlock()
	for _, s := range known {
		if slices.Equal(s.columns, columns) {
			return s, nil
		}
	}
	s, err := newShape(t, columns)
	if err != nil {
		return nil, err
	}
	of.mu.Lock()
	defer of.mu.Unlock()
	of.known = append(slices.Clip(of.known), s)
	return s, nil
}

func newShape(t reflect.Type, columns []string) (*shape, error) {
	s := &shape{columns: slices.Clone(columns), fields: make([]field, len(columns))}
	s.rows.New = func() any {
		l := &line{make([]any, len(columns)), make([]any, len(columns))}
		for i := range l.values {
			l.targets[i] = &l.values[i]
		}
		return l
	}
	if plain(t) {
		if len(columns) != 1 {
			return nil, fmt.Errorf("storage: %d columns for one %s", len(columns), t)
		}
		set, err := setterOf(t)
		s.fields[0] = field{nil, set}
		return s, err
	}
	names := map[string][]int{}
	fieldsOf(t, nil, names)
	for i, c := range columns {
		at, ok := names[c]
		if !ok {
			s.fields[i].index = []int{}
			continue
		}
		set, err := setterOf(t.FieldByIndex(at).Type)
		if err != nil {
			return nil, fmt.Errorf("%w, column %s of %s", err, c, t)
		}
		s.fields[i] = field{at, set}
	}
	return s, nil
}

var scanner = reflect.TypeFor[sql.Scanner]()

// plain reports whether a type is the value of one column.
func plain(t reflect.Type) bool {
	return t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(scanner)
}

// fieldsOf finds the fields of a struct and of those embedded in it, by the
// names that columns have; the outer one counts.
func fieldsOf(t reflect.Type, outer []int, names map[string][]int) {
	var inner []reflect.StructField
	for f := range t.Fields() {
		if !f.IsExported() {
			continue
		}
		f.Index = append(slices.Clone(outer), f.Index...)
		if f.Type.Kind() == reflect.Struct && (f.Anonymous || f.Tag.Get("gorm") == "embedded") && !plain(f.Type) {
			inner = append(inner, f)
			continue
		}
		name := naming.NamingStrategy{}.ColumnName("", f.Name)
		if _, taken := names[name]; !taken {
			names[name] = f.Index
		}
	}
	for _, f := range inner {
		fieldsOf(f.Type, f.Index, names)
	}
}

// fill stores a row in a value.
func (s *shape) fill(into reflect.Value, row *line) error {
	for i := range s.fields {
		f := &s.fields[i]
		target := into
		if f.index != nil {
			if len(f.index) == 0 {
				continue
			}
			target = into.FieldByIndex(f.index)
		}
		if err := f.set(target, row.values[i]); err != nil {
			return fmt.Errorf("storage: scan column %s: %w", s.columns[i], err)
		}
	}
	return nil
}

// setterOf knows the kinds of fields that rows have.
func setterOf(t reflect.Type) (setter, error) {
	if reflect.PointerTo(t).Implements(scanner) {
		return scanInto, nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		inner, err := setterOf(t.Elem())
		return pointerTo(t.Elem(), inner), err
	case reflect.String:
		return setString, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return setInt, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return setUint, nil
	case reflect.Float64, reflect.Float32:
		return setFloat, nil
	case reflect.Bool:
		return setBool, nil
	default:
		return nil, fmt.Errorf("storage: a %s cannot be read from a row", t)
	}
}

func scanInto(into reflect.Value, v any) error {
	if v == nil {
		into.SetZero()
		return nil
	}
	return into.Addr().Interface().(sql.Scanner).Scan(v) //nolint:forcetypeassert // setterOf looked
}

func pointerTo(t reflect.Type, set setter) setter {
	return func(into reflect.Value, v any) error {
		if v == nil {
			into.SetZero()
			return nil
		}
		p := reflect.New(t)
		into.Set(p)
		return set(p.Elem(), v)
	}
}

func setString(into reflect.Value, v any) error {
	s, err := textOf(v)
	into.SetString(s)
	return err
}

func setInt(into reflect.Value, v any) error {
	if n, ok := v.(int64); ok && !into.OverflowInt(n) {
		into.SetInt(n)
		return nil
	}
	s, err := textOf(v)
	if err != nil || v == nil {
		into.SetInt(0)
		return err
	}
	n, err := strconv.ParseInt(s, 10, into.Type().Bits()) // PostgreSQL's sums of BIGINT are NUMERIC
	into.SetInt(n)
	return err
}

func setUint(into reflect.Value, v any) error {
	s, err := textOf(v)
	if err != nil || v == nil {
		into.SetUint(0)
		return err
	}
	n, err := strconv.ParseUint(s, 10, into.Type().Bits())
	into.SetUint(n)
	return err
}

func setFloat(into reflect.Value, v any) error {
	if f, ok := v.(float64); ok {
		into.SetFloat(f)
		return nil
	}
	s, err := textOf(v)
	if err != nil || v == nil {
		into.SetFloat(0)
		return err
	}
	f, err := strconv.ParseFloat(s, into.Type().Bits())
	into.SetFloat(f)
	return err
}

func setBool(into reflect.Value, v any) error {
	if v == nil {
		into.SetBool(false)
		return nil
	}
	b, err := driver.Bool.ConvertValue(v)
	if is, ok := b.(bool); ok {
		into.SetBool(is)
	}
	return err
}

// textOf writes what the driver gave as text.
func textOf(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	default:
		return "", fmt.Errorf("a %T is no text", v)
	}
}
