-- The truth store. {clustered} is the engine's word for "rows lie in the order of the key"; {sequence} its ascending
-- primary key; {text} its text that compares by code point, whatever the language of the database.
CREATE TABLE portal (
    id BIGINT NOT NULL PRIMARY KEY,
    generation BIGINT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE token (
    digest {text} NOT NULL PRIMARY KEY,
    portal BIGINT NOT NULL,
    document TEXT NOT NULL
);

CREATE TABLE definition (
    portal BIGINT NOT NULL,
    kind {text} NOT NULL,
    type {text} NOT NULL,
    name {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, kind, type, name)
) {clustered};

CREATE TABLE record (
    portal BIGINT NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    archived BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, type, id)
) {clustered};

CREATE INDEX record_archived ON record (portal, type, id) WHERE archived > 0;

CREATE TABLE unique_value (
    portal BIGINT NOT NULL,
    type {text} NOT NULL,
    property {text} NOT NULL,
    value {text} NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (portal, type, property, value)
) {clustered};

CREATE TABLE association (
    portal BIGINT NOT NULL,
    from_type {text} NOT NULL,
    from_id BIGINT NOT NULL,
    to_type {text} NOT NULL,
    to_id BIGINT NOT NULL,
    category BIGINT NOT NULL,
    type_id BIGINT NOT NULL,
    PRIMARY KEY (portal, from_type, from_id, to_type, to_id, category, type_id)
) {clustered};

CREATE TABLE merged (
    portal BIGINT NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    into_id BIGINT NOT NULL,
    PRIMARY KEY (portal, type, id)
) {clustered};

CREATE INDEX merged_into ON merged (portal, type, into_id);

CREATE TABLE fact (
    seq {sequence},
    portal BIGINT NOT NULL,
    kind {text} NOT NULL,
    type {text} NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX fact_record ON fact (portal, type, id, seq);

CREATE TABLE listener (
    name {text} NOT NULL PRIMARY KEY,
    cursor BIGINT NOT NULL
);

CREATE TABLE counter (
    portal BIGINT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
