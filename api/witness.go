package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// Witness keeps the audit log; storage.DB does.
type Witness interface {
	Witness(ctx context.Context, d storage.Deed, do func(context.Context) (storage.Done, error)) error
	WitnessApart(ctx context.Context, d storage.Deed, do func(context.Context) (storage.Done, error)) error
	NoteRead(ctx context.Context, d storage.Deed) error
}

// watch is how the audit log hears of an operation.
type watch uint8

const (
	unwatched watch = iota
	reading         // that it was read, once in an hour
	changing        // what it changed, in the transaction of the change
	apart           // the same, after the change
)

// Operations that store nothing although they are asked for by POST, and those
// that wait for others, work in batches, look at everything or end sessions: these
// must not have the writer meanwhile.
var (
	triesAlone = []string{"checkContacts", "checkIdentityToken", "lookAtProvider", "replayRules", "simulateRubric", "tryScenario", "tryWarmUpQuestion"}
	hasTime    = []string{"addProvider", "announceGeneration", "cancelDrop", "changePerson", "changeProvider", "checkBooks", "publishRules"}
	// ofOthers are what experts read that is no conversation of theirs.
	ofOthers = []string{"getSample", "getSecondLook", "getEarlierConversation"}
)

// watchOf is a rule over the whole matrix, so that no area can be forgotten:
// every change that staff alone may make, and whatever a row says is audited.
func watchOf(op operation, r row) watch {
	staffOnly := !r.public && r.roles&^(staff|auditors) == 0
	switch {
	case slices.Contains(triesAlone, op.ID):
		return unwatched
	case op.Method == http.MethodGet && r.audit:
		return reading
	case op.Method == http.MethodGet:
		return unwatched
	case staffOnly && !slices.Contains(hasTime, op.ID):
		return changing
	case staffOnly || r.audit:
		return apart
	default:
		return unwatched
	}
}

// witnessed is fn with its line in the audit log. What was refused did not
// happen and has none.
func witnessed[In, Out any](r *router, op operation, fn func(context.Context, *In) (*Out, error)) func(context.Context, *In) (*Out, error) {
	how := watchOf(op, r.matrix[op.ID])
	if how == unwatched || r.Witness == nil {
		return fn
	}
	return func(ctx context.Context, in *In) (out *Out, err error) {
		known := requestOf(ctx)
		d := storage.Deed{Actor: known.actor, Action: op.ID, Subject: subject(op.Path, known.path), At: r.BrandNow()}
		if how == reading {
			if out, err = fn(ctx, in); err == nil && tells(op.ID, known.actor) {
				err = r.noteRead(ctx, d)
			}
			return out, err
		}
		write := r.Witness.Witness
		if how == apart {
			write = r.Witness.WitnessApart
		}
		err = write(ctx, d, func(ctx context.Context) (storage.Done, error) {
			var err error
			if out, err = fn(ctx, in); err != nil {
				return storage.Done{}, err
			}
			return storage.Done{Actor: known.actor, Subject: made(op, out)}, nil
		})
		if err != nil {
			return nil, err
		}
		return out, nil
	}
}

// noteRead writes down who read what. While the database takes nothing, because
// its disk is full or it has too much to do, reading goes on and our own log keeps it.
func (r *router) noteRead(ctx context.Context, d storage.Deed) error {
	err := r.Witness.NoteRead(ctx, d)
	var refused *domain.Error
	if !errors.As(err, &refused) || refused.Kind != domain.Unavailable {
		return err
	}
	r.Logger.ErrorContext(ctx, "audit", "action", d.Action, "actor", d.Actor.ID, "subject", d.Subject, "err", err)
	return nil
}

// tells reports whether the log keeps what somebody read: whatever staff did,
// and of experts what is no conversation of theirs. Who held which, or was its
// guest, stands elsewhere.
func tells(op string, by domain.Actor) bool {
	return by.Staff() || by.Role == domain.RoleExpert && slices.Contains(ofOthers, op)
}

// subject is what the path names: the values of its parameters.
func subject(template, path string) string {
	var values []string
	parts := strings.Split(strings.TrimPrefix(path, basePath), "/")
	for i, part := range strings.Split(template, "/") {
		if strings.HasPrefix(part, "{") && i < len(parts) {
			values = append(values, parts[i])
		}
	}
	return strings.Join(values, "/")
}

// made is the id of what an answer tells of.
func made(op operation, out any) string {
	s, ok := out.(storable)
	if !ok || strings.Contains(op.Path, "{") {
		return ""
	}
	_, _, b := s.parts()
	raw, err := json.Marshal(b)
	if err != nil {
		return ""
	}
	var thing struct {
		ID      string `json:"id"`
		Version any    `json:"version"`
		Person  struct {
			ID string `json:"id"`
		} `json:"person"`
		Expert struct {
			ID string `json:"id"`
		} `json:"expert"`
	}
	if json.Unmarshal(raw, &thing) != nil {
		return ""
	}
	for _, id := range []string{thing.ID, thing.Expert.ID, thing.Person.ID} {
		if id != "" {
			return id
		}
	}
	if thing.Version != nil {
		return fmt.Sprint(thing.Version)
	}
	return ""
}
