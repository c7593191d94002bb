package api

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// wordsOf says which Go type of the domain the words of a field are; a minus
// leaves out a word that never comes from outside.
var wordsOf = map[string]string{
	"Actor.role": "domain.Role -system -screen -candidate", "Me.role": "domain.Role -system -screen -candidate", "Author.role": "domain.Role -screen -candidate -auditor",
	"Person.role": "domain.Role -system -customer -screen -candidate", "Person.state": "access.State", "Invited.purpose": "access.Purpose -setup",
	"Conversation.status": "desk.Status", "ConversationSummary.status": "desk.Status", "Entry.status": "desk.Status", "Entry.kind": "desk.Kind",
	"Closure.outcome": "desk.Outcome", "ClosureInputBody.outcome": "desk.Outcome", "EntryData.outcome": "desk.Outcome", "Earlier.outcome": "desk.Outcome",
	"OfferRecord.state": "desk.OfferState", "Rating.solved": "desk.Answer", "Rating.learned": "desk.Answer", "Rating.cause": "desk.Cause", "NewRating.cause": "desk.Cause",
	"Expert.state": "roster.State", "ExpertChange.state": "roster.State", "Expert.presence": "roster.Presence", "Presence.state": "roster.Presence",
	"PresenceInputBody.state": "roster.Presence", "Topic.kind": "roster.TopicKind", "TopicInput.kind": "roster.TopicKind", "Seat.due": "roster.Due",
	"OpenQuestion.hindrance": "desk.Hindrance", "Measured.basis": "desk.Basis",
	"ProblemLine.state": "problems.State", "ProblemLine.outcome": "problems.Outcome", "ProblemLine.origin": "problems.Origin", "ProblemLine.cause": "problems.Cause",
	"ProblemLine.alarms": "problems.Alarm", "Effect.verdict": "problems.Verdict", "Idea.state": "problems.IdeaState",
	"Redemption.state": "shop.State", "Redemption.asks": "shop.Ask", "RewardMine.asks": "shop.Ask", "Transfer.kind": "ledger.Kind", "Award.kind": "rewards.Kind",
}

// TestTheWordsAreTheDomains compares the enumerations of the description with
// the constants of the domain, read from its source.
func TestTheWordsAreTheDomains(t *testing.T) {
	t.Parallel()
	s, err := New(Config{Now: time.Now, BrandNow: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	known, schemas := constants(t), s.router.api.OpenAPI().Components.Schemas.Map()
	for field, words := range wordsOf {
		schema, property, _ := strings.Cut(field, ".")
		typ, but, _ := strings.Cut(words, " ")
		var got, want []string
		if schemas[schema] != nil && schemas[schema].Properties[property] != nil {
			got = enum(schemas[schema].Properties[property])
		}
		for _, w := range known[typ] {
			if !slices.Contains(strings.Fields(but), "-"+w) {
				want = append(want, w)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s is %v, but %s is %v", field, got, typ, want)
		}
	}
}

func enum(s *huma.Schema) []string {
	var all []string
	if s.Items != nil { // a list of words
		s = s.Items
	}
	for _, v := range s.Enum {
		all = append(all, fmt.Sprint(v))
	}
	return all
}

// constants are the words of every type of strings in the domain.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := filepath.WalkDir("../domain", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
				name, typed := v.Type.(*ast.Ident)
				value, literal := v.Values[0].(*ast.BasicLit)
				if typed && literal && value.Kind == token.STRING {
					word, _ := strconv.Unquote(value.Value)
					key := file.Name.Name + "." + name.Name
					all[key] = append(all[key], word)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
