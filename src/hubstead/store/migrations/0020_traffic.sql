-- Hits belong to the portal that they name, so that they go when it is emptied. 0: rows from before this.
ALTER TABLE hits ADD COLUMN portal BIGINT NOT NULL DEFAULT 0;

-- What happened in a visit stands in its document from now on.
DROP TABLE activity;

-- Which visitors and visits changed, run by run of the processor: the column store follows these. Old ones are removed.
CREATE TABLE traffic (
    portal BIGINT NOT NULL,
    run {text} NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (portal, run)
) {clustered};

-- Events are read from the column store; what is left here is found by its record, its browser or its id.
DROP INDEX event_occurrence_type;

DROP INDEX event_occurrence_at;
