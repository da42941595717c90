import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  isMainModule,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';
import express from 'express';
import { join } from 'node:path';

const server = express();
// The hosts that this application is asked by: yours.
const engine = new AngularNodeAppEngine({ allowedHosts: ['127.0.0.1', 'localhost'] });

server.use(express.static(join(import.meta.dirname, '../browser'), { index: false, redirect: false }));
server.use(async (request, response, next) => {
  const answer = await engine.handle(request);
  if (answer) await writeResponseToNodeResponse(answer, response);
  else next();
});
if (isMainModule(import.meta.url)) server.listen(Number(process.env['PORT'] ?? 4000), '127.0.0.1');

export const reqHandler = createNodeRequestHandler(server);
