// Written by write-typed-manifest.mjs from examples/manifest.json: change it there.
import { defineManifest } from 'headgate';

export const manifest = defineManifest({
  version: '2026-11-21',
  controller: {
    name: 'Acme Outdoor GmbH',
    contact: 'privacy@acme.example',
    dpo: 'dpo@acme.example',
    publicKey: {
      kty: 'EC',
      crv: 'P-256',
      x: 'ys6fNNr1UsZrLAEmAi8mvWoR7dv_3vbV95XJochGBnY',
      y: 'kVrEcr7LKGen3ZCw85kc4nm7yViSRQMKMAjtfebrlLE',
      kid: 'demo-2026-11',
    },
  },
  regimes: {
    default: 'opt-in',
    'US-CA': 'opt-out',
  },
  categories: {
    analytics: {
      title: 'Product analytics',
      sources: {
        magento: true,
        onetrust: 'C0002',
        tcf: [8, 9],
      },
    },
    outreach: {
      title: 'Contact and feedback',
      sources: {
        magento: true,
        onetrust: 'C0004',
      },
    },
    research: {
      title: 'Surveys and research',
      sources: {
        onetrust: 'C0003',
      },
    },
  },
  purposes: {
    shop_improvement: {
      title: 'Improve the shop',
      dataUse: 'functional.service.improve',
    },
    shop_reliability: {
      title: 'Keep the shop working',
      dataUse: 'essential.service.operations',
    },
    newsletter_reach: {
      title: 'Measure newsletter sign-ups',
      dataUse: 'marketing.communications.email',
    },
    feature_adoption: {
      title: 'Measure feature adoption',
      dataUse: 'functional.service.improve',
    },
    customer_feedback: {
      title: 'Learn from feedback',
      dataUse: 'functional.service.improve',
    },
    accessibility: {
      title: 'Make the product accessible',
      dataUse: 'functional.service.improve',
    },
    product_research: {
      title: 'Understand satisfaction',
      dataUse: 'analytics.reporting',
    },
  },
  collectors: {
    warehouse: {
      recipient: 'Acme Outdoor GmbH',
      role: 'controller',
      country: 'DE',
    },
  },
  events: {
    product_viewed: {
      title: 'A visitor opened a product page',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        sku: {
          type: 'string',
          maxLength: 64,
          data: 'commerce',
        },
        price: {
          type: 'number',
          min: 0,
          data: 'commerce',
        },
        currency: {
          type: 'string',
          values: ['EUR', 'USD'],
          data: 'commerce',
        },
      },
    },
    gallery_image_viewed: {
      title: 'A visitor looked at another picture of a product',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        sku: {
          type: 'string',
          maxLength: 64,
          data: 'commerce',
        },
        position: {
          type: 'integer',
          min: 1,
          max: 20,
        },
      },
    },
    add_to_cart: {
      title: 'A visitor put a product into the cart',
      journey: 'cart',
      step: 'filled',
      purpose: 'shop_improvement',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'add_to_cart',
          fields: {
            sku: 'sku',
            quantity: 'quantity',
            price: 'price',
          },
        },
      },
      fields: {
        customer: {
          type: 'string',
          data: 'identifier',
          protect: 'pseudonymise',
          optional: true,
        },
        sku: {
          type: 'string',
          maxLength: 64,
          data: 'commerce',
        },
        size: {
          type: 'string',
          values: ['XS', 'S', 'M', 'L', 'XL'],
          data: 'commerce',
          optional: true,
        },
        colour: {
          type: 'string',
          values: ['moss', 'slate', 'rust'],
          data: 'commerce',
          optional: true,
        },
        quantity: {
          type: 'integer',
          min: 1,
          max: 99,
          data: 'commerce',
        },
        price: {
          type: 'number',
          min: 0,
          data: 'commerce',
        },
      },
    },
    remove_from_cart: {
      title: 'A visitor took a product out of the cart, or some of it',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'remove_from_cart',
          fields: {
            sku: 'sku',
            quantity: 'quantity',
          },
        },
      },
      fields: {
        sku: {
          type: 'string',
          maxLength: 64,
          data: 'commerce',
        },
        quantity: {
          type: 'integer',
          min: 1,
          max: 99,
          data: 'commerce',
        },
      },
    },
    minicart_opened: {
      title: 'A visitor opened the mini cart; worth nothing later, so it is not held',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 14,
      undecided: 'refuse',
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'mini_cart_opened',
        },
      },
      fields: {
        items: {
          type: 'integer',
          min: 0,
          max: 999,
          data: 'commerce',
          optional: true,
        },
      },
    },
    coupon_entered: {
      title: 'A visitor sent a coupon code',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'coupon',
          fields: {
            code: 'code',
          },
        },
      },
      fields: {
        code: {
          type: 'string',
          maxLength: 32,
          data: 'commerce',
          protect: 'truncate',
        },
      },
    },
    newsletter_form_sent: {
      title: 'A visitor sent the newsletter form; who it was is newsletter_subscribed',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'newsletter',
        },
      },
    },
    account_created: {
      title: 'A visitor became a customer',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'account_created',
        },
      },
    },
    customer_logged_in: {
      title: 'A customer signed in',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'login',
        },
      },
    },
    wishlist_filled: {
      title: 'A customer put a product on the wish list',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'wishlist',
        },
      },
    },
    comparison_filled: {
      title: 'A visitor put a product on the comparison list',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'compare',
        },
      },
    },
    shop_searched: {
      title: 'A visitor searched the shop',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'search',
          fields: {
            term: 'term',
          },
        },
      },
      fields: {
        term: {
          type: 'string',
          maxLength: 128,
          data: 'content',
          protect: 'redact',
        },
      },
    },
    checkout_step_shown: {
      title: 'A visitor reached a step of the checkout',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'checkout_step',
          fields: {
            step: 'step',
          },
        },
      },
      fields: {
        step: {
          type: 'string',
          values: ['shipping', 'payment'],
        },
      },
    },
    order_placed: {
      title: 'A visitor placed an order',
      journey: 'cart',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      triggers: {
        magento: {
          event: 'order_placed',
        },
      },
    },
    newsletter_subscribed: {
      title: 'A visitor signed up for the newsletter',
      journey: 'cart',
      purpose: 'newsletter_reach',
      tier: 'personal',
      basis: 'consent',
      categories: ['analytics', 'outreach'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        email: {
          type: 'string',
          data: 'contact',
          protect: 'pseudonymise',
        },
        placement: {
          type: 'string',
          values: ['footer', 'checkout'],
        },
      },
    },
    stock_missing: {
      title: 'A size that the shop shows turned out to be unavailable',
      journey: 'cart',
      purpose: 'shop_reliability',
      tier: 'anonymous',
      basis: 'legitimate_interests',
      categories: ['analytics'],
      retentionDays: 14,
      collectors: ['warehouse'],
      fields: {
        sku: {
          type: 'string',
          maxLength: 64,
          data: 'commerce',
        },
        size: {
          type: 'string',
          values: ['XS', 'S', 'M', 'L', 'XL'],
          data: 'commerce',
        },
      },
    },
    onboarding_started: {
      title: 'A new customer opened the checklist',
      journey: 'onboarding',
      step: 'started',
      once: 'session',
      purpose: 'feature_adoption',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        checklist: {
          type: 'string',
          values: ['standard', 'short'],
        },
      },
    },
    workspace_created: {
      title: 'A customer set up the workspace',
      journey: 'onboarding',
      step: 'workspace',
      elapsed: 'after',
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        user: {
          type: 'string',
          data: 'identifier',
          protect: 'pseudonymise',
        },
        plan: {
          type: 'string',
          values: ['starter', 'team', 'enterprise'],
          data: 'commerce',
        },
        after: {
          type: 'integer',
          min: 0,
          optional: true,
          title: 'Milliseconds since the previous step',
        },
      },
    },
    teammate_invited: {
      title: 'A customer invited a colleague',
      journey: 'onboarding',
      step: 'teammate',
      elapsed: 'after',
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        user: {
          type: 'string',
          data: 'identifier',
          protect: 'pseudonymise',
        },
        role: {
          type: 'string',
          values: ['admin', 'editor', 'viewer'],
        },
        after: {
          type: 'integer',
          min: 0,
          optional: true,
          title: 'Milliseconds since the previous step',
        },
      },
    },
    feature_toggled: {
      title: 'A user switched a feature on or off',
      journey: 'adoption',
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        user: {
          type: 'string',
          data: 'identifier',
          protect: 'pseudonymise',
        },
        toggle: {
          type: 'string',
          maxLength: 64,
        },
        enabled: {
          type: 'boolean',
        },
      },
    },
    feedback_given: {
      title: 'A customer rated the set-up and wrote a comment',
      journey: 'onboarding',
      purpose: 'customer_feedback',
      tier: 'personal',
      basis: 'consent',
      categories: ['outreach'],
      retentionDays: 180,
      collectors: ['warehouse'],
      fields: {
        user: {
          type: 'string',
          data: 'identifier',
          protect: 'pseudonymise',
        },
        score: {
          type: 'integer',
          min: 1,
          max: 5,
        },
        comment: {
          type: 'string',
          maxLength: 500,
          data: 'content',
          protect: 'redact',
          optional: true,
        },
      },
    },
    accessibility_need_shared: {
      title: 'A customer told which accessibility help is needed',
      journey: 'onboarding',
      purpose: 'accessibility',
      tier: 'sensitive',
      basis: 'consent',
      categories: ['outreach'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        need: {
          type: 'string',
          maxLength: 500,
          data: 'special',
          protect: 'seal',
        },
      },
    },
    survey_started: {
      title: 'A visitor began the survey',
      journey: 'survey',
      purpose: 'product_research',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['research'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        survey: {
          type: 'string',
          maxLength: 32,
        },
      },
    },
    survey_answered: {
      title: 'A visitor answered one question',
      journey: 'survey',
      purpose: 'product_research',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['research'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        survey: {
          type: 'string',
          maxLength: 32,
        },
        question: {
          type: 'string',
          values: ['recommend', 'reason'],
        },
        score: {
          type: 'integer',
          min: 0,
          max: 10,
          optional: true,
        },
        choice: {
          type: 'string',
          values: ['quality', 'price', 'service', 'delivery'],
          optional: true,
        },
      },
    },
    survey_commented: {
      title: 'A visitor left a comment in the survey',
      journey: 'survey',
      purpose: 'product_research',
      tier: 'personal',
      basis: 'consent',
      categories: ['research', 'outreach'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        survey: {
          type: 'string',
          maxLength: 32,
        },
        comment: {
          type: 'string',
          maxLength: 500,
          data: 'content',
          protect: 'redact',
        },
      },
    },
    survey_completed: {
      title: 'A visitor finished the survey',
      journey: 'survey',
      purpose: 'product_research',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['research'],
      retentionDays: 90,
      collectors: ['warehouse'],
      fields: {
        survey: {
          type: 'string',
          maxLength: 32,
        },
        answers: {
          type: 'integer',
          min: 0,
          max: 3,
        },
      },
    },
  },
  receipts: {
    collectors: ['warehouse'],
    retentionDays: 1095,
  },
  accept: {
    HG027: 'the banner of this example asks for the purposes and names no vendor',
  },
});
