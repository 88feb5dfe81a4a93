-- The relay's store on engines that speak PostgreSQL's wire. Nothing in it can be read by the relay.
-- A random id leads every key, so that engines that divide tables by key can carry it: no sequences, triggers,
-- notifications or locks beside the rows. An append moves the head of its space and nothing of another space.

CREATE TABLE kept(
  name TEXT PRIMARY KEY,
  value BYTEA NOT NULL
);

-- closed: 0 open, 1 closed and spaces are still to be erased, 2 closed.
CREATE TABLE accounts(
  account BYTEA PRIMARY KEY,
  name_mac BYTEA,
  opaque BYTEA,
  chain_seq BIGINT NOT NULL,
  chain_head BYTEA NOT NULL,
  created_day BIGINT NOT NULL,
  closed BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX accounts_closing ON accounts(account) WHERE closed = 1;

CREATE TABLE login_names(
  name_mac BYTEA PRIMARY KEY,
  account BYTEA NOT NULL
);

CREATE TABLE account_chain(
  account BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY(account, seq)
);

CREATE TABLE account_blobs(
  account BYTEA NOT NULL,
  slot TEXT NOT NULL,
  version BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY(account, slot)
);

CREATE TABLE sessions(
  token_hash BYTEA PRIMARY KEY,
  account BYTEA NOT NULL,
  device BYTEA,
  reach BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);

CREATE INDEX sessions_of ON sessions(account);

CREATE TABLE spaces(
  space BYTEA PRIMARY KEY,
  ctl_seq BIGINT NOT NULL,
  ctl_head BYTEA NOT NULL,
  head_seq BIGINT NOT NULL,
  head_root BYTEA NOT NULL,
  recv_ms BIGINT NOT NULL,
  bytes BIGINT NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE control_chain(
  space BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY(space, seq)
);

CREATE TABLE members(
  space BYTEA NOT NULL,
  account BYTEA NOT NULL,
  gone BOOLEAN NOT NULL,
  PRIMARY KEY(space, account)
);

CREATE INDEX members_of ON members(account);

CREATE TABLE devices(
  space BYTEA NOT NULL,
  device BYTEA NOT NULL,
  dseq BIGINT NOT NULL,
  id BYTEA NOT NULL,
  PRIMARY KEY(space, device)
) WITH (fillfactor = 70);

CREATE TABLE events(
  space BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  device BYTEA NOT NULL,
  dseq BIGINT NOT NULL,
  id BYTEA NOT NULL,
  root BYTEA NOT NULL,
  recv_ms BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY(space, seq),
  UNIQUE(space, device, dseq)
);

CREATE TABLE invites(
  invite BYTEA PRIMARY KEY,
  account BYTEA NOT NULL,
  expires_ms BIGINT NOT NULL
);

CREATE INDEX invites_of ON invites(account);

CREATE TABLE slots(
  invite BYTEA NOT NULL,
  slot TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY(invite, slot)
);

-- Half-finished sign-ins and challenges: begun at one node, finished at another, within a minute.
CREATE TABLE fleeting(
  key BYTEA PRIMARY KEY,
  value BYTEA NOT NULL,
  until_ms BIGINT NOT NULL
);
