import type { EventDefinition, Manifest, PurposeDefinition } from '../../manifest/manifest.js';

/** What `headgate init` can start from. */
export interface Template {
  readonly title: string;
  /** The consent categories, with the tier of work that each stands for. */
  readonly categories: readonly ('analytics' | 'feedback' | 'messages')[];
  readonly purposes: { readonly [purpose: string]: PurposeDefinition };
  readonly events: { readonly [event: string]: Omit<EventDefinition, 'collectors'> };
  /** Said above the events. */
  readonly hint: string;
}

const consentTo = (category: string) => ({ basis: 'consent', categories: [category] }) as const;

const magento: Template = {
  title: 'A Magento shop: product pages, cart and checkout',
  categories: ['analytics', 'messages'],
  purposes: {
    shop_improvement: { title: 'Improve the shop', dataUse: 'functional.service.improve' },
    shop_reliability: { title: 'Keep the shop working', dataUse: 'essential.service.operations' },
    newsletter: { title: 'Send the newsletter', dataUse: 'marketing.communications.email' },
  },
  hint: 'Anonymous as far as possible: what a visitor does, not who the visitor is.',
  events: {
    product_viewed: {
      title: 'A visitor opened a product page',
      journey: 'cart',
      step: 'product',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      fields: { sku: { type: 'string', maxLength: 64, data: 'commerce', title: 'Article number' } },
    },
    add_to_cart: {
      title: 'A visitor put a product into the cart',
      journey: 'cart',
      step: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      fields: {
        sku: { type: 'string', maxLength: 64, data: 'commerce', title: 'Article number' },
        quantity: { type: 'integer', min: 1, max: 999, data: 'commerce' },
      },
      triggers: { magento: { event: 'add_to_cart', fields: { sku: 'sku', quantity: 'quantity' } } },
    },
    remove_from_cart: {
      title: 'A visitor took a product out of the cart',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      fields: {
        sku: { type: 'string', maxLength: 64, data: 'commerce', title: 'Article number' },
        quantity: { type: 'integer', min: 1, max: 999, data: 'commerce' },
      },
      triggers: { magento: { event: 'remove_from_cart', fields: { sku: 'sku', quantity: 'quantity' } } },
    },
    checkout_step_reached: {
      title: 'A visitor reached a step of the checkout',
      journey: 'checkout',
      step: 'checkout',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      undecided: 'refuse',
      fields: { step: { type: 'string', values: ['shipping', 'payment'] } },
      triggers: { magento: { event: 'checkout_step', fields: { step: 'step' } } },
    },
    order_placed: {
      title: 'A visitor reached the page that says that the order was placed',
      journey: 'checkout',
      step: 'order',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      triggers: { magento: { event: 'order_placed' } },
    },
    stock_missing: {
      title: 'A size that the shop shows turned out to be unavailable',
      journey: 'cart',
      purpose: 'shop_reliability',
      tier: 'anonymous',
      basis: 'legitimate_interests',
      categories: ['analytics'],
      retentionDays: 14,
      fields: { sku: { type: 'string', maxLength: 64, data: 'commerce', title: 'Article number' } },
    },
    newsletter_subscribed: {
      title: 'A visitor sent the form of the newsletter',
      purpose: 'newsletter',
      tier: 'personal',
      ...consentTo('messages'),
      retentionDays: 90,
      triggers: { magento: { event: 'newsletter' } },
    },
  },
};

const saas: Template = {
  title: 'Onboarding of a SaaS product: activation and adoption',
  categories: ['analytics', 'feedback'],
  purposes: {
    feature_adoption: { title: 'Measure feature adoption', dataUse: 'functional.service.improve' },
    customer_feedback: { title: 'Learn from feedback', dataUse: 'functional.service.improve' },
  },
  hint: 'The user is replaced by a keyed pseudonym before anything leaves the page.',
  events: {
    onboarding_started: {
      title: 'A new customer opened the checklist',
      journey: 'onboarding',
      step: 'started',
      purpose: 'feature_adoption',
      tier: 'anonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      fields: { checklist: { type: 'string', values: ['standard', 'short'] } },
    },
    feature_toggle_enabled: {
      title: 'A user switched a feature on',
      journey: 'adoption',
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      ...consentTo('analytics'),
      retentionDays: 30,
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise', title: 'Account id' },
        toggle: { type: 'string', maxLength: 64, title: 'Key of the feature' },
        enabled: { type: 'boolean' },
      },
    },
    feedback_given: {
      title: 'A customer rated the set-up and wrote a comment',
      journey: 'onboarding',
      purpose: 'customer_feedback',
      tier: 'personal',
      ...consentTo('feedback'),
      retentionDays: 180,
      fields: {
        score: { type: 'integer', min: 1, max: 5 },
        comment: { type: 'string', maxLength: 500, data: 'content', protect: 'redact', optional: true },
      },
    },
  },
};

const survey: Template = {
  title: 'A survey in a page or a frame',
  categories: ['feedback'],
  purposes: { research: { title: 'Understand satisfaction', dataUse: 'analytics.reporting' } },
  hint: 'Answers are anonymous; what people write freely is redacted and counts as personal.',
  events: {
    survey_started: {
      title: 'A visitor began the survey',
      journey: 'survey',
      step: 'started',
      purpose: 'research',
      tier: 'anonymous',
      ...consentTo('feedback'),
      retentionDays: 90,
      fields: { survey: { type: 'string', maxLength: 32 } },
    },
    survey_answered: {
      title: 'A visitor answered one question',
      journey: 'survey',
      purpose: 'research',
      tier: 'anonymous',
      ...consentTo('feedback'),
      retentionDays: 90,
      fields: {
        survey: { type: 'string', maxLength: 32 },
        question: { type: 'string', values: ['recommend', 'reason'] },
        score: { type: 'integer', min: 0, max: 10, optional: true },
      },
    },
    survey_commented: {
      title: 'A visitor left a comment in the survey',
      journey: 'survey',
      purpose: 'research',
      tier: 'personal',
      ...consentTo('feedback'),
      retentionDays: 90,
      fields: {
        survey: { type: 'string', maxLength: 32 },
        comment: { type: 'string', maxLength: 500, data: 'content', protect: 'redact' },
      },
    },
  },
};

export const TEMPLATES = { magento, saas, survey } as const satisfies { readonly [name: string]: Template };
export type TemplateName = keyof typeof TEMPLATES;

export const CATEGORY_TITLES = {
  analytics: 'Product and shop analytics',
  feedback: 'Surveys and feedback',
  messages: 'Newsletter and marketing messages',
} as const;

/** What the regimes of a region are. */
export function regimesOf(regions: readonly string[]): NonNullable<Manifest['regimes']> {
  const open = regions.filter((region) => region === 'US' || region.startsWith('US-'));
  const closed = regions.filter((region) => !open.includes(region) && region !== 'EU');
  return {
    default: 'opt-in',
    ...Object.fromEntries(closed.map((region) => [region, 'opt-in'] as const)),
    ...Object.fromEntries(open.map((region) => [region, 'opt-out'] as const)),
  };
}
