-- What is too long for an event, in sealed chunks. Until an event tells of it (kept), it is forgotten after a week.

CREATE TABLE attachments(
  space BYTEA NOT NULL,
  attachment BYTEA NOT NULL,
  account BYTEA NOT NULL,
  chunks BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  since_ms BIGINT NOT NULL,
  PRIMARY KEY(space, attachment)
);

CREATE INDEX attachments_of ON attachments(account, bytes);
CREATE INDEX attachments_waiting ON attachments(since_ms) WHERE kept = 0;

-- Sealed bytes do not get shorter.
CREATE TABLE attachment_chunks(
  space BYTEA NOT NULL,
  attachment BYTEA NOT NULL,
  n BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY(space, attachment, n)
);

ALTER TABLE attachment_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL;
