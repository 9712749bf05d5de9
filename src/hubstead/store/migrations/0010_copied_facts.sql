-- Facts that came with a copy of a portal: its history has them, but nothing follows from them again.
ALTER TABLE fact ADD COLUMN copied BIGINT NOT NULL DEFAULT 0;
