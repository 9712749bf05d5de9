-- Lists of records, and who is in them. `name` is in lower case; `waiting` to be evaluated, `scheduled` to be converted;
-- `deleted` is the moment (ms), 0 for a live list. `at` of a member is the moment of joining.
CREATE TABLE list (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    type {text} NOT NULL,
    name {text} NOT NULL,
    processing {text} NOT NULL,
    waiting BIGINT NOT NULL,
    scheduled BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

CREATE INDEX list_name ON list (portal, name);

CREATE INDEX list_waiting ON list (portal, id) WHERE waiting = 1;

CREATE TABLE list_member (
    portal BIGINT NOT NULL,
    list BIGINT NOT NULL,
    id BIGINT NOT NULL,
    type {text} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (portal, list, id)
) {clustered};

CREATE INDEX list_member_joined ON list_member (portal, list, at, id);

CREATE INDEX list_member_record ON list_member (portal, type, id);
