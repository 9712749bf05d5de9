-- Events as they were sent or followed from something. `type` and `id` are the record that did it; `id` 0 while only its
-- browser is known, by the cookie in `visitor`.
CREATE TABLE event_occurrence (
    portal BIGINT NOT NULL,
    event_type {text} NOT NULL,
    event {text} NOT NULL,
    at BIGINT NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    visitor {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, event_type, event)
) {clustered};

CREATE INDEX event_occurrence_record ON event_occurrence (portal, type, id, at);

CREATE INDEX event_occurrence_type ON event_occurrence (portal, event_type, at);

CREATE INDEX event_occurrence_at ON event_occurrence (portal, at);

CREATE INDEX event_occurrence_visitor ON event_occurrence (portal, visitor, at) WHERE visitor <> '';
