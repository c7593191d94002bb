package marking

import (
	"context"
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// ScenarioState is where a version of a scenario is.
type ScenarioState string

const (
	Draft   ScenarioState = "draft"
	Live    ScenarioState = "live" // one version of an id and language
	Retired ScenarioState = "retired"
)

// ScenarioStates are all of them.
var ScenarioStates = []ScenarioState{Draft, Live, Retired}

// Version is one version of a scenario in one language. What was live never changes again.
type Version struct {
	ID          audition.ScenarioID
	Language    domain.Language
	Version     int
	Kind        audition.Kind
	State       ScenarioState
	Title       string
	Document    string
	Author      domain.PersonID // empty: shipped
	Edition     int
	MadeAt      time.Time
	PublishedAt time.Time
}

// Decided is a past audition with all that its decision rested on.
type Decided struct {
	Application domain.ApplicationID
	Name        string
	At          time.Time
	Sheets      []Sheet
	Points      int
	Of          int
	Total       Hundredths // as it was decided
	Passed      bool
}

// Turn is a past candidate who would be decided otherwise.
type Turn struct {
	Decided

	Now Result
}

// Simulation is what a rubric would have meant for past candidates.
type Simulation struct {
	ID       SimulationID
	Settings Settings
	Marked   int
	Upward   int
	Downward int
	Turns    []Turn // told once, not kept: what is kept is how many
	By       domain.PersonID
	At       time.Time
	Rubric   int // published after it; 0: none
}

// Editing is what marking needs for scenarios and rubrics.
type Editing interface {
	HoldScenario(audition.ScenarioID, domain.Language) ([]Version, error) // all versions, by number, held
	AddVersion(Version) (bool, error)
	SaveVersion(Version) error // domain.ErrStale when the draft has another edition
	DropDraft(Version) error
	AddQuestion(audition.Question) error // unless it is there
	Written

	Rubric(version int) (Rubric, error)
	NewestRubric() (Rubric, error)
	HoldRubrics() (founded bool, err error) // holds the brand
	AddRubric(Rubric, domain.PersonID, string, time.Time) (bool, error)
	DecidedAuditions() ([]Decided, error)
	AddSimulation(Simulation) error
	LockSimulation(SimulationID) (Simulation, error)
	UseSimulation(SimulationID, int) error
}

var (
	ErrNoScenario    = domain.Refuse(domain.NotFound, "scenario_not_found", "There is no such scenario.")
	ErrScenarioStale = domain.Refuse(domain.Stale, "stale_version", "Somebody else has changed this draft. Look at it again.")
	ErrNoDraft       = domain.Refuse(domain.Conflict, "no_draft", "There is no draft of this scenario.")
	ErrNotLive       = domain.Refuse(domain.Conflict, "scenario_not_live", "This scenario is not live.")
	ErrLastOfKind    = domain.Refuse(domain.Conflict, "last_of_kind", "This is the last live scenario of its kind in this language.")
	ErrKindFixed     = domain.Refuse(domain.Conflict, "scenario_kind_fixed", "A scenario that was published keeps its kind. Write another one.").At("/kind")
	ErrNoSimulation  = domain.Refuse(domain.Conflict, "not_simulated", "Simulate exactly this rubric on past candidates first.")
	ErrRubricReason  = domain.Refuse(domain.Invalid, "reason_required", "Say why the rubric changes.").At("/reason")
	ErrSameRubric    = domain.Refuse(domain.Conflict, "rubric_same", "This is the rubric that is in force.")
)

// Ship stores what comes with the product and is not there yet: the scenarios of
// these names, questions and the first rubric. It may run at every start: before setup it does
// nothing, and what a brand has changed stays as it is.
func (a *Auditions) Ship(ctx context.Context, scenarios []audition.Name, questions []audition.Question) error {
	return a.inTx(ctx, func(tx Store) error {
		if founded, err := tx.HoldRubrics(); err != nil || !founded {
			return err
		}
		if _, err := tx.AddRubric(Rubric{1, FirstRubric()}, "", "", a.rt.Now()); err != nil {
			return err
		}
		for _, q := range questions {
			if err := tx.AddQuestion(q); err != nil {
				return err
			}
		}
		for _, name := range scenarios {
			there, err := tx.HoldScenario(name.ID, name.Language)
			if err != nil {
				return err
			}
			s, shipped := audition.Scenario{}, false
			if len(there) == 0 {
				s, shipped = audition.ShippedAs(name)
			}
			if !shipped {
				continue
			}
			raw, err := json.Marshal(s)
			if err != nil {
				return err
			}
			v := Version{
				ID: s.ID, Language: s.Language, Version: 1, Kind: s.Kind, State: Live, Title: s.Title, Document: string(raw),
				Edition: 1, MadeAt: a.rt.Now(), PublishedAt: a.rt.Now(),
			}
			if _, err := tx.AddVersion(v); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveDraft stores a scenario as the draft that follows its last version. It may be
// unfinished: what is missing is asked for when it is published. edition is the
// one that was edited, 0 for a draft that is new.
func (a *Auditions) SaveDraft(ctx context.Context, by domain.PersonID, s audition.Scenario, edition int) (saved Version, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		there, err := tx.HoldScenario(s.ID, s.Language)
		if err != nil {
			return err
		}
		saved = Version{ID: s.ID, Language: s.Language, Version: 1, Edition: 1, MadeAt: a.rt.Now(), State: Draft}
		draft := false
		if n := len(there); n > 0 {
			saved.Version = there[n-1].Version + 1
			if draft = there[n-1].State == Draft; draft {
				saved = there[n-1]
			}
		}
		if edition != 0 && (!draft || saved.Edition != edition) || edition == 0 && draft {
			return ErrScenarioStale
		}
		for _, v := range there {
			if v.State != Draft && v.Kind != s.Kind {
				return ErrKindFixed
			}
		}
		if err := saved.write(s, by); err != nil {
			return err
		}
		if draft {
			err = tx.SaveVersion(saved)
			saved.Edition++
			return err
		}
		first, err := tx.AddVersion(saved)
		if err == nil && !first {
			err = ErrScenarioStale
		}
		return err
	})
	return saved, err
}

// write puts a scenario into a version.
func (v *Version) write(s audition.Scenario, by domain.PersonID) error {
	s.Version = v.Version
	if err := s.Named(); err != nil {
		return err
	}
	raw, err := json.Marshal(s)
	v.Kind, v.Title, v.Document, v.Author = s.Kind, s.Title, string(raw), by
	return err
}

// Publish makes a draft live; the version that was live retires. Auditions that
// have drawn it play on with it. What cannot be played is refused with a pointer
// to what is wrong.
func (a *Auditions) Publish(ctx context.Context, id audition.ScenarioID, l domain.Language, edition int) (live Version, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		there, err := tx.HoldScenario(id, l)
		if err != nil {
			return err
		}
		n := len(there)
		switch {
		case n == 0:
			return ErrNoScenario
		case there[n-1].State != Draft:
			return ErrNoDraft
		case there[n-1].Edition != edition:
			return ErrScenarioStale
		}
		if _, err := audition.Parse([]byte(there[n-1].Document)); err != nil {
			return err
		}
		for _, v := range there[:n-1] {
			if v.State == Live {
				v.State = Retired
				if err := tx.SaveVersion(v); err != nil {
					return err
				}
			}
		}
		live = there[n-1]
		live.State, live.PublishedAt = Live, a.rt.Now()
		err = tx.SaveVersion(live)
		live.Edition++
		return err
	})
	return live, err
}

// Retire takes a scenario out of the draw. The last of a kind in its language
// stays: without it nobody could be auditioned.
func (a *Auditions) Retire(ctx context.Context, id audition.ScenarioID, l domain.Language) error {
	return a.inTx(ctx, func(tx Store) error {
		if _, err := tx.HoldRubrics(); err != nil { // two who retire the last two wait for each other
			return err
		}
		there, err := tx.HoldScenario(id, l)
		if err != nil {
			return err
		}
		live, err := tx.LiveScenarios(l)
		if err != nil {
			return err
		}
		for _, v := range there {
			if v.State != Live {
				continue
			}
			n := 0
			for _, s := range live {
				if s.Kind == v.Kind {
					n++
				}
			}
			if n < 2 {
				return ErrLastOfKind
			}
			v.State = Retired
			return tx.SaveVersion(v)
		}
		return ErrNotLive
	})
}

// DropDraft throws a draft away.
func (a *Auditions) DropDraft(ctx context.Context, id audition.ScenarioID, l domain.Language) error {
	return a.inTx(ctx, func(tx Store) error {
		there, err := tx.HoldScenario(id, l)
		if err != nil {
			return err
		}
		if n := len(there); n > 0 && there[n-1].State == Draft {
			return tx.DropDraft(there[n-1])
		}
		return ErrNoDraft
	})
}

// Simulate decides all past auditions anew by other settings and keeps what would
// have become of them.
func (a *Auditions) Simulate(ctx context.Context, by domain.PersonID, s Settings) (sim Simulation, err error) {
	if err := s.Check(); err != nil {
		return sim, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		past, err := tx.DecidedAuditions()
		if err != nil {
			return err
		}
		sim = Simulation{ID: SimulationID(a.rt.NewID("sim")), Settings: s, Marked: len(past), By: by, At: a.rt.Now()}
		for _, d := range past {
			now := s.Decide(d.Sheets, d.Points, d.Of)
			switch {
			case now.Passed && !d.Passed:
				sim.Upward++
			case !now.Passed && d.Passed:
				sim.Downward++
			default:
				continue
			}
			sim.Turns = append(sim.Turns, Turn{d, now})
		}
		return tx.AddSimulation(sim)
	})
	return sim, err
}

