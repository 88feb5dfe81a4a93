-- Where and when the devices that asked for it are woken: one row for each, and nothing of what is in anybody's records.

CREATE TABLE push(
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  body BLOB NOT NULL,
  due_ms INTEGER NOT NULL,
  sent_ms INTEGER NOT NULL,
  PRIMARY KEY(account, device)
) WITHOUT ROWID;

CREATE INDEX push_due ON push(due_ms);
