/*
 * How tabs agree on consent epochs, leases and wipes: the protocol of src/storage, checked by `spin` in every order in which
 * three tabs can do what they do. A transaction of IndexedDB is atomic; everything between two of them can interleave.
 *
 * What is asserted:
 *   P3  no event is taken for sending after the epoch under which it was admitted was closed,
 *       and none ever leaves under another epoch than its own
 *   P3  a wipe never deletes an event of the epoch that is current
 *   P3  a page that comes back from the back/forward cache sends nothing of an epoch that was closed while it was away, and
 *       one that finds no choice never takes part, after a later grant, in the epoch of the one that has vanished
 *   P4  two tabs never hold the lease of a lane at the same time, and a tab whose lease ran out sends nothing with it
 *
 * `MUTANT` takes one check out; each such model must fail (check-model.mjs):
 *   1  a take does not compare its page's epoch with the current one
 *   2  a wipe deletes everything, not by epoch
 *   3  a wipe closes whichever epoch is current, even one that was opened after
 *   4  a page sends without asking the gate again
 *   5  a page sends without looking at its lease
 *   6  a page adopts before it has closed what the page before it left open
 *   7  a page that comes back sends before it has asked the device
 */
#ifndef MUTANT
#define MUTANT 0
#endif

#define TABS 3
#define EPOCHS 5
#define NONE 0
#define NOBODY 9

/* The control record. */
byte current = NONE;
byte lease = NOBODY;
/* Grows with each lease, and is what a holder compares: the fencing token. */
byte token = 0;
/* Events in the buffer, by the epoch under which they were admitted. */
bool buffered[EPOCHS];
/* The mark in localStorage: epochs that somebody left and that may not be closed yet. One would not do: the next overwrites it. */
bool marked[EPOCHS];

/* What the checker alone knows. */
byte opened = NONE;
bool closed[EPOCHS];
bool left[EPOCHS];

/* Closes an epoch for all tabs, unless it is not the current one any more. */
inline close_epoch(epoch) {
  if
  :: epoch != NONE && (current == epoch || (MUTANT == 3 && current != NONE)) ->
    assert(current == epoch);
    closed[current] = true;
    current = NONE
  :: else
  fi
}

/* Closes what is marked, whoever marked it; that page may be gone. */
inline close_marked() {
  if
  :: current != NONE && marked[current] -> closed[current] = true; current = NONE
  :: else
  fi
}

/* Deletes what lies under epochs that are not current. */
inline sweep() {
  byte each;
  each = 1;
  do
  :: each < EPOCHS ->
    if
    :: buffered[each] && (each != current || MUTANT == 2) ->
      assert(each != current);
      buffered[each] = false
    :: else
    fi;
    each++
  :: else -> break
  od;
  each = 0
}

proctype Tab(byte self) {
  bool granted = false;
  /* The epoch that this page takes part in, the one that it left and has to close, and the one of what it is sending. */
  byte adopted = NONE;
  byte doomed = NONE;
  byte taken = NONE;
  byte held = 0;
  byte steps = 0;
  /* It was in the back/forward cache, and does not know yet what was closed meanwhile. One such page shows it. */
  bool behind = false;

  do
  :: steps < 6 ->
    steps++;
    if
    /* The visitor grants on this page. */
    :: granted = true

    /* Into the back/forward cache, and out of it: until its next step it does nothing anyway. */
    :: self == 0 -> behind = true

    /* Asks the device what was closed meanwhile, one transaction. */
    :: atomic {
      behind ->
      if
      :: adopted != NONE && (adopted != current || marked[adopted]) -> granted = false; adopted = NONE
      :: else
      fi;
      behind = false
    }

    /* Withdraws: the page is closed at once, before anything is awaited; the mark is for the next page, should this one end. */
    :: atomic {
      granted = false;
      if
      :: adopted != NONE -> doomed = adopted; marked[adopted] = true; left[adopted] = true
      :: else
      fi;
      adopted = NONE
    }

    /* Opening, one transaction: closes what was left, then takes part in the current epoch or opens one. */
    :: atomic {
      granted && adopted == NONE ->
      if
      :: MUTANT == 6
      :: else -> close_epoch(doomed); close_marked(); doomed = NONE
      fi;
      if
      :: current == NONE && opened < EPOCHS - 1 -> opened++; current = opened
      :: else
      fi;
      adopted = current;
      assert(!left[adopted])
    }

    /* The wipe that follows a withdrawal, one transaction. */
    :: atomic {
      doomed != NONE ->
      close_epoch(doomed);
      marked[doomed] = false;
      doomed = NONE;
      sweep()
    }

    /* Track, and write: only under the consent of this very step. */
    :: atomic { !behind && granted && adopted != NONE -> buffered[adopted] = true }

    /* Take the lease and the next events, one transaction. Another tab closed the epoch: this page hears of it here. */
    :: atomic {
      !behind && granted && adopted != NONE && taken == NONE ->
      if
      :: (adopted != current || marked[adopted]) && MUTANT != 1 -> granted = false; adopted = NONE
      :: else ->
        if
        :: lease == NOBODY && buffered[adopted] ->
          lease = self;
          token++;
          held = token;
          taken = adopted;
          assert(!closed[taken])
        :: else
        fi
      fi
    }

    /* The request starts: the gate is asked again, the lease is looked at. */
    :: atomic {
      taken != NONE ->
      if
      :: behind && MUTANT != 7
      :: behind && MUTANT == 7 -> assert(!left[taken])
      :: !behind && (granted && adopted == taken) || MUTANT == 4 ->
        assert(granted && adopted == taken);
        if
        :: held == token && lease == self -> buffered[taken] = false
        :: MUTANT == 5 && !(held == token && lease == self) -> assert(false)
        :: else
        fi
      :: else
      fi;
      if
      :: lease == self && held == token -> lease = NOBODY
      :: else
      fi;
      taken = NONE
    }

    /* The lease of a page that does not answer any more runs out. */
    :: atomic { lease != NOBODY && lease != self -> lease = NOBODY }

    /* The page is gone without a word; of what it left, the next one knows the mark alone. */
    :: atomic { granted = false; adopted = NONE; taken = NONE; doomed = NONE; behind = false }

    /* A new page finishes what the last one left undone. */
    :: atomic { current != NONE && marked[current] && adopted == NONE -> doomed = current }
    :: else -> skip
    fi
  :: else -> break
  od
}

init {
  atomic {
    byte tab = 0;
    do
    :: tab < TABS -> run Tab(tab); tab++
    :: else -> break
    od
  }
}
