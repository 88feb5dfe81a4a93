/* One space's log. The server gives each event a place. A and C write, B reads with a cursor.
   The server may once be restored from an older backup.

   Built with -DHEAL the cursor carries (incarnation, seq, root): what does not fit makes the reader
   begin again, and every writer sends again what the server lacks (appending is idempotent).
   Without it: a bare number as cursor, and an outbox that is emptied by the acknowledgement alone.
   That is the broken twin. */
#define PLACES 6

byte log[PLACES];
byte top = 0;             /* how many places are taken */
byte backup = 0;          /* what the backup holds */
byte inc = 0;             /* incarnation of the server */
bool b_has[4];
byte b_cursor = 0, b_inc = 0, a_inc = 0, c_inc = 0;

inline append(e) {
  there = 0; i = 0;
  do
  :: i < top -> if :: log[i] == e -> there = 1 :: else fi; i++
  :: else -> break
  od;
  if :: there == 0 && top < PLACES -> log[top] = e; top++ :: else fi;
  there = 0; i = 0
}

active proctype A() {
  byte there, i;
  atomic { append(1) };
  atomic { append(2) };
endA:
  do
#ifdef HEAL
  :: atomic { a_inc != inc -> append(1); append(2); a_inc = inc }
#else
  :: false
#endif
  od
}

active proctype C() {
  byte there, i;
  atomic { append(3) };
endC:
  do
#ifdef HEAL
  :: atomic { c_inc != inc -> append(3); c_inc = inc }
#else
  :: false
#endif
  od
}

active proctype B() {
endB:
  do
#ifdef HEAL
  :: atomic { b_inc != inc -> b_cursor = 0; b_inc = inc }
  :: atomic { b_inc == inc && b_cursor < top -> b_has[log[b_cursor]] = true; b_cursor++ }
#else
  :: atomic { b_cursor < top -> b_has[log[b_cursor]] = true; b_cursor++ }
#endif
  od
}

active proctype Host() {
  byte j;
  atomic { backup = top };
  if
  :: atomic {                       /* the restore: everything after the backup is gone */
       j = backup;
       do :: j < PLACES -> log[j] = 0; j++ :: else -> break od;
       top = backup; inc = 1; j = 0
     }
  :: skip
  fi
}

/* every event that was written is with the reader in the end, and stays there */
ltl delivered { <>[] (b_has[1] && b_has[2] && b_has[3]) }
