-- Only of visitors who are known, to be a contact or to be the same person as another. Most are neither, and a hit of
-- theirs rewrites their row: two indexes fewer to touch, at random places.
DROP INDEX visitor_contact;

DROP INDEX visitor_root;

CREATE INDEX visitor_contact ON visitor (portal, contact) WHERE contact <> 0;

CREATE INDEX visitor_root ON visitor (portal, root) WHERE root <> utk;
