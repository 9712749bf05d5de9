-- Up to where a log beside the store was moved into it. These are bytes, and no facts as with listeners.
CREATE TABLE log_position (
    name {text} NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

INSERT INTO log_position SELECT name, cursor FROM listener WHERE name = 'hits';

DELETE FROM listener WHERE name = 'hits';
