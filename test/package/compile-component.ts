import { compileScript, parse } from '@vue/compiler-sfc';
import { compile } from 'svelte/compiler';
import type { Snippet } from './read-snippets.js';

/** What the components of the documents are given. */
const PROPS = "{ user: 'alice' }";
const PLACE = "document.body.appendChild(document.createElement('main'))";

/** A component as the module that its framework's compiler makes of it, with types where there are some, and what shows it. */
export function compileComponent({ language, name, program }: Snippet): { component: string; mount: string } {
  return language === 'vue' ? compileVue(name, program) : compileSvelte(program);
}

function compileVue(name: string, source: string): { component: string; mount: string } {
  const { descriptor, errors } = parse(source, { filename: `${name}.vue` });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { content } = compileScript(descriptor, { id: name, inlineTemplate: true, genDefaultAs: 'Snippet' });
  return {
    component: content,
    mount: `import { createApp } from 'vue';\ncreateApp(Snippet, ${PROPS}).mount(${PLACE});`,
  };
}

/** Warnings are what Svelte's own compiler would print beside the code: a reader would see them too. */
function compileSvelte(source: string): { component: string; mount: string } {
  const { js, warnings } = compile(source, { name: 'Snippet', generate: 'client' });
  if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  return {
    component: js.code,
    mount: `import { mount } from 'svelte';\nmount(Snippet, { target: ${PLACE}, props: ${PROPS} });`,
  };
}
