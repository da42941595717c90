/** Starts everything that the demo consists of: the pages, each as a site of its own, and the collector. */
import { createServer } from 'node:http';
import { mkdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { platforms } from '../consent/platforms.mjs';
import { createHub } from './create-hub.mjs';
import { createSites } from './create-sites.mjs';
import { listen } from './listen.mjs';
import { root } from './prepare.mjs';
import { said, Trouble } from './progress.mjs';
import { startQuickStart } from './start-quick-start.mjs';

/**
 * @param {object} options
 * @param {ReturnType<import('./progress.mjs').createProgress>} options.progress
 * @param {number} options.firstPort `0`: any free ports
 * @param {string} options.dataFolder of the embedded database
 */
export async function startDemo({ progress, firstPort, dataFolder }) {
  const stops = [];
  const stop = async () => {
    for (const stopPart of stops.splice(0).reverse()) await stopPart();
  };
  try {
    return { ...(await startParts({ progress, firstPort, dataFolder, stops })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts({ progress, firstPort, dataFolder, stops }) {
  const manifest = await progress.step('Checking the event manifest', readManifest);
  let collectorOrigin;
  const hub = createHub({ readCollector: () => readRecent(collectorOrigin) });
  stops.push(() => hub.stop());
  const sites = createSites(hub);
  const onTaken = (port) => progress.note(`Port ${port} is taken by another program: using the next free one.`);

  await progress.step('Starting the pages', async () => {
    let port = firstPort;
    for (const site of Object.values(sites)) {
      const used = await listen(site.server, port, onTaken);
      stops.push(() => closeServer(site.server));
      if (port !== 0) port = used + 1;
    }
    return said('Pages are served');
  });
  const lastPort = Number(new URL(Object.values(sites).at(-1).origin).port);
  collectorOrigin = await progress.step('Starting the collector (ClickHouse in this process)', async () => {
    const port = await findPort(firstPort === 0 ? 0 : lastPort + 1, onTaken);
    const allowedOrigins = Object.values(sites).map((site) => site.origin);
    return said(
      'Collector is ready',
      await startCollector({ manifest, port, dataFolder, allowedOrigins, isDown: hub.isDown, stops }),
    );
  });
  const quickStart = await progress.step('Starting the quick start', async () => {
    const server = await startQuickStart(await findPort(firstPort === 0 ? 0 : lastPort + 2, onTaken));
    stops.push(server.stop);
    return said('Quick start is served', server.address);
  });

  const values = {
    manifest,
    quickStart,
    collector: collectorOrigin,
    surveyFrame: sites.surveyFrame.origin,
    surveyHost: sites.surveyHost.origin,
    onboarding: sites.onboarding.origin,
    shop: sites.shop.origin,
    hyva: sites.hyva.origin,
    platforms: platforms.map(({ name, title, about }) => ({ page: name, title, about, url: `${sites[name].origin}/` })),
  };
  for (const site of Object.values(sites)) Object.assign(site.values, values);
  return { manifest, values, addresses: toAddresses(values) };
}

/** The table that browsers get: the reviewed file without what people alone read. */
async function readManifest() {
  const { compileManifest } = await import('headgate/node');
  try {
    const table = compileManifest(JSON.parse(await readFile(join(root, 'examples/manifest.json'), 'utf8')));
    return said(`Event manifest is valid (${Object.keys(table.events).length} events)`, table);
  } catch (error) {
    throw new Trouble(error.message, 'correct examples/manifest.json, then run npm start again.');
  }
}

async function startCollector({ manifest, port, dataFolder, allowedOrigins, isDown, stops }) {
  const { createCollector } = await import('../products/collector/src/create-collector.mjs');
  const { openAccessLog } = await import('../products/collector/src/access-log/open-access-log.mjs');
  const dataDirectory = isAbsolute(dataFolder) ? dataFolder : join(root, dataFolder);
  await mkdir(dataDirectory, { recursive: true });
  const database = await open(dataDirectory);
  stops.push(() => database.close());
  const accessLog = await openAccessLog({ directory: join(dataDirectory, 'access-log') });
  stops.push(() => accessLog.close());
  const collector = await createCollector({ manifest, database, accessLog, allowedOrigins });
  collector.addHook('onRequest', async (request, reply) => {
    // Comes back soon, so that the demo's visitor does not wait for a long backoff.
    if (isDown() && request.method === 'POST')
      return reply.code(503).header('retry-after', '2').send({ error: 'down' });
  });
  stops.push(() => collector.close());
  await collector.listen({ host: '127.0.0.1', port });
  return `http://127.0.0.1:${collector.server.address().port}`;
}

/** ClickHouse in this process, or the server that CLICKHOUSE_URL names. */
async function open(dataDirectory) {
  const { openDatabase } = await import('../products/collector/src/open-database.mjs');
  try {
    return await openDatabase({
      dataDirectory,
      clickhouseUrl: process.env.CLICKHOUSE_URL || undefined,
      clickhousePassword: process.env.CLICKHOUSE_PASSWORD,
    });
  } catch (error) {
    throw new Trouble(
      `The collector's database did not start: ${error.message}`,
      'stop another npm start that is running here. Where chdb has no build for this system, start a ClickHouse server and ' +
        'name it in CLICKHOUSE_URL.',
    );
  }
}

async function readRecent(origin) {
  const response = await fetch(`${origin}/v1/recent?limit=200`);
  if (!response.ok) throw new Error(`The collector answers ${response.status}.`);
  return response.json();
}

/** A port that was free a moment ago, for a server that opens its own socket. */
async function findPort(wished, onTaken) {
  const probe = createServer();
  const port = await listen(probe, wished, onTaken);
  await closeServer(probe);
  return port;
}

function closeServer(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

function toAddresses({
  quickStart,
  shop,
  hyva,
  onboarding,
  surveyHost,
  surveyFrame,
  collector,
  platforms: consentPages,
}) {
  return [
    { name: 'Live view', url: `${shop}/`, about: 'start here: every decision, as it happens' },
    { name: 'Quick start', url: quickStart, about: 'one page, one manifest, a receiver of thirty lines' },
    { name: 'Shop, Luma', url: `${shop}/magento/`, about: 'Magento with RequireJS and jQuery, script tag' },
    { name: 'Shop, Hyvä', url: `${hyva}/hyva/`, about: 'Magento with Alpine, script tag' },
    { name: 'Onboarding', url: `${onboarding}/`, about: 'React, npm import' },
    { name: 'Survey', url: `${surveyHost}/`, about: `embeds ${surveyFrame}; sandboxed at ${surveyHost}/sandboxed/` },
    ...consentPages.map(({ title, about, url }) => ({ name: title, url, about: `the same shop with ${about}` })),
    { name: 'Documentation', url: `${shop}/headgate/`, about: 'guides, recipes, API reference' },
    { name: 'Collector', url: `${collector}/v1/recent`, about: 'what arrived, as JSON' },
  ];
}
