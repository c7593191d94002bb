package desk

import (
	"errors"
	"testing"
)

func TestDifficulty(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ chosen, closing, want int }{
		"the customer's reason decides":        {chosen: Simple, closing: Hard, want: Simple},
		"a hard one stays hard":                {chosen: Hard, closing: Simple, want: Hard},
		"the closing reason, at most D2":       {closing: Hard, want: Normal},
		"the closing reason when it is easier": {closing: Simple, want: Simple},
		"nothing":                              {want: Simple},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Difficulty(tt.chosen, tt.closing); got != tt.want {
				t.Fatalf("D%d", got)
			}
		})
	}
}

func TestControllable(t *testing.T) {
	t.Parallel()
	yes, no := &Reason{Controllable: true}, &Reason{}
	tests := map[string]struct {
		stars           int
		cause           Cause
		chosen, closing *Reason
		want            bool
	}{
		"five stars always count":                   {5, "", no, no, true},
		"the expert's doing":                        {2, CauseExpert, yes, nil, true},
		"the company's doing":                       {2, CauseCompany, yes, nil, false},
		"a reason nobody can do anything about":     {2, CauseExpert, no, yes, false},
		"the closing reason when there is no other": {2, CauseExpert, nil, no, false},
		"no reason at all":                          {2, CauseExpert, nil, nil, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Controllable(tt.stars, tt.cause, tt.chosen, tt.closing); got != tt.want {
				t.Fatal(got)
			}
		})
	}
}

func TestOpinion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		o    Opinion
		want error
	}{
		"five stars need no cause":           {Opinion{Stars: 5, Solved: SolvedYes}, nil},
		"four stars need one":                {Opinion{Stars: 4, Solved: SolvedYes}, ErrCauseRequired},
		"four stars with one":                {Opinion{Stars: 4, Solved: SolvedPartly, Cause: CauseCompany, CauseDetail: "wait"}, nil},
		"no stars":                           {Opinion{Solved: SolvedYes}, ErrBadStars},
		"six stars":                          {Opinion{Stars: 6, Solved: SolvedYes}, ErrBadStars},
		"neither yes nor no":                 {Opinion{Stars: 5, Solved: "perhaps"}, ErrBadSolved},
		"a cause detail of our own":          {Opinion{Stars: 1, Solved: SolvedNo, Cause: CauseExpert, CauseDetail: "hair"}, ErrBadDetail},
		"a comment that cannot be shown":     {Opinion{Stars: 5, Solved: SolvedYes, Comment: "a\x00"}, ErrBadText},
		"a cause of five stars is forgotten": {Opinion{Stars: 5, Solved: SolvedYes, Cause: "nobody"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, err := tt.o.check()
			if !errors.Is(err, tt.want) {
				t.Fatal(err)
			}
			if err == nil && o.Stars == 5 && o.Cause != "" {
				t.Fatalf("%+v", o)
			}
		})
	}
}
