package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
)

const readyTimeout = 2 * time.Second

// health adds /healthz, which says that the process lives, and /readyz, which
// says whether it can serve. Neither says why not: the log does.
func (r *router) health(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.JSON(http.StatusOK, map[string]string{"status": "alive"})
	})
	e.GET("/readyz", func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		status, checks := r.ready(c.Request().Context())
		return c.JSON(status, checks)
	})
}

type readiness struct {
	Status string            `json:"status"`
	Checks map[string]string `json:"checks"`
}

func (r *router) ready(ctx context.Context) (int, readiness) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	all := readiness{"ready", map[string]string{}}
	status := http.StatusOK
	for _, name := range slices.Sorted(maps.Keys(r.Ready)) {
		all.Checks[name] = "ok"
		if err := r.Ready[name](ctx); err != nil {
			r.Logger.WarnContext(ctx, "not ready", "check", name, "err", err)
			all.Checks[name], all.Status, status = "failed", "not ready", http.StatusServiceUnavailable
		}
	}
	return status, all
}
