-- +goose Up

-- Whether verified customers are asked in the chat, once, after an answer that they thought was good.
ALTER TABLE vacancies ADD COLUMN ask_in_chat BOOLEAN NOT NULL DEFAULT TRUE;

-- +goose Down
ALTER TABLE vacancies DROP COLUMN ask_in_chat;
