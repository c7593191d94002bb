package api

import (
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/storage"
)

func TestThePayTableIsHarmless(t *testing.T) {
	t.Parallel()
	at := storage.At(time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC))
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	got := string(payTable([]storage.StatementView{{
		ExpertID: "exp_1", Alias: "=HYPERLINK(\"http://evil\")", Month: "2026-11", Currency: "EUR", Final: true,
		Lines: []storage.PayLineView{
			{ID: "lin_1", Kind: pay.KindConversation, At: at, ConversationID: "cnv_1", Episode: 2, RateCents: 210, Cents: 210},
			{ID: "lin_2", Kind: pay.KindCorrection, At: at, Cents: -5, Reason: "@SUM(1;2), \"twice\"", Corrects: "lin_1"},
			{ID: "lin_3", Kind: pay.KindShift, At: at, ShiftID: "shf_1", Minutes: 90, RateCents: 1250, Cents: 1875},
		},
	}}, zone))
	want := strings.Join([]string{
		"month,expert_id,alias,kind,about,happened_at,minutes,rate,amount,currency,reason,line,corrects,final",
		`2026-11,exp_1,"'=HYPERLINK(""http://evil"")",conversation,cnv_1:2,2026-11-01T00:30:00+01:00,0,2.10,2.10,EUR,,lin_1,,true`,
		`2026-11,exp_1,"'=HYPERLINK(""http://evil"")",correction,,2026-11-01T00:30:00+01:00,0,0.00,-0.05,EUR,"'@SUM(1;2), ""twice""",lin_2,lin_1,true`,
		`2026-11,exp_1,"'=HYPERLINK(""http://evil"")",shift,shf_1,2026-11-01T00:30:00+01:00,90,12.50,18.75,EUR,,lin_3,,true`,
		"",
	}, "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, text := range []string{"=1", "+1", "-1", "@1", "\t1", "\r1", "\n=1"} {
		if harmless(text) != "'"+text {
			t.Errorf("%q goes through", text)
		}
	}
	if harmless("a=1") != "a=1" || harmless("") != "" {
		t.Error("what is harmless was changed")
	}
}
