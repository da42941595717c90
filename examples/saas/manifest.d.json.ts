// Written by `headgate types` from manifest.json: change it there.

/** The data of each event, by its name. */
export interface Events {
  /**
   * A new customer opened the onboarding checklist
   * Journey: onboarding. Purpose: Help new customers to get started. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  onboarding_started: {
    /**
     * Which checklist
     * Data: behaviour
     */
    checklist: "standard" | "agency" | "migration";
  };
  /**
   * A customer ticked off a step of the onboarding checklist
   * Journey: onboarding. Purpose: Help new customers to get started. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  checklist_item_completed: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the step
     * Data: behaviour; at most 64 characters
     */
    item: string;
    /**
     * Minutes since the start
     * Data: behaviour; whole number; at least 0; at most 10080
     */
    minutes?: number;
  };
  /**
   * Somebody left the sign-up form half filled in; only how far, never what
   * Journey: onboarding. Purpose: Help new customers to get started. Tier: anonymous. Basis: consent (analytics). Kept 14 days by warehouse.
   */
  signup_form_left: {
    /**
     * Last field reached
     * Data: behaviour
     */
    last_field: "company" | "shop_url" | "plan" | "terms";
    /**
     * Number of fields filled in
     * Data: behaviour; whole number; at least 0; at most 12
     */
    filled: number;
  };
  /**
   * A customer connected a Magento shop
   * Journey: onboarding. Purpose: Provide the service that was ordered. Tier: pseudonymous. Basis: contract. Kept 90 days by warehouse.
   */
  shop_connected: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Edition of the shop
     * Data: technical
     */
    edition: "open-source" | "commerce" | "mage-os";
    /**
     * Theme of the shop
     * Data: technical
     */
    theme: "luma" | "hyva" | "other";
  };
  /**
   * A customer invited a colleague
   * Journey: onboarding. Purpose: Help new customers to get started. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  teammate_invited: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Role of the colleague
     * Data: behaviour
     */
    role: "admin" | "editor" | "viewer";
  };
  /**
   * A step of the set-up ended in an error
   * Journey: onboarding. Purpose: Keep shop and service working. Tier: anonymous. Basis: legitimate_interests (analytics). Kept 14 days by warehouse.
   */
  setup_step_failed: {
    /**
     * Key of the step
     * Data: behaviour; at most 64 characters
     */
    step: string;
    /**
     * Error code
     * Data: technical; at most 32 characters
     */
    code: string;
  };
  /**
   * The tracking snippet was seen working in the shop
   * Journey: activation. Purpose: Provide the service that was ordered. Tier: anonymous. Basis: contract. Kept 30 days by warehouse.
   */
  snippet_verified: {
    /**
     * Seconds from paste to first sight
     * Data: technical; whole number; at least 0; at most 86400
     */
    seconds: number;
  };
  /**
   * A customer built the first audience segment
   * Journey: activation. Purpose: Measure feature adoption. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  first_segment_built: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Number of conditions
     * Data: behaviour; whole number; at least 1; at most 50
     */
    conditions: number;
  };
  /**
   * A customer sent the first campaign
   * Journey: activation. Purpose: Measure feature adoption. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  first_campaign_sent: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Channel
     * Data: behaviour
     */
    channel: "email" | "sms" | "push" | "on-site";
  };
  /**
   * A paid plan began
   * Journey: activation. Purpose: Provide the service that was ordered. Tier: personal. Basis: contract. Kept 90 days by warehouse, crm.
   */
  plan_activated: {
    /**
     * Customer number
     * Data: identifier; at most 64 characters
     */
    account: string;
    /**
     * Plan
     * Data: commerce
     */
    plan: "starter" | "growth" | "scale";
    /**
     * Seats
     * Data: commerce; whole number; at least 1; at most 10000
     */
    seats: number;
  };
  /**
   * A user switched a feature on or off
   * Journey: adoption. Purpose: Measure feature adoption. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  feature_toggle_enabled: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the feature
     * Data: behaviour; at most 64 characters
     */
    toggle: string;
    /**
     * State of the toggle
     * Data: behaviour
     */
    enabled: boolean;
  };
  /**
   * A user published an automation
   * Journey: adoption. Purpose: Measure feature adoption. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  automation_published: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Trigger
     * Data: behaviour
     */
    trigger: "cart-abandoned" | "order-placed" | "birthday" | "win-back";
    /**
     * Number of steps
     * Data: behaviour; whole number; at least 1; at most 100
     */
    steps: number;
  };
  /**
   * A user connected another system
   * Journey: adoption. Purpose: Measure feature adoption. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  integration_connected: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the system
     * Data: behaviour; at most 48 characters
     */
    system: string;
  };
  /**
   * Somebody opened a help article from inside the product
   * Journey: adoption. Purpose: Help new customers to get started. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse.
   */
  help_article_opened: {
    /**
     * Key of the article
     * Data: behaviour; at most 96 characters
     */
    article: string;
  };
  /**
   * A user sent feedback on a feature
   * Journey: adoption. Purpose: Learn from feedback. Tier: personal. Basis: consent (feedback). Kept 60 days by warehouse, zigpoll.
   */
  feature_feedback_given: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the feature
     * Data: behaviour; at most 64 characters
     */
    feature: string;
    /**
     * Stars
     * Data: behaviour; whole number; at least 1; at most 5
     */
    rating: number;
    /**
     * Comment
     * Data: content; at most 1000 characters; protected: redact
     */
    comment?: string;
  };
  /**
   * A user confirmed a safety alert that a customer broadcast, so that rescue can look for the others
   * Journey: adoption. Purpose: Protect people in an emergency. Tier: pseudonymous. Basis: vital_interests. Kept 7 days by warehouse.
   */
  safety_alert_acknowledged: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the alert
     * Data: behaviour; at most 64 characters
     */
    alert: string;
    /**
     * Says to be safe
     * Data: behaviour
     */
    safe: boolean;
  };
  /**
   * A visitor opened the page of a plan or add-on
   * Journey: cart. Purpose: Improve the shop. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  plan_viewed: {
    /**
     * Stock keeping unit
     * Data: commerce; at most 64 characters
     */
    sku: string;
    /**
     * Currency
     * Data: commerce
     */
    currency: "EUR" | "USD" | "SGD" | "BRL";
  };
  /**
   * A visitor put a plan or add-on into the cart
   * Journey: cart. Purpose: Improve the shop. Tier: pseudonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  add_to_cart: {
    /**
     * Customer id, once signed in
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    customer?: string;
    /**
     * Stock keeping unit
     * Data: commerce; at most 64 characters
     */
    sku: string;
    /**
     * Quantity
     * Data: commerce; whole number; at least 1; at most 999
     */
    quantity: number;
    /**
     * Price
     * Data: commerce; at least 0; at most 1000000
     */
    price: number;
  };
  /**
   * A visitor took something out of the cart
   * Journey: cart. Purpose: Improve the shop. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse.
   */
  cart_item_removed: {
    /**
     * Stock keeping unit
     * Data: commerce; at most 64 characters
     */
    sku: string;
  };
  /**
   * A visitor opened the mini cart; worth nothing later, so it is not held
   * Journey: cart. Purpose: Improve the shop. Tier: anonymous. Basis: consent (analytics). Kept 14 days by warehouse.
   */
  minicart_opened: {
    /**
     * Items in the cart
     * Data: commerce; whole number; at least 0; at most 999
     */
    items: number;
  };
  /**
   * A coupon that a visitor entered was not accepted
   * Journey: cart. Purpose: Keep shop and service working. Tier: anonymous. Basis: legitimate_interests (analytics). Kept 14 days by warehouse.
   */
  coupon_rejected: {
    /**
     * Why
     * Data: behaviour
     */
    reason: "unknown" | "expired" | "not-applicable";
  };
  /**
   * A visitor reached a step of the checkout
   * Journey: checkout. Purpose: Improve the shop. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse, mixpanel.
   */
  checkout_step_reached: {
    /**
     * Step
     * Data: behaviour
     */
    step: "address" | "payment" | "review";
  };
  /**
   * A visitor chose how to pay
   * Journey: checkout. Purpose: Improve the shop. Tier: anonymous. Basis: consent (analytics). Kept 30 days by warehouse.
   */
  payment_method_chosen: {
    /**
     * Payment method
     * Data: commerce
     */
    method: "card" | "sepa" | "paypal" | "invoice" | "pix" | "paynow";
  };
  /**
   * A visitor saw an error while paying
   * Journey: checkout. Purpose: Keep shop and service working. Tier: anonymous. Basis: legitimate_interests (analytics). Kept 14 days by warehouse.
   */
  payment_error_shown: {
    /**
     * Error code
     * Data: technical; at most 32 characters
     */
    code: string;
  };
  /**
   * A customer accepted the terms; kept as evidence of the contract that the law asks for
   * Journey: checkout. Purpose: Keep the evidence that the law asks for. Tier: pseudonymous. Basis: legal_obligation. Kept 90 days by warehouse.
   */
  terms_accepted: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Version of the terms
     * Data: behaviour; at most 32 characters
     */
    terms: string;
  };
  /**
   * A customer saw the confirmation of an order
   * Journey: checkout. Purpose: Provide the service that was ordered. Tier: personal. Basis: contract. Kept 90 days by warehouse, crm.
   */
  order_confirmed: {
    /**
     * Order number
     * Data: identifier; at most 32 characters
     */
    order: string;
    /**
     * Plan
     * Data: commerce
     */
    plan: "starter" | "growth" | "scale";
    /**
     * Total
     * Data: commerce; at least 0; at most 1000000
     */
    total: number;
  };
  /**
   * A customer asked for the newsletter
   * Journey: checkout. Purpose: Send the newsletter. Tier: personal. Basis: consent (newsletter). Kept 60 days by crm.
   */
  newsletter_opted_in: {
    /**
     * E-mail address
     * Data: contact; at most 254 characters; protected: seal
     */
    email: string;
    /**
     * Where
     * Data: behaviour
     */
    placement: "checkout" | "footer" | "account";
  };
  /**
   * The survey after login came into view
   * Journey: survey. Purpose: Learn from feedback. Tier: anonymous. Basis: consent (feedback). Kept 30 days by warehouse, zigpoll.
   */
  survey_shown: {
    /**
     * Key of the survey
     * Data: behaviour; at most 64 characters
     */
    survey: string;
  };
  /**
   * A user answered the survey after login
   * Journey: survey. Purpose: Learn from feedback. Tier: pseudonymous. Basis: consent (feedback). Kept 30 days by warehouse, zigpoll.
   */
  survey_completed: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Key of the survey
     * Data: behaviour; at most 64 characters
     */
    survey: string;
    /**
     * Questions answered
     * Data: behaviour; whole number; at least 0; at most 20
     */
    answers: number;
  };
  /**
   * A user said how likely a recommendation is
   * Journey: survey. Purpose: Learn from feedback. Tier: personal. Basis: consent (feedback). Kept 60 days by warehouse, zigpoll.
   */
  recommendation_scored: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * Score
     * Data: behaviour; whole number; at least 0; at most 10
     */
    score: number;
    /**
     * Reason, in own words
     * Data: content; at most 500 characters; protected: seal
     */
    reason?: string;
  };
  /**
   * A user told of a need that the product should meet
   * Journey: survey. Purpose: Make the product accessible. Tier: sensitive. Basis: consent (health_research). Kept 30 days by warehouse.
   */
  accessibility_need_shared: {
    /**
     * Account id
     * Data: identifier; at most 128 characters; protected: pseudonymise
     */
    user: string;
    /**
     * The need; health data
     * Data: special; at most 64 characters; protected: seal
     */
    need: string;
    /**
     * What would help
     * Data: special; at most 500 characters; protected: seal
     */
    wish?: string;
  };
  /**
   * A pointer rested on a card of the price list
   * Journey: hover. Purpose: Find what people overlook. Tier: anonymous. Basis: consent (interface_insight). Kept 14 days by warehouse, hotjar.
   */
  pricing_card_hovered: {
    /**
     * Card
     * Data: behaviour
     */
    card: "starter" | "growth" | "scale";
    /**
     * How long
     * Data: behaviour; whole number; at least 300; at most 60000
     */
    milliseconds: number;
  };
  /**
   * A pointer rested on an explanation
   * Journey: hover. Purpose: Find what people overlook. Tier: anonymous. Basis: consent (interface_insight). Kept 14 days by warehouse, hotjar.
   */
  tooltip_hovered: {
    /**
     * Key of the tooltip
     * Data: behaviour; at most 64 characters
     */
    tooltip: string;
  };
  /**
   * A visitor went from one area of the product to another, without any id
   * Journey: hover. Purpose: Find what people overlook. Tier: anonymous. Basis: consent (interface_insight). Kept 14 days by warehouse.
   */
  click_path_taken: {
    /**
     * Area left
     * Data: behaviour; at most 48 characters
     */
    from: string;
    /**
     * Area entered
     * Data: behaviour; at most 48 characters
     */
    to: string;
  };
}

