-- How a portal of the sandbox began. A snapshot is a portal with a negative id; `name` is empty for all others.
CREATE TABLE sandbox (
    portal BIGINT NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    document TEXT NOT NULL
);

CREATE UNIQUE INDEX sandbox_name ON sandbox (name) WHERE name <> '';
