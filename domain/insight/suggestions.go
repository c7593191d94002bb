package insight

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/learner"
)

// Closing is a closed episode with the reason that whoever closed it gave.
type Closing struct {
	Conversation domain.ConversationID
	Episode      int
	Reason       domain.ReasonID
	Text         string // what the customer wrote before the first answer
	Solved       bool
	ClosedAt     time.Time
}

// Solution is a solved episode whose question was alike. Likeness is 0 to 1.
type Solution struct {
	Conversation domain.ConversationID
	Likeness     float64
}

// Suggestion is a reason with its share of certainty, 0 to 1.
type Suggestion struct {
	Reason domain.ReasonID
	Share  float64
}

// Suggested is what is suggested to whoever answers.
type Suggested struct {
	Model   domain.ModelID // empty: nothing was learned yet
	Reasons []Suggestion   // the likeliest first
	Similar []Solution     // the most alike first
}

// ReasonModel is a version of what was learned from closed conversations. Of the
// HeldOut conversations that it never learned from, it suggested the given
// reason first Top1 times and among three Top3 times.
type ReasonModel struct {
	ID        domain.ModelID
	TrainedAt time.Time
	Examples  int
	HeldOut   int
	Reasons   int // that it knows
	Top1      int
	Top3      int
	Active    bool // suggests; a version that was worse than the one before it never did
	Body      []byte
}

// Judgement is what the active model would have suggested for a conversation,
// asked before it learned from it, against the reason that was given.
type Judgement struct {
	Model        domain.ModelID
	Conversation domain.ConversationID
	Episode      int
	Reason       domain.ReasonID // that was given
	First        domain.ReasonID // that was suggested first; empty: none was
	Place        int             // of the given reason among three; 0: it was not among them
	JudgedAt     time.Time
}

// What is asked of closings.
const (
	MostExamples  = 10_000               // of a training: the newest
	ExampleAge    = 400 * 24 * time.Hour // a year and what surrounds it
	FewestClosed  = 50                   // to learn from at all
	fewestOfOne   = 5                    // of a reason
	freshExamples = 20                   // since the last training, or a fiftieth of what it learned from
	heldOutOne    = 5                    // in so many
	mostSince     = 2000                 // learned since the training
	mostSolved    = 3000                 // to find similar ones among
	judgedAtOnce  = 500                  // closings
	judgedWithin  = 14 * 24 * time.Hour  // closings that are older are not judged any more
	longestLook   = 15 * time.Second
	lookEvery     = time.Minute     // at what was closed since
	lookBack      = 5 * time.Minute // a commit may come later than the time that it tells
	SuggestedMost = 3               // reasons, and similar conversations
	leastShare    = 0.05            // of a reason that is suggested
	leastLikeness = 0.25            // of a similar conversation
	LongestText   = 2000            // letters that are read of a question
)

// ModelShelf is where suggestions read, on every node and outside transactions.
type ModelShelf interface {
	// ActiveReasonModel returns the version that suggests, without its bytes when it is the known one.
	ActiveReasonModel(ctx context.Context, known domain.ModelID) (ReasonModel, bool, error)
	// Closings returns the newest closings since a time, with reasons in use, the oldest of them first.
	Closings(ctx context.Context, since time.Time, most int) ([]Closing, error)
	// UnjudgedClosings returns the oldest closings since a time that no judgement names, the oldest first.
	UnjudgedClosings(ctx context.Context, since time.Time, most int) ([]Closing, error)
}

// ModelStore keeps versions and judgements.
type ModelStore interface {
	// AddReasonModel keeps a version; an active one takes the place of the one before, and a third's bytes are let go.
	AddReasonModel(ReasonModel) error
	// Judge keeps a judgement unless the episode has one.
	Judge(Judgement) (added bool, err error)
}

// ModelsInTx runs fn in one transaction: all of it is stored, or none.
type ModelsInTx func(ctx context.Context, fn func(ModelStore) error) error

// Suggestions suggest contact reasons and similar conversations, learn from what
// is closed, and are measured by what people decide. One serves many at once.
type Suggestions struct {
	inTx  ModelsInTx
	shelf ModelShelf
	rt    domain.Runtime

	looking sync.Mutex // one looks at a time
	looked  time.Time
	known   atomic.Pointer[taught] // nil: nothing was learned yet
}

// NewSuggestions makes the use cases.
func NewSuggestions(inTx ModelsInTx, shelf ModelShelf, rt domain.Runtime) *Suggestions {
	return &Suggestions{inTx: inTx, shelf: shelf, rt: rt}
}

