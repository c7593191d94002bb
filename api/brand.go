package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/storage"
)

// brandFresh is how long a process may believe what it read about the brand.
const brandFresh = 2 * time.Second

// brandCache keeps the brand, which every page and the widget ask for.
type brandCache struct {
	views storage.Views
	now   func() time.Time
	mu    sync.Mutex
	known knownBrand
	at    time.Time
}

type knownBrand struct {
	settings brand.Settings
	hours    brand.Hours
	zone     *time.Location
}

func newBrandCache(c Config) *brandCache { return &brandCache{views: c.Views, now: c.Now} }

// get returns the brand, or refuses brand.ErrNotFounded.
func (b *brandCache) get(ctx context.Context) (knownBrand, error) {
	b.mu.Lock()
	known, at := b.known, b.at
	b.mu.Unlock()
	now := b.now()
	if age := now.Sub(at); !at.IsZero() && age >= 0 && age < brandFresh {
		return known, nil
	}
	s, h, err := b.views.Brand(ctx)
	if err != nil {
		return knownBrand{}, err
	}
	zone, err := s.Zone()
	if err != nil {
		return knownBrand{}, err
	}
	known = knownBrand{s, h, zone}
	b.mu.Lock()
	b.known, b.at = known, now
	b.mu.Unlock()
	return known, nil
}

// forget makes the next reader read anew.
func (b *brandCache) forget() {
	b.mu.Lock()
	b.at = time.Time{}
	b.mu.Unlock()
}

// Brand is what everybody may know of the brand.
type Brand struct {
	Name           string            `json:"name"`
	Hue            int               `json:"hue" minimum:"0" maximum:"360"`
	Strength       float64           `json:"strength" minimum:"0" maximum:"0.16"`
	Languages      []domain.Language `json:"languages" doc:"The first is the default."`
	TimeZone       string            `json:"timeZone" example:"Europe/Amsterdam"`
	Open           bool              `json:"open" doc:"Whether experts are on duty now."`
	OpensAt        *storage.Time     `json:"opensAt,omitempty" doc:"When it opens next; absent while open, and when it never does."`
	WaitingMinutes int               `json:"waitingMinutes" doc:"How long a silent customer keeps the expert."`
	Mark           string            `json:"mark" doc:"The letters of the brand's mark."`
}

type brandPage struct{ r *router }

func (h brandPage) routes(r *router) {
	h.r = r
	handle(r, operation{
		ID: "getBrand", Method: http.MethodGet, Path: "/brand", Tag: "Brand", Summary: "What everybody may know of the brand",
		Errors: []int{http.StatusNotFound},
	}, h.get)
}

type brandInput struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
	Origin      string `header:"Origin" maxLength:"300" hidden:"true"`
}

type brandOutput struct {
	Status       int
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Vary         string `header:"Vary"`
	AllowOrigin  string `header:"Access-Control-Allow-Origin"`
	Resource     string `header:"Cross-Origin-Resource-Policy"`
	Body         *Brand
}

func (h brandPage) get(ctx context.Context, in *brandInput) (*brandOutput, error) {
	known, err := h.r.brand.get(ctx)
	if err != nil {
		return nil, err
	}
	b := publicBrand(known, h.r.BrandNow())
	out := &brandOutput{
		Status: http.StatusOK, ETag: etagOf(b), CacheControl: "no-cache", Vary: "Origin", Resource: "cross-origin",
		AllowOrigin: h.r.allowOrigin(ctx, in.Origin), Body: &b,
	}
	if in.IfNoneMatch == out.ETag {
		out.Status, out.Body = http.StatusNotModified, nil
	}
	return out, nil
}

func publicBrand(k knownBrand, now time.Time) Brand {
	b := Brand{
		Name: k.settings.Name, Hue: k.settings.Hue, Strength: float64(k.settings.Strength) / 1000, Languages: k.settings.Languages,
		TimeZone: k.settings.TimeZone, WaitingMinutes: k.settings.WaitingMinutes, Mark: mark(k.settings.Name),
		Open: k.hours.Open(k.zone, now),
	}
	if !b.Open {
		if opens, ever := k.hours.NextOpening(k.zone, now); ever {
			b.OpensAt = storage.AtOrNull(opens)
		}
	}
	return b
}

// mark is the first letters of the first two words of a name.
func mark(name string) string {
	var letters []rune
	for word := range strings.FieldsSeq(name) {
		if len(letters) < 2 {
			letters = append(letters, []rune(strings.ToUpper(word))[0])
		}
	}
	return string(letters)
}

// etagOf is the fingerprint of a document.
func etagOf(v any) string {
	b, _ := json.Marshal(v) // wire types always encode
	sum := sha256.Sum256(b)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}
