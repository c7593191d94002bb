package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"regexp"
	"strings"
)

// hidden stands for a value that is told to nobody.
const hidden = "(set)"

// told are the settings as the log may have them, by flag.
func (c *Config) told() []slog.Attr {
	var all []slog.Attr
	for field, value := range reflect.ValueOf(c).Elem().Fields() {
		name := cmp.Or(field.Tag.Get("name"), kebab(field.Name))
		text := fmt.Sprint(value.Interface())
		switch {
		case name == "config":
			continue // its settings are told themselves
		case name == "database" || name == "redis":
			text = withoutPassword(text)
		case strings.Contains(name, "token") || strings.Contains(name, "password") || strings.Contains(name, "secret"):
			text = cmp.Or(strings.Repeat(hidden, min(1, len(text))), "")
		}
		all = append(all, slog.String(name, text))
	}
	return all
}

// passwords finds them in a connection string of any form.
var passwords = regexp.MustCompile(`(?i)((?:ssl)?password=)('[^']*'|[^\s&]+)`)

// withoutPassword is the address of a database without what opens it.
func withoutPassword(address string) string {
	if !strings.Contains(address, "://") {
		return passwords.ReplaceAllString(address, "${1}xxxxx")
	}
	u, err := url.Parse(address)
	if err != nil {
		return hidden
	}
	return passwords.ReplaceAllString(u.Redacted(), "${1}xxxxx")
}

// redacted is a text in which no password of the settings stands.
func redacted(text string, c *Config) string {
	for _, address := range []string{c.Database, c.Redis} {
		if address == "" {
			continue
		}
		text = strings.ReplaceAll(text, address, withoutPassword(address))
		if u, err := url.Parse(address); err == nil && u.User != nil {
			if password, set := u.User.Password(); set && password != "" {
				text = strings.ReplaceAll(text, password, "xxxxx")
			}
		}
	}
	return passwords.ReplaceAllString(text, "${1}xxxxx")
}
