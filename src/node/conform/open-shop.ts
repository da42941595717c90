/** The shop that runs the tracker. Its consent platform remembers the choice on the server: what lies on the device is the tracker's. */
import type { ServerResponse } from 'node:http';
import { listen } from './listen.js';

/** What the shop's consent platform says at the start of a page. */
export type Choice = 'undecided' | 'granted' | 'denied';

/** What a page of the shop runs. */
export interface Application {
  readonly application: string;
  readonly release: string;
  /** Where its events go. */
  readonly collector: string;
}

export interface Shop {
  readonly origin: string;
  /** What the platform says to each page of an application that starts from now on. */
  readonly remember: (application: string, choice: Choice) => void;
  readonly close: () => Promise<void>;
}

const HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">';

/** Before the tracker: what escapes from it into the page, and whether the page came out of the back/forward cache. */
const LISTEN =
  '<script>var failures = [], isRestored = false; ' +
  "addEventListener('pageshow', function (event) { isRestored = event.persisted; }); " +
  "addEventListener('error', function (event) { failures.push(event.message); }); " +
  "addEventListener('unhandledrejection', function (event) { failures.push(String(event.reason)); });</script>";

const CALLS: { readonly [choice in Choice]: string } = {
  undecided: '',
  granted: 'conform.grant();',
  denied: 'conform.deny();',
};

/** @param script - Puts the adapter's functions under `conform`. */
export async function openShop(script: string): Promise<Shop> {
  const choices = new Map<string, Choice>();

  function answer(pathname: string, query: URLSearchParams, response: ServerResponse): void {
    if (pathname === '/tracker.js') return send(response, 'text/javascript', script);
    if (pathname === '/start.js') {
      // Asked for anew where the browser shows an old copy of its page.
      response.setHeader('cache-control', 'no-store');
      return send(response, 'text/javascript', start(query));
    }
    if (pathname === '/') return send(response, 'text/html', pageOf(query));
    if (pathname === '/around') return send(response, 'text/html', aroundOf(query));
    send(response, 'text/html', HEAD);
  }

  function start(query: URLSearchParams): string {
    const application = query.get('application') ?? '';
    const details = JSON.stringify({ application, release: query.get('release') });
    const call = CALLS[choices.get(application) ?? 'undecided'];
    return `conform.init(${JSON.stringify(query.get('collector'))}, ${details});${call}`;
  }

  const { origin, close } = await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    answer(pathname, searchParams, response);
  });
  return { origin, remember: (application, choice) => void choices.set(application, choice), close };
}

/** Without `crossorigin`, a frame without rights is told of an exception, and not of which. */
function pageOf(query: URLSearchParams): string {
  const address = `/start.js?${query.toString()}`.replaceAll('&', '&amp;');
  return `${HEAD}${LISTEN}<script crossorigin src="/tracker.js"></script><script crossorigin src="${address}"></script>`;
}

/** The same in a frame that may run scripts and nothing else: its stores throw. */
function aroundOf(query: URLSearchParams): string {
  const address = `/?${query.toString()}`.replaceAll('&', '&amp;');
  return `${HEAD}<iframe sandbox="allow-scripts" src="${address}" title="Shop"></iframe>`;
}

function send(response: ServerResponse, type: string, body: string): void {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*' };
  response.writeHead(200, headers).end(body);
}
