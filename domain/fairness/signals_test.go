package fairness

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// talks makes n talks of one expert, a step apart; each says what is special.
func talks(n int, step time.Duration, change func(i int, t *Talk)) []Talk {
	all := make([]Talk, n)
	for i := range all {
		at := monday.Add(time.Duration(i) * step)
		all[i] = Talk{
			Award: domain.AwardID(fmt.Sprint("awd_", i)), Conversation: domain.ConversationID(fmt.Sprint("cnv_", i)), Expert: "exp_1",
			Customer: domain.CustomerID(fmt.Sprint("cus_", i)), Since: monday.AddDate(-1, 0, 0), EndedAt: at, Points: 10, Qualified: true,
			Stars: 5, RatedAt: at,
		}
		if change != nil {
			change(i, &all[i])
		}
	}
	return all
}

func one(_ int, t *Talk) { t.Customer = "cus_one" }

func TestSignalsAboutConversations(t *testing.T) {
	t.Parallel()
	const hour, day = time.Hour, 24 * time.Hour
	tests := map[string]struct {
		rule  Rule
		talks []Talk
		want  int // entries that wait; -1: no hit
	}{
		"a pair, once a day, three times":       {PairLimit, talks(3, day, one), -1},
		"a pair, twice a day":                   {PairLimit, talks(2, hour, one), 1},
		"a pair, five times in a month":         {PairLimit, talks(5, day, one), 2},
		"a fifth of a round from one":           {Concentration, talks(10, day, func(i int, t *Talk) { t.Customer = domain.CustomerID(fmt.Sprint("cus_", i/2)) }), -1},
		"a third of a round from one":           {Concentration, talks(12, day, func(i int, t *Talk) { t.Customer = domain.CustomerID(fmt.Sprint("cus_", max(i, 3))) }), 4},
		"a third of a round from one block":     {Concentration, talks(12, day, func(i int, t *Talk) { t.Network = []string{"n1", "", ""}[i%3] }), 4},
		"much from one, but little at all":      {Concentration, talks(9, day, one), -1},
		"customers who are somebody else":       {SelfChat, talks(3, day, nil), -1},
		"a customer who is the expert":          {SelfChat, talks(3, day, func(i int, t *Talk) { t.Tied = i == 1 }), 1},
		"tied, and it earned nothing":           {SelfChat, talks(3, day, func(_ int, t *Talk) { t.Tied, t.Points = true, 0 }), -1},
		"two ratings by one":                    {OneExpert, talks(2, day, one), -1},
		"three ratings by one":                  {OneExpert, talks(3, day, one), 3},
		"three by one, also of others":          {OneExpert, talks(3, day, func(i int, t *Talk) { one(i, t); t.Expert = domain.ExpertID(fmt.Sprint("exp_", i%2)) }), -1},
		"praise by old accounts":                {FreshAccounts, talks(10, day, nil), -1},
		"praise by fresh accounts":              {FreshAccounts, talks(10, day, func(i int, t *Talk) { fresh(t, i < 4) }), 4},
		"praise by fresh, vouched accounts":     {FreshAccounts, talks(10, day, func(_ int, t *Talk) { fresh(t, true); t.Known = true }), -1},
		"three of ten are fresh":                {FreshAccounts, talks(10, day, func(i int, t *Talk) { fresh(t, i < 3) }), -1},
		"all are fresh, as everybody's are":     {FreshAccounts, talks(20, day, func(i int, t *Talk) { fresh(t, true); t.Expert = domain.ExpertID(fmt.Sprint("exp_", i%2)) }), -1},
		"five ratings from one network":         {RatingBurst, talks(5, 12*time.Minute, func(_ int, t *Talk) { t.Network = "n1" }), -1},
		"six ratings from one network":          {RatingBurst, talks(6, 12*time.Minute, func(_ int, t *Talk) { t.Network = "n1" }), 6},
		"three ratings in ten minutes":          {RatingBurst, talks(3, time.Minute, nil), -1},
		"four ratings in ten minutes":           {RatingBurst, talks(4, time.Minute, nil), 4},
		"four low ones: the expert is a victim": {RatingBurst, talks(4, time.Minute, func(_ int, t *Talk) { t.Stars = 1 }), 0},
		"eight low ratings":                     {SerialLow, talks(8, 10*time.Second, func(_ int, t *Talk) { t.Stars = 1 }), -1},
		"nine low ratings":                      {SerialLow, talks(9, 10*time.Second, func(_ int, t *Talk) { t.Stars = 2 }), 0},
		"nine good ratings":                     {SerialLow, talks(9, 10*time.Second, nil), -1},
		"ratings on many days":                  {Spread, talks(24, day, nil), -1},
		"ratings of four customers":             {Spread, talks(24, day, func(i int, t *Talk) { t.Customer = domain.CustomerID(fmt.Sprint("cus_", i%4)) }), 24},
		"short chats, and as many others":       {ShortChats, talks(20, hour, func(i int, t *Talk) { short(t, i%2 == 0) }), -1},
		"short chats":                           {ShortChats, talks(20, hour, func(i int, t *Talk) { short(t, i > 3) }), 4},
		"short chats, a month of them":          {ShortChats, talks(30, day, func(_ int, t *Talk) { short(t, true) }), -1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hits := slices.DeleteFunc(Look(Facts{Talks: tt.talks, Experts: 40, Round: monday}), func(h Hit) bool { return h.Rule != tt.rule })
			got := -1
			if len(hits) > 0 {
				got = len(hits[0].Awards)
			}
			if got != tt.want {
				t.Fatalf("%d entries wait, want %d: %+v", got, tt.want, hits)
			}
		})
	}
}

