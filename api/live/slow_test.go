package live_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// TestAReaderWhoIsTooSlowIsCutOff has a client that never reads: what waits for
// it is bounded, it loses its socket, and whoever reads hears everything.
func TestAReaderWhoIsTooSlowIsCutOff(t *testing.T) {
	t.Parallel()
	h := open(t)
	reader := listen(t, h.url, "visitor-1")
	slow, _ := frames(t, h.url, nil)
	require.NoError(t, slow.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"exp.a.ert"}}`)))
	_, _, err := slow.ReadMessage()
	require.NoError(t, err)
	require.Equal(t, 2, h.node.Connections())

	text := strings.Repeat("x", 128<<10)
	const most = 256 // 32 MB: more than every buffer between the two and what the server keeps
	published := 0
	for ; published < most && h.node.Connections() == 2; published++ {
		publish(t, h.node, "message.posted", fmt.Sprintf(
			`{"conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","entry":{"seq":%d,"text":%q}}`, published+1, text))
		select {
		case p := <-reader.heard:
			require.Equal(t, "cnv_1", p.ConversationID)
		case err := <-reader.away:
			t.Fatalf("the one who reads was cut off: %v", err)
		}
	}
	require.Eventually(t, func() bool { return h.node.Connections() == 1 }, patience, 10*time.Millisecond)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":999,"text":"still here"}}`)
	require.Contains(t, string((<-reader.heard).Entry), "still here")
}
