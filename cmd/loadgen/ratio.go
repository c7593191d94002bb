package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// side is one thing that was measured.
type side struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

func (s side) String() string { return s.Name + " " + figure(s.Value) + s.Unit }

// must is what a ratio has to reach.
type must struct {
	AtLeast bool    `json:"atLeast"`
	Value   float64 `json:"value"`
}

func atLeast(v float64) must { return must{true, v} }
func atMost(v float64) must  { return must{false, v} }

func (m must) met(v float64) bool {
	if m.AtLeast {
		return v >= m.Value
	}
	return v <= m.Value
}

func (m must) String() string {
	if m.AtLeast {
		return "≥ " + figure(m.Value)
	}
	return "≤ " + figure(m.Value)
}

// ratio is one line of the bench: what has to be reached, and both sides that
// were measured. Where there is one side only, B is empty and the ratio is A.
type ratio struct {
	ID    string  `json:"id"`
	What  string  `json:"what"`
	A     side    `json:"a"`
	B     side    `json:"b,omitzero"`
	Ratio float64 `json:"ratio"`
	Unit  string  `json:"unit,omitempty"`
	Must  must    `json:"must"`
	Met   bool    `json:"met"`
	Note  string  `json:"note,omitempty"`
	Error string  `json:"error,omitempty"`
}

// over makes the line of a ÷ b.
func over(id, what string, a, b side, m must) ratio {
	r := ratio{ID: id, What: what, A: a, B: b, Must: m}
	if b.Value > 0 {
		r.Ratio = a.Value / b.Value
		r.Met = a.Value > 0 && m.met(r.Ratio)
	}
	return r
}

// alone makes the line of a figure that is held against a limit of its own.
func alone(id, what string, a side, m must) ratio {
	return ratio{ID: id, What: what, A: a, Ratio: a.Value, Unit: a.Unit, Must: m, Met: m.met(a.Value)}
}

// missing makes the line of something that could not be measured.
func missing(id, what string, m must, err error) ratio {
	return ratio{ID: id, What: what, Must: m, Error: err.Error()}
}

// print writes the line for a person, or as JSON.
func (r ratio) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	verdict := "met"
	switch {
	case r.Error != "":
		_, err := fmt.Fprintf(w, "%-4s %-46s NOT MEASURED  %s\n", r.ID, r.What, r.Error)
		return err
	case !r.Met:
		verdict = "NOT MET"
	}
	sides := r.A.String()
	if r.B.Name != "" {
		sides += " ÷ " + r.B.String()
	}
	_, err := fmt.Fprintf(w, "%-4s %-46s %s = %s%s, must %s: %s%s\n", r.ID, r.What, sides, figure(r.Ratio), r.Unit, r.Must, verdict, note(r.Note))
	return err
}

func note(s string) string {
	if s == "" {
		return ""
	}
	return "  (" + s + ")"
}

// figure is a number with three digits that count.
func figure(v float64) string {
	switch {
	case v >= 100 || v == float64(int(v)):
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
}
