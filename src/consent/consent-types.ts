/** What Google's consent types stand for, by the name that a category has in the manifest. */
export const DEFAULT_CONSENT_TYPES: { readonly [category: string]: string | readonly string[] } = {
  analytics: 'analytics_storage',
  marketing: ['ad_storage', 'ad_user_data', 'ad_personalization'],
  functional: 'functionality_storage',
  personalization: 'personalization_storage',
};
