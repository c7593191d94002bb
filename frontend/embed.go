// Package frontend holds the built frontend inside the binary. It is empty but
// for a marker file when only the Go part was built.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is the built frontend: index.html, widget.html, assets, embed and demo.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
