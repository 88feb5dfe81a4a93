-- Codes by which whoever runs the relay lets people in: hashed, for so many people, until a time.

CREATE TABLE admissions(
  code BLOB PRIMARY KEY,
  people INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) WITHOUT ROWID;
