/**
 * Lets a child process import `headgate/node` from a bundle of the sources, so that no build is needed before a test.
 * Used by `node --import`; `HEADGATE_NODE` names the bundle.
 */
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const url = JSON.stringify(pathToFileURL(process.env.HEADGATE_NODE ?? '').href);
const hooks = `
  export const resolve = (name, context, next) =>
    name === 'headgate/node' ? { url: ${url}, shortCircuit: true } : next(name, context);
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
