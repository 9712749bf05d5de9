-- Imports of files; what is asked, where it stands, and what came of it is in the document.
CREATE TABLE import_run (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    app BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    state {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

-- What was wrong with their rows.
CREATE TABLE import_error (
    portal BIGINT NOT NULL,
    run BIGINT NOT NULL,
    number BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, run, number)
) {clustered};