declare const manifest: {
  readonly version: "2026-11-22";
  readonly controller: {
    readonly name: "Lumen Automation GmbH";
    readonly contact: "Lindenstrasse 14, 10969 Berlin, Germany; privacy@lumen.example";
    readonly publicKey: {
      readonly kty: "EC";
      readonly crv: "P-256";
      readonly x: "ys6fNNr1UsZrLAEmAi8mvWoR7dv_3vbV95XJochGBnY";
      readonly y: "kVrEcr7LKGen3ZCw85kc4nm7yViSRQMKMAjtfebrlLE";
      readonly kid: "demo-2026-11";
    };
  };
  readonly regimes: {
    readonly default: "opt-in";
    readonly "US-CA": "opt-out";
  };
  readonly categories: {
    readonly analytics: {
      readonly sources: {
        readonly onetrust: "C0002";
        readonly trustarc: 2;
        readonly tcf: readonly [8, 9];
        readonly googleConsentMode: "analytics_storage";
        readonly magento: true;
      };
    };
    readonly interface_insight: {
      readonly sources: {
        readonly onetrust: "C0005";
        readonly trustarc: 2;
        readonly googleConsentMode: "analytics_storage";
      };
    };
    readonly feedback: {
      readonly sources: {
        readonly onetrust: "C0006";
        readonly trustarc: 3;
      };
    };
    readonly newsletter: {
      readonly sources: {
        readonly onetrust: "C0007";
        readonly trustarc: 4;
      };
    };
    readonly health_research: {
      readonly sources: {
        readonly onetrust: "C0008";
      };
    };
  };
  readonly purposes: {
    readonly service_provision: {};
    readonly service_reliability: {};
    readonly legal_evidence: {};
    readonly personal_safety: {};
    readonly onboarding_help: {};
    readonly feature_adoption: {};
    readonly shop_improvement: {};
    readonly interface_quality: {};
    readonly customer_feedback: {};
    readonly accessibility: {};
    readonly newsletter: {};
  };
  readonly collectors: {
    readonly warehouse: {
      readonly recipient: "Lumen Automation GmbH";
      readonly role: "controller";
      readonly country: "DE";
    };
    readonly crm: {
      readonly recipient: "Salesforce (SFDC Ireland Ltd.)";
      readonly role: "processor";
      readonly country: "IE";
    };
    readonly mixpanel: {
      readonly recipient: "Mixpanel, Inc.";
      readonly role: "processor";
      readonly country: "US";
    };
    readonly zigpoll: {
      readonly recipient: "Zigpoll LLC";
      readonly role: "processor";
      readonly country: "US";
    };
    readonly hotjar: {
      readonly recipient: "Hotjar Ltd";
      readonly role: "processor";
      readonly country: "MT";
    };
  };
  readonly receipts: {
    readonly collectors: readonly ["warehouse"];
    readonly retentionDays: 1095;
  };
  readonly events: {
    readonly onboarding_started: {
      readonly purpose: "onboarding_help";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly checklist: {
          readonly type: "string";
          readonly values: readonly ["standard", "agency", "migration"];
        };
      };
    };
    readonly checklist_item_completed: {
      readonly purpose: "onboarding_help";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly item: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly minutes: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 10080;
          readonly optional: true;
        };
      };
    };
    readonly signup_form_left: {
      readonly purpose: "onboarding_help";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 14;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly last_field: {
          readonly type: "string";
          readonly values: readonly ["company", "shop_url", "plan", "terms"];
        };
        readonly filled: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 12;
        };
      };
    };
    readonly shop_connected: {
      readonly purpose: "service_provision";
      readonly tier: "pseudonymous";
      readonly basis: "contract";
      readonly retentionDays: 90;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly edition: {
          readonly type: "string";
          readonly values: readonly ["open-source", "commerce", "mage-os"];
          readonly data: "technical";
        };
        readonly theme: {
          readonly type: "string";
          readonly values: readonly ["luma", "hyva", "other"];
          readonly data: "technical";
        };
      };
    };
    readonly teammate_invited: {
      readonly purpose: "onboarding_help";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly role: {
          readonly type: "string";
          readonly values: readonly ["admin", "editor", "viewer"];
        };
      };
    };
    readonly setup_step_failed: {
      readonly purpose: "service_reliability";
      readonly tier: "anonymous";
      readonly basis: "legitimate_interests";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 14;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly step: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly code: {
          readonly type: "string";
          readonly maxLength: 32;
          readonly data: "technical";
        };
      };
    };
    readonly snippet_verified: {
      readonly purpose: "service_provision";
      readonly tier: "anonymous";
      readonly basis: "contract";
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly seconds: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 86400;
          readonly data: "technical";
        };
      };
    };
    readonly first_segment_built: {
      readonly purpose: "feature_adoption";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly conditions: {
          readonly type: "integer";
          readonly min: 1;
          readonly max: 50;
        };
      };
    };
    readonly first_campaign_sent: {
      readonly purpose: "feature_adoption";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly channel: {
          readonly type: "string";
          readonly values: readonly ["email", "sms", "push", "on-site"];
        };
      };
    };
    readonly plan_activated: {
      readonly purpose: "service_provision";
      readonly tier: "personal";
      readonly basis: "contract";
      readonly retentionDays: 90;
      readonly collectors: readonly ["warehouse", "crm"];
      readonly fields: {
        readonly account: {
          readonly type: "string";
          readonly maxLength: 64;
          readonly data: "identifier";
        };
        readonly plan: {
          readonly type: "string";
          readonly values: readonly ["starter", "growth", "scale"];
          readonly data: "commerce";
        };
        readonly seats: {
          readonly type: "integer";
          readonly min: 1;
          readonly max: 10000;
          readonly data: "commerce";
        };
      };
    };
    readonly feature_toggle_enabled: {
      readonly purpose: "feature_adoption";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly toggle: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly enabled: {
          readonly type: "boolean";
        };
      };
    };
    readonly automation_published: {
      readonly purpose: "feature_adoption";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly trigger: {
          readonly type: "string";
          readonly values: readonly ["cart-abandoned", "order-placed", "birthday", "win-back"];
        };
        readonly steps: {
          readonly type: "integer";
          readonly min: 1;
          readonly max: 100;
        };
      };
    };
    readonly integration_connected: {
      readonly purpose: "feature_adoption";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly system: {
          readonly type: "string";
          readonly maxLength: 48;
        };
      };
    };
    readonly help_article_opened: {
      readonly purpose: "onboarding_help";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly article: {
          readonly type: "string";
          readonly maxLength: 96;
        };
      };
    };
    readonly feature_feedback_given: {
      readonly purpose: "customer_feedback";
      readonly tier: "personal";
      readonly basis: "consent";
      readonly categories: readonly ["feedback"];
      readonly retentionDays: 60;
      readonly collectors: readonly ["warehouse", "zigpoll"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly feature: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly rating: {
          readonly type: "integer";
          readonly min: 1;
          readonly max: 5;
        };
        readonly comment: {
          readonly type: "string";
          readonly maxLength: 1000;
          readonly data: "content";
          readonly protect: "redact";
          readonly optional: true;
        };
      };
    };
    readonly safety_alert_acknowledged: {
      readonly purpose: "personal_safety";
      readonly tier: "pseudonymous";
      readonly basis: "vital_interests";
      readonly retentionDays: 7;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly alert: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly safe: {
          readonly type: "boolean";
        };
      };
    };
    readonly plan_viewed: {
      readonly purpose: "shop_improvement";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly sku: {
          readonly type: "string";
          readonly maxLength: 64;
          readonly data: "commerce";
        };
        readonly currency: {
          readonly type: "string";
          readonly values: readonly ["EUR", "USD", "SGD", "BRL"];
          readonly data: "commerce";
        };
      };
    };
    readonly add_to_cart: {
      readonly purpose: "shop_improvement";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly customer: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
          readonly optional: true;
        };
        readonly sku: {
          readonly type: "string";
          readonly maxLength: 64;
          readonly data: "commerce";
        };
        readonly quantity: {
          readonly type: "integer";
          readonly min: 1;
          readonly max: 999;
          readonly data: "commerce";
        };
        readonly price: {
          readonly type: "number";
          readonly min: 0;
          readonly max: 1000000;
          readonly data: "commerce";
        };
      };
    };
    readonly cart_item_removed: {
      readonly purpose: "shop_improvement";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly sku: {
          readonly type: "string";
          readonly maxLength: 64;
          readonly data: "commerce";
        };
      };
    };
    readonly minicart_opened: {
      readonly purpose: "shop_improvement";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 14;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly items: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 999;
          readonly data: "commerce";
        };
      };
    };
    readonly coupon_rejected: {
      readonly purpose: "service_reliability";
      readonly tier: "anonymous";
      readonly basis: "legitimate_interests";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 14;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly reason: {
          readonly type: "string";
          readonly values: readonly ["unknown", "expired", "not-applicable"];
        };
      };
    };
    readonly checkout_step_reached: {
      readonly purpose: "shop_improvement";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "mixpanel"];
      readonly fields: {
        readonly step: {
          readonly type: "string";
          readonly values: readonly ["address", "payment", "review"];
        };
      };
    };
    readonly payment_method_chosen: {
      readonly purpose: "shop_improvement";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly method: {
          readonly type: "string";
          readonly values: readonly ["card", "sepa", "paypal", "invoice", "pix", "paynow"];
          readonly data: "commerce";
        };
      };
    };
    readonly payment_error_shown: {
      readonly purpose: "service_reliability";
      readonly tier: "anonymous";
      readonly basis: "legitimate_interests";
      readonly categories: readonly ["analytics"];
      readonly retentionDays: 14;
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly code: {
          readonly type: "string";
          readonly maxLength: 32;
          readonly data: "technical";
        };
      };
    };
    readonly terms_accepted: {
      readonly purpose: "legal_evidence";
      readonly tier: "pseudonymous";
      readonly basis: "legal_obligation";
      readonly retentionDays: 90;
      readonly storage: "necessary";
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly terms: {
          readonly type: "string";
          readonly maxLength: 32;
        };
      };
    };
    readonly order_confirmed: {
      readonly purpose: "service_provision";
      readonly tier: "personal";
      readonly basis: "contract";
      readonly retentionDays: 90;
      readonly collectors: readonly ["warehouse", "crm"];
      readonly fields: {
        readonly order: {
          readonly type: "string";
          readonly maxLength: 32;
          readonly data: "identifier";
        };
        readonly plan: {
          readonly type: "string";
          readonly values: readonly ["starter", "growth", "scale"];
          readonly data: "commerce";
        };
        readonly total: {
          readonly type: "number";
          readonly min: 0;
          readonly max: 1000000;
          readonly data: "commerce";
        };
      };
    };
    readonly newsletter_opted_in: {
      readonly purpose: "newsletter";
      readonly tier: "personal";
      readonly basis: "consent";
      readonly categories: readonly ["newsletter"];
      readonly retentionDays: 60;
      readonly collectors: readonly ["crm"];
      readonly fields: {
        readonly email: {
          readonly type: "string";
          readonly maxLength: 254;
          readonly data: "contact";
          readonly protect: "seal";
        };
        readonly placement: {
          readonly type: "string";
          readonly values: readonly ["checkout", "footer", "account"];
        };
      };
    };
    readonly survey_shown: {
      readonly purpose: "customer_feedback";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["feedback"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "zigpoll"];
      readonly fields: {
        readonly survey: {
          readonly type: "string";
          readonly maxLength: 64;
        };
      };
    };
    readonly survey_completed: {
      readonly purpose: "customer_feedback";
      readonly tier: "pseudonymous";
      readonly basis: "consent";
      readonly categories: readonly ["feedback"];
      readonly retentionDays: 30;
      readonly collectors: readonly ["warehouse", "zigpoll"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly survey: {
          readonly type: "string";
          readonly maxLength: 64;
        };
        readonly answers: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 20;
        };
      };
    };
    readonly recommendation_scored: {
      readonly purpose: "customer_feedback";
      readonly tier: "personal";
      readonly basis: "consent";
      readonly categories: readonly ["feedback"];
      readonly retentionDays: 60;
      readonly collectors: readonly ["warehouse", "zigpoll"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly score: {
          readonly type: "integer";
          readonly min: 0;
          readonly max: 10;
        };
        readonly reason: {
          readonly type: "string";
          readonly maxLength: 500;
          readonly data: "content";
          readonly protect: "seal";
          readonly optional: true;
        };
      };
    };
    readonly accessibility_need_shared: {
      readonly purpose: "accessibility";
      readonly tier: "sensitive";
      readonly basis: "consent";
      readonly categories: readonly ["health_research"];
      readonly retentionDays: 30;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly user: {
          readonly type: "string";
          readonly maxLength: 128;
          readonly data: "identifier";
          readonly protect: "pseudonymise";
        };
        readonly need: {
          readonly type: "string";
          readonly maxLength: 64;
          readonly data: "special";
          readonly protect: "seal";
        };
        readonly wish: {
          readonly type: "string";
          readonly maxLength: 500;
          readonly data: "special";
          readonly protect: "seal";
          readonly optional: true;
        };
      };
    };
    readonly pricing_card_hovered: {
      readonly purpose: "interface_quality";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["interface_insight"];
      readonly retentionDays: 14;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse", "hotjar"];
      readonly fields: {
        readonly card: {
          readonly type: "string";
          readonly values: readonly ["starter", "growth", "scale"];
        };
        readonly milliseconds: {
          readonly type: "integer";
          readonly min: 300;
          readonly max: 60000;
        };
      };
    };
    readonly tooltip_hovered: {
      readonly purpose: "interface_quality";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["interface_insight"];
      readonly retentionDays: 14;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse", "hotjar"];
      readonly fields: {
        readonly tooltip: {
          readonly type: "string";
          readonly maxLength: 64;
        };
      };
    };
    readonly click_path_taken: {
      readonly purpose: "interface_quality";
      readonly tier: "anonymous";
      readonly basis: "consent";
      readonly categories: readonly ["interface_insight"];
      readonly retentionDays: 14;
      readonly undecided: "refuse";
      readonly collectors: readonly ["warehouse"];
      readonly fields: {
        readonly from: {
          readonly type: "string";
          readonly maxLength: 48;
        };
        readonly to: {
          readonly type: "string";
          readonly maxLength: 48;
        };
      };
    };
  };
};
export default manifest;
