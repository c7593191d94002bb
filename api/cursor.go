package api

import (
	"encoding/base64"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
)

var errCursor = domain.Refuse(domain.Invalid, "bad_cursor", "This cursor was not made by this list.").At("/query/cursor")

// cursor makes an opaque cursor of the position where a page ended.
func cursor(position ...string) string {
	b, _ := json.Marshal(position) // strings cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

// after returns the n parts of the position in the page's cursor, or nil on the
// first page. It refuses a cursor that another list made.
func (p Page) after(n int) ([]string, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return nil, errCursor
	}
	var position []string
	if json.Unmarshal(b, &position) != nil || len(position) != n {
		return nil, errCursor
	}
	return position, nil
}
