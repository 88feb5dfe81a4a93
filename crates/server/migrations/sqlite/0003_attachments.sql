-- What is too long for an event, in sealed chunks. Until an event tells of it (kept), it is forgotten after a week.

CREATE TABLE attachments(
  space_no INTEGER NOT NULL,
  attachment BLOB NOT NULL,
  account BLOB NOT NULL,
  chunks INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,
  PRIMARY KEY(space_no, attachment)
) WITHOUT ROWID;

CREATE INDEX attachments_of ON attachments(account, bytes);
CREATE INDEX attachments_waiting ON attachments(since_ms) WHERE kept = 0;

CREATE TABLE attachment_chunks(
  space_no INTEGER NOT NULL,
  attachment BLOB NOT NULL,
  n INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY(space_no, attachment, n)
);