// taught is a model with what it learned since its training.
type taught struct {
	version ReasonModel

	mu     sync.RWMutex
	model  *learner.Model
	solved *learner.Collection
	seen   map[episode]time.Time // that a look may find again, and when they were closed
	newest time.Time
}

type episode struct {
	conversation domain.ConversationID
	no           int
}

// Suggest suggests for what a customer wrote so far. Without a model, or without
// a word, it suggests nothing; the conversation itself is never similar.
func (s *Suggestions) Suggest(ctx context.Context, in domain.ConversationID, text string) (Suggested, error) {
	t, err := s.taught(ctx)
	if err != nil || t == nil {
		return Suggested{}, err
	}
	text = cut(text)
	t.mu.RLock()
	defer t.mu.RUnlock()
	all := Suggested{Model: t.version.ID}
	for _, r := range t.model.Suggest(text, SuggestedMost) {
		if r.Share >= leastShare {
			all.Reasons = append(all.Reasons, Suggestion{domain.ReasonID(r.Label), r.Share})
		}
	}
	for _, n := range t.solved.Near(text, SuggestedMost+1, leastLikeness) {
		if c := domain.ConversationID(n.Key); c != in && len(all.Similar) < SuggestedMost {
			all.Similar = append(all.Similar, Solution{c, n.Likeness})
		}
	}
	return all, nil
}

// taught is the active model with what was closed since, looked for once a
// minute by one of those who ask: the others go on with what is known, and who
// asked first may leave.
func (s *Suggestions) taught(ctx context.Context) (*taught, error) {
	if !s.looking.TryLock() {
		return s.known.Load(), nil
	}
	defer s.looking.Unlock()
	known, now := s.known.Load(), s.rt.Now()
	if since := now.Sub(s.looked); since >= 0 && since < lookEvery {
		return known, nil
	}
	s.looked = now // also when it fails: the next look is a minute later
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestLook)
	defer cancel()
	t, err := s.load(ctx, known)
	if err != nil {
		return nil, err
	}
	if t != nil {
		closed, err := s.shelf.Closings(ctx, t.newest.Add(-lookBack), mostSince)
		if err != nil {
			return nil, err
		}
		t.learn(closed, true)
	}
	s.known.Store(t)
	return t, nil
}

// load returns the active model: the one that is known, or it is read. A model
// that another version of Kenner wrote waits for the next training.
func (s *Suggestions) load(ctx context.Context, known *taught) (*taught, error) {
	var id domain.ModelID
	if known != nil {
		id = known.version.ID
	}
	v, found, err := s.shelf.ActiveReasonModel(ctx, id)
	if err != nil || !found {
		return nil, err
	}
	if v.ID == id {
		return known, nil
	}
	t, err := read(v)
	if errors.Is(err, learner.ErrOtherFormat) {
		return nil, nil //nolint:nilnil // as before the first training
	}
	if err != nil {
		return nil, err
	}
	solved, err := s.shelf.Closings(ctx, v.TrainedAt.Add(-ExampleAge), mostSolved)
	if err != nil {
		return nil, err
	}
	t.learn(solved, false)
	return t, nil
}

// read makes a model of its bytes.
func read(v ReasonModel) (*taught, error) {
	t := &taught{version: v, model: new(learner.Model), seen: map[episode]time.Time{}, newest: v.TrainedAt}
	if err := t.model.UnmarshalBinary(v.Body); err != nil {
		return nil, err
	}
	t.version.Body = nil
	t.solved = t.model.Collection(mostSolved)
	return t, nil
}

// learn takes closings in, each once: what was solved is found again, and what
// was closed since the training is remembered with its reason.
func (t *taught) learn(closed []Closing, since bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range closed {
		at := episode{c.Conversation, c.Episode}
		if _, seen := t.seen[at]; seen || !since && c.ClosedAt.After(t.version.TrainedAt) {
			continue
		}
		t.seen[at] = c.ClosedAt
		if c.Solved {
			t.solved.Add(string(c.Conversation), c.Text)
		}
		if since && c.ClosedAt.After(t.version.TrainedAt) {
			t.model.Learn(c.example())
		}
		if c.ClosedAt.After(t.newest) {
			t.newest = c.ClosedAt
		}
	}
	oldest := t.newest.Add(-lookBack) // from there on the next look reads
	maps.DeleteFunc(t.seen, func(_ episode, at time.Time) bool { return at.Before(oldest) })
}

func (c Closing) example() learner.Example {
	return learner.Example{Text: cut(c.Text), Label: string(c.Reason)}
}

// cut shortens a text to what is read of it.
func cut(text string) string {
	if letters := []rune(text); len(letters) > LongestText {
		return string(letters[:LongestText])
	}
	return text
}
