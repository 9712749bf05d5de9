-- Without the condition, so that SQLite looks a contact up in it: beside `contact > 0` it took the range, and read them all.
DROP INDEX visitor_contact;

CREATE INDEX visitor_contact ON visitor (portal, contact);
