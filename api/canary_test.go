package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// planted is a conversation with everything beside it that its customer must
// not read, and the ids of all that belongs to it.
type planted struct {
	*town
	ids []string
}

// The marks of what is hidden from customers and screens, and from experts who
// have nothing to do with the conversation.
const (
	fromCustomers = "CANARY-INNER"
	fromExperts   = "CANARY-STAFF"
)

// plant walks a conversation through notes, hand-overs, follow-ups, the staff
// and the close.
func plant(t *testing.T) *planted {
	t.Helper()
	tw := openTown(t)
	p, c := &planted{town: tw}, tw.counter
	keep := func(a apitest.Answer) string {
		id := a.Want(http.StatusOK, http.StatusCreated).String("id")
		p.ids = append(p.ids, id)
		return id
	}
	p.ids = append(p.ids, c.conversation)
	mark := fromCustomers + " and more of it"
	storagetest.Exec(t, c.DB, "UPDATE people SET name = 'Els ' || ? WHERE id = ?", "CANARY-INNERVELD", c.manager.ID)
	storagetest.Exec(t, c.DB, "UPDATE people SET name = 'CANARY-INNER ' || name, email = 'canary-inner-' || email WHERE role = 'expert'")
	storagetest.Exec(t, c.DB, "UPDATE customers SET email = 'CANARY-STAFF@example.com' WHERE id = ?", c.visitor.ID)

	fup := keep(c.promised("p1", 48*time.Hour))
	version := int(c.expert.Get("/me/follow-ups").Number("items.0.version"))
	c.expert.Patch("/follow-ups/"+fup, fmt.Sprintf(`{"research":%q,"sources":[{"title":%q,"url":"https://x.example/CANARY-INNER"}],"version":%d}`, mark, mark, version)).Want(200)
	gone := keep(c.promised("p2", 50*time.Hour))
	c.manager.Post("/follow-ups/"+gone+"/dismissals", fmt.Sprintf(`{"reason":%q}`, mark)).Want(200, 201, 204)
	keep(c.expert.Post(c.path("/notes"), fmt.Sprintf(`{"clientId":"n1","text":%q}`, mark)))
	c.manager.Post(c.path("/notes"), `{"clientId":"n2","text":"CANARY-STAFF whisper","whisper":true}`).Want(200, 201)
	c.manager.Put(c.path("/watch"), "").Want(204)
	keep(c.expert.Post(c.path("/hand-overs"), fmt.Sprintf(`{"to":"staff","summary":%q}`, mark)))
	c.manager.Post(c.path("/take-overs"), fmt.Sprintf(`{"reason":%q}`, mark)).Want(200)
	c.manager.Post(c.path("/messages"), `{"clientId":"m1","text":"The team is here."}`).Want(201)
	return p
}

// TestWhatIsHiddenIsNowhere asks every operation for everything of the
// conversation, as everybody: before and after the close no byte of any answer
// is one that its reader must not have.
func TestWhatIsHiddenIsNowhere(t *testing.T) {
	t.Parallel()
	p := plant(t)
	p.look(t)
	p.visitor.Post(p.path("/closures"), `{"outcome":"solved"}`).Want(200)
	p.look(t)
}

func (p *planted) look(t *testing.T) {
	t.Helper()
	seen := 0
	for _, op := range p.Server.Walk() {
		if op.Method != http.MethodGet || op.ID == "pollLive" {
			continue
		}
		for name, c := range p.principals {
			for _, id := range p.ids {
				a := c.Get(parameters.ReplaceAllString(op.Path, id) + "?query=s")
				if a.Status != http.StatusOK {
					a = c.Get(parameters.ReplaceAllString(op.Path, id))
				}
				for _, mark := range hiddenFrom(op.ID, name) {
					if strings.Contains(strings.ToUpper(string(a.Body)), mark) {
						t.Errorf("%s shows %s %s", op.ID, name, a.Body)
					}
				}
				if a.Status == http.StatusOK {
					seen++
				}
				if !strings.Contains(op.Path, "{") {
					break
				}
			}
		}
	}
	if seen < 100 {
		t.Fatalf("only %d answers were looked at", seen)
	}
}

// hiddenFrom are the marks that an answer must not have. Experts read their own
// name and their colleagues'; who held it reads what was whispered to them as
// long as they owe the customer an answer.
func hiddenFrom(op, who string) []string {
	expert := strings.HasPrefix(who, "E")
	switch {
	case who == "M" || who == "A":
		return nil
	case who == "EA" && op == "listNotes":
		return nil
	case who == "EA" || (expert && (op == "getMe" || op == "listColleagues")):
		return []string{fromExperts}
	default:
		return []string{fromCustomers, fromExperts}
	}
}
