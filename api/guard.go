package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// guard stands before one operation: it knows the caller, checks the row of the
// matrix, counts the limits and looks at the body, in this order.
func (r *router) guard(op operation) func(huma.Context, func(huma.Context)) {
	row, tell := r.matrix[op.ID], r.Meter.operation(op.ID)
	return func(c huma.Context, next func(huma.Context)) {
		ctx := c.Context()
		known := requestOf(ctx)
		known.operation, known.tell, known.audit, known.key = op.ID, tell, row.audit, c.Header("Idempotency-Key")
		err := r.identify(ctx, known, row, c.Header("Authorization"))
		if err == nil {
			err = r.admit(ctx, op, known)
		}
		if err == nil {
			err = readBody(humaecho.Unwrap(c).Request(), wants(c.Operation()))
		}
		if err != nil {
			echoError(answer(ctx, err), humaecho.Unwrap(c))
			return
		}
		next(c)
	}
}

var (
	errSignIn    = domain.Refuse(domain.Unauthorized, "unauthorized", "Sign in first.")
	errForbidden = domain.Refuse(domain.Forbidden, "forbidden", "This is not for your role.")
	errBadKey    = domain.Refuse(domain.Invalid, "bad_idempotency_key", "An Idempotency-Key has 1 to 128 visible letters.")
)

// identify finds the actor. A public operation takes anybody, and whoever shows
// a valid token is known there too.
func (r *router) identify(ctx context.Context, known *request, row row, header string) error {
	token, bearer := strings.CutPrefix(header, "Bearer ")
	if !bearer && !row.public {
		return errSignIn
	}
	if bearer {
		who, err := r.caller(ctx, row, token)
		switch {
		case err == nil:
			known.actor, known.language, known.token, known.fresh = who.Actor, who.Language, token, who.FreshAt
		case !row.public || !errors.Is(err, errSignIn):
			return err
		}
	}
	if !row.public && !row.roles.has(known.actor.Role) {
		return errForbidden
	}
	if row.fresh {
		return r.needFresh(ctx)
	}
	return nil
}

// caller is who shows a token. Staff without the second factor that they need
// are nobody, except where they get one.
func (r *router) caller(ctx context.Context, row row, token string) (auth.Known, error) {
	if row.bare {
		return r.Auth.Entrant(ctx, token)
	}
	return r.Auth.Actor(ctx, token)
}

// needFresh refuses what is sensitive when the actor proved who they are too
// long ago. Before it refuses it looks anew: the proof may have been given on
// another node.
func (c Config) needFresh(ctx context.Context) error {
	known := requestOf(ctx)
	if access.Fresh(known.fresh, c.Now()) == nil {
		return nil
	}
	c.Auth.ForgetSession(known.actor.Session)
	who, err := c.Auth.Entrant(ctx, known.token)
	if err != nil {
		return err
	}
	known.fresh = who.FreshAt
	return access.Fresh(known.fresh, c.Now())
}

// admit counts the limits of the operation and sheds what may wait.
func (r *router) admit(ctx context.Context, op operation, known *request) error {
	if op.First && r.gate.busy() {
		return unavailable(ctx, "overloaded", "Kenner has too much to do at the moment. Try again shortly.")
	}
	for _, l := range op.Limits {
		if err := r.count(ctx, l, l.subject(known)); err != nil {
			return err
		}
	}
	if strings.ContainsFunc(known.key, func(r rune) bool { return r <= ' ' || r > '~' }) || len(known.key) > 128 {
		return errBadKey
	}
	return nil
}

func unsupportedType(req *http.Request) bool {
	media, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";")
	return !strings.EqualFold(strings.TrimSpace(media), "application/json")
}
