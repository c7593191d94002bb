package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// levels is what an expert's level rests on, and being away.
type levels struct {
	c      Config
	levels *roster.Levels
}

func (h levels) routes(r *router) {
	handle(r, operation{
		ID: "getMyLevel", Method: http.MethodGet, Path: "/me/level", Tag: "Levels", Summary: "My level, and what is missing to the next",
		Details: "By the facts of this moment. A level is looked at once a month; it rises by one step, and falls by one only after a warning and 14 days.",
	}, h.mine)
	handle(r, operation{
		ID: "getExpertLevel", Method: http.MethodGet, Path: "/experts/{id}/level", Tag: "Levels", Summary: "The level of an expert",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "objectToWarning", Method: http.MethodPost, Path: "/me/level/objections", Tag: "Levels", Summary: "See a warning differently",
		Details: "Once for each warning. Nothing happens to the level until a manager has answered.", Errors: []int{http.StatusConflict},
	}, h.object)
	handle(r, operation{
		ID: "answerObjection", Method: http.MethodPost, Path: "/experts/{id}/level/answers", Tag: "Levels", Summary: "Answer an objection",
		Details: "Upheld ends the warning; else the expert has 14 days again.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.answer)
	handle(r, operation{
		ID: "inviteMentor", Method: http.MethodPost, Path: "/experts/{id}/mentor-invitations", Tag: "Levels", Summary: "Invite a senior to be a mentor",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.invite)
	handle(r, operation{
		ID: "answerMentorInvitation", Method: http.MethodPost, Path: "/me/mentor-invitations/answers", Tag: "Levels", Summary: "Say yes or no to being a mentor",
		Details: "No is free. Yes needs the rest of what a mentor needs; until then the invitation stands.", Errors: []int{http.StatusConflict},
	}, h.reply)
	handle(r, operation{
		ID: "startPause", Method: http.MethodPost, Path: "/me/pauses", Tag: "Levels", Summary: "Take time off",
		Details: "Twelve months at most. Points, level and standing stay; conversations that run are yours until they end.", Errors: []int{http.StatusConflict},
	}, h.pause)
	handle(r, operation{
		ID: "returnToWork", Method: http.MethodPost, Path: "/me/returns", Tag: "Levels", Summary: "Come back from a pause, or as an alumnus",
		Details: "After four weeks away the first conversation is a refresher: one seat, and simple or normal questions.", Errors: []int{http.StatusConflict},
	}, h.comeBack)
	handle(r, operation{
		ID: "leaveProgramme", Method: http.MethodPost, Path: "/me/leavings", Tag: "Levels", Summary: "Leave, and be an alumnus",
		Details: "You may come back at any time.", Errors: []int{http.StatusConflict},
	}, h.leave)
	handle(r, operation{
		ID: "listAlumni", Method: http.MethodGet, Path: "/alumni", Tag: "Levels", Summary: "Who left in good standing",
		Details: "With the real name where they agreed to it, else as they were seen.",
	}, h.alumni)
}

func (h levels) mine(ctx context.Context, _ *none) (*body[storage.ExpertLevelView], error) {
	return h.show(ctx, actor(ctx).Expert(), nil)
}

func (h levels) get(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.ExpertLevelView], error) {
	return h.show(ctx, in.ID, nil)
}

func (h levels) show(ctx context.Context, id domain.ExpertID, err error) (*body[storage.ExpertLevelView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.ExpertLevel(ctx, id, h.c.BrandNow()))
}

// LevelWords is what somebody says about a warning or an invitation.
type LevelWords struct {
	Text string `json:"text" minLength:"1" maxLength:"1000"`
}

func (h levels) object(ctx context.Context, in *body[LevelWords]) (*body[storage.ExpertLevelView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.Object(ctx, id, in.Body.Text))
}

type objectionAnswerInput struct {
	ByID[domain.ExpertID]

	Body struct {
		Upheld bool   `json:"upheld" doc:"The expert is right: the warning ends."`
		Text   string `json:"text" minLength:"1" maxLength:"1000"`
	}
}

func (h levels) answer(ctx context.Context, in *objectionAnswerInput) (*body[storage.ExpertLevelView], error) {
	return h.show(ctx, in.ID, h.levels.AnswerObjection(ctx, actor(ctx), in.ID, in.Body.Upheld, in.Body.Text))
}

type mentorInput struct {
	ByID[domain.ExpertID]

	Body LevelWords
}

func (h levels) invite(ctx context.Context, in *mentorInput) (*body[storage.ExpertLevelView], error) {
	return h.show(ctx, in.ID, h.levels.InviteMentor(ctx, actor(ctx), in.ID, in.Body.Text))
}

type mentorAnswer struct {
	Body struct {
		Accept bool `json:"accept"`
	}
}

func (h levels) reply(ctx context.Context, in *mentorAnswer) (*body[storage.ExpertLevelView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.AnswerInvitation(ctx, id, in.Body.Accept))
}

type pauseInput struct {
	Body struct {
		BackOn string `json:"backOn" format:"date" maxLength:"10" doc:"The first day back, of the brand's calendar."`
		Reason string `json:"reason,omitempty" maxLength:"200" doc:"For managers, if you like to say."`
	}
}

func (h levels) pause(ctx context.Context, in *pauseInput) (*body[storage.ExpertLevelView], error) {
	settings, _, err := h.c.Views.Brand(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := settings.Zone()
	if err != nil {
		return nil, err
	}
	until, err := time.ParseInLocation(time.DateOnly, in.Body.BackOn, zone)
	if err != nil {
		return nil, roster.ErrBadPause.At("/backOn")
	}
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.TakePause(ctx, id, until, in.Body.Reason))
}

func (h levels) comeBack(ctx context.Context, _ *none) (*body[storage.ExpertLevelView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.ComeBack(ctx, id))
}

func (h levels) leave(ctx context.Context, _ *none) (*body[storage.ExpertLevelView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.LeaveProgramme(ctx, id))
}

func (h levels) alumni(ctx context.Context, _ *none) (*body[storage.List[storage.AlumnusView]], error) {
	return items(h.c.Views.Alumni(ctx, actor(ctx)))
}