func fresh(t *Talk, is bool) {
	if is {
		t.Since = t.RatedAt.Add(-time.Hour)
	}
}

func short(t *Talk, is bool) {
	if is {
		t.Qualified, t.Points = false, 0
	}
}

func TestTheSameFactsHitOnce(t *testing.T) {
	t.Parallel()
	all := talks(3, 24*time.Hour, one)
	first, again := OnlyOne(all), OnlyOne(all)
	if first[0].Period != "2026-11-16" || first[0].Period != again[0].Period || first[0].Subject != again[0].Subject {
		t.Fatalf("%+v, then %+v", first, again)
	}
	all = append(all, talks(8, 24*time.Hour, one)[7])
	if got := OnlyOne(all)[0].Period; got != "2026-11-23" {
		t.Fatalf("a newer fact is of the week %s", got)
	}
}

func TestSignalsAboutVotes(t *testing.T) {
	t.Parallel()
	votes := func(n int, to func(i int) domain.ExpertID) (all []Vote) {
		for i := range n {
			all = append(all, Vote{From: "exp_a", To: to(i), At: monday})
		}
		return all
	}
	back := func(n int) (all []Vote) {
		for range n {
			all = append(all, Vote{From: "exp_b", To: "exp_a", At: monday})
		}
		return append(all, Vote{From: "exp_b", To: "exp_x", At: monday})
	}
	some := func(n, of int) func(int) domain.ExpertID {
		return func(i int) domain.ExpertID {
			if i%of < n {
				return "exp_b"
			}
			return domain.ExpertID(fmt.Sprint("exp_", i))
		}
	}
	tests := map[string]struct {
		votes []Vote
		want  []domain.ExpertID
	}{
		"half to one":                  {votes(10, some(1, 2)), nil},
		"most to one":                  {votes(12, some(2, 3)), []domain.ExpertID{"exp_a"}},
		"nine votes are few":           {votes(9, some(1, 1)), nil},
		"each other, beyond chance":    {append(votes(12, some(1, 3)), back(9)...), []domain.ExpertID{"exp_a", "exp_b"}},
		"one way, a third of them":     {votes(12, some(1, 3)), nil},
		"each other, the other seldom": {append(votes(12, some(1, 3)), back(2)...), nil},
	}
	for name, tt := range tests {
		var got []domain.ExpertID
		for _, h := range Mutual(Facts{Votes: tt.votes, Experts: 40}) {
			got = append(got, h.Expert)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

const instructions = "Hold the button on the left cup for seven seconds until the light turns white, then choose the name in your phone's list."

func TestSignalsAboutTexts(t *testing.T) {
	t.Parallel()
	texts := func(n int, words func(i int) string) (all []Text) {
		for i := range n {
			all = append(all, Text{
				Award: "awd_1", Conversation: domain.ConversationID(fmt.Sprint("cnv_", i)), Expert: "exp_1", Reason: domain.ReasonID(fmt.Sprint("rsn_", i%3)),
				Words: words(i), At: monday,
			})
		}
		return all
	}
	same := func(int) string { return instructions }
	own := func(i int) string {
		return []string{
			"The light has to be white first: keep your thumb on the left cup and count to seven, then look in the list of your phone.",
			"Could it be that another phone in the room has taken it? Switch that one off, and hold the left button until it goes white.",
			"Ah, the old firmware does that. Press left for seven seconds, wait for white, and only then open the list on your phone.",
			"Seven seconds is longer than one thinks! Hold the button, do not let go before it turns white, and choose your name.",
			"Let us begin anew: forget it on your phone, hold the left cup's button till white appears, and it will be found again.",
		}[i]
	}
	alone := texts(6, same)
	for i := range alone {
		alone[i].Reason = "rsn_1"
	}
	tests := map[string]struct {
		texts []Text
		want  []Rule
	}{
		"one text five times":        {texts(5, same), []Rule{CopyPaste}},
		"one text four times":        {texts(4, same), nil},
		"one text for one reason":    {alone, nil},
		"own words":                  {texts(5, own), nil},
		"a short greeting":           {texts(9, func(int) string { return "Hello, how can I help you?" }), nil},
		"asking for five stars":      {texts(1, func(int) string { return "Please give me 5 stars!" }), []Rule{AsksScore}},
		"asking for a rating":        {texts(1, func(int) string { return "Would you rate this conversation? It helps." }), nil},
		"in Dutch":                   {texts(1, func(int) string { return "Geef je me vijf sterren?" }), []Rule{AsksScore}},
		"leading away":               {texts(1, func(int) string { return "Write me on WhatsApp, that is quicker." }), []Rule{LeavesDesk}},
		"asking for a password":      {texts(1, func(int) string { return "What is your password?" }), []Rule{LeavesDesk}},
		"an account number":          {texts(1, func(int) string { return "Send it to NL91 ABNA 0417 1643 00." }), []Rule{LeavesDesk}},
		"a card number":              {texts(1, func(int) string { return "Mine is 4111 1111 1111 1111." }), []Rule{LeavesDesk}},
		"an order number is no card": {texts(1, func(int) string { return "Your order is 4111111111111112." }), nil},
		"how to change a password":   {texts(1, func(int) string { return "You can change the password in the app." }), nil},
	}
	for name, tt := range tests {
		var got []Rule
		for _, h := range Look(Facts{Texts: tt.texts}) {
			got = append(got, h.Rule)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	if !desk.Alike(instructions, instructions+" Good luck!") || desk.Alike(instructions, own(3)) {
		t.Error("what is alike?")
	}
}

func TestSignalsAboutAccounts(t *testing.T) {
	t.Parallel()
	visit := func(country string, after time.Duration) Visit { return Visit{"exp_1", country, monday.Add(after)} }
	for name, tt := range map[string]struct {
		visits []Visit
		want   int
	}{
		"two countries within an hour": {[]Visit{visit("NL", 0), visit("PT", time.Hour)}, 1},
		"two countries in a day":       {[]Visit{visit("NL", 0), visit("PT", 8*time.Hour)}, 0},
		"one country":                  {[]Visit{visit("NL", 0), visit("NL", time.Hour)}, 0},
		"nobody knows where":           {[]Visit{visit("NL", 0), visit("", time.Hour)}, 0},
		"once":                         {[]Visit{visit("NL", 0)}, 0},
	} {
		if got := Look(Facts{Visits: tt.visits}); len(got) != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, ok := range map[string]bool{
		"five customers, seven days": Spreads(20, 5, 7),
		"four customers":             !Spreads(20, 4, 20),
		"six days":                   !Spreads(20, 20, 6),
	} {
		if !ok {
			t.Error(name)
		}
	}
}
