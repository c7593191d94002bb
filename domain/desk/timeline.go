package desk

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Kind is what an entry of the timeline tells.
type Kind string

// The kinds of entry.
const (
	KindMessage      Kind = "message"
	KindStatus       Kind = "status"
	KindAssignment   Kind = "assignment"
	KindRead         Kind = "read"
	KindRating       Kind = "rating"
	KindConfirmation Kind = "confirmation"
	KindEdit         Kind = "edit"     // the text is the message's new one
	KindDeletion     Kind = "deletion" // the message keeps its place without its text
	KindHandOver     Kind = "hand_over"
	KindFollowUp     Kind = "follow_up"
)

// Author is who caused an entry.
type Author struct {
	Role domain.Role `json:"role"`
	ID   string      `json:"id,omitempty"`
}

var system = Author{Role: domain.RoleSystem}

func expert(e domain.ExpertID) Author { return Author{domain.RoleExpert, string(e)} }

// Data is what an entry tells besides its text. It holds nothing that the
// customer or the expert may not see.
type Data struct {
	FollowUpData

	Why      string          `json:"why,omitempty"` // what moved it: opened, next_expert, accepted, expert_silent, expert_vanished, customer_silent, closed, customer, rating, silence
	Expert   domain.ExpertID `json:"expertId,omitempty"`
	Outcome  Outcome         `json:"outcome,omitempty"`
	Reason   domain.ReasonID `json:"reasonId,omitempty"`
	AnswerBy string          `json:"answerBy,omitempty"` // promised to who left the question: a time
	Seq      int             `json:"seq,omitempty"`      // of a read mark, or of the message that an edit or a deletion changes

	Message domain.MessageID `json:"messageId,omitempty"` // of the message that is changed
	Facts   *[]FactCard      `json:"facts,omitempty"`     // under a message; a pointer, so that Data stays comparable
}

// Entry is one line of a conversation's timeline. Entries are numbered from 1
// without a gap and never change.
type Entry struct {
	Seq      int
	Episode  int
	Kind     Kind
	Author   Author
	Message  domain.MessageID // of a message
	ClientID string           // of a message
	Text     string
	Status   Status // the conversation's, after this entry; empty on read marks
	Data     Data
	At       time.Time
}

// MarshalJSON writes an entry as the API does: without the id of a manager.
func (e Entry) MarshalJSON() ([]byte, error) {
	if e.Author.Role == domain.RoleManager || e.Author.Role == domain.RoleAdmin {
		e.Author.ID = ""
	}
	var data *Data
	if e.Data != (Data{}) {
		data = &e.Data
	}
	return json.Marshal(struct {
		Seq      int              `json:"seq"`
		Kind     Kind             `json:"kind"`
		At       string           `json:"at"`
		Episode  int              `json:"episode"`
		Author   Author           `json:"author"`
		Message  domain.MessageID `json:"messageId,omitempty"`
		ClientID string           `json:"clientId,omitempty"`
		Text     string           `json:"text,omitempty"`
		Status   Status           `json:"status,omitempty"`
		Data     *Data            `json:"data,omitempty"`
	}{e.Seq, e.Kind, moment(e.At), e.Episode, e.Author, e.Message, e.ClientID, e.Text, e.Status, data})
}

// moment is a time as JSON tells it.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// write appends an entry and gives it the next number.
func (c *Conversation) write(e Entry, now time.Time) {
	c.LastSeq++
	if e.Kind != KindRead {
		c.ContentSeq = c.LastSeq
	}
	c.because(e)
	e.Seq, e.Episode, e.At = c.LastSeq, c.Episode.No, now
	c.Written = append(c.Written, e)
}

// Message is one utterance before it has a number. The client's id makes a
// resend the same message.
type Message struct {
	ID       domain.MessageID
	ClientID string
	Text     string
	Facts    []FactCard // the cards under its own words
}

func (c *Conversation) message(by domain.Actor, m Message, now time.Time) {
	e := Entry{
		Kind: KindMessage, Author: Author{by.Role, by.ID}, Message: m.ID, ClientID: m.ClientID, Text: m.Text, Status: c.Status,
	}
	if len(m.Facts) > 0 {
		e.Data.Facts = &m.Facts
	}
	c.write(e, now)
}

// The limits of what people write.
const (
	MaxMessage  = 4000
	MaxQuestion = 2000
	MaxComment  = 2000
	MaxClientID = 64
)

// Refusals of texts.
var (
	ErrBadText     = domain.Refuse(domain.Invalid, "text_invalid", "The text holds characters that cannot be shown.").At("/text")
	ErrTextLength  = domain.Refuse(domain.Invalid, "text_length", "The text is empty or too long.").At("/text")
	ErrBadClientID = domain.Refuse(domain.Invalid, "client_id_invalid", "A clientId has 1 to 64 characters.").At("/clientId")
)

// clean trims a text and refuses what is empty, longer than limit characters,
// or holds control characters other than newline and tab.
func clean(text string, limit int) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		return "", ErrBadText
	}
	if n := utf8.RuneCountInString(text); n < 1 || n > limit {
		return "", fieldLength(limit)
	}
	return text, nil
}

func fieldLength(limit int) error {
	e := *ErrTextLength
	e.Detail = fmt.Sprintf("The text has 1 to %d characters.", limit)
	return &e
}

func unprintable(r rune) bool { return (r < ' ' && r != '\n' && r != '\t') || (r >= 0x7f && r < 0xa0) }

func checkClientID(id string) error {
	if n := utf8.RuneCountInString(id); n < 1 || n > MaxClientID || !utf8.ValidString(id) || strings.ContainsFunc(id, unprintable) {
		return ErrBadClientID
	}
	return nil
}
