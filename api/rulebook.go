package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
)

// rulebook is where the rules of points are written, replayed and published.
type rulebook struct {
	c     Config
	rules *rewards.Rulebook
	busy  *sync.Mutex // one replay at a time
}

const tagRules = "Rules"

func (h rulebook) routes(r *router) {
	handle(r, operation{
		ID: "getRuleBook", Method: http.MethodGet, Path: "/rule-book", Tag: tagRules, Summary: "Every version of the rules, and the draft",
	}, h.book)
	handle(r, operation{
		ID: "startRuleDraft", Method: http.MethodPost, Path: "/rule-draft", Tag: tagRules, Summary: "Begin a draft of the rules",
		Details: "There is one at a time. " + refusesRules, Status: http.StatusCreated, Errors: []int{http.StatusPreconditionFailed},
	}, h.start)
	handle(r, operation{
		ID: "putRuleDraft", Method: http.MethodPut, Path: "/rule-draft", Tag: tagRules, Summary: "Change the draft", Details: refusesRules,
		Errors: []int{http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.put)
	handle(r, operation{
		ID: "discardRuleDraft", Method: http.MethodDelete, Path: "/rule-draft", Tag: tagRules, Summary: "Throw the draft away",
		Errors: []int{http.StatusNotFound},
	}, h.discard)
	handle(r, operation{
		ID: "replayRules", Method: http.MethodPost, Path: "/rule-draft/replays", Tag: tagRules, Summary: "Play a season again under the draft",
		Details: "Tells what it would mean for each expert, in points and place, and changes nothing. Who belongs together, which rating counted " +
			"and what there was to take stay as they were. One at a time, a minute at most.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed}, NoKey: true,
	}, h.replay)
	handle(r, operation{
		ID: "publishRules", Method: http.MethodPost, Path: "/rule-draft/publications", Tag: tagRules, Summary: "Publish the draft",
		Details: "It counts from the next season on and never changes again. Who publishes it did not write it, and a season was replayed under exactly it.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, h.publish)
}

const refusesRules = "What the programme does not allow is refused with a pointer to it, above all every rule that uses the duration of a conversation."

func (h rulebook) book(ctx context.Context, _ *none) (*body[storage.RuleBookView], error) {
	return reply(h.c.Views.RuleBook(ctx))
}

// WrittenRules is what somebody has written.
type WrittenRules struct {
	Reason   string `json:"reason" maxLength:"300" doc:"Why the rules change. Experts read it."`
	Document string `json:"document" minLength:"2" maxLength:"16384" doc:"The rules as JSON, like the body of a rule set."`
}

func (h rulebook) save(ctx context.Context, d WrittenRules, version int) (*taggedBody[storage.RuleDraftView], error) {
	rules, err := rewards.ParseRules([]byte(d.Document))
	if err != nil {
		return nil, err
	}
	if _, err := h.rules.SaveDraft(ctx, rater(ctx), rules, d.Reason, version); err != nil {
		return nil, err
	}
	view, err := h.c.Views.RuleDraft(ctx)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.RuleDraftView]{versionTag(view.Version), view}, nil
}

func (h rulebook) start(ctx context.Context, in *body[WrittenRules]) (*taggedBody[storage.RuleDraftView], error) {
	return h.save(ctx, in.Body, 0)
}

type ruleDraftInput struct {
	IfMatch

	Body struct {
		WrittenRules

		Version int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h rulebook) put(ctx context.Context, in *ruleDraftInput) (*taggedBody[storage.RuleDraftView], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.save(ctx, in.Body.WrittenRules, v)
}

func (h rulebook) discard(ctx context.Context, _ *none) (*none, error) {
	return done(h.rules.DropDraft(ctx))
}

type replayInput struct {
	Body struct {
		Season domain.SeasonID `json:"season" maxLength:"64"`
	}
}

// RuleReplay is a season as it was and as it would be under the draft.
type RuleReplay struct {
	Version int               `json:"version" doc:"Of the draft that was played."`
	Season  string            `json:"season"`
	Changed int               `json:"changed" doc:"Experts whose points or place would be others."`
	Before  int64             `json:"before"`
	After   int64             `json:"after"`
	Experts []RuleReplayTaker `json:"experts" nullable:"false" doc:"The largest difference first."`
}

// RuleReplayTaker is what it would mean for one expert.
type RuleReplayTaker struct {
	ExpertID string         `json:"expertId"`
	Name     string         `json:"name"`
	Before   RuleReplaySide `json:"before"`
	After    RuleReplaySide `json:"after"`
}

// RuleReplaySide is what they have by one set of rules.
type RuleReplaySide struct {
	Points int64 `json:"points"`
	Place  int   `json:"place" doc:"By the scores of the rounds together; 0 for who takes no part now."`
}

var errReplaying = domain.Refuse(domain.Conflict, "replay_running", "A replay is running. Try again when it is done.")

// replayLimit is how long a replay may take.
const replayLimit = time.Minute

func (h rulebook) replay(ctx context.Context, in *replayInput) (*body[RuleReplay], error) {
	if !h.busy.TryLock() {
		return nil, errReplaying
	}
	defer h.busy.Unlock()
	draft, err := h.c.Views.DraftRules(ctx)
	if err != nil {
		return nil, err
	}
	reading, cancel := context.WithTimeout(ctx, replayLimit)
	defer cancel()
	out, err := league.Replay(reading, h.c.Views, in.Body.Season, draft.Rules, h.c.BrandNow())
	if reading.Err() != nil && ctx.Err() == nil {
		return nil, league.ErrTooLarge
	}
	if err != nil {
		return nil, err
	}
	if _, err := h.rules.KeepReplay(ctx, rewards.Kept{
		Draft: draft.ID, Edition: draft.Edition, Season: in.Body.Season, Experts: len(out.Experts), Changed: out.Changed,
		Before: out.Was, After: out.Would, By: rater(ctx),
	}); err != nil {
		return nil, err
	}
	view := RuleReplay{
		Version: draft.Edition, Season: out.Played.Season.Name, Changed: out.Changed, Before: int64(out.Was), After: int64(out.Would),
		Experts: make([]RuleReplayTaker, len(out.Experts)),
	}
	for i, d := range out.Experts {
		view.Experts[i] = RuleReplayTaker{
			string(d.Player.Expert), d.Player.Name, RuleReplaySide{int64(d.Was.Points), d.Was.Place}, RuleReplaySide{int64(d.Would.Points), d.Would.Place},
		}
	}
	return reply(view, nil)
}

type publishRulesInput struct {
	Body struct {
		Version int `json:"version" minimum:"1" doc:"Of the draft, as it was read."`
	}
}

// PublishedRules is the version that was made.
type PublishedRules struct {
	Version     int          `json:"version"`
	EffectiveAt storage.Time `json:"effectiveAt"`
}

func (h rulebook) publish(ctx context.Context, in *publishRulesInput) (*body[PublishedRules], error) {
	set, err := h.rules.PublishDraft(ctx, actor(ctx), in.Body.Version)
	return reply(PublishedRules{set.Version, storage.At(set.EffectiveAt)}, err)
}
