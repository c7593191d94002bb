package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kennerhq/kenner/domain/learner"
)

type learnCommand struct {
	Evaluate learnEvaluate `cmd:"" help:"Train the reason learner on one file of text,category rows, ask it for those of another, and print one JSON line."`
}

type learnEvaluate struct {
	Train string `required:"" placeholder:"FILE" help:"What it learns from: CSV with the columns text and category."`
	Test  string `required:"" placeholder:"FILE" help:"What it is asked: another such file, of which it has seen nothing."`
}

// learned is the line that learn evaluate prints.
type learned struct {
	learner.Report

	Millis  float64 `json:"millisPerText"`
	Trained int     `json:"trained"`
	Seconds float64 `json:"trainingSeconds"`
}

// Run trains and asks; it needs no database.
func (l learnEvaluate) Run(t terminal) error {
	train, err := examplesOf(l.Train)
	if err != nil {
		return err
	}
	test, err := examplesOf(l.Test)
	if err != nil {
		return err
	}
	began := time.Now()
	m, err := learner.Train(train, learner.Options{})
	if err != nil {
		return fmt.Errorf("%s: %w", l.Train, err)
	}
	trained := time.Since(began)
	began = time.Now()
	report := learner.Evaluate(m, test)
	took := time.Since(began)
	return t.tell(learned{report, took.Seconds() * 1000 / float64(max(1, len(test))), len(train), trained.Seconds()})
}

// mostExamples bounds what one file may ask to learn.
const mostExamples = 1_000_000

// examplesOf reads a file with a head of text,category.
func examplesOf(name string) ([]learner.Example, error) {
	f, err := os.Open(name) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	all, err := readExamples(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}

var (
	errNoExamples  = errors.New("no rows with a text and a category; the first line must be: text,category")
	errTooMuchText = fmt.Errorf("more than %d rows", mostExamples)
)

func readExamples(from io.Reader) ([]learner.Example, error) {
	rows := csv.NewReader(from)
	rows.FieldsPerRecord = 2
	head, err := rows.Read()
	if errors.Is(err, io.EOF) || err == nil && (head[0] != "text" || head[1] != "category") {
		return nil, errNoExamples
	}
	var all []learner.Example
	for err == nil {
		var row []string
		if row, err = rows.Read(); err == nil {
			all = append(all, learner.Example{Text: row[0], Label: row[1]})
		}
		if len(all) > mostExamples {
			return nil, errTooMuchText
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errNoExamples
	}
	return all, nil
}
