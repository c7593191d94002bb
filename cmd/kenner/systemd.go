package main

import (
	"net"
	"os"
	"strings"
)

// tellSystemd says to the service manager what the server does; without one
// nobody hears it, and nothing depends on it.
func tellSystemd(state string) {
	address := os.Getenv("NOTIFY_SOCKET") // the service manager's word, no setting
	if address == "" {
		return
	}
	if strings.HasPrefix(address, "@") { // Linux's names without a file
		address = "\x00" + address[1:]
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		return
	}
	_, _ = conn.Write([]byte(state))
	_ = conn.Close()
}
