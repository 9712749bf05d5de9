-- Exports of records; what is asked, where it stands, and where its file is, is in the document.
CREATE TABLE export_run (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    app BIGINT NOT NULL,
    at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

CREATE INDEX export_run_at ON export_run (portal, at);
