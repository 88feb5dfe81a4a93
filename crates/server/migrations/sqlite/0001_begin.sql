-- The relay's store. Nothing in it can be read by the relay: records, bodies and boxes are sealed by devices.
-- Events come in at the end of `arrivals` and settle later into their space's order in `events`
-- (docs/decisions/0002-store-layout.md). place = space_no << 32 | seq, link = device_no << 32 | dseq.

CREATE TABLE kept(
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE accounts(
  account BLOB PRIMARY KEY,
  name_mac BLOB,
  opaque BLOB,
  chain_seq INTEGER NOT NULL,
  chain_head BLOB NOT NULL,
  created_day INTEGER NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE UNIQUE INDEX login_names ON accounts(name_mac) WHERE name_mac IS NOT NULL;

CREATE TABLE account_chain(
  account BLOB NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY(account, seq)
);

CREATE TABLE account_blobs(
  account BLOB NOT NULL,
  slot TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY(account, slot)
);

CREATE TABLE sessions(
  token_hash BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  device BLOB,
  reach INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_of ON sessions(account, device);

CREATE TABLE spaces(
  space_no INTEGER PRIMARY KEY AUTOINCREMENT,
  space BLOB NOT NULL UNIQUE,
  ctl_seq INTEGER NOT NULL,
  ctl_head BLOB NOT NULL,
  settled_seq INTEGER NOT NULL,
  settled_root BLOB NOT NULL,
  settled_recv_ms INTEGER NOT NULL,
  settled_bytes INTEGER NOT NULL
);

CREATE TABLE control_chain(
  space_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY(space_no, seq)
);

CREATE TABLE members(
  account BLOB NOT NULL,
  space_no INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  PRIMARY KEY(account, space_no)
) WITHOUT ROWID;

CREATE INDEX members_of ON members(space_no);

CREATE TABLE devices(
  device_no INTEGER PRIMARY KEY AUTOINCREMENT,
  space_no INTEGER NOT NULL,
  device BLOB NOT NULL,
  settled_dseq INTEGER NOT NULL,
  settled_id BLOB NOT NULL,
  UNIQUE(space_no, device)
);

CREATE TABLE arrivals(
  row INTEGER PRIMARY KEY,
  place INTEGER NOT NULL,
  link INTEGER NOT NULL,
  id BLOB NOT NULL,
  root BLOB NOT NULL,
  recv_ms INTEGER NOT NULL,
  bytes BLOB NOT NULL
);

CREATE TABLE events(
  place INTEGER PRIMARY KEY,
  link INTEGER NOT NULL,
  id BLOB NOT NULL,
  root BLOB NOT NULL,
  recv_ms INTEGER NOT NULL,
  bytes BLOB NOT NULL
);

CREATE TABLE chains(
  link INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL
);

CREATE TABLE invites(
  invite BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  expires_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE slots(
  invite BLOB NOT NULL,
  slot TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY(invite, slot)
);
