/** As much of W3C WebDriver as the tests need, by plain requests. One session, one command at a time. */

export interface WebDriver {
  send<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
  /** Runs several commands with no other between them: which window and frame commands go to is the session's state. */
  alone<T>(run: () => Promise<T>): Promise<T>;
}

interface Answer {
  readonly value: { readonly error?: string; readonly message?: string } | null;
}

export async function startSession(origin: string, capabilities: object): Promise<WebDriver> {
  const { sessionId } = await request<{ sessionId: string }>('POST', `${origin}/session`, {
    capabilities: { alwaysMatch: capabilities },
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    send: (method, path, body) => request(method, `${origin}/session/${sessionId}${path}`, body),
    alone(run) {
      const next = last.then(run, run);
      last = next.catch(() => {});
      return next;
    },
  };
}

async function request<T>(method: string, url: string, body?: object): Promise<T> {
  const content = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {};
  const response = await fetch(url, { method, ...content });
  const { value } = (await response.json()) as Answer;
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value as T;
}
