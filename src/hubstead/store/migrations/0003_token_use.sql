-- When a token was last used (ms). A table of its own: a use that is written late must not bring back a revoked token.
CREATE TABLE token_use (
    digest {text} NOT NULL PRIMARY KEY,
    portal BIGINT NOT NULL,
    at BIGINT NOT NULL
);
