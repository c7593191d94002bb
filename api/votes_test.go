package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const votesAt = "/help/en/clean-a-record/votes"

var readerField = regexp.MustCompile(`name="reader" value="([\w-]+)"`)

// published is an article that everybody reads.
func published(t *testing.T, h *apitest.House) string {
	t.Helper()
	id := h.Admin.Post("/articles", `{"kind":"article","language":"en","title":"Clean a record","summary":"With a dry brush.","body":"Two turns."}`).
		Want(http.StatusCreated).String("id")
	h.Admin.Post("/articles/"+id+"/submissions", ``).Want(http.StatusOK)
	h.Manager().Post("/articles/"+id+"/reviews", `{"no":1,"verdict":"publish"}`).Want(http.StatusOK)
	return id
}

// opened is the name that the server gives to a browser without one, in the form of the page.
func opened(t *testing.T, c *apitest.Client) string {
	t.Helper()
	found := readerField.FindSubmatch(c.Raw("GET", "/help/en/clean-a-record", "").Want(http.StatusOK).Body)
	require.NotNil(t, found, "the form names its reader")
	return string(found[1])
}

// votes are how many say yes and how many no.
func votes(t *testing.T, h *apitest.House, id string) [2]int {
	t.Helper()
	count := func(helped string) int {
		return int(storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM article_votes WHERE article_id = ? AND helped = "+helped, id))
	}
	return [2]int{count("TRUE"), count("FALSE")}
}

// TestAVoteBelongsToABrowserThatTheServerKnows: what a caller makes up is nobody.
func TestAVoteBelongsToABrowserThatTheServerKnows(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	id := published(t, h)
	cast := func(c *apitest.Client, word, reader string) string {
		f := url.Values{"helped": {word}}
		if reader != "" {
			f.Set("reader", reader)
		}
		a := c.SendForm(votesAt, f).Want(http.StatusSeeOther)
		if set := a.Header.Get("Set-Cookie"); set != "" {
			c.Cookie, _, _ = strings.Cut(set, ";")
		}
		return a.Header.Get("Location")
	}
	again := "/help/en/clean-a-record?voted=again#helped"
	require.Equal(t, again, cast(h.Stranger(), "no", ""), "a browser that never read the page")
	made := h.Stranger()
	made.Cookie = "kenner_reader=" + strings.Repeat("A", 26)
	require.Equal(t, again, cast(made, "no", ""), "a cookie that we did not give")
	require.Equal(t, again, cast(h.Stranger(), "no", strings.Repeat("A", 64)), "a name that we did not give")
	require.Equal(t, [2]int{0, 0}, votes(t, h, id))
	require.Contains(t, string(h.Stranger().Raw("GET", strings.TrimSuffix(again, "#helped"), "").Want(http.StatusOK).Body), "once more")

	reader := h.Stranger()
	require.Empty(t, reader.Raw("GET", "/help/en/clean-a-record", "").Header.Get("Set-Cookie"), "reading keeps nothing")
	given := opened(t, reader)
	require.Contains(t, cast(reader, "no", given), "voted=no")
	require.NotEmpty(t, reader.Cookie)
	require.Contains(t, cast(h.Stranger(), "no", given), "voted=no") // the same name again
	require.Contains(t, cast(reader, "yes", opened(t, reader)), "voted=yes")
	require.Equal(t, [2]int{1, 0}, votes(t, h, id), "one word of each browser, and the last counts")

	late := opened(t, h.Stranger())
	h.Machine.Add(25 * time.Hour)
	require.Equal(t, again, cast(h.Stranger(), "no", late), "a page that was open for more than a day")
	require.Contains(t, cast(reader, "no", ""), "voted=no", "the cookie is good for a year")
	require.Equal(t, [2]int{0, 1}, votes(t, h, id))
}

// TestOnePlaceDoesNotDecideAnArticle: new visitors and new browsers of one address
// range are three voters at most, however long they go on, and others still vote.
func TestOnePlaceDoesNotDecideAnArticle(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		id := published(t, h)
		at := func(c *apitest.Client, ip string) *apitest.Client {
			c.IP = ip
			return c
		}
		vote := func(c *apitest.Client, helped bool) apitest.Answer {
			return c.Put("/published-articles/"+id+"/vote", fmt.Sprintf(`{"helped":%v}`, helped))
		}
		first := at(h.Visitor(), "203.0.113.1:1")
		vote(first, false).Want(http.StatusNoContent)
		for i := range 12 {
			c := at(h.Stranger(), fmt.Sprintf("203.0.113.%d:1", i+2))
			a := c.SendForm(votesAt, url.Values{"helped": {"no"}, "reader": {opened(t, c)}}).Want(http.StatusSeeOther)
			if i >= 2 {
				require.Equal(t, "/help/en/clean-a-record?voted=enough#helped", a.Header.Get("Location"))
			}
			if i >= 1 {
				vote(at(h.Visitor(), fmt.Sprintf("203.0.113.%d:1", i+2)), false).Refused(http.StatusConflict, "article_votes_enough")
			}
		}
		require.Equal(t, [2]int{0, 3}, votes(t, h, id))
		vote(first, true).Want(http.StatusNoContent) // who has voted may still think again
		vote(at(h.Visitor(), "198.51.100.7:1"), true).Want(http.StatusNoContent)
		require.Equal(t, [2]int{2, 2}, votes(t, h, id))
		require.Contains(t, string(h.Stranger().Raw("GET", "/help/en/clean-a-record?voted=enough", "").Want(http.StatusOK).Body), "from where you are")
	})
}

// TestVotesAreCountedByAddress: both doors together, whoever calls.
func TestVotesAreCountedByAddress(t *testing.T) {
	t.Parallel()
	h, _ := limited(t)
	id := published(t, h)
	n, _ := until(t, func(i int) apitest.Answer {
		if i%2 == 0 {
			c := h.Stranger()
			c.IP = "198.51.100.7:1"
			return c.SendForm(votesAt, url.Values{"helped": {"yes"}, "reader": {"x"}})
		}
		c := h.Visitor()
		c.IP = "198.51.100.7:1"
		return c.Put("/published-articles/"+id+"/vote", `{"helped":false}`)
	})
	require.Equal(t, 10, n, "votes from one address")
}
