import { createServer } from 'node:http';
import { listen } from '../../support/listen.mjs';

/** For a receiver that has to be told its port, and takes the same again after a restart. */
export async function findFreePort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
