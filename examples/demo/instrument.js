/**
 * The demo's own instrumentation, no part of Headgate. Tells the live page what the gate of this page decided:
 * names, ids, reasons and counts, never an event's data.
 *
 * With `?audit=page` nothing is posted, so that the network stays as quiet as in production: the scripted visitor of
 * `npm start -- --check` listens inside the browser instead.
 */
export function createInstrument(page) {
  const isLocal = new URLSearchParams(location.search).get('audit') === 'page';
  const instance = crypto.randomUUID();
  const entries = [];
  let headgate;
  let consent;
  let tracking;
  let timer;
  if (!isLocal && window.top === window) showWayBack();

  function tellSoon() {
    if (!isLocal) timer ??= setTimeout(() => void tell(), 150);
  }

  async function tell() {
    timer = undefined;
    if (!headgate) return;
    const news = entries.splice(0);
    const waiting = (await headgate.access()).map(({ id, event, tier, expires }) => ({ id, event, tier, expires }));
    const report = { page, instance, entries: news, status: headgate.status(), consent, waiting };
    const body = JSON.stringify(report);
    await fetch('/demo/audit', { method: 'POST', keepalive: body.length < 30_000, body }).catch(() => {});
  }

  return {
    onAudit(heard) {
      const entry = nameRefused(heard, tracking);
      if (isLocal) return window.tellHeadgateCheck?.(entry);
      entries.push(entry);
      tellSoon();
    },
    onConsent(state) {
      consent = state;
      tellSoon();
    },
    /** Gives the instrument the instance whose tallies it shows. */
    watch(instanceOfPage) {
      headgate = instanceOfPage;
      consent ??= headgate.consent();
      const { track } = headgate;
      headgate.track = (name, data) => {
        tracking = name;
        const result = track(name, data);
        tracking = undefined;
        return result;
      };
      if (isLocal) window.headgateDemo = { headgate };
      tellSoon();
    },
  };
}

/** A page that was opened in a tab of its own says how to come back to the live page. */
function showWayBack() {
  const way = document.createElement('nav');
  way.setAttribute('aria-label', 'Demo');
  const link = document.createElement('a');
  link.href = '/demo/';
  link.textContent = '← Live page of the demo';
  way.style.cssText = 'padding: 6px 12px; background: Canvas; font: 14px/1.4 system-ui, sans-serif; text-align: left';
  link.style.cssText = 'color: LinkText';
  way.append(link);
  document.body.prepend(way);
}

/** An event that is refused at once never gets an id, so its entry has no name: the demo takes that from the call. */
function nameRefused(entry, tracking) {
  if (entry.state !== 'refused' || entry.events || !tracking) return entry;
  return { ...entry, events: [{ id: `refused-${crypto.randomUUID()}`, event: tracking }] };
}
