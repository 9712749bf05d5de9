-- Files and their folders. `place` is the path in lower case, by which a file is found and which no two living ones share.
-- `folder` and `parent` are 0 at the top; `archived` and `expires` are moments, 0 for never. `blob` names the content: rows
-- of several portals may share one.
CREATE TABLE file (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    folder BIGINT NOT NULL,
    name {text} NOT NULL,
    extension {text} NOT NULL,
    path {text} NOT NULL,
    place {text} NOT NULL,
    access {text} NOT NULL,
    type {text} NOT NULL,
    encoding {text} NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    md5 {text} NOT NULL,
    blob {text} NOT NULL,
    usable BIGINT NOT NULL,
    source {text} NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    archived BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

CREATE UNIQUE INDEX file_place ON file (portal, place) WHERE archived = 0;

CREATE INDEX file_folder ON file (portal, folder);

CREATE INDEX file_md5 ON file (portal, md5);

CREATE INDEX file_blob ON file (blob);

CREATE INDEX file_expires ON file (portal, expires) WHERE expires > 0;

CREATE INDEX file_archived ON file (portal, archived) WHERE archived > 0;

CREATE TABLE folder (
    portal BIGINT NOT NULL,
    id BIGINT NOT NULL,
    parent BIGINT NOT NULL,
    name {text} NOT NULL,
    path {text} NOT NULL,
    place {text} NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    archived BIGINT NOT NULL,
    PRIMARY KEY (portal, id)
) {clustered};

CREATE UNIQUE INDEX folder_place ON folder (portal, place) WHERE archived = 0;

-- What signs links to private files.
CREATE TABLE file_key (
    portal BIGINT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (portal)
) {clustered};
