import type { IncomingMessage, ServerResponse } from 'node:http';

export interface ShopOptions {
  readonly theme: 'luma' | 'hyva';
  /** Where the shop lies, such as `/magento`. */
  readonly base: string;
  /** Read at each request: filled in once ports are known. */
  readonly values: { readonly manifest?: object; readonly collector?: string; readonly shop?: string };
  /** Reads each script that is not the theme's own, by its path below `static/`. */
  readonly scripts: { readonly [path: string]: () => unknown };
  /** More for the head of each page. */
  readonly head?: string;
}

/** Answers whether the request was the shop's. */
export type Shop = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

export function createShop(options: ShopOptions): Shop;
