-- Work that waits or goes on. `due` is when a queued job may begin, by its portal's clock, and when an ended one ended.
-- `owner` is the lease of the process that runs it, good until `leased` by the true clock.
CREATE TABLE job (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind {text} NOT NULL,
    name {text} NOT NULL,
    state {text} NOT NULL,
    due BIGINT NOT NULL,
    owner {text} NOT NULL,
    leased BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

CREATE INDEX job_state ON job (state, kind, due);

CREATE UNIQUE INDEX job_name ON job (portal, kind, name) WHERE name <> '' AND state = 'queued';
