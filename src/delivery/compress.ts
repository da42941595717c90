/**
 * Compresses with gzip, by the browser's own means. Gives the body as it is where the browser has none, where a script of the
 * page broke them, and once it is aborted: then no request is made of it. Never rejects.
 */
export async function compress(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const compressed = new Response(body).body!.pipeThrough(new CompressionStream('gzip'), { signal });
    return new Uint8Array(await new Response(compressed).arrayBuffer());
  } catch {
    return body;
  }
}
