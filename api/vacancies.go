package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

type vacancies struct {
	c       Config
	vetting *vetting.Vetting
}

func (h vacancies) routes(r *router) {
	handle(r, operation{
		ID: "listVacancies", Method: http.MethodGet, Path: "/vacancies", Tag: "Vacancies", Summary: "The vacancies, the newest first",
	}, h.list)
	handle(r, operation{
		ID: "getVacancy", Method: http.MethodGet, Path: "/vacancies/{id}", Tag: "Vacancies", Summary: "A vacancy",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "createVacancy", Method: http.MethodPost, Path: "/vacancies", Tag: "Vacancies", Summary: "Write a vacancy",
		Details: "It is a draft until it is opened.", Status: http.StatusCreated, Errors: []int{http.StatusConflict},
	}, h.create)
	handle(r, operation{
		ID: "putVacancy", Method: http.MethodPut, Path: "/vacancies/{id}", Tag: "Vacancies", Summary: "Change a vacancy",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.put)
	handle(r, operation{
		ID: "openVacancy", Method: http.MethodPost, Path: "/vacancies/{id}/openings", Tag: "Vacancies", Summary: "Let people apply",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.open)
	handle(r, operation{
		ID: "closeVacancy", Method: http.MethodPost, Path: "/vacancies/{id}/closings", Tag: "Vacancies", Summary: "Take no more applications",
		Details: "Those that are there go on.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.close)
	handle(r, operation{
		ID: "listSources", Method: http.MethodGet, Path: "/vacancies/{id}/sources", Tag: "Vacancies", Summary: "The tagged links of a vacancy",
		Errors: []int{http.StatusNotFound},
	}, h.sources)
	handle(r, operation{
		ID: "addSource", Method: http.MethodPost, Path: "/vacancies/{id}/sources", Tag: "Vacancies", Summary: "Make a tagged link",
		Details: "One for every place where it is shared, so that the funnel tells what came from where.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.addSource)
	handle(r, operation{
		ID: "getFunnel", Method: http.MethodGet, Path: "/vacancies/{id}/funnel", Tag: "Vacancies",
		Summary: "How far applications came, by source", Errors: []int{http.StatusNotFound},
	}, h.funnel)
	h.cohortRoutes(r)
}

func (h vacancies) cohortRoutes(r *router) {
	handle(r, operation{
		ID: "openCohort", Method: http.MethodPost, Path: "/vacancies/{id}/cohorts", Tag: "Vacancies", Summary: "Open the next cohort",
		Details: "Whoever waits longest gets its places at once.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.openCohort)
	handle(r, operation{
		ID: "startCohort", Method: http.MethodPost, Path: "/cohorts/{id}/starts", Tag: "Vacancies", Summary: "Begin a cohort",
		Details: "It takes no more people.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.startCohort)
	handle(r, operation{
		ID: "countProspects", Method: http.MethodGet, Path: "/vacancies/{id}/prospects", Tag: "Vacancies",
		Summary: "How many customers of a segment could be asked", Errors: []int{http.StatusNotFound},
	}, h.prospects)
	handle(r, operation{
		ID: "askCustomers", Method: http.MethodPost, Path: "/vacancies/{id}/recruits", Tag: "Vacancies", Summary: "Make personal invitations",
		Details: "The links are shown once, to be sent by the brand's own mail. Nobody is asked twice for a vacancy, and whoever declined is never asked again.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusGone}, NoKey: true, // links are never stored
	}, h.ask)
}

type vacanciesInput struct{ Page }

func (h vacancies) list(ctx context.Context, in *vacanciesInput) (*body[storage.List[storage.VacancyView]], error) {
	return reply(h.c.Views.Vacancies(ctx, in.page()))
}

func (h vacancies) get(ctx context.Context, in *ByID[domain.VacancyID]) (*taggedBody[storage.VacancyView], error) {
	return h.show(ctx, in.ID, nil)
}

func (h vacancies) show(ctx context.Context, id domain.VacancyID, err error) (*taggedBody[storage.VacancyView], error) {
	if err != nil {
		return nil, err
	}
	v, err := h.c.Views.Vacancy(ctx, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.VacancyView]{versionTag(v.Version), v}, nil
}

// VacancyValues are what staff write of a vacancy.
type VacancyValues struct {
	Slug       string                            `json:"slug" minLength:"2" maxLength:"60" doc:"Its address: /join/…"`
	Languages  []domain.Language                 `json:"languages" minItems:"1" maxItems:"10" doc:"In which customers are to be helped; the first is the default."`
	Texts      map[domain.Language]vetting.Words `json:"texts"`
	CohortSize int                               `json:"cohortSize,omitempty" minimum:"0" maximum:"100" doc:"Absent: 10."`
	MinAge     int                               `json:"minAge,omitempty" minimum:"0" maximum:"99" doc:"Absent: 18."`
	Months     int                               `json:"months,omitempty" minimum:"0" maximum:"120" doc:"How old the purchase may be; absent: 24."`
	ClosesOn   string                            `json:"closesOn,omitempty" maxLength:"10" example:"2026-12-31" doc:"The last day in the brand's time zone; absent: none."`
	AskInChat  *bool                             `json:"askInChat,omitempty" doc:"Ask verified customers in the chat, once, after a good rating; absent: yes."`
	Version    int                               `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

func (b VacancyValues) vacancy(id domain.VacancyID) vetting.Vacancy {
	or := func(n, usual int) int {
		if n == 0 {
			return usual
		}
		return n
	}
	return vetting.Vacancy{
		ID: id, Slug: b.Slug, Languages: b.Languages, Texts: b.Texts, CohortSize: or(b.CohortSize, vetting.DefaultCohort),
		MinAge: or(b.MinAge, vetting.DefaultAge), Months: or(b.Months, vetting.DefaultMonths), ClosesOn: b.ClosesOn,
		AskInChat: b.AskInChat == nil || *b.AskInChat,
	}
}

type newVacancyInput struct {
	Body VacancyValues
}

func (h vacancies) create(ctx context.Context, in *newVacancyInput) (*taggedBody[storage.VacancyView], error) {
	v, err := h.vetting.AddVacancy(ctx, actor(ctx), in.Body.vacancy(""))
	return h.show(ctx, v.ID, err)
}

type vacancyInput struct {
	ByID[domain.VacancyID]
	IfMatch
	Body VacancyValues
}

func (h vacancies) put(ctx context.Context, in *vacancyInput) (*taggedBody[storage.VacancyView], error) {
	v := in.Body.vacancy(in.ID)
	var err error
	if v.Version, err = in.version(ctx, in.Body.Version); err != nil {
		return nil, err
	}
	_, err = h.vetting.ChangeVacancy(ctx, v)
	return h.show(ctx, in.ID, err)
}

func (h vacancies) open(ctx context.Context, in *ByID[domain.VacancyID]) (*taggedBody[storage.VacancyView], error) {
	_, err := h.vetting.OpenVacancy(ctx, in.ID)
	return h.show(ctx, in.ID, err)
}

func (h vacancies) close(ctx context.Context, in *ByID[domain.VacancyID]) (*taggedBody[storage.VacancyView], error) {
	_, err := h.vetting.CloseVacancy(ctx, in.ID)
	return h.show(ctx, in.ID, err)
}

func (h vacancies) sources(ctx context.Context, in *ByID[domain.VacancyID]) (*body[storage.List[storage.VacancyLinkView]], error) {
	return items(h.c.Views.VacancyLinks(ctx, in.ID))
}

type sourceInput struct {
	ByID[domain.VacancyID]
	Body struct {
		Source string `json:"source" minLength:"1" maxLength:"60" example:"newsletter"`
	}
}

func (h vacancies) addSource(ctx context.Context, in *sourceInput) (*body[storage.VacancyLinkView], error) {
	l, err := h.vetting.AddLink(ctx, actor(ctx), in.ID, in.Body.Source)
	return reply(storage.VacancyLinkView{ID: l.ID, Source: l.Source, Code: l.Code, CreatedAt: storage.At(l.CreatedAt)}, err)
}

func (h vacancies) funnel(ctx context.Context, in *ByID[domain.VacancyID]) (*body[storage.Funnel], error) {
	return reply(h.c.Views.FunnelOf(ctx, in.ID))
}

type cohortInput struct {
	ByID[domain.VacancyID]
	Body struct {
		Size int `json:"size,omitempty" minimum:"0" maximum:"100" doc:"Absent: the vacancy's."`
	}
}

func cohortView(c vetting.Cohort) storage.CohortView {
	return storage.CohortView{
		ID: c.ID, No: c.No, Size: c.Size, State: c.State, CreatedAt: storage.At(c.CreatedAt), StartedAt: storage.AtOrNull(c.StartedAt),
	}
}

func (h vacancies) openCohort(ctx context.Context, in *cohortInput) (*body[storage.Funnel], error) {
	if _, err := h.vetting.OpenCohort(ctx, in.ID, in.Body.Size); err != nil {
		return nil, err
	}
	return reply(h.c.Views.FunnelOf(ctx, in.ID))
}

func (h vacancies) startCohort(ctx context.Context, in *ByID[domain.CohortID]) (*body[storage.CohortView], error) {
	c, err := h.vetting.StartCohort(ctx, in.ID)
	return reply(cohortView(c), err)
}

// SegmentValues say which customers are asked.
type SegmentValues struct {
	Product  string          `json:"product,omitempty" maxLength:"200" doc:"By its name in the shop; absent: any."`
	MinStars int             `json:"minStars,omitempty" minimum:"0" maximum:"5" doc:"Who rated an answer with at least so many stars; absent: whoever."`
	Language domain.Language `json:"language,omitempty" maxLength:"3" doc:"Absent: any of the vacancy's."`
	Most     int             `json:"most" minimum:"1" maximum:"500"`
}

type prospectsInput struct {
	ByID[domain.VacancyID]
	Product  string          `query:"product" maxLength:"200"`
	MinStars int             `query:"minStars" minimum:"0" maximum:"5"`
	Language domain.Language `query:"language" maxLength:"3"`
}

// Prospects is how many customers could be asked.
type Prospects struct {
	Count int `json:"count" doc:"500 at most: so many are asked at once."`
}

func (h vacancies) prospects(ctx context.Context, in *prospectsInput) (*body[Prospects], error) {
	n, err := h.vetting.Prospects(ctx, in.ID, vetting.Segment{Product: in.Product, MinStars: in.MinStars, Language: in.Language, Most: 500})
	return reply(Prospects{n}, err)
}

type segmentInput struct {
	ByID[domain.VacancyID]
	Body SegmentValues
}

// AskedCustomer is a customer who is asked, with the personal link.
type AskedCustomer struct {
	Name     string          `json:"name"`
	Email    string          `json:"email"`
	Language domain.Language `json:"language"`
	Link     string          `json:"link" doc:"Shown once."`
}

func (h vacancies) ask(ctx context.Context, in *segmentInput) (*body[storage.List[AskedCustomer]], error) {
	b := in.Body
	all, err := h.vetting.Ask(ctx, actor(ctx), in.ID, vetting.Segment{Product: b.Product, MinStars: b.MinStars, Language: b.Language, Most: b.Most})
	if err != nil {
		return nil, err
	}
	v, err := h.c.Views.Vacancy(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := make([]AskedCustomer, 0, len(all))
	for _, a := range all {
		p := a.Prospect
		out = append(out, AskedCustomer{p.Name, p.Email, p.Language, recruitLink(ctx, v.Slug, a.Token, p.Language)})
	}
	return items(out, nil)
}
