-- Where an app gets its events, and which. `portal` is the app's own.
CREATE TABLE webhook_target (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app)
) {clustered};

CREATE TABLE webhook_subscription (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, id)
) {clustered};

-- The newest fact whose events were all sent once, or wait as deliveries.
CREATE TABLE webhook_cursor (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    cursor BIGINT NOT NULL,
    PRIMARY KEY (portal, app)
) {clustered};

-- Requests to apps. They name facts and hold nothing of them: what is erased is not sent again.
CREATE TABLE webhook_delivery (
    portal BIGINT NOT NULL,
    app BIGINT NOT NULL,
    id BIGINT NOT NULL,
    state {text} NOT NULL,
    due BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, app, id)
) {clustered};

CREATE INDEX webhook_delivery_state ON webhook_delivery (portal, app, state, due);
