-- Forms as they were sent. `type` and `id` are the record that came of it, `id` 0 where none did; `visitor` is the cookie
-- of the browser, empty where none was sent.
CREATE TABLE form_submission (
    portal BIGINT NOT NULL,
    form {text} NOT NULL,
    at BIGINT NOT NULL,
    conversion {text} NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    visitor {text} NOT NULL,
    spam BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, form, at, conversion)
) {clustered};

CREATE INDEX form_submission_record ON form_submission (portal, type, id);

CREATE INDEX form_submission_visitor ON form_submission (portal, visitor, at) WHERE visitor <> '';
