-- Codes by which whoever runs the relay lets people in: hashed, for so many people, until a time.

CREATE TABLE admissions(
  code BYTEA PRIMARY KEY,
  people BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
