/** A destination that requires a consent state. https://www.walkeros.io/docs/collector */
import { startFlow } from '@walkeros/collector';
import { sendWeb } from '@walkeros/web-core';

let flow;

export function init(collector) {
  const code = {
    type: 'shop',
    config: {},
    push: (event) => sendWeb(`${collector}/events`, event, { transport: 'fetch' }),
  };
  flow = startFlow({ destinations: { shop: { code, config: { consent: { analytics: true } } } } });
}
const call = async (...words) => (await flow).elb(...words);
const choose = (analytics) => call('walker consent', { analytics });

export const grant = () => choose(true);
export const deny = () => choose(false);
export const withdraw = deny;
export const track = (note) => call('product view', { note });
