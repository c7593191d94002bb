package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

type policies struct{ vetting *vetting.Vetting }

func (h policies) routes(r *router) {
	handle(r, operation{
		ID: "listPolicies", Method: http.MethodGet, Path: "/policies", Tag: "Vacancies",
		Summary: "The house rules and the disclosure that are in force",
	}, h.list)
	handle(r, operation{
		ID: "publishPolicy", Method: http.MethodPost, Path: "/policies", Tag: "Vacancies", Summary: "Publish the next version",
		Details: "Whoever accepted the version before has accepted that one.",
		Status:  http.StatusCreated, Errors: []int{http.StatusPreconditionFailed},
	}, h.publish)
}

// Policy is a version of a text that applicants accept.
type Policy struct {
	Kind        vetting.PolicyKind         `json:"kind" enum:"house_rules,disclosure"`
	Version     int                        `json:"version"`
	Texts       map[domain.Language]string `json:"texts"`
	PublishedAt storage.Time               `json:"publishedAt"`
}

func policyOf(p vetting.Policy) Policy {
	return Policy{p.Kind, p.Version, p.Texts, storage.At(p.PublishedAt)}
}

func (h policies) list(ctx context.Context, _ *none) (*body[storage.List[Policy]], error) {
	all, err := h.vetting.Policies(ctx)
	out := make([]Policy, 0, len(all))
	for _, p := range all {
		out = append(out, policyOf(p))
	}
	return items(out, err)
}

type policyInput struct {
	Body struct {
		Kind    vetting.PolicyKind         `json:"kind" enum:"house_rules,disclosure"`
		Version int                        `json:"version" minimum:"1" doc:"The version that it was written from."`
		Texts   map[domain.Language]string `json:"texts"`
	}
}

func (h policies) publish(ctx context.Context, in *policyInput) (*body[Policy], error) {
	p, err := h.vetting.PublishPolicy(ctx, actor(ctx), in.Body.Kind, in.Body.Texts, in.Body.Version)
	return reply(policyOf(p), err)
}
