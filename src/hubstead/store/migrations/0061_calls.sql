-- Calls of API versions that lose support, by app and operation; `first` and `last` are moments of the portal's clock.
CREATE TABLE ending_call (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    version {text} NOT NULL,
    method {text} NOT NULL,
    path {text} NOT NULL,
    count BIGINT NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (portal, app, version, method, path)
) {clustered};
