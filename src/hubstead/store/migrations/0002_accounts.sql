-- Apps, their installs, and people who log in. `client` is the OAuth client id, empty for apps that have none.
CREATE TABLE app (
    id BIGINT NOT NULL PRIMARY KEY,
    portal BIGINT NOT NULL,
    client {text} NOT NULL,
    document TEXT NOT NULL
);

CREATE INDEX app_portal ON app (portal, id);

CREATE UNIQUE INDEX app_client ON app (client) WHERE client <> '';

CREATE TABLE install (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app)
) {clustered};

CREATE INDEX install_app ON install (app, portal);

-- Every secret is a row of `token`, stored as a digest; `app` 0 where none stands behind it (sessions of people).
ALTER TABLE token ADD COLUMN app BIGINT NOT NULL DEFAULT 0;

CREATE INDEX token_app ON token (portal, app);

CREATE TABLE login (
    email {text} NOT NULL PRIMARY KEY,
    document TEXT NOT NULL
);

CREATE TABLE member (
    email {text} NOT NULL,
    portal BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (email, portal)
) {clustered};

CREATE INDEX fact_kind ON fact (portal, kind, seq);
