/**
 * Trackers that send by themselves, and how their calls look. Only what sends is listed: `gtag('consent', …)` or
 * `mixpanel.opt_out_tracking()` bypass nothing.
 */
export interface Vendor {
  readonly name: string;
  /** Globals that are called themselves, with the first arguments that send; `true` where every call does. */
  readonly functions?: { readonly [name: string]: readonly string[] | true };
  /** Globals whose methods send, and what plugins of Vue and Nuxt add to each component: `this.$gtag`. */
  readonly objects?: { readonly [name: string]: readonly string[] };
  /** Queues whose entries are calls: `_paq.push(['trackEvent', …])`, with the methods that send. */
  readonly queues?: { readonly [name: string]: RegExp };
  /** npm packages, with what they export that sends: methods of the default export, or named exports. */
  readonly packages?: { readonly [name: string]: readonly string[] };
  /** Functions of these packages, or known by their name alone, that return what a global of this name is. */
  readonly hooks?: { readonly [name: string]: string };
  /** Components of these packages that load the tracker. */
  readonly components?: readonly string[];
  /** Where their scripts and pixels come from. A host covers those below it. */
  readonly hosts?: readonly string[];
}
