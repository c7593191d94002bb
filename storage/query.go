package storage

import (
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// This file runs the SQL of this package. gorm carries the connection, the
// transaction and the context; its own way from text to rows took longer than
// SQLite's work (see README.md, "Why").

// fetch runs a query and scans its rows into dst: a pointer to a slice takes
// all of them, any other pointer the first. It returns how many it took.
func fetch(q *gorm.DB, dst any, query string, args ...any) (n int, err error) {
	query, args = bound(q, query, args)
	rows, err := q.Statement.ConnPool.QueryContext(q.Statement.Context, query, args...)
	if err != nil {
		return 0, err
	}
	defer func() {
		if failed := rows.Close(); err == nil {
			err = failed
		}
	}()
	return scan(rows, dst)
}

// run runs one statement and returns how many rows it changed.
func run(q *gorm.DB, query string, args ...any) (affected int64, err error) {
	query, args = bound(q, query, args)
	res, err := q.Statement.ConnPool.ExecContext(q.Statement.Context, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// bound writes out the lists among the arguments and numbers the placeholders
// for PostgreSQL.
func bound(q *gorm.DB, query string, args []any) (string, []any) {
	if slices.ContainsFunc(args, isList) {
		query, args = spread(query, args)
	}
	if len(args) > 0 && dialect(q.Name()) == postgresDialect {
		query = numbered(query)
	}
	return query, args
}

// isList reports whether an argument stands for several values.
func isList(a any) bool {
	switch a.(type) {
	case nil, string, int, int64, bool, float64, []byte, Time, *Time:
		return false
	}
	return reflect.TypeOf(a).Kind() == reflect.Slice
}

// spread replaces the placeholder of each list by one for each value, in
// brackets unless it stands in some; an empty list is (NULL), which is in nothing.
func spread(query string, args []any) (string, []any) {
	var b strings.Builder
	all := make([]any, 0, 4*len(args))
	for _, a := range args {
		at := strings.IndexByte(query, '?')
		if at < 0 {
			break // the database says that there are too many
		}
		b.WriteString(query[:at])
		inside := strings.HasSuffix(query[:at], "(")
		query = query[at+1:]
		if !isList(a) {
			b.WriteByte('?')
			all = append(all, a)
			continue
		}
		list := reflect.ValueOf(a)
		values, n := places(list.Len())
		if !inside {
			values = "(" + values + ")"
		}
		b.WriteString(values)
		for i := range n {
			all = append(all, list.Index(min(i, list.Len()-1)).Interface())
		}
	}
	b.WriteString(query)
	return b.String(), all
}

// places are the placeholders of a list. There are more than values up to one of
// few lengths, so that few different statements are prepared: the last value comes
// again, which changes nothing in an IN. Longer lists are not worth keeping, and
// say so by having no space after the comma.
func places(values int) (list string, n int) {
	if values == 0 {
		return "NULL", 0
	}
	for _, size := range []int{1, 4, 16, 64, 256} {
		if values <= size {
			return strings.Repeat(", ?", size)[2:], size
		}
	}
	return strings.Repeat(",?", values)[1:], values
}

// numbers are the queries as PostgreSQL wants them, by ours. They are finite but for
// lists of different lengths, so it starts anew when there are many.
var numbers = struct {
	sync.RWMutex

	known map[string]string
}{known: map[string]string{}}

const numbersLimit = 4096

// numbered replaces the placeholders ? by $1, $2, …
func numbered(query string) string {
	numbers.RLock()
	done, ok := numbers.known[query]
	numbers.RUnlock()
	if ok {
		return done
	}
	var b strings.Builder
	rest, n := query, 0
	for {
		before, after, found := strings.Cut(rest, "?")
		b.WriteString(before)
		if !found {
			break
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
		rest = after
	}
	numbers.Lock()
	defer numbers.Unlock()
	if len(numbers.known) >= numbersLimit {
		clear(numbers.known)
	}
	numbers.known[query] = b.String()
	return b.String()
}

// scan reads rows into dst, see fetch.
func scan(rows *sql.Rows, dst any) (n int, err error) {
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	into := reflect.ValueOf(dst).Elem()
	many := into.Kind() == reflect.Slice
	one := into.Type()
	if many {
		one = one.Elem()
		if !into.IsNil() { // a list that is empty stays one, which JSON tells from none
			into.Set(reflect.MakeSlice(into.Type(), 0, 0))
		}
	}
	s, err := shapeOf(one, columns)
	if err != nil {
		return 0, err
	}
	row := s.rows.Get().(*line) //nolint:forcetypeassert // the pool makes nothing else
	defer s.rows.Put(row)
	defer clear(row.values)
	for rows.Next() {
		if err := rows.Scan(row.targets...); err != nil {
			return n, fmt.Errorf("storage: scan: %w", err)
		}
		n++
		if !many {
			return n, s.fill(into, row)
		}
		into.Grow(1)
		into.SetLen(n)
		if err := s.fill(into.Index(n-1), row); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}
