/** Fills a theme's templates: `{{name}}` escaped, `{{{name}}}` as it is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { products, searchProducts } from './catalog.mjs';

const web = fileURLToPath(new URL('../web', import.meta.url));

/** Pages by path: the template, its title, and what of the session it shows. */
const pages = {
  '/': { name: 'product', title: 'Birch Trail Jacket' },
  '/catalogsearch/result/': { name: 'search', title: 'Search results' },
  '/checkout/cart/': { name: 'cart', title: 'Shopping cart' },
  '/checkout/': { name: 'checkout', title: 'Checkout' },
  '/checkout/onepage/success/': { name: 'success', title: 'Thank you for your purchase' },
  '/customer/account/create/': { name: 'create', title: 'Create an account' },
  '/customer/account/login/': { name: 'login', title: 'Sign in' },
  '/customer/account/': { name: 'account', title: 'My account' },
};

export const findPage = (path) => pages[path];

/**
 * @param {string} theme
 * @param {{ name: string, title: string }} page
 * @param {Record<string, string>} values
 * @param {string} term what is searched for
 */
export async function renderPage(theme, { name, title }, values, term) {
  const read = (file) => readFile(join(web, theme, 'pages', `${file}.html`), 'utf8');
  const [layout, content, card, picture] = await Promise.all([
    read('layout'),
    read(name),
    read('card'),
    readFile(join(web, 'jacket.svg'), 'utf8'),
  ]);
  const found = name === 'search' ? searchProducts(term) : products.slice(1);
  const all = { ...values, title, term, picture, count: String(found.length) };
  const cards = found.map((product) =>
    fill(card, { ...all, ...product, price: product.price.toFixed(2), options: product.type === 'simple' ? '' : 'M' }),
  );
  return fill(layout, { ...all, content: fill(content, { ...all, cards: cards.join('') }) });
}

function fill(template, values) {
  const find = (name) => String(values[name] ?? '');
  return template
    .replace(/\{\{\{(\w+)\}\}\}/g, (_, name) => find(name))
    .replace(/\{\{(\w+)\}\}/g, (_, name) => escape(find(name)));
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
