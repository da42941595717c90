/*
 * Whose a stored event is: two applications on one origin, and two releases of one of them in two tabs, one of which is older
 * and does not know the newer one's event. What src/storage and src/delivery do with what they find on the device, checked by
 * `spin` in every order.
 *
 * What is asserted:
 *   P8  nobody sends, deletes or counts what belongs to another application; and to whom an event goes is what its own
 *       manifest says
 *   P4  an older release leaves what it does not know to those who do, until its retention is over
 *   P3  and yet nothing of it leaves after a withdrawal, whichever tab that was in
 *
 * `MUTANT` takes one check out; each such model must fail (check-model.mjs):
 *   1  a page claims what lies under another application's name
 *   2  a page claims what goes to a recipient that its manifest does not name
 *   3  a page deletes what it does not know
 *   4  a withdrawal closes what its own release knows, and nothing else
 *   5  a withdrawal closes the epoch of the other application
 */
#ifndef MUTANT
#define MUTANT 0
#endif

#define PAGES 3
#define RECORDS 4
#define NONE 0
#define SHOP 1
#define BLOG 2

/* The pages: the shop of two releases, and the blog. The shop's newer release has an event for a recipient of its own. */
#define applicationOf(page) (page == 2 -> BLOG : SHOP)
#define knowsNewEvent(page) (page == 1)

/* Records: to whom they belong, whether the older release knows their event, and by whose epoch they hold. */
byte owner[RECORDS];
bool isNew[RECORDS];
bool isExpired[RECORDS];
/* Consent by application; and whether the visitor withdrew what a record was stored under. */
bool granted[3];
bool isDead[RECORDS];

inline track(page, new) {
  byte at = 0;
  do
  :: at < RECORDS && owner[at] != NONE -> at++
  :: else -> break
  od;
  if
  :: at < RECORDS ->
    owner[at] = applicationOf(page);
    isNew[at] = new;
    isExpired[at] = false;
    isDead[at] = false
  :: else
  fi;
  at = 0
}

proctype Page(byte self) {
  byte steps = 0;
  byte each = 0;
  do
  :: steps < 5 ->
    steps++;
    if
    :: atomic { granted[applicationOf(self)] = true }

    :: atomic { granted[applicationOf(self)] -> track(self, false) }
    :: atomic { granted[applicationOf(self)] && knowsNewEvent(self) -> track(self, true) }

    /* Claims what its lanes send: those by its application's name and the collector's with its recipient. */
    :: atomic {
      granted[applicationOf(self)] ->
      each = 0;
      do
      :: each < RECORDS ->
        if
        :: owner[each] != NONE && (owner[each] == applicationOf(self) || MUTANT == 1) &&
             (!isNew[each] || knowsNewEvent(self) || MUTANT == 2) && !isExpired[each] ->
          assert(owner[each] == applicationOf(self));
          assert(!isNew[each] || knowsNewEvent(self));
          assert(!isDead[each]);
          owner[each] = NONE
        :: else
        fi;
        each++
      :: else -> break
      od;
      each = 0
    }

    /* Sweeps: what is expired goes, known or not; of the rest what is nobody's. */
    :: atomic {
      each = 0;
      do
      :: each < RECORDS ->
        if
        :: owner[each] == applicationOf(self) && (isExpired[each] || (MUTANT == 3 && isNew[each] && !knowsNewEvent(self))) ->
          assert(isExpired[each]);
          owner[each] = NONE
        :: else
        fi;
        each++
      :: else -> break
      od;
      each = 0
    }

    /* Withdraws, and wipes by epoch: what the release does not know holds by the same epoch. */
    :: atomic {
      granted[applicationOf(self)] ->
      granted[applicationOf(self)] = false;
      if
      :: MUTANT == 5 -> granted[3 - applicationOf(self)] = false
      :: else
      fi;
      each = 0;
      do
      :: each < RECORDS ->
        if
        :: owner[each] == applicationOf(self) -> isDead[each] = true
        :: else
        fi;
        if
        :: owner[each] != NONE && isDead[each] && !(MUTANT == 4 && isNew[each] && !knowsNewEvent(self)) ->
          owner[each] = NONE;
          isDead[each] = false
        :: MUTANT == 5 && owner[each] != NONE && !isDead[each] ->
          assert(owner[each] == applicationOf(self));
          owner[each] = NONE
        :: else
        fi;
        each++
      :: else -> break
      od;
      each = 0
    }

    :: atomic { owner[0] != NONE -> isExpired[0] = true }
    fi
  :: else -> break
  od
}

init {
  atomic {
    byte page = 0;
    do
    :: page < PAGES -> run Page(page); page++
    :: else -> break
    od
  }
}
