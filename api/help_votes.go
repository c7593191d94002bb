package api

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// readerCookie is what a browser keeps once its reader has voted: nothing is set
// before, and it is good for nothing else.
const readerCookie = "kenner_reader"

const (
	readerBytes = 16                   // of chance
	readerKeeps = 365 * 24 * time.Hour // the cookie
	formGoodFor = 24 * time.Hour       // the name in the form of a page that is open
)

// newReader is a name for a browser that has none, with the moment it was given.
// It is sealed, so that nobody makes names up, and stored nowhere.
func (r *router) newReader() string {
	b := binary.BigEndian.AppendUint64(nil, uint64(r.Now().Unix())) //nolint:gosec // after 1970
	b = append(b, make([]byte, readerBytes)...)
	_, _ = rand.Read(b[8:]) // never fails
	return r.Sealer.Seal("reader", b)
}

// reader opens a name that newReader gave less than so long ago.
func (r *router) reader(name string, within time.Duration) (id string, known bool) {
	b, err := r.Sealer.Unseal("reader", name)
	if err != nil || len(b) != 8+readerBytes {
		return "", false
	}
	given := time.Unix(int64(binary.BigEndian.Uint64(b)), 0) //nolint:gosec // we sealed it
	return hex.EncodeToString(b[8:]), r.Now().Sub(given) <= within
}

// vote keeps a reader's word and shows the article again. The reader is who the
// cookie says, or for who has none the name that came with the page: both are the
// server's, and who has neither is shown the page anew, with a name.
func (p helpPage) vote(c echo.Context) error {
	ctx := c.Request().Context()
	values, err := formOf(c)
	if err != nil {
		return err
	}
	word := values.Get("helped")
	if word != "yes" && word != "no" {
		return echo.ErrBadRequest
	}
	a, err := p.Views.ArticleAt(ctx, domain.Language(c.Param("language")), c.Param("slug"))
	if err != nil {
		return answer(ctx, err)
	}
	if err := p.count(ctx, limitVotesFrom, network(requestOf(ctx).ip)); err != nil {
		return err
	}
	told := func(voted string) error {
		return c.Redirect(http.StatusSeeOther, address(a.Language, a.Slug)+"?voted="+voted+"#helped")
	}
	id, known := "", false
	if kept, err := c.Cookie(readerCookie); err == nil {
		id, known = p.reader(kept.Value, readerKeeps)
	}
	fresh := !known
	if fresh {
		if id, known = p.reader(values.Get("reader"), formGoodFor); !known {
			return told("again")
		}
	}
	err = p.Services.Articles.Vote(ctx, knowledge.Vote{
		Article: a.ID, Voter: "web:" + access.HashToken(id), Network: p.Network(requestOf(ctx).ip), Helped: word == "yes",
	})
	if errors.Is(err, knowledge.ErrVotesEnough) {
		return told("enough")
	}
	if err != nil {
		return answer(ctx, err)
	}
	if fresh {
		c.SetCookie(&http.Cookie{ //nolint:gosec // on plain http, which is the machine itself alone, browsers drop a Secure cookie
			Name: readerCookie, Value: values.Get("reader"), Path: "/help", MaxAge: int(readerKeeps / time.Second), HttpOnly: true,
			SameSite: http.SameSiteStrictMode, Secure: needsHTTPS(ctx) == nil && !loopback(requestOf(ctx).origin),
		})
	}
	return told(word)
}
