-- Requests by day and app, a row per process that counted them; `day` is a date in the account's time zone.
CREATE TABLE usage (
    portal BIGINT NOT NULL,
    day {text} NOT NULL,
    process {text} NOT NULL,
    app BIGINT NOT NULL,
    family {text} NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (portal, day, process, app, family)
) {clustered};

-- The rolling windows that several processes share: they may be gone after a crash, so they need not wait for the disk.
CREATE {fleeting} TABLE rate_window (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    family {text} NOT NULL,
    used_at BIGINT NOT NULL,
    grants TEXT NOT NULL,
    PRIMARY KEY (portal, app, family)
) {clustered};
