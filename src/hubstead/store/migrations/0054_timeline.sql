-- Templates of events on records: an app's, in whatever portal it is installed. `portal` is the app's own.
CREATE TABLE timeline_template (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, id)
) {clustered};

CREATE INDEX timeline_template_app ON timeline_template (app, id);

-- Events that apps put on the timelines of records. `id` is 0 while only a browser is known, by its cookie `visitor`.
CREATE TABLE timeline_event (
    portal BIGINT NOT NULL,
    template BIGINT NOT NULL,
    event {text} NOT NULL,
    at BIGINT NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    visitor {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, template, event)
) {clustered};

CREATE INDEX timeline_event_record ON timeline_event (portal, type, id, at);

CREATE INDEX timeline_event_visitor ON timeline_event (portal, visitor, at) WHERE visitor <> '';
