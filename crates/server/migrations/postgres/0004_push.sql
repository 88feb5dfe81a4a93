-- Where and when the devices that asked for it are woken: one row for each, and nothing of what is in anybody's records.

CREATE TABLE push(
  account BYTEA NOT NULL,
  device BYTEA NOT NULL,
  body BYTEA NOT NULL,
  due_ms BIGINT NOT NULL,
  sent_ms BIGINT NOT NULL,
  PRIMARY KEY(account, device)
);

CREATE INDEX push_due ON push(due_ms);
