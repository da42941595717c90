/*
 * Epochs are moments of the page's clock, and the clock may be set back; a choice may vanish between two pages without a word.
 * How src/consent/page-epochs.ts names what is over, checked by `spin` in every order for a visitor with one page at a time.
 *
 * An id is a moment, and up to three signs that were put behind its text: as digits "" 0, "+" 1, "-" 2, which have the order of
 * the texts. Between two moments of the clock lies another, up to which a page finds over what was there before it.
 *
 * What is asserted:
 *   P3  nothing leaves whose grant was withdrawn, or has vanished before a page of a later moment was opened
 *   P3  nor after such a page was killed as soon as it had a grant again
 *   and consent works at once after a withdrawal, wherever the clock was set
 *
 * `MUTANT` takes one check out; each such model must fail (check-model.mjs):
 *   1  what a page finds over is not over for it
 *   2  what a page finds over is not written down at its grant
 *   3  a grant opens an epoch of its moment, not one after all that is over
 *   4  an epoch that is later than now is taken for one of now
 *   5  one that was opened after what its page found over is not
 */
#ifndef MUTANT
#define MUTANT 0
#endif

#define MOMENTS 3
#define NONE 0

#define SIGNS 27
#define PLUS 1
#define MINUS 2
#define fresh (clock * 2 * SIGNS)
#define before ((clock * 2 - 1) * SIGNS)

byte clock = 1;
/* The shop's memory of the choice. */
bool choice = false;
/* The mark: what was closed, and what was found over. */
byte markedClosed = NONE;
byte markedFound = NONE;
/* The device: the epoch that holds, and one event with its own. */
byte current = NONE;
byte stored = NONE;
bool isDead = false;
bool isDeadEpoch = false;

/* The page. */
bool isOpen = false;
bool granted = false;
bool isJoined = false;
byte closed = NONE;
byte found = NONE;
byte own = NONE;

#define highest(a, b) ((a) > (b) -> (a) : (b))
/* How much a sign behind an id adds: nothing where this model has no more room for one. */
#define place(id) ((id) % SIGNS == 0 -> 9 : ((id) % 9 == 0 -> 3 : ((id) % 3 == 0 -> 1 : 0)))
#define hasRoom(id) (place(id) > 0)
/* What was opened after another id has its text and a plus at the beginning. */
#define isAfter(id, last) (hasRoom(last) && (id) >= (last) + place(last) && (id) < (last) + 2 * place(last))
#define isOfTheFuture(id) (MUTANT != 4 && !isAfter(id, closed) && !(MUTANT != 5 && found != NONE && isAfter(id, found)) && (id) / SIGNS > clock * 2)
#define isVoid(id) ((id) != NONE && ((MUTANT != 1 && (id) <= found) || (closed != NONE && ((id) <= closed || isOfTheFuture(id)))))

/* createIdAfter: a fresh id, or one right after the last that is over. */
inline open_epoch() {
  own = highest(found, closed);
  if
  :: fresh > own || MUTANT == 3 -> own = fresh
  :: else -> own = own + PLUS * place(own)
  fi;
  isJoined = false;
  assert(!isVoid(own))
}

inline close_now() {
  if
  :: fresh > closed -> closed = highest(closed, fresh)
  :: else -> closed = closed + MINUS * place(closed)
  fi;
  closed = highest(closed, own)
}

inline write_mark_found() {
  if
  :: found != NONE && MUTANT != 2 -> markedFound = found
  :: else
  fi
}

/* Closes on the device what is void, and deletes what lies under anything but what holds. */
inline agree() {
  if
  :: isVoid(current) -> current = NONE; isDeadEpoch = false
  :: else -> assert(!isDeadEpoch)
  fi;
  if
  :: stored != NONE && stored != current -> stored = NONE; isDead = false
  :: else
  fi
}

active proctype Visit() {
  byte steps = 0;
  do
  :: steps < 12 ->
    steps++;
    if
    :: clock < MOMENTS -> clock++
    :: clock > 1 -> clock--

    /* The choice is gone: a cookie was deleted. */
    :: !isOpen && choice -> choice = false

    :: atomic {
      !isOpen && hasRoom(highest(markedFound, markedClosed)) ->
      isOpen = true;
      closed = markedClosed;
      found = markedFound;
      own = NONE;
      granted = choice;
      isJoined = false;
      if
      :: choice -> open_epoch()
      /* Where the clock was set back, what is later than now cannot be found over. */
      :: else -> found = before
      fi
    }

    :: atomic {
      isOpen && !granted && hasRoom(highest(found, closed)) ->
      granted = true;
      choice = true;
      /* Another grant than that of what was there before: from here on it must never leave. */
      isDead = isDead || (stored != NONE && stored <= found);
      isDeadEpoch = isDeadEpoch || (current != NONE && current <= found);
      open_epoch();
      write_mark_found()
    }

    /*
     * The wipe follows a withdrawal in the same moment. (Of a page that is killed before it, while its clock is set back, nobody
     * knows that what is later than now was before, once the clock has come forward again.)
     */
    :: atomic {
      isOpen && granted && hasRoom(closed) ->
      granted = false;
      choice = false;
      close_now();
      markedClosed = highest(markedClosed, closed);
      own = NONE;
      isJoined = false;
      isDead = stored != NONE;
      isDeadEpoch = current != NONE;
      agree()
    }

    /* A transaction of a page with a grant: it takes part in what holds, or opens its own. */
    :: atomic {
      isOpen && granted ->
      agree();
      if
      :: current == NONE -> current = own
      :: else
      fi;
      own = current;
      isJoined = true
    }

    :: atomic { isOpen && granted && isJoined && stored == NONE && !isVoid(current) -> stored = current }

    :: atomic { isOpen && granted && isJoined && stored != NONE && !isVoid(stored) -> assert(!isDead); stored = NONE }

    /* The page is gone, at once. */
    :: isOpen -> isOpen = false; granted = false
    fi
  :: else -> break
  od
}
