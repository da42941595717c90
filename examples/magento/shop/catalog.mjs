/** What the shop sells. Each colour and size of the jacket is a product of its own, as Magento has it. */
const jacket = { name: 'Birch Trail Jacket', type: 'configurable', price: 129, url: '' };
const sizes = ['S', 'M', 'L', 'XL'];
const colours = ['moss', 'slate', 'rust'];

const variants = sizes.flatMap((size) =>
  colours.map((colour) => ({
    ...jacket,
    sku: `AO-1042-${size}-${colour}`,
    parent: 'AO-1042',
    options: { Size: size, Colour: colour },
    // The page offers it, the stock does not: as it happens where pages are cached.
    isSoldOut: size === 'XL',
  })),
);

const others = [
  { sku: 'AO-2210', name: 'Fjord Flask 1 l', type: 'simple', price: 24, url: 'catalogsearch/result/?q=flask' },
  { sku: 'AO-3007', name: 'Moraine Pack 28', type: 'simple', price: 95, url: 'catalogsearch/result/?q=pack' },
].map((product) => ({ ...product, parent: product.sku, options: {}, isSoldOut: false }));

/** Products as pages list them. */
export const products = [{ ...jacket, sku: 'AO-1042' }, ...others];

const all = [...variants, ...others].map((product, index) => ({ ...product, id: String(index + 1) }));

/** The product that a form means, with the options that were chosen. */
export function findProduct(sku, options = {}) {
  return all.find(
    (product) =>
      product.parent === sku && Object.entries(product.options).every(([name, value]) => options[name] === value),
  );
}

export function searchProducts(term) {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  return products.filter(({ name }) => words.some((word) => name.toLowerCase().includes(word)));
}
