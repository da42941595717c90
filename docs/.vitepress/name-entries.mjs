/** Names each module of the API reference as it is imported: `src/frame.ts` is `headgate/frame`. */
import { Converter } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      const path = `/${module.name}`.replace(/^\/src\b/, '').replace(/^\/index$/, '');
      module.name = `headgate${path === '/node/plugin' ? '/plugin' : path}`;
    }
  });
}