// PublishRubric puts a rubric in force for auditions that open from now on. It
// takes a simulation of exactly these settings, which counts once.
func (a *Auditions) PublishRubric(ctx context.Context, by domain.PersonID, id SimulationID, reason string) (r Rubric, err error) {
	if reason == "" {
		return r, ErrRubricReason
	}
	err = a.inTx(ctx, func(tx Store) error {
		if _, err := tx.HoldRubrics(); err != nil {
			return err
		}
		sim, err := tx.LockSimulation(id)
		if err != nil {
			return err
		}
		newest, err := tx.NewestRubric()
		switch {
		case err != nil:
			return err
		case sim.Rubric != 0:
			return ErrNoSimulation
		case sim.Settings.Same(newest.Settings):
			return ErrSameRubric
		}
		past, err := tx.DecidedAuditions()
		if err != nil {
			return err
		}
		if len(past) != sim.Marked {
			return ErrNoSimulation // somebody was decided since: look again
		}
		r = Rubric{newest.Version + 1, sim.Settings}
		first, err := tx.AddRubric(r, by, reason, a.rt.Now())
		if err == nil && !first {
			err = ErrNoSimulation
		}
		if err != nil {
			return err
		}
		return tx.UseSimulation(id, r.Version)
	})
	return r, err
}
