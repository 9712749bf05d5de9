-- What apps want in their webhooks journals. Each row is one version, good for the facts after `since` up to `ended`
-- (0: to this day). `portal` is the app's own.
CREATE TABLE journal_subscription (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, id, since)
) {clustered};

-- Entries of journals. They name facts and hold nothing of them: what is erased is told no more. `seq` is the last fact
-- of an entry, `installed` the portal that it is of, `at` when it was published.
CREATE TABLE journal_entry (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    installed BIGINT NOT NULL,
    at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, seq)
) {clustered};

-- Snapshots of records that apps asked for; what was seen is a fact.
CREATE TABLE journal_snapshot (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    id {text} NOT NULL,
    state {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, id)
) {clustered};
