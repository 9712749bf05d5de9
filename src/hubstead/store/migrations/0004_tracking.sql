-- Hits as they were received, many to a row. Whoever makes visits of them removes them in the same transaction, so that
-- each counts once.
CREATE TABLE hits (
    seq {sequence},
    body TEXT NOT NULL
);

CREATE TABLE hit_count (
    portal BIGINT NOT NULL,
    day {text} NOT NULL,
    outcome {text} NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (portal, day, outcome)
) {clustered};

-- `root` is the same for all visitors that are known to be one person; `contact` is 0 for an anonymous one.
CREATE TABLE visitor (
    portal BIGINT NOT NULL,
    utk {text} NOT NULL,
    root {text} NOT NULL,
    contact BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, utk)
) {clustered};

CREATE INDEX visitor_root ON visitor (portal, root);

CREATE INDEX visitor_contact ON visitor (portal, contact) WHERE contact > 0;

CREATE TABLE visit (
    portal BIGINT NOT NULL,
    visitor {text} NOT NULL,
    started BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, visitor, started)
) {clustered};

-- What visitors did, page views first of all. `visitor` is a utk, or the id of a contact where no browser was involved.
CREATE TABLE activity (
    portal BIGINT NOT NULL,
    visitor {text} NOT NULL,
    at BIGINT NOT NULL,
    hit {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, visitor, at, hit)
) {clustered};
